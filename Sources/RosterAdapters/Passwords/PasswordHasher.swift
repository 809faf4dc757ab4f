package import RosterDomain

/// A function that makes a hash of a text, and cannot be turned around.
///
/// The seam between the rules of hashing and libcrypt.
package protocol OneWayFunction: Sendable {
    /// A new setting: the method, its cost and a random salt.
    func makeSetting() throws(PasswordHashingError) -> String

    /// The hash of a text under a setting, or under the setting that an older hash begins with.
    func digest(of text: String, setting: String) throws(PasswordHashingError) -> String
}

/// Makes and compares hashes of passwords; every call costs one run of the function, whatever it is given.
package struct PasswordHasher: Sendable {
    private let function: any OneWayFunction

    /// Creates a hasher.
    package init(_ function: any OneWayFunction) {
        self.function = function
    }

    /// Hashes a password with a new salt, or with the salt and the cost of another hash.
    ///
    /// - Throws: ``PasswordHashingError/unusableText`` for a text that could only be kept in part.
    package func hash(_ password: Password, like other: PasswordHash? = nil) throws(PasswordHashingError)
        -> PasswordHash
    {
        try password.withText { (text) throws(PasswordHashingError) in
            guard Self.isUsable(text) else { throw .unusableText }
            guard let other else { return try self.run(on: text) }
            return PasswordHash(try self.function.digest(of: text, setting: other.text))
        }
    }

    /// Whether a password is one of those that were hashed, all of them with one salt.
    ///
    /// Without a hash, and for a text that cannot be a password, the same work is done and the answer is no.
    package func matches(_ password: Password, _ hashes: [PasswordHash]) throws(PasswordHashingError) -> Bool {
        try password.withText { (text) throws(PasswordHashingError) in
            let isUsable = Self.isUsable(text)
            let guess = isUsable ? text : "a text that is nobody's password"
            guard let first = hashes.first else {
                _ = try self.run(on: guess)
                return false
            }
            let found = PasswordHash(try self.function.digest(of: guess, setting: first.text))
            // Every one is compared, so that the time does not tell which of them it is.
            let isOne = hashes.reduce(false) { found.isSame(as: $1) || $0 }
            return isOne && isUsable
        }
    }

    private func run(on text: String) throws(PasswordHashingError) -> PasswordHash {
        PasswordHash(try self.function.digest(of: text, setting: self.function.makeSetting()))
    }

    /// C strings end at the first NUL: what comes after it would not count.
    private static func isUsable(_ text: String) -> Bool {
        text.utf8.count <= Password.byteLimit && !text.utf8.contains(0)
    }
}

/// Why a password could not be hashed.
///
/// No case holds a password or a hash.
package enum PasswordHashingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text is longer than any password, or holds a NUL.
    case unusableText
    /// The hash that was kept is not of a kind that can be compared with.
    case unusableHash
    /// The function failed; the system's error number.
    case failed(errorNumber: Int32)

    /// What went wrong, for a person.
    package var description: String {
        switch self {
        case .unusableText: "a password may hold at most \(Password.byteLimit) bytes, and no NUL"
        case .unusableHash: "the hash is not of a kind that can be compared with"
        case .failed(let number): "libcrypt cannot hash a password (error number \(number))"
        }
    }
}
