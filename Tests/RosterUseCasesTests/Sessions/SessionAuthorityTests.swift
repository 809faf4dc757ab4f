import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Who may see and end sessions")
struct SessionAuthorityTests {
    @Test("people see and end their own sessions, which leaves the record alone unless all of them end")
    func own() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let (first, second) = (try await test.begin(grace), try await test.begin(grace, on: "phone"))
        let count = try await test.tenant.history().count
        let sessions = try await test.tenant.sessions(of: grace, by: grace)
        #expect(sessions.map(\.device.description) == ["test", "phone"])
        try await test.tenant.endSession(sessions[0].id, of: grace, by: grace)
        #expect(test.tenant.admits(first) == nil && test.tenant.admits(second) != nil)
        #expect(try await test.tenant.history().count == count)
        try await test.tenant.endAllSessions(of: grace, by: grace)
        #expect(test.tenant.admits(second) == nil)
        let last = try #require(try await test.tenant.history().last)
        #expect(last.changes == [.sessionsEnded(user: grace, session: nil)] && last.principal == .user(id: grace))
        #expect(try await test.tenant.sessions(of: grace, by: grace).isEmpty)
    }

    @Test("an administrator who may reset a password may see and end sessions, on record; others are refused")
    func others() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let admin = try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        let token = try await test.begin(grace)
        let session = try #require(try await test.tenant.sessions(of: grace, by: admin).first)
        try await test.tenant.endSession(session.id, of: grace, by: admin)
        #expect(try await test.tenant.admission(of: token) == nil)
        let last = try #require(try await test.tenant.history().last)
        #expect(last.changes == [.sessionsEnded(user: grace, session: session.id)])
        #expect(last.principal == .user(id: admin))
        // A user management admin resets no Global admin, and ends no session of one.
        let ada = try await test.begin(test.ada)
        for body in [
            { _ = try await test.tenant.sessions(of: test.ada, by: admin) },
            { try await test.tenant.endAllSessions(of: test.ada, by: admin) },
            { try await test.tenant.endSession(session.id, of: test.ada, by: admin) },
            { try await test.tenant.endAllSessions(of: admin, by: grace) },
        ] as [() async throws -> Void] {
            let reason = try await test.refusal(body)
            guard case .mayNotActOn = reason else {
                Issue.record("\(String(describing: reason))")
                continue
            }
        }
        #expect(test.tenant.admits(ada) != nil)
    }

    @Test("a session of one user cannot be ended in the name of another")
    func mixedUp() async throws {
        let test = try await TestTenant()
        let (grace, uma) = (try await test.person("Grace"), try await test.person("Uma"))
        let token = try await test.begin(uma)
        let session = try #require(try await test.tenant.sessions(of: uma, by: uma).first)
        try await test.tenant.endSession(session.id, of: grace, by: grace)
        #expect(test.tenant.admits(token)?.user == uma)
        #expect(try await test.tenant.admission(of: token)?.user == uma)
    }

    @Test("an account taken in counts as one that can sign in once the host has authenticated its owner")
    func externalSignIn() async throws {
        let test = try await TestTenant()
        let taken = try await test.tenant.addExistingUsers(
            [ExistingAccount(FullName("Eve"), email: EmailAddress("eve@contoso.example"))],
            roles: [.globalAdmin], by: test.ada)
        let eve = try #require(taken.first).id
        // Until Eve has shown that she can sign in, the last key is Ada's.
        let demotion = try await test.refusal {
            try await test.tenant.removeRoles([.globalAdmin], from: eve, by: eve)
        }
        #expect(demotion != nil)
        let begun = try await test.tenant.beginSession(
            for: eve, authenticatedBy: [AuthenticationMethod(rawValue: "fed")], on: DeviceName("x"))
        #expect(begun.duties.isEmpty)
        #expect(try await test.tenant.user(eve)?.hasSignedIn == true)
        try await test.tenant.removeRoles([.globalAdmin], from: test.ada, by: eve)
    }

    @Test(
        "no session begins for an account that is not in use", arguments: [AccountStatus.blocked, .deleted, .invited])
    func notInUse(_ status: AccountStatus) async throws {
        let test = try await TestTenant()
        var user = try await test.person("Grace")
        switch status {
        case .blocked: try await test.tenant.blockUser(user, by: test.ada)
        case .deleted: try await test.tenant.deleteUser(user, by: test.ada)
        default:
            user = try #require(
                try await test.tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: test.ada).first
            ).id
        }
        let person = user
        #expect(try await test.refusal { _ = try await test.begin(person) } == .wrongStatus(status: status))
        let stranger = UserID(bits: 1)
        #expect(try await test.refusal { _ = try await test.begin(stranger) } == .unknownUser(user: stranger))
    }

    @Test("when people last signed in is for those who may list them")
    func lastSignIns() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        _ = try await test.begin(grace)
        #expect(try await test.tenant.lastSignIns(of: [grace, test.ada], by: test.ada) == [grace: test.clock.now])
        #expect(try await test.refusal { _ = try await test.tenant.lastSignIns(of: [grace], by: grace) } != nil)
    }
}
