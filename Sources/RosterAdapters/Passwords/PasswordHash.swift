/// What is kept of a password: a salted, slow, one-way hash, with the settings that made it.
///
/// It never shows itself, for a hash can be guessed from.
package struct PasswordHash: Sendable {
    /// The hash as `crypt(5)` writes it, for example beginning with `$y$`.
    package let text: String

    /// Wraps a hash that a ``OneWayFunction`` made.
    package init(_ text: String) {
        self.text = text
    }

    /// Whether two hashes are the same, in a time that does not depend on where they differ.
    package func isSame(as other: PasswordHash) -> Bool {
        let (left, right) = (Array(self.text.utf8), Array(other.text.utf8))
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that tells nothing.
    package var description: String { "‹password hash›" }
    /// The same placeholder.
    package var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
