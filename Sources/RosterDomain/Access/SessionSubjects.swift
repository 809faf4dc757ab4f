import Synchronization

/// The sessions that do not have all roles of their users active: each a subject of its own in a table beside the users'.
///
/// Such a session holds what its user holds, as far as it is active in the session. It is brought up to date in the critical
/// section in which a step of the history changes the user, so that no verb returns before its sessions know.
///
/// Sessions that have all roles active have no place here, and cost nothing: their subjects are the users.
package final class SessionSubjects: Sendable {
    /// The table is made when the first session needs it; most tenants have none.
    private let made = AtomicLazyReference<AccessTable>()
    private let state = Mutex(State())

    private struct State {
        var sessions: [UserSessionID: UserSession] = [:]
        var sessionsByUser: [UserID: Set<UserSessionID>] = [:]

        mutating func remove(_ id: UserSessionID) -> Bool {
            guard let session = self.sessions.removeValue(forKey: id) else { return false }
            self.sessionsByUser[session.user]?.remove(id)
            if self.sessionsByUser[session.user]?.isEmpty ?? false { self.sessionsByUser[session.user] = nil }
            return true
        }
    }

    init() {}

    /// The number of sessions that have a subject of their own.
    package var count: Int { self.state.withLock { $0.sessions.count } }

    /// Whether a session needs a subject of its own.
    static func isNeeded(by session: UserSession, in catalog: RoleCatalog) -> Bool {
        !RoleActivation(of: session.activeRoles, in: catalog).isWhole
    }

    /// Makes a session known, in place of what was known of it.
    func set(_ session: UserSession, in access: AccessTable) {
        self.state.withLock { state in
            state.sessions[session.id] = session
            state.sessionsByUser[session.user, default: []].insert(session.id)
            Self.load(session, access.standing(of: session.user), into: self.table(beside: access))
        }
    }

    /// Forgets a session; its subject may do nothing from then on.
    func remove(_ id: UserSessionID) {
        self.state.withLock { state in
            if state.remove(id) { self.made.load()?.forget(id.subject) }
        }
    }

    /// Forgets every session.
    func removeAll() { self.remove { _ in true } }

    /// Forgets the sessions that are over by their lifetimes.
    func removeExpired(at now: Timestamp) { self.remove { $0.isOver(at: now) } }

    private func remove(where isGone: (UserSession) -> Bool) {
        self.state.withLock { state in
            for session in state.sessions.values.filter(isGone) where state.remove(session.id) {
                self.made.load()?.forget(session.id.subject)
            }
        }
    }

    /// Applies a step of the history to the users' table, and to the sessions of the users whom it concerns.
    ///
    /// - Returns: Whether the step was the next one.
    package func apply(_ commit: Commit, to access: AccessTable) -> Bool {
        self.state.withLock { state in
            guard !state.sessions.isEmpty else {
                return access.apply(commit) { changed in
                    if changed == nil { self.made.load()?.adoptCompanyRoles(of: access) }
                }
            }
            return access.apply(commit) { changed in
                if changed == nil { self.made.load()?.adoptCompanyRoles(of: access) }
                for user in changed ?? Array(state.sessionsByUser.keys) {
                    for id in state.sessionsByUser[user] ?? [] {
                        guard let session = state.sessions[id] else { continue }
                        Self.load(session, access.standing(of: user), into: self.table(beside: access))
                    }
                }
            }
        }
    }

    private static func load(_ session: UserSession, _ standing: UserStanding?, into table: AccessTable) {
        // A session of another epoch is over, or this host has not heard yet of the step that moved it.
        guard let standing, standing.sessionEpoch == session.epoch else { return table.forget(session.id.subject) }
        let active = RoleActivation(of: session.activeRoles, in: table.catalog)
            .holdings(of: standing.heldDirectly.holdings)
        table.load(
            UserStanding(
                id: session.id.subject, affiliation: standing.affiliation, status: standing.status, holdings: active))
    }

    private func table(beside access: AccessTable) -> AccessTable {
        self.made.load() ?? self.made.storeIfNil(AccessTable(beside: access))
    }
}

// MARK: - Questions

extension SessionSubjects {
    /// The subject of a session; nil when the session is not known.
    func handle(of session: UserSessionID, of user: UserID) -> UserHandle? {
        self.made.load()?.handle(for: session.subject, of: user)
    }

    /// Whether a session may do something; no for a handle that does not stand for a session.
    package func permits(
        _ session: UserHandle, _ permission: PermissionHandle, at scope: Scope, given conditions: StatedConditions,
        now: Timestamp
    ) -> Bool {
        guard session.isOfSession, let table = self.made.load() else { return false }
        return table.permits(session, permission, at: scope, given: conditions, now: now)
    }

    /// Whether a session may do something; no for a handle that does not stand for a session.
    package func permits(
        _ session: UserHandle, _ permission: Permission, at scope: Scope, given conditions: Set<Condition>,
        now: Timestamp
    ) -> Bool {
        guard session.isOfSession, let table = self.made.load() else { return false }
        return table.permits(session, permission, at: scope, given: conditions, now: now)
    }

    /// What a session may use of what its user holds; nil when the session is over.
    package func standing(of session: UserHandle) -> UserStanding? {
        self.made.load()?.standing(of: session.subject).map { standing in
            UserStanding(
                id: session.id, affiliation: standing.affiliation, status: standing.status, holdings: standing.holdings)
        }
    }

    /// Which roles a session has active; none for a session that is over.
    package func activation(of session: UserHandle, in catalog: RoleCatalog) -> RoleActivation {
        let known = self.state.withLock { $0.sessions[UserSessionID(of: session)] }
        return known.map { RoleActivation(of: $0.activeRoles, in: catalog) } ?? RoleActivation(of: [], in: catalog)
    }
}

extension UserSessionID {
    /// The session among the subjects of a table.
    fileprivate var subject: UserID { UserID(high: self.high, low: self.low) }

    /// The session that a handle stands for.
    fileprivate init(of handle: UserHandle) {
        self.init(high: handle.subject.high, low: handle.subject.low)
    }
}
