/// A keyed digest of bytes (RFC 2104), which may come in pieces.
///
/// Without the key, the code can neither be made nor checked.
package struct HMAC<Function: DigestFunction>: Sendable {
    private var inner = Function()
    private var outer = Function()

    /// Creates the state before the first byte of a message.
    ///
    /// - Parameter key: The key, at best as long as a digest. Of a key longer than ``DigestFunction/blockByteCount``, the digest is used.
    package init(key: some Sequence<UInt8>) {
        var block = Array(key)
        if block.count > Function.blockByteCount { block = Function.digest(of: block) }
        block += repeatElement(0, count: Function.blockByteCount - block.count)
        self.inner.update(contentsOf: block.map { $0 ^ 0x36 })
        self.outer.update(contentsOf: block.map { $0 ^ 0x5c })
    }

    /// Adds bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        self.inner.update(bytes)
    }

    /// Adds the bytes of a sequence.
    package mutating func update(contentsOf bytes: some Sequence<UInt8>) {
        self.inner.update(contentsOf: bytes)
    }

    /// The code of what has been added; more may be added afterwards.
    package func finalized() -> [UInt8] {
        var outer = self.outer
        outer.update(contentsOf: self.inner.finalized())
        return outer.finalized()
    }

    /// The code of a message under a key.
    package static func code(of message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> [UInt8] {
        var code = HMAC(key: key)
        code.update(contentsOf: message)
        return code.finalized()
    }

    /// Whether a code is that of a message under a key, in a time that does not depend on where it differs.
    package static func isCode(_ code: [UInt8], of message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> Bool {
        SecretComparison.areSame(code, self.code(of: message, key: key))
    }
}
