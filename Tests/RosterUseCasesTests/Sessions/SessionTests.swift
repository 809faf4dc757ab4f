import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Sessions")
struct SessionTests {
    @Test("signing in begins a session, whose token says who it is, at this host and at another")
    func begins() async throws {
        let test = try await TestTenant()
        let begun = try await test.tenant.beginSession(
            TestTenant.adaEmail, password: TestTenant.password, on: DeviceName("Firefox"))
        let session = begun.session
        #expect(session.user == test.ada && session.methods == [.password] && begun.duties.isEmpty)
        let tokenShown = revealed(begun)
        let token = try #require(tokenShown)
        let admission = try #require(test.tenant.admits(token))
        #expect(admission.session == session.id && admission.user == test.ada)
        let subject = try #require(admission.subject)
        #expect(test.tenant.permits(subject, try test.tenant.handle(for: .createUsers)))
        let other = try await test.secondHost()
        // The other host has not met it yet.
        #expect(other.admits(token) == nil)
        #expect(try await other.admission(of: token)?.user == test.ada)
        #expect(other.admits(token)?.user == test.ada)
        #expect(try await test.tenant.sessions(of: test.ada, by: test.ada) == [session])
    }

    @Test("a token that Roster did not make, or made for another company, opens nothing")
    func strangers() async throws {
        let (test, other) = (try await TestTenant(), try await TestTenant())
        let token = try await other.begin(other.ada)
        #expect(try await test.tenant.admission(of: token) == nil)
        let guess = SessionToken(randomness: 1, 2)
        #expect(test.tenant.admits(guess) == nil)
        #expect(try await test.tenant.admission(of: guess) == nil)
    }

