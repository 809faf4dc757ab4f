import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

@Suite("Sessions over several hosts and without a store", .timeLimit(.minutes(20)))
struct SessionHostTests {
    @Test("a session that ends at one host is over at another that runs, without anything being asked there")
    func follows() async throws {
        let test = try await TestTenant()
        let other = try await test.secondHost()
        let running = Task { try await other.run() }
        defer { running.cancel() }
        let (first, second) = (try await test.begin(test.ada), try await test.begin(test.ada, on: "phone"))
        for token in [first, second] { _ = try await other.admission(of: token) }
        try await test.tenant.endSession(first)
        try await until { other.admits(first) == nil }
        #expect(try await other.admission(of: second) != nil)
        let rotated = revealed(try await test.tenant.rotateSession(second))
        try await until { other.admits(second) == nil }
        let next = try #require(rotated)
        #expect(try await other.admission(of: next)?.user == test.ada)
        let grace = try await test.person("Grace")
        let token = try await test.begin(grace)
        try await other.refresh()
        #expect(try await other.admission(of: token) != nil)
        try await test.tenant.blockUser(grace, by: test.ada)
        try await until { other.admits(token) == nil }
    }

    @Test(
        "a store that is down is closed: no session begins, unknown tokens are an error, known ones go on for a while")
    func down() async throws {
        let store = FaultySessionStore()
        let policy = try TenantPolicy(sessions: SessionPolicy(maximumStaleness: .milliseconds(30)))
        let test = try await TestTenant(policy: policy, sessions: { store.wrapping($0) })
        let (token, left) = (try await test.begin(test.ada), try await test.begin(test.ada))
        store.setDown(true)
        await #expect(throws: TenantError.self) { _ = try await test.begin(test.ada) }
        await #expect(throws: TenantError.self) {
            _ = try await test.tenant.admission(of: SessionToken(randomness: 1, 2))
        }
        await #expect(throws: TenantError.self) { try await test.tenant.endSession(left) }
        // A host that does not follow the store knows what it knows.
        test.clock.advance(by: .seconds(60))
        #expect(test.tenant.admits(token) != nil)
        // The history ends sessions without the store.
        let grace = try await test.person("Grace")
        try await test.tenant.endAllSessions(of: grace, by: test.ada)

        store.setDown(false)
        let running = Task { try await test.tenant.run() }
        defer { running.cancel() }
        try await until { store.changesReads >= 2 }
        #expect(try await test.tenant.admission(of: token) != nil)
        store.setDown(true)
        let reads = store.changesReads
        // The reads that were under way are over once another one began.
        try await until { store.changesReads >= reads + 2 }
        test.clock.advance(by: .milliseconds(31))
        #expect(test.tenant.admits(token) == nil)
        store.setDown(false)
        try await until { (try? await test.tenant.admission(of: token)) != nil }
        // A host that is merely behind does not say that the token opens nothing.
        store.setFeedDown(true)
        let last = store.changesReads
        try await until { store.changesReads >= last + 2 }
        test.clock.advance(by: .milliseconds(31))
        await #expect(throws: TenantError.self) { _ = try await test.tenant.admission(of: token) }
        #expect(try await test.tenant.admission(of: SessionToken(randomness: 1, 2)) == nil)
    }

    @Test("without a session store a host keeps its own sessions, and is told so")
    func noStore() async throws {
        let test = try await TestTenant(sessions: { _ in NoSessionStore() })
        do {
            _ = try await test.begin(test.ada)
            Issue.record("a session began without a store")
        } catch let error as TenantError {
            guard case .sessions(.noStore) = error else { throw error }
            #expect("\(error)" == "the tenant was opened without a session store")
        }
        #expect(test.tenant.admits(SessionToken(randomness: 1, 2)) == nil)
        #expect(try await test.tenant.sessions(of: test.ada, by: test.ada).isEmpty)
        let outcome = try await test.tenant.signIn(TestTenant.adaEmail, password: TestTenant.password)
        #expect(outcome == .signedIn(test.ada))
        // Running does not spin for want of a store.
        let running = Task { try await test.tenant.run() }
        running.cancel()
        try await running.value
    }

    @Test("a reset between the comparison of a password and the beginning of the session leaves no session")
    func overtaken() async throws {
        let store = FaultySessionStore()
        let test = try await TestTenant(sessions: { store.wrapping($0) })
        let grace = try await test.person("Grace")
        store.beforeAdding { _ = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal() }
        let reason = try await test.refusal {
            _ = try await test.tenant.beginSession(
                "grace@contoso.example", password: TestTenant.password, on: DeviceName("x"))
        }
        #expect(reason == .resetMeanwhile)
        #expect(try await test.sessions.sessions(of: grace).isEmpty)
    }
}

