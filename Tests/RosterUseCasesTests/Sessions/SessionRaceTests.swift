import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

@Suite("Sessions that change while they are being read", .timeLimit(.minutes(20)))
struct SessionRaceTests {
    private let store = FaultySessionStore()

    private func company(idle: Duration = .seconds(600)) async throws -> TestTenant {
        let policy = try TenantPolicy(sessions: SessionPolicy(idleLifetime: idle))
        return try await TestTenant(policy: policy, sessions: { self.store.wrapping($0) })
    }

    @Test("a token that was rotated while another request was reading it stays useless, and the new one good")
    func rotation() async throws {
        let test = try await self.company()
        let begun = revealed(
            try await test.secondHost().beginSession(
                for: test.ada, authenticatedBy: [.password], on: DeviceName("x")))
        let first = try #require(begun)
        let next = Mutex<SessionToken?>(nil)
        self.store.afterReading {
            let rotated = revealed(try await test.tenant.rotateSession(first))
            next.withLock { $0 = rotated }
        }
        _ = try await test.tenant.admission(of: first)
        let second = try #require(next.withLock { $0 })
        #expect(test.tenant.admits(first) == nil && test.tenant.admits(second) != nil)
        #expect(try await test.tenant.admission(of: first) == nil)
    }

    @Test("a session that a new one pushes out of the store is over at this host, too")
    func dropped() async throws {
        let test = try await self.company()
        let first = try await test.begin(test.ada)
        for _ in 0..<2 {
            test.clock.advance(by: .seconds(599))
            #expect(test.tenant.admits(first) != nil)
        }
        // The store was told of no use, and drops the first one as idle.
        let second = try await test.begin(test.ada)
        #expect(test.tenant.admits(first) == nil && test.tenant.admits(second) != nil)
    }

    @Test("signing out works at this host when the store is down, and says that it may not elsewhere")
    func signOut() async throws {
        let test = try await self.company()
        let token = try await test.begin(test.ada)
        self.store.setDown(true)
        await #expect(throws: TenantError.self) { try await test.tenant.endSession(token) }
        #expect(test.tenant.admits(token) == nil)
    }

    @Test("a block that came and went while the password was being compared ends the session that changed it")
    func blockedMeanwhile() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace")
        let token = try await test.begin(grace)
        self.store.afterReading {
            try await test.tenant.blockUser(grace, by: test.ada)
            try await test.tenant.unblockUser(grace, by: test.ada)
        }
        let kept = revealed(
            try await test.tenant.changePassword(
                in: token, from: TestTenant.password, to: Password("Brand-New-Pass-2")))
        #expect(kept == nil)
        #expect(try await test.tenant.admission(of: token) == nil)
        let outcome = try await test.tenant.signIn("grace@contoso.example", password: Password("Brand-New-Pass-2"))
        #expect(outcome == .signedIn(grace))
    }

    @Test("rotating a session is a use of it")
    func use() async throws {
        let test = try await self.company()
        let first = try await test.begin(test.ada)
        test.clock.advance(by: .seconds(599))
        let rotated = revealed(try await test.tenant.rotateSession(first))
        let second = try #require(rotated)
        test.clock.advance(by: .seconds(599))
        #expect(test.tenant.admits(second) != nil)
    }

    @Test("all sessions that end leave those that began since")
    func endAll() async throws {
        let test = try await self.company()
        let first = try await test.begin(test.ada)
        try await test.tenant.endAllSessions(of: test.ada, by: test.ada)
        let second = try await test.begin(test.ada)
        #expect(try await test.sessions.sessions(of: test.ada).count == 1)
        #expect(test.tenant.admits(first) == nil && test.tenant.admits(second) != nil)
    }
}
