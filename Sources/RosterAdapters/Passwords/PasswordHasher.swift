package import RosterDomain
package import RosterPorts

/// A function that makes a hash of a text, and cannot be turned around.
///
/// The seam between the rules of hashing and libcrypt.
package protocol OneWayFunction: Sendable {
    /// A new setting: the method, its cost and a random salt.
    func makeSetting() throws(PasswordHashingError) -> String

    /// The hash of a text under a setting, or under the setting that an older hash begins with.
    func digest(of text: String, setting: String) throws(PasswordHashingError) -> String

    /// Whether a hash was made at a lower cost than this function works at.
    func isBehind(_ setting: String) -> Bool

    /// The hash of a text by the method of another system, whose hash it begins with.
    func foreignDigest(of text: String, like hash: ForeignPasswordHash) throws(PasswordHashingError) -> String
}

extension OneWayFunction {
    /// No: there is one cost.
    package func isBehind(_ setting: String) -> Bool { false }

    /// Refuses: there is no other method.
    package func foreignDigest(of text: String, like hash: ForeignPasswordHash) throws(PasswordHashingError) -> String {
        throw .unusableHash
    }
}

/// Makes and compares hashes of passwords; every call costs one run of the function, whatever it is given.
///
/// What is to be awaited runs on the hashing threads when its turn comes; the other calls run on the calling thread, which they block.
package struct PasswordHasher: Sendable {
    private let function: any OneWayFunction
    private let pepper: PasswordPepper?
    private let threads: HashingThreads
    /// Sets the accounts of this hasher's vault apart from accounts of the same names in others.
    private let realm = UInt64.random(in: .min ... .max)

    /// Creates a hasher.
    ///
    /// - Parameters:
    ///   - function: The function that hashes.
    ///   - pepper: Keys that passwords are hashed with; nil for none.
    ///   - threads: Where what is to be awaited runs.
    package init(
        _ function: any OneWayFunction, pepper: PasswordPepper? = nil, on threads: HashingThreads = .shared
    ) {
        self.function = function
        self.pepper = pepper
        self.threads = threads
    }

    /// Hashes a password on a hashing thread, as ``hash(_:like:)`` does.
    ///
    /// - Throws: ``PasswordHashingError/busy(retryAfter:)``, ``PasswordHashingError/canceled``, and what ``hash(_:like:)`` throws.
    package func hash(
        _ password: Password, like other: PasswordHash? = nil, in lane: HashingLane, at priority: HashingPriority
    ) async throws(PasswordHashingError) -> PasswordHash {
        try await self.threads.run(in: lane.within(self.realm), at: priority) { () throws(PasswordHashingError) in
            try self.hash(password, like: other)
        }
    }

    /// Compares a password on a hashing thread, as ``matches(_:_:)`` does.
    ///
    /// A hash that is not usable costs as much as one that is.
    ///
    /// - Throws: ``PasswordHashingError/busy(retryAfter:)``, ``PasswordHashingError/canceled``, and what ``matches(_:_:)`` throws.
    package func matches(
        _ password: Password, _ hashes: [PasswordHash], in lane: HashingLane, at priority: HashingPriority = .signIn
    ) async throws(PasswordHashingError) -> Bool {
        try await self.threads.run(in: lane.within(self.realm), at: priority) { () throws(PasswordHashingError) in
            do throws(PasswordHashingError) {
                return try self.matches(password, hashes)
            } catch {
                // It was refused without any work.
                if error.isOfUnusableHash { _ = try? self.matches(password, []) }
                throw error
            }
        }
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
            return try self.run(on: text, like: other)
        }
    }

    /// Whether a password that a hash matches should be hashed anew: the hash is another system's, costs less than hashes cost now, or was
    /// made with another key than the present one.
    ///
    /// bcrypt reads 72 bytes. What was typed beyond them is unproven, and must not become the password: a person who knows the beginning
    /// could make the owner's own text useless.
    package func isToBeRenewed(_ hash: PasswordHash, of password: Password) -> Bool {
        let (origin, setting) = hash.parts
        switch origin {
        case .imported:
            let isCut = password.withText { $0.utf8.count > ForeignPasswordHash.bcryptByteLimit }
            return !(isCut && setting.hasPrefix("$2"))
        case .plain: return self.pepper != nil || self.function.isBehind(setting)
        case .peppered(let key): return key != self.pepper?.current.name || self.function.isBehind(setting)
        }
    }

    /// Whether a password is one of those that were hashed, all of them with one salt.
    ///
    /// Without a hash, and for a text that cannot be a password, the same work is done and the answer is no.
    package func matches(_ password: Password, _ hashes: [PasswordHash]) throws(PasswordHashingError) -> Bool {
        try password.withText { (text) throws(PasswordHashingError) in
            let isUsable = Self.isUsable(text)
            let guess = isUsable ? text : "a text that is no password"
            guard let first = hashes.first else {
                _ = try self.run(on: guess)
                return false
            }
            let found = try self.run(on: guess, like: first)
            // Every one is compared, so that the time does not tell which of them it is.
            let isOne = hashes.reduce(false) { found.isSame(as: $1) || $0 }
            guard !isOne, isUsable, first.parts.origin == .imported, let typed = password.asTyped else {
                return isOne && isUsable
            }
            // Other systems hash the bytes as they come.
            return try self.matches(typed, hashes)
        }
    }

    private func run(on text: String) throws(PasswordHashingError) -> PasswordHash {
        let key = self.pepper?.current
        let digest = try self.function.digest(
            of: key?.apply(to: text) ?? text, setting: self.function.makeSetting())
        return PasswordHash(digest, pepper: key?.name)
    }

    private func run(on text: String, like other: PasswordHash) throws(PasswordHashingError) -> PasswordHash {
        let (origin, setting) = other.parts
        switch origin {
        case .plain: return PasswordHash(try self.function.digest(of: text, setting: setting))
        case .peppered(let name):
            guard let key = self.pepper?.key(named: name) else { throw .unknownKey }
            return PasswordHash(try self.function.digest(of: key.apply(to: text), setting: setting), pepper: name)
        case .imported:
            // What is kept was checked when it came; a damaged or forged file is checked again.
            guard let hash = try? ForeignPasswordHash(setting) else { throw .unusableHash }
            let digest = try self.function.foreignDigest(of: text, like: hash)
            return PasswordHash("imported:" + digest)
        }
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
    /// The hash was made with a key that the host has not given.
    case unknownKey
    /// The function failed; the system's error number.
    case failed(errorNumber: Int32)
    /// Too many hashes wait already; how long to wait before trying again.
    case busy(retryAfter: Duration)
    /// The task was canceled before the hash had its turn.
    case canceled

    /// What went wrong, for a person.
    package var description: String {
        switch self {
        case .unusableText: "a password may hold at most \(Password.byteLimit) bytes, and no NUL"
        case .unusableHash: "the hash is not of a kind that can be compared with"
        case .unknownKey: "the hash was made with a key that was not given; give it as a former key of the pepper"
        case .failed(let number): "libcrypt cannot hash a password (error number \(number))"
        case .busy(let pause): "too many passwords wait to be hashed; try again in \(pause)"
        case .canceled: "the task was canceled before the password was hashed"
        }
    }

    /// The error as callers of a vault see it.
    package var vaultError: CredentialVaultError {
        switch self {
        case .unusableHash: .damaged(cause: self)
        case .busy(let pause): .busy(retryAfter: pause)
        case .canceled: .unavailable(cause: CancellationError())
        case .unusableText, .unknownKey, .failed: .unavailable(cause: self)
        }
    }

    fileprivate var isOfUnusableHash: Bool { self == .unusableHash || self == .unknownKey }
}