/// Waits until something is so; the time limit of the test ends it.
func until(_ condition: () async throws -> Bool) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(2)) }
}

/// A session store that is down while it is told so.
final class FaultySessionStore: SessionStore {
    private struct State {
        var inner: (any SessionStore)?
        var isDown = false
        var changesReads = 0
        var isFeedDown = false
        var failsToEnd = false
        var beforeAdding: (@Sendable () async throws -> Void)?
        var afterReading: (@Sendable () async throws -> Void)?
    }

    private let state = Mutex(State())

    func wrapping(_ inner: any SessionStore) -> FaultySessionStore {
        self.state.withLock { $0.inner = inner }
        return self
    }

    func setDown(_ isDown: Bool) { self.state.withLock { $0.isDown = isDown } }
    func setFeedDown(_ isDown: Bool) { self.state.withLock { $0.isFeedDown = isDown } }
    func afterReading(_ body: @escaping @Sendable () async throws -> Void) {
        self.state.withLock { $0.afterReading = body }
    }
    func beforeAdding(_ body: @escaping @Sendable () async throws -> Void) {
        self.state.withLock { $0.beforeAdding = body }
    }
    /// Fails the next time that sessions are to end at a moment to come.
    func failEnding() { self.state.withLock { $0.failsToEnd = true } }
    var changesReads: Int { self.state.withLock { $0.changesReads } }

    private var store: any SessionStore {
        get throws(SessionStoreError) {
            let (inner, isDown) = self.state.withLock { ($0.inner, $0.isDown) }
            guard let inner, !isDown else { throw .unavailable(cause: PlannedFault()) }
            return inner
        }
    }

    func add(
        _ session: UserSession, digest: SessionDigest
    ) async throws(SessionStoreError) -> Set<UserSessionID> {
        do { try await self.state.withLock { $0.beforeAdding.take() }?() } catch { throw .unavailable(cause: error) }
        return try await self.store.add(session, digest: digest)
    }

    func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
        let session = try await self.store.session(withDigest: digest)
        do { try await self.state.withLock { $0.afterReading.take() }?() } catch { throw .unavailable(cause: error) }
        return session
    }

    func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] {
        try await self.store.sessions(of: user)
    }

    func replace(
        _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
    ) async throws(SessionStoreError) -> Bool { try await self.store.replace(session, from: former, to: digest) }

    func end(
        _ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?
    ) async throws(SessionStoreError) {
        let fails = self.state.withLock { state in
            defer { if moment != nil { state.failsToEnd = false } }
            return state.failsToEnd && moment != nil
        }
        if fails { throw .unavailable(cause: PlannedFault()) }
        try await self.store.end(sessions, of: user, at: moment)
    }

    func note(_ uses: [SessionUse]) async throws(SessionStoreError) { try await self.store.note(uses) }

    func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] {
        try await self.store.lastSignIns(of: users)
    }

    func removeExpired(at now: Timestamp) async throws(SessionStoreError) {
        try await self.store.removeExpired(at: now)
    }

    func forget(_ users: Set<UserID>) async throws(SessionStoreError) { try await self.store.forget(users) }

    func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
        let isFeedDown = self.state.withLock { state in
            state.changesReads += 1
            return state.isFeedDown
        }
        if isFeedDown { throw .unavailable(cause: PlannedFault()) }
        return try await self.store.changes(after: position)
    }

    func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision? {
        try await self.store.waitForChanges(after: position)
    }
}
