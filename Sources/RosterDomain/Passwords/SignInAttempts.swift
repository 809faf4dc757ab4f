/// What is remembered of attempts to sign in to an account, in a form of fixed size that a vault keeps.
///
/// Failures from familiar sources, those from which the person has shown the right password before, are counted apart from those from
/// others: a stranger who makes the others wait does not make the person wait. It holds no password, no digest of one and no source,
/// only digests of sources under a salt of its own.
public struct SignInAttempts: Sendable, Hashable {
    /// The most familiar sources that are remembered; beyond them the one that was used longest ago is forgotten.
    ///
    /// The number is ours.
    public static let familiarSourceLimit = 8

    /// The credential that was guessed at: failures at a former one do not count.
    public package(set) var credential: CredentialID?
    /// What the digests of sources are made with.
    package var salt: UInt64 = 0
    /// Digests of the familiar sources, the one that was used last first.
    package var familiarSources: [UInt64] = []
    /// Failures from familiar sources.
    public package(set) var familiar = FailureCount()
    /// Failures from all other sources.
    public package(set) var others = FailureCount()
    /// How often a lock was lifted, so that every host learns of it.
    package var liftCount = 0
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Remembers nothing; for readers of what is stored, and for contracts.
    public init() {}

    /// Remembers nothing, of a user whose sources are to be digested with a salt.
    package init(salt: UInt64) {
        self.salt = salt
    }

    /// Whether a failure is remembered.
    public var hasFailures: Bool { !self.familiar.isBlank || !self.others.isBlank }

    /// Forgets failures at another credential.
    ///
    /// - Returns: Whether it was another one.
    package mutating func follow(_ credential: CredentialID?) -> Bool {
        guard self.credential != credential else { return false }
        self.credential = credential
        self.forgetFailures()
        return true
    }

    /// Forgets all failures, and with them every pause.
    package mutating func forgetFailures() {
        self.familiar = FailureCount()
        self.others = FailureCount()
    }

    /// Makes a source the one that was used last.
    package mutating func befriend(_ source: UInt64) {
        guard self.familiarSources.first != source else { return }
        self.familiarSources.removeAll { $0 == source }
        self.familiarSources = Array(([source] + self.familiarSources).prefix(Self.familiarSourceLimit))
    }

    /// Takes in the sources that another host found familiar.
    package mutating func befriend(knownTo other: SignInAttempts) {
        guard self.salt == other.salt else { return }
        let added = other.familiarSources.filter { !self.familiarSources.contains($0) }
        self.familiarSources = Array((self.familiarSources + added).prefix(Self.familiarSourceLimit))
    }
}
