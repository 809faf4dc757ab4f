package import RosterDomain
package import RosterPorts

/// A session store that leaves what the port asks of it to a ``SessionKeeper``, all but telling of changes.
package protocol KeptSessionStore: SessionStore {
    /// What answers in its place.
    var keeper: SessionKeeper { get }
}

extension KeptSessionStore {
    /// Does what the port's call of this name promises.
    @discardableResult
    public func add(
        _ session: UserSession, digest: SessionDigest
    ) async throws(SessionStoreError) -> Set<UserSessionID> {
        try await self.keeper.add(session, digest: digest)
    }

    /// Does what the port's call of this name promises.
    public func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        try await self.keeper.session(withDigest: digest)
    }

    /// Does what the port's call of this name promises.
    public func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] {
        try await self.keeper.sessions(of: user)
    }

    /// Does what the port's call of this name promises.
    public func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool {
        try await self.keeper.replace(session, from: former, to: digest)
    }

    /// Does what the port's call of this name promises.
    public func end(
        _ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?
    ) async throws(SessionStoreError) {
        try await self.keeper.end(sessions, of: user, at: moment)
    }

    /// Does what the port's call of this name promises.
    public func note(_ uses: [SessionUse]) async throws(SessionStoreError) { try await self.keeper.note(uses) }

    /// Does what the port's call of this name promises.
    public func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] {
        try await self.keeper.lastSignIns(of: users)
    }

    /// Does what the port's call of this name promises.
    public func removeExpired(at now: Timestamp) async throws(SessionStoreError) {
        try await self.keeper.removeExpired(at: now)
    }

    /// Does what the port's call of this name promises, but for files, which are the store's own to clean.
    public func forget(_ users: Set<UserID>) async throws(SessionStoreError) { try await self.keeper.forget(users) }
}
