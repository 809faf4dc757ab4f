package import RosterDomain
package import RosterPorts

/// What is kept of a user's credential.
package struct StoredCredential: Sendable {
    /// Whether it is a password of the user's own or a temporary one.
    package enum Kind: Sendable, Hashable {
        /// A temporary password, up to a moment.
        case temporary(expiresAt: Timestamp)
        /// A password of the user's own.
        case own
    }

    /// What kind of password it is.
    package internal(set) var kind: Kind
    /// The hash of it.
    package internal(set) var hash: PasswordHash
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Creates a credential.
    package init(kind: Kind, hash: PasswordHash) {
        self.kind = kind
        self.hash = hash
    }

    /// Whether this is the very credential that another one is: every hash has a salt of its own.
    package func isSame(as other: StoredCredential) -> Bool {
        self.kind == other.kind && self.hash.isSame(as: other.hash)
    }

    /// What the right password matches at a moment.
    package func match(at now: Timestamp) -> CredentialMatch {
        switch self.kind {
        case .own: .own
        case .temporary(let expiresAt): now < expiresAt ? .temporary : .expired
        }
    }
}
