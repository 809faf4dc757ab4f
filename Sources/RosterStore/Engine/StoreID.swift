/// The 16 bytes that tell one store from every other.
package struct StoreID: Sendable, Hashable {
    package static let byteCount = 16

    package let bytes: [UInt8]

    /// Takes the bytes of one, of which there must be 16.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Makes one that nobody has.
    package static func random() -> StoreID {
        var generator = SystemRandomNumberGenerator()
        return StoreID(sixteen: (0..<byteCount).map { _ in generator.next() })
    }

    init(sixteen bytes: [UInt8]) {
        self.bytes = bytes
    }
}
