/// The CRC-32C checksum (Castagnoli; RFC 3720 §B.4), which finds every burst of up to 32 wrong bits.
///
/// It tells damage, not malice: whoever may write the file can compute it too.
package struct CRC32C: Sendable {
    private static let table: [UInt32] = (0..<256).map { (index: UInt32) in
        (0..<8).reduce(index) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }

    private var register: UInt32 = .max

    /// Creates the checksum of nothing.
    package init() {}

    /// The checksum of all bytes so far.
    package var value: UInt32 { ~self.register }

    /// Takes in more bytes.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let table = Self.table
        var register = self.register
        for byte in bytes {
            register = register >> 8 ^ table[Int(truncatingIfNeeded: register & 0xFF) ^ Int(byte)]
        }
        self.register = register
    }

    /// The checksum of some bytes.
    package static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var sum = CRC32C()
        sum.update(bytes)
        return sum.value
    }
}
