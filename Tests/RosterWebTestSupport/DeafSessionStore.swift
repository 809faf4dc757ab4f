package import RosterDomain
package import RosterPorts

/// A session store that does not answer.
package struct DeafSessionStore: SessionStore {
    private struct Silence: Error {}

    package init() {}

    package func add(_ session: UserSession, digest: SessionDigest) async throws(SessionStoreError) -> Set<
        UserSessionID
    > {
        throw .unavailable(cause: Silence())
    }
    package func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        throw .unavailable(cause: Silence())
    }
    package func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] { [] }
    package func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool { throw .unavailable(cause: Silence()) }
    package func end(
        _ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?
    ) async throws(SessionStoreError) {}
    package func note(_ uses: [SessionUse]) async throws(SessionStoreError) {}
    package func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] { [:] }
    package func removeExpired(at now: Timestamp) async throws(SessionStoreError) {}
    package func forget(_ users: Set<UserID>) async throws(SessionStoreError) {}
    package func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
        throw .unavailable(cause: Silence())
    }
    package func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision? { nil }
}
