package import RosterDomain
package import RosterPorts

/// Where a ``SessionKeeper`` keeps what it knows of users.
///
/// Calls may block, and may come at any time from several threads and other processes.
package protocol SessionRecords: Sendable {
    /// What is known of a user.
    func sessions(of user: UserID) throws(SessionStoreError) -> UserSessions

    /// The session whose token has a digest; nil for none.
    func session(withDigest digest: SessionDigest) throws(SessionStoreError) -> UserSession?

    /// Puts what is known of a user in the place of what was; durable once this returns.
    ///
    /// - Returns: Whether it was done: not when something else is known than `former`.
    func replace(
        _ former: UserSessions, with sessions: UserSessions, of user: UserID
    ) throws(SessionStoreError) -> Bool

    /// The users of whom anything is known.
    func users() throws(SessionStoreError) -> [UserID]
}

/// What every session store of ours does, wherever it keeps sessions.
package struct SessionKeeper<Records: SessionRecords>: Sendable {
    private let records: Records

    /// Creates a keeper of what is in a place.
    package init(_ records: Records) { self.records = records }

    /// Does what the port's call of this name promises.
    package func add(_ session: UserSession, digest: SessionDigest) async throws(SessionStoreError) {
        _ = try await self.change(session.user) { $0.adding(session, digest) }
    }

    /// Does what the port's call of this name promises.
    package func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        try await BlockingWork.run { () throws(SessionStoreError) in try self.records.session(withDigest: digest) }
    }

    /// Does what the port's call of this name promises.
    package func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] {
        try await BlockingWork.run { () throws(SessionStoreError) in
            try self.records.sessions(of: user).list.map(\.session)
        }
    }

    /// Does what the port's call of this name promises.
    package func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool {
        try await self.change(session.user) { $0.replacing(session, from: former, to: digest) }
    }

    /// Does what the port's call of this name promises.
    package func end(_ sessions: Set<UserSessionID>?, of user: UserID) async throws(SessionStoreError) {
        _ = try await self.change(user) { $0.ending(sessions) }
    }

    /// Does what the port's call of this name promises.
    package func note(_ uses: [SessionUse]) async throws(SessionStoreError) {
        for (user, uses) in Dictionary(grouping: uses, by: \.user) {
            _ = try await self.change(user) { $0.noting(uses) }
        }
    }

    /// Does what the port's call of this name promises.
    package func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] {
        try await BlockingWork.run { () throws(SessionStoreError) in
            var moments: [UserID: Timestamp] = [:]
            for user in users { moments[user] = try self.records.sessions(of: user).lastSignInAt }
            return moments
        }
    }

    /// Does what the port's call of this name promises.
    package func removeExpired(at now: Timestamp) async throws(SessionStoreError) {
        let users = try await BlockingWork.run(.lengthy) { () throws(SessionStoreError) in try self.records.users() }
        for user in users { _ = try await self.change(user) { $0.removingExpired(at: now) } }
    }

    /// Does what the port's call of this name promises.
    package func forget(_ user: UserID) async throws(SessionStoreError) {
        _ = try await self.change(user) { $0.forgotten }
    }

    /// Changes what is known of a user; false when there is nothing to do.
    private func change(
        _ user: UserID, _ step: @escaping @Sendable (UserSessions) -> UserSessions?
    ) async throws(SessionStoreError) -> Bool {
        try await BlockingWork.run { () throws(SessionStoreError) in
            while true {
                let former = try self.records.sessions(of: user)
                guard let next = step(former) else { return false }
                // Another caller may have changed it in between.
                if try self.records.replace(former, with: next, of: user) { return true }
            }
        }
    }
}

/// The sessions that ended lately, with the position of each step.
package struct EndedSessions: Sendable {
    private var steps: [(position: UInt64, sessions: [UserSessionID])] = []
    /// Everything up to here may be forgotten.
    private var forgottenThrough: UInt64

    /// The most steps that are remembered; ours.
    private static let stepLimit = 4_096

    /// Begins at a position, and remembers nothing of what was before.
    package init(at position: UInt64) { self.forgottenThrough = position }

    /// Takes note of what a step ended.
    package mutating func note(_ sessions: [UserSessionID], at position: UInt64) {
        if sessions.isEmpty { return }
        self.steps.append((position, sessions))
        guard self.steps.count > 2 * Self.stepLimit else { return }
        self.forgottenThrough = self.steps[Self.stepLimit - 1].position
        self.steps.removeFirst(Self.stepLimit)
    }

    /// What ended after a position, and up to another one.
    package func changes(after position: Revision?, through: UInt64) -> SessionChanges {
        guard let position else { return .changed([], through: Revision(through)) }
        guard position.number >= self.forgottenThrough, position.number <= through else {
            return .forgotten(through: Revision(through))
        }
        let later = self.steps.reversed().prefix { $0.position > position.number }
        return .changed(Set(later.flatMap(\.sessions)), through: Revision(through))
    }
}
