public import RosterDomain

/// Where sessions are kept, apart from the directory.
///
/// A store knows the digest of each session's token, and never a token. What it holds decides nothing by itself: a session counts
/// only as long as the account's session epoch, which the directory keeps, is the one that the session began with. So a store that
/// lags, or that came back from a backup, brings no session back to life that a block, a reset or a deletion ended.
///
/// Several hosts may share a store. Each keeps the sessions that it has met in memory, and follows ``changes(after:)``, so that
/// ending a session at one host ends it at the others.
///
/// Every call may be made from any task at any time. An adapter proves that it conforms with `SessionStoreContract` from
/// `RosterPortTesting`.
public protocol SessionStore: Sendable {
    /// Keeps a session that begins, and when its user signed in last.
    ///
    /// Durable once this returns. Sessions of the same user that are over at the moment of the new one's beginning, and the one
    /// used least lately once the user has more than `UserSession.countLimit`, are dropped with it.
    ///
    /// - Returns: The sessions that were dropped.
    /// - Throws: ``SessionStoreError/unavailable(cause:)``, after which it is unknown whether the session is kept.
    @discardableResult
    func add(_ session: UserSession, digest: SessionDigest) async throws(SessionStoreError) -> Set<UserSessionID>

    /// The session whose token has a digest, over or not; nil when there is none.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``.
    func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession?

    /// The sessions of a user, over or not, in the order in which they began.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``.
    func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession]

    /// Puts a session in the place of one with the same identifier, with another token; durable once this returns.
    ///
    /// When the one that is kept was used later, that moment stays.
    ///
    /// - Parameters:
    ///   - session: What is to be.
    ///   - former: The digest that the session has.
    ///   - digest: The digest that it is to have.
    /// - Returns: Whether it was done: not when the session was ended, is ending, or got another token meanwhile. So of several callers
    ///   who would put something in the place of one session, one succeeds.
    /// - Throws: ``SessionStoreError/unavailable(cause:)``, after which it is unknown whether it was done.
    func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool

    /// Ends sessions of a user, at once or at a moment to come; durable once this returns.
    ///
    /// - Parameters:
    ///   - sessions: Which; nil for all. One that is there no more is no error.
    ///   - user: Whose. Sessions of other users stay.
    ///   - moment: When they end, if not sooner: `UserSession.isEnding` says so, and ``changes(after:)`` tells of it;
    ///     nil for at once.
    /// - Throws: ``SessionStoreError/unavailable(cause:)``, after which it is unknown which of them have ended.
    func end(_ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?) async throws(SessionStoreError)

    /// Takes note of when sessions were used last; earlier moments than those known, and sessions that have ended, count for
    /// nothing.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``; what was noted before stays.
    func note(_ uses: [SessionUse]) async throws(SessionStoreError)

    /// When users last signed in; those who never did are left out.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``.
    func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp]

    /// Drops sessions that are over by their lifetimes.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``.
    /// - Complexity: O(sessions).
    func removeExpired(at now: Timestamp) async throws(SessionStoreError)

    /// Forgets all that is known of users, whose accounts are purged; durable once this returns, and in no file of the store any more.
    ///
    /// Users of whom nothing is known are no error.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``, after which some may be forgotten and others not.
    func forget(_ users: Set<UserID>) async throws(SessionStoreError)

    /// Which sessions ended, got another token or another end after a position, as far as the store remembers.
    ///
    /// Sessions that began, and uses, are not told.
    ///
    /// - Parameter position: One that the store gave; nil for where it is now.
    /// - Throws: ``SessionStoreError/unavailable(cause:)``.
    func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges

    /// Waits until something happened after a position; nil when the task is canceled before.
    ///
    /// It may return sooner, without need.
    ///
    /// - Throws: ``SessionStoreError/unavailable(cause:)``.
    func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision?
}

extension SessionStore {
    /// Ends sessions of a user at once; nil for all.
    public func end(_ sessions: Set<UserSessionID>?, of user: UserID) async throws(SessionStoreError) {
        try await self.end(sessions, of: user, at: nil)
    }
}

/// No session store: for a host that keeps its sessions itself, or has none.
public struct NoSessionStore: SessionStore {
    /// Creates it.
    public init() {}

    /// Refuses: there is no store.
    public func add(
        _ session: UserSession, digest: SessionDigest
    ) async throws(SessionStoreError) -> Set<UserSessionID> { throw .noStore }

    /// Refuses: there is no store.
    public func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        throw .noStore
    }

    /// None: there is no store.
    public func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] { [] }

    /// Refuses: there is no store.
    public func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool { throw .noStore }

    /// Does nothing: there are no sessions.
    public func end(
        _ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?
    ) async throws(SessionStoreError) {}

    /// Does nothing: there are no sessions.
    public func note(_ uses: [SessionUse]) async throws(SessionStoreError) {}

    /// None: there is no store.
    public func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] { [:] }

    /// Does nothing: there are no sessions.
    public func removeExpired(at now: Timestamp) async throws(SessionStoreError) {}

    /// Does nothing: there are no sessions.
    public func forget(_ users: Set<UserID>) async throws(SessionStoreError) {}

    /// Refuses: there is no store to follow.
    public func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges { throw .noStore }

    /// Refuses: there is no store to follow.
    public func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision? {
        throw .noStore
    }
}

/// What a session store tells those who follow it.
public enum SessionChanges: Sendable, Hashable {
    /// These sessions ended, got another token or another end, and no others did up to a position.
    case changed(Set<UserSessionID>, through: Revision)
    /// The store does not remember all that happened: any session may have ended. Follow it from this position on.
    case forgotten(through: Revision)

    /// The position up to which is told.
    public var through: Revision {
        switch self {
        case .changed(_, let position), .forgotten(let position): position
        }
    }
}

/// What can go wrong with a ``SessionStore``.
@nonexhaustive
public enum SessionStoreError: Error, Sendable {
    /// The store could not answer, or could not write.
    case unavailable(cause: any Error)
    /// The store could not be followed for too long: whether a session still counts is unknown.
    case outdated
    /// The tenant was opened without a session store: the host keeps its sessions itself.
    case noStore
}

extension SessionStoreError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the session store cannot do it: \(cause)"
        case .outdated: "the session store could not be followed, so that sessions may have ended elsewhere"
        case .noStore: "the tenant was opened without a session store"
        }
    }
}
