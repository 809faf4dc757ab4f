package import RosterDomain
package import RosterPorts

/// What is kept of one credential of a user.
package struct StoredCredential: Sendable {
    /// Whether it is a password of the user's own or a temporary one.
    package enum Kind: Sendable, Hashable {
        /// Temporary passwords or codes, up to a moment.
        case temporary(expiresAt: Timestamp)
        /// A password of the user's own.
        case own
    }

    /// The most texts of one temporary credential that are kept; beyond them the oldest is dropped.
    package static let hashLimit = 16

    /// Identifies it.
    package internal(set) var id: CredentialID
    /// The version of the user's record that it was prepared for.
    package internal(set) var version: Int
    /// What kind of password it is.
    package internal(set) var kind: Kind
    /// The hashes of the texts that match, oldest first: one, or for a temporary credential several, all with the same salt, so that
    /// one run of the function compares with all of them.
    package internal(set) var hashes: [PasswordHash]
    /// The hashes of the user's own passwords before it, the last one first.
    package internal(set) var former: [PasswordHash] = []
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Creates a credential.
    package init(_ prepared: PreparedCredential, kind: Kind, hash: PasswordHash) {
        self.id = prepared.id
        self.version = prepared.version
        self.kind = kind
        self.hashes = [hash]
    }

    /// Whether this is the very credential that another one is, with the same texts.
    package func isSame(as other: StoredCredential) -> Bool {
        self.id == other.id && self.version == other.version && self.kind == other.kind
            && self.hashes.elementsEqual(other.hashes) { $0.isSame(as: $1) }
            && self.former.elementsEqual(other.former) { $0.isSame(as: $1) }
    }

    /// The credential with the passwords before it: that of the one that it is to replace, and those before that.
    func following(_ replaced: StoredCredential?, remembering count: Int) -> StoredCredential {
        guard let replaced, count > 0 else { return self }
        var result = self
        result.former = Array(((replaced.kind == .own ? replaced.hashes : []) + replaced.former).prefix(count))
        return result
    }

    /// What the right password matches at a moment.
    package func match(at now: Timestamp) -> CredentialMatch {
        switch self.kind {
        case .own: .own
        case .temporary(let expiresAt): now < expiresAt ? .temporary : .expired
        }
    }
}

/// All that a vault holds for one user.
package struct UserCredentials: Sendable {
    /// The credentials, in the order in which they were prepared.
    package internal(set) var list: [StoredCredential] = []
    /// What is remembered of attempts to sign in; nil for nothing.
    ///
    /// It is no part of what is compared: it may be replaced whatever else changes meanwhile.
    package internal(set) var attempts: SignInAttempts?
    /// What a newer version of Roster stored beside them.
    package var unknownFields = UnknownFields()

    /// Creates an empty collection.
    package init() {}

    /// Whether there is nothing to keep.
    package var isBlank: Bool { self.list.isEmpty && self.attempts == nil }

    /// The credential with an identifier; nil for none.
    package func credential(_ id: CredentialID?) -> StoredCredential? {
        id.flatMap { id in self.list.first { $0.id == id } }
    }

    /// Whether both hold the very same credentials.
    package func isSame(as other: UserCredentials) -> Bool {
        self.list.elementsEqual(other.list) { $0.isSame(as: $1) }
    }

    /// Adds a credential, or another text to a temporary one that is there.
    package func adding(_ credential: StoredCredential) -> UserCredentials {
        var result = self
        guard let index = result.list.firstIndex(where: { $0.id == credential.id }) else {
            result.list.append(credential)
            return result
        }
        var hashes = credential.hashes
        let former = credential.former.isEmpty ? result.list[index].former : credential.former
        if case (.temporary, .temporary) = (credential.kind, result.list[index].kind) {
            hashes = (result.list[index].hashes + hashes).suffix(StoredCredential.hashLimit)
        }
        result.list[index] = credential
        result.list[index].hashes = hashes
        result.list[index].former = former
        return result
    }

    /// The same with another hash of the very password that a credential is of.
    func renewing(_ credential: StoredCredential, with hash: PasswordHash) -> UserCredentials? {
        guard let index = self.list.firstIndex(where: { $0.isSame(as: credential) }) else { return nil }
        var result = self
        result.list[index].hashes = [hash]
        return result
    }

    /// What is left once everything is dropped that is named no longer and can never be named.
    package func settled(naming named: Set<CredentialID>, at version: Int) -> UserCredentials {
        var result = self
        result.list.removeAll { !named.contains($0.id) && $0.version < version }
        return result
    }

    /// What is left without one credential.
    package func without(_ id: CredentialID) -> UserCredentials {
        var result = self
        result.list.removeAll { $0.id == id }
        return result
    }
}
