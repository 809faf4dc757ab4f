/// A function that makes a digest of bytes, which may come in pieces.
///
/// A value holds the state between two pieces; a copy of it goes on by itself.
package protocol DigestFunction: Sendable {
    /// The length of a digest in bytes.
    static var byteCount: Int { get }
    /// The length of the blocks that the function works on, in bytes.
    static var blockByteCount: Int { get }

    /// Creates the state before the first byte.
    init()

    /// Adds bytes.
    mutating func update(_ bytes: Span<UInt8>)

    /// The digest of what has been added; more may be added afterwards.
    func finalized() -> [UInt8]
}

extension DigestFunction {
    /// The digest of bytes.
    package static func digest(of bytes: some Sequence<UInt8>) -> [UInt8] {
        var function = Self()
        function.update(contentsOf: bytes)
        return function.finalized()
    }

    /// Adds the bytes of a sequence; those that lie in one piece of memory are not copied.
    package mutating func update(contentsOf bytes: some Sequence<UInt8>) {
        let added: Void? = bytes.withContiguousStorageIfAvailable { self.update($0.span) }
        if added == nil { self.update(Array(bytes).span) }
    }
}

/// Compares secrets, such as digests and codes.
package enum SecretComparison {
    /// Whether two sequences of bytes are the same, in a time that depends on their lengths alone.
    package static func areSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
