internal import RosterDigests
package import RosterDomain

/// What is kept of a password: a salted, slow, one-way hash, with the settings that made it.
///
/// It never shows itself, for a hash can be guessed from.
package struct PasswordHash: Sendable {
    /// How a hash came to be.
    enum Origin: Sendable, Hashable {
        /// Made here of the password itself.
        case plain
        /// Made here of a keyed digest of the password.
        case peppered(key: String)
        /// Made by another system.
        case imported
    }

    private static let importedMark = "imported:"
    private static let pepperMark = "pepper-"

    /// The hash as `crypt(5)` writes it, for example beginning with `$y$`; before it `imported:` if another system made it, or
    /// `pepper-`, the name of a key and a colon.
    package let text: String

    /// Wraps a hash of another system.
    package init(imported hash: ForeignPasswordHash) {
        self.text = Self.importedMark + hash.text
    }

    /// Wraps a hash that was made here.
    init(_ setting: String, pepper key: String?) {
        self.text = (key.map { "\(Self.pepperMark)\($0):" } ?? "") + setting
    }

    /// How the hash came to be, and what stands after it.
    var parts: (origin: Origin, setting: String) {
        guard let colon = self.text.firstIndex(of: ":") else { return (.plain, self.text) }
        let setting = String(self.text[self.text.index(after: colon)...])
        let mark = self.text[...colon]
        if mark == Self.importedMark { return (.imported, setting) }
        guard mark.hasPrefix(Self.pepperMark) else { return (.plain, self.text) }
        return (.peppered(key: String(mark.dropFirst(Self.pepperMark.count).dropLast())), setting)
    }

    /// Wraps a hash that a ``OneWayFunction`` made.
    package init(_ text: String) {
        self.text = text
    }

    /// Whether two hashes are the same, in a time that does not depend on where they differ.
    package func isSame(as other: PasswordHash) -> Bool {
        SecretComparison.areSame(Array(self.text.utf8), Array(other.text.utf8))
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
