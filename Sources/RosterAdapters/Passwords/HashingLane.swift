package import RosterDomain

/// Which attempts take turns with one another: those at one account, and those from one source.
///
/// An account is what was typed as its name, folded, whether or not it is listed. A lane keeps nothing but hashes of the name and the source,
/// under a key that each process draws anew, so that no one can aim at another's lane.
package struct HashingLane: Sendable, Hashable {
    private(set) var account: Key
    let source: Key?

    /// An account or a source.
    struct Key: Sendable, Hashable {
        let hash: Int
    }

    /// The lane of attempts at a name.
    ///
    /// - Parameters:
    ///   - name: What was typed; names that differ in case only share a lane.
    ///   - source: Where the attempt comes from, such as a network address, as the host tells it; nil when it does not.
    package init(name: String, source: String? = nil) {
        self.init(account: Self.key(of: "name", CaseFolding.folded(name)), source: source)
    }

    /// The lane of what is done to a user's account.
    package init(user: UserID, source: String? = nil) {
        self.init(account: Self.key(of: "user", user), source: source)
    }

    private init(account: Key, source: String?) {
        self.account = account
        self.source = source.map { Self.key(of: "source", $0) }
    }

    /// The lane of the same account in one of several vaults; a source is the same for all of them.
    func within(_ realm: UInt64) -> HashingLane {
        var lane = self
        lane.account = Self.key(of: "realm", [realm, UInt64(bitPattern: Int64(self.account.hash))])
        return lane
    }

    private static func key(of kind: String, _ value: some Hashable) -> Key {
        var hasher = Hasher()
        hasher.combine(kind)
        hasher.combine(value)
        return Key(hash: hasher.finalize())
    }
}

/// What is hashed first.
package enum HashingPriority: Sendable, Hashable {
    /// A verb of an administrator who is signed in, such as a reset. It overtakes every attempt to sign in.
    case administrative
    /// An attempt to sign in, or what an account does for itself. No account comes before another: that would tell who they are.
    case signIn
}
