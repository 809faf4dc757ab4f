/// A record of the first format made by hand, with checksums that are right; written apart from the adapter's own code on purpose.
struct FileForgery {
    static let nonsense = [
        "", "x", "{}", "[]", "null", "{\"revision\":3}", String(repeating: "[", count: 100_000),
        "{\"principal\":{\"system\":{}},\"at\":0,\"changes\":[],\"revision\":3}",
        "{\"principal\":{\"system\":{}},\"at\":0,\"changes\":[{\"tornDown\":{}}],\"revision\":3}",
        "{\"principal\":{\"system\":{}},\"at\":1e99,\"changes\":[{\"notificationsDelivered\":{\"through\":1}}],\"revision\":3}",
        "{\"principal\":{\"system\":{}},\"at\":0,\"changes\":[{\"notificationsDelivered\":{\"through\":9}}],\"revision\":3}",
        "{\"principal\":{\"system\":{}},\"at\":0,\"changes\":[{\"notificationsDelivered\":{\"through\":1}}],\"revision\":-3}",
    ]

    let payload: [UInt8]
    let revision: UInt64
    var length: UInt32?

    func bytes(in store: FormatOneStore) -> [UInt8] { self.bytes(of: store.store) }

    /// The record in a store that these 16 bytes tell from others.
    func bytes(of store: [UInt8]) -> [UInt8] {
        let fields =
            Self.littleEndian(self.length ?? UInt32(self.payload.count)) + Self.littleEndian(self.revision)
            + Self.littleEndian(Self.crc32c(self.payload))
        return fields + Self.littleEndian(Self.crc32c(fields + store)) + self.payload
    }

    static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    static func crc32c(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
        }
        return ~sum
    }
}
