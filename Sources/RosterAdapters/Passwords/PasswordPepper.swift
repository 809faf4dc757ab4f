internal import RosterDigests

/// Keys that the host keeps apart from the vault, and that passwords are hashed with: without the key, no password can be guessed from
/// stolen hashes.
///
/// To rotate, make the present key a former one and add a new key, on every host before the first one uses it. Passwords that were hashed
/// with a former key, or without any, still match, and are hashed with the present key at the next sign-in. A former key can be left out
/// once no account needs it; those that still do can only be reset.
///
/// It never shows itself.
public struct PasswordPepper: Sendable {
    /// A key and its name.
    public struct Key: Sendable {
        /// The fewest bytes of a key: as many as the digest has (RFC 2104 §3).
        public static let byteMinimum = 32

        let name: String
        let bytes: [UInt8]

        /// Names a key; nil when the key has fewer than ``byteMinimum`` bytes, or the name is not 1 to 32 ASCII letters, digits and
        /// underscores.
        ///
        /// - Parameters:
        ///   - name: What the vault keeps with each hash, so that it finds the key again. Never give another key the same name.
        ///   - bytes: The key, from an unpredictable source.
        public init?(named name: String, bytes: [UInt8]) {
            let isName = name.utf8.allSatisfy { byte in
                let character = Unicode.Scalar(byte)
                return byte < 0x80
                    && (character.properties.isAlphabetic || character.properties.numericType != nil
                        || byte == UInt8(ascii: "_"))
            }
            guard isName, (1...32).contains(name.utf8.count), bytes.count >= Self.byteMinimum else { return nil }
            self.name = name
            self.bytes = bytes
        }
    }

    let current: Key
    private let former: [Key]

    /// States the keys; nil when two of them have the same name.
    ///
    /// - Parameters:
    ///   - current: What passwords are hashed with from now on.
    ///   - former: What they were hashed with before.
    public init?(_ current: Key, former: [Key] = []) {
        guard Set(([current] + former).map(\.name)).count == former.count + 1 else { return nil }
        self.current = current
        self.former = former
    }

    func key(named name: String) -> Key? {
        ([self.current] + self.former).first { $0.name == name }
    }
}

extension PasswordPepper.Key {
    /// What is hashed in place of a password: its keyed digest, in 64 characters, so that no method cuts it.
    func apply(to text: String) -> String {
        HMAC<SHA256>.code(of: text.utf8, key: self.bytes)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension PasswordPepper: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing but the present key's name.
    public var description: String { "‹password pepper `\(self.current.name)`›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PasswordPepper.Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing but the name.
    public var description: String { "‹key `\(self.name)`›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
