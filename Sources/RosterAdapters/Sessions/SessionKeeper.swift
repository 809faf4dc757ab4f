package import RosterDomain
package import RosterPorts

/// Where a ``SessionKeeper`` keeps what it knows of users.
///
/// Calls may come at any time from several tasks and other processes. None blocks a thread that tasks share.
package protocol SessionRecords: Sendable {
    /// What is known of users, in their order.
    func sessions(of users: [UserID]) async throws(SessionStoreError) -> [UserSessions]

    /// The session whose token has a digest; nil for none.
    func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession?

    /// Puts what is known of users in the place of what was; durable once this returns.
    ///
    /// - Returns: Whether each was done: not when something else is known of a user than `former`.
    func replace(_ changes: [SessionRecordChange]) async throws(SessionStoreError) -> [Bool]

    /// The users of whom anything is known.
    func users() async throws(SessionStoreError) -> [UserID]
}

/// What is to be known of a user, in place of what was.
package struct SessionRecordChange: Sendable {
    /// Whose sessions.
    package let user: UserID
    /// What was known.
    package let former: UserSessions
    /// What is to be known.
    package let next: UserSessions
}

/// What every session store of ours does, wherever it keeps sessions.
package struct SessionKeeper: Sendable {
    private let records: any SessionRecords

    /// Creates a keeper of what is in a place.
    package init(_ records: any SessionRecords) { self.records = records }

    /// Does what the port's call of this name promises.
    package func add(
        _ session: UserSession, digest: SessionDigest
    ) async throws(SessionStoreError) -> Set<UserSessionID> {
        Set(try await self.change(session.user) { $0.adding(session, digest) }?.ended ?? [])
    }

    /// Does what the port's call of this name promises.
    package func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        try await self.records.session(withDigest: digest)
    }

    /// Does what the port's call of this name promises.
    package func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] {
        try await self.records.sessions(of: [user])[0].list.map(\.session)
    }

    /// Does what the port's call of this name promises.
    package func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool {
        try await self.change(session.user) { $0.replacing(session, from: former, to: digest) } != nil
    }

    /// Does what the port's call of this name promises.
    package func end(
        _ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?
    ) async throws(SessionStoreError) {
        _ = try await self.change(user) { $0.ending(sessions, at: moment) }
    }

    /// Does what the port's call of this name promises.
    package func note(_ uses: [SessionUse]) async throws(SessionStoreError) {
        let uses = Dictionary(grouping: uses, by: \.user)
        try await self.change(Array(uses.keys)) { user, sessions in sessions.noting(uses[user] ?? []) }
    }

    /// Does what the port's call of this name promises.
    package func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] {
        var moments: [UserID: Timestamp] = [:]
        let sessions = try await self.records.sessions(of: users)
        for (user, sessions) in zip(users, sessions) { moments[user] = sessions.lastSignInAt }
        return moments
    }

    /// Does what the port's call of this name promises.
    package func removeExpired(at now: Timestamp) async throws(SessionStoreError) {
        let users = try await self.records.users()
        try await self.change(users) { _, sessions in sessions.removingExpired(at: now) }
    }

    /// Does what the port's call of this name promises, but for the files of a store, which is the store's own to do.
    package func forget(_ users: Set<UserID>) async throws(SessionStoreError) {
        try await self.change(users.sorted()) { _, sessions in sessions.forgotten }
    }

    /// Changes what is known of a user, and returns what is known then; nil when there is nothing to do.
    private func change(
        _ user: UserID, _ step: (UserSessions) -> UserSessions?
    ) async throws(SessionStoreError) -> UserSessions? {
        while true {
            let former = try await self.records.sessions(of: [user])[0]
            guard let next = step(former) else { return nil }
            // Another caller may have changed it in between.
            let change = SessionRecordChange(user: user, former: former, next: next)
            if try await self.records.replace([change]) == [true] { return next }
        }
    }

    /// The most users whose records are changed in one write; ours.
    private static var userLimit: Int { 512 }

    /// Changes what is known of many users, in few writes.
    private func change(
        _ users: [UserID], _ step: (UserID, UserSessions) -> UserSessions?
    ) async throws(SessionStoreError) {
        var start = 0
        while start < users.count {
            let chosen = users[start..<min(start + Self.userLimit, users.count)]
            start += chosen.count
            let known = try await self.records.sessions(of: Array(chosen))
            let changes = zip(chosen, known).compactMap { user, former in
                step(user, former).map { SessionRecordChange(user: user, former: former, next: $0) }
            }
            let done = try await self.records.replace(changes)
            for (change, isDone) in zip(changes, done) where !isDone {
                _ = try await self.change(change.user) { step(change.user, $0) }
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