    @Test("a wrong password begins no session, and a temporary one opens nothing but the change of it")
    func temporaryPassword() async throws {
        let test = try await TestTenant()
        #expect(
            try await test.refusal {
                _ = try await test.tenant.beginSession(
                    TestTenant.adaEmail, password: Password("Wrong-Password-1"), on: DeviceName("x"))
            } == .wrongCredentials)
        let added = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [.adminAgent], by: test.ada)
        let kim = added.userID
        let temporary = Password(added.signInInformation.reveal().temporaryPassword)
        let begun = try await test.tenant.beginSession(
            "kim@contoso.example", password: temporary, on: DeviceName("x"))
        #expect(begun.duties == .changePassword)
        let firstShown = revealed(begun)
        let first = try #require(firstShown)
        let before = try #require(test.tenant.admits(first))
        #expect(before.duties == .changePassword && before.subject == nil)
        let changed = try await test.tenant.changePassword(in: first, from: temporary, to: TestTenant.password)
        let nextShown = revealed(changed)
        let next = try #require(nextShown)
        #expect(test.tenant.admits(first) == nil)
        let after = try #require(test.tenant.admits(next))
        #expect(after.session == before.session && after.user == kim && after.subject != nil)
    }

    @Test("a change of password ends every other session of the person, and keeps the one in which it was made")
    func changeKeepsOne() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let (mine, other) = (try await test.begin(grace), try await test.begin(grace))
        let host = try await test.secondHost()
        _ = try await host.admission(of: other)
        let changed = try await test.tenant.changePassword(
            in: mine, from: TestTenant.password, to: Password("Brand-New-Pass-2"))
        let keptShown = revealed(changed)
        let kept = try #require(keptShown)
        #expect(test.tenant.admits(kept)?.user == grace)
        for token in [mine, other] {
            #expect(test.tenant.admits(token) == nil)
            #expect(try await test.tenant.admission(of: token) == nil)
        }
        try await host.refresh()
        #expect(host.admits(other) == nil)
        #expect(try await host.admission(of: other) == nil)
        #expect(try await host.admission(of: kept)?.user == grace)
        #expect(try await test.tenant.sessions(of: grace, by: grace).count == 1)
    }

    @Test("a wrong present password changes nothing, and the session goes on under the same token")
    func wrongPassword() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let token = try await test.begin(grace)
        #expect(
            try await test.refusal {
                _ = try await test.tenant.changePassword(
                    in: token, from: Password("Wrong-Password-1"), to: Password("Brand-New-Pass-2"))
            } == .wrongCredentials)
        #expect(test.tenant.admits(token)?.user == grace)
    }

    @Test("block, delete and reset end sessions that are in use before the verb returns", arguments: Ending.allCases)
    func ended(_ ending: Ending) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let token = try await test.begin(grace)
        #expect(test.tenant.admits(token) != nil)
        try await ending.perform(on: grace, test)
        #expect(test.tenant.admits(token) == nil)
        #expect(try await test.tenant.admission(of: token) == nil)
        // What comes back does not bring the session back.
        switch ending {
        case .block: try await test.tenant.unblockUser(grace, by: test.ada)
        case .delete: try await test.tenant.restoreUser(grace, by: test.ada)
        case .reset, .endAll: break
        }
        #expect(try await test.tenant.admission(of: token) == nil)
    }

    enum Ending: CaseIterable {
        case block, delete, reset, endAll

        func perform(on user: UserID, _ test: TestTenant) async throws {
            switch self {
            case .block: try await test.tenant.blockUser(user, by: test.ada)
            case .delete: try await test.tenant.deleteUser(user, by: test.ada)
            case .reset: _ = try await test.tenant.resetPassword(of: user, by: test.ada).reveal()
            case .endAll: try await test.tenant.endAllSessions(of: user, by: test.ada)
            }
        }
    }

    @Test("signing out ends this session alone; doing it again is no error")
    func signOut() async throws {
        let test = try await TestTenant()
        let (first, second) = (try await test.begin(test.ada), try await test.begin(test.ada))
        for _ in 0..<2 { try await test.tenant.endSession(first) }
        #expect(test.tenant.admits(first) == nil && test.tenant.admits(second) != nil)
        #expect(try await test.tenant.admission(of: first) == nil)
    }

    @Test("a token that was rotated is useless, and two rotations of one token make one")
    func rotation() async throws {
        let test = try await TestTenant()
        let first = try await test.begin(test.ada)
        let made = try await withThrowingTaskGroup(of: SessionToken?.self) { group in
            for _ in 0..<2 { group.addTask { revealed(try await test.tenant.rotateSession(first)) } }
            return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(made.count == 1)
        #expect(try await test.tenant.admission(of: first) == nil)
        let next = try #require(made.first)
        #expect(try await test.tenant.admission(of: next)?.user == test.ada)
        let again = revealed(try await test.tenant.rotateSession(first))
        #expect(again == nil)
    }

    @Test("a session ends when it is idle for too long at every host, and at its latest moment")
    func lifetimes() async throws {
        let policy = try TenantPolicy(sessions: SessionPolicy(idleLifetime: .seconds(600), lifetime: .seconds(3_000)))
        let test = try await TestTenant(policy: policy)
        let other = try await test.secondHost()
        let token = try await test.begin(test.ada)
        for _ in 0..<4 {
            test.clock.advance(by: .seconds(599))
            #expect(test.tenant.admits(token) != nil)
        }
        // The other host has not seen the uses until they are told.
        #expect(try await other.admission(of: token) == nil)
        await test.tenant.recordSessionUses()
        #expect(try await other.admission(of: token) != nil)
        test.clock.advance(by: .seconds(599))
        #expect(test.tenant.admits(token) != nil)
        test.clock.advance(by: .seconds(5))
        #expect(test.tenant.admits(token) == nil)
        #expect(try await test.tenant.admission(of: token) == nil)
        // Ten years later, and back: no clock brings it to life in the store.
        test.clock.advance(by: .seconds(315_000_000))
        #expect(try await test.tenant.admission(of: token) == nil)
    }
}

extension TestTenant {
    /// Begins a session of a user whom the host has authenticated.
    func begin(_ user: UserID, on device: String = "test") async throws -> SessionToken {
        let begun = try await self.tenant.beginSession(
            for: user, authenticatedBy: [.password], on: DeviceName(device))
        guard let token = SessionToken(begun.reveal()) else { throw NoToken() }
        return token
    }

    private struct NoToken: Error {}
}

/// The token of a session that has begun or got another one, as a client presents it; nil for none.
func revealed(_ begun: consuming BegunSession?) -> SessionToken? {
    switch consume begun {
    case .some(let begun): SessionToken(begun.reveal())
    case .none: nil
    }
}
