import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Active roles over several hosts, and when things go wrong", .timeLimit(.minutes(20)))
struct ActiveRoleHostTests {
    private static let all = [Finance.request, Finance.approve, Finance.book]

    @Test("another host learns of activated roles, whether or not it had met the session")
    func otherHost() async throws {
        let test = try await TestTenant(catalog: Finance.catalog())
        let other = try await test.secondHost()
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver])
        try await other.refresh()
        let first = try await test.begin(grace, activating: [Finance.requester])
        var position = try await other.refreshSessions(after: nil)
        #expect(try await test.permitted(first, Self.all, host: other) == [Finance.request])
        let cached = try #require(other.admits(first)?.subject)
        let second = try #require(try await test.activate([Finance.approver], in: first))
        // It was not told yet; what it still admits has what it had.
        #expect(try await test.permitted(first, Self.all, host: other) == [Finance.request])
        position = try await other.refreshSessions(after: position)
        #expect(other.admits(first) == nil && !other.permits(cached, Finance.request))
        #expect(try await test.permitted(second, Self.all, host: other) == [Finance.request, Finance.approve])
        // What another host takes back is gone here when it was told, and there at once.
        let third = try #require(revealed(try await other.deactivateRoles([Finance.requester], in: second)))
        #expect(try await test.permitted(third, Self.all, host: other) == [Finance.approve])
        _ = try await test.tenant.refreshSessions(after: nil)
        #expect(try await test.tenant.admission(of: second) == nil)
        #expect(try await test.permitted(third, Self.all) == [Finance.approve])
    }

    @Test(
        "of two hosts that activate roles which must stay apart, one succeeds, and the session has what it said",
        arguments: 0..<20)
    func atOnce(_ round: Int) async throws {
        let test = try await TestTenant(catalog: Finance.catalog(separating: [Finance.fourEyes]))
        let other = try await test.secondHost()
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver])
        try await other.refresh()
        let token = try await test.begin(grace, activating: [])
        _ = try await other.admission(of: token)
        async let here = revealed(test.tenant.activateRoles([Finance.requester], in: token))
        async let there = revealed(other.activateRoles([Finance.approver], in: token))
        let (first, second) = (try await here, try await there)
        #expect([first, second].compactMap(\.self).count == 1)
        let kept = try await test.sessions.sessions(of: grace).first?.activeRoles
        #expect(kept == [first == nil ? Finance.approver : Finance.requester])
        let winner = try #require(first ?? second)
        for host in [test.tenant, other] {
            let permitted = try await test.permitted(winner, Self.all, host: host)
            #expect(permitted == [first == nil ? Finance.approve : Finance.request])
        }
    }

    @Test("with the store down nothing is activated, and the session goes on with what it had")
    func storeDown() async throws {
        let store = FaultySessionStore()
        let test = try await TestTenant(catalog: Finance.catalog(), sessions: { store.wrapping($0) })
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver])
        let token = try await test.begin(grace, activating: [Finance.requester])
        store.setDown(true)
        await #expect(throws: TenantError.self) { _ = try await test.activate([Finance.approver], in: token) }
        await #expect(throws: TenantError.self) { _ = try await test.deactivate([Finance.requester], in: token) }
        await #expect(throws: TenantError.self) { _ = try await test.begin(grace, activating: [Finance.approver]) }
        #expect(try await test.permitted(token, Self.all) == [Finance.request])
        store.setDown(false)
        #expect(try await test.activate([Finance.approver], in: token) != nil)
    }

    @Test("a session that ended, in whatever way, may do nothing with the subject that a request kept")
    func ended() async throws {
        let test = try await TestTenant(catalog: Finance.catalog())
        let grace = try await test.person("Grace", [Finance.requester])
        func kept() async throws -> (UserHandle, SessionToken, UserSessionID) {
            let token = try await test.begin(grace, activating: [Finance.requester])
            let admission = try #require(test.tenant.admits(token))
            let subject = try #require(admission.subject)
            #expect(test.tenant.permits(subject, Finance.request))
            return (subject, token, admission.session)
        }
        let (first, token, _) = try await kept()
        try await test.tenant.endSession(token)
        let (second, _, session) = try await kept()
        try await test.tenant.endSession(session, of: grace, by: test.ada)
        let (third, _, _) = try await kept()
        try await test.tenant.blockUser(grace, by: test.ada)
        let fourth = try await {
            try await test.tenant.unblockUser(grace, by: test.ada)
            return try await kept().0
        }()
        try await test.tenant.removeRoles([Finance.requester], from: grace, by: test.ada)
        #expect([first, second, third, fourth].allSatisfy { !test.tenant.permits($0, Finance.request) })
        #expect(test.tenant.permits(fourth, Finance.request, at: .company, given: []) == false)
    }

    @Test(
        "what a session has active outlives the change of a password, a second opening and the loss of what a host knew"
    )
    func outlives() async throws {
        let test = try await TestTenant(catalog: Finance.catalog())
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver])
        let first = try await test.begin(grace, activating: [Finance.approver])
        let changed = revealed(
            try await test.tenant.changePassword(
                in: first, from: TestTenant.password, to: Password("Brand-New-Pass-2")))
        let second = try #require(changed)
        #expect(try await test.permitted(second, Self.all) == [Finance.approve])
        let third = try #require(revealed(try await test.tenant.rotateSession(second)))
        #expect(try await test.permitted(third, Self.all, host: try await test.secondHost()) == [Finance.approve])
        // The host forgets every session that it knew, and meets this one again.
        _ = try await test.tenant.refreshSessions(after: nil)
        #expect(test.tenant.admits(third) == nil)
        #expect(try await test.permitted(third, Self.all) == [Finance.approve])
    }

    @Test("a role that was lost and came back counts again; one that the catalog retired counts for nothing")
    func lostRoles() async throws {
        let seasonal = Role(
            RoleID("seasonal"), title: "Seasonal", category: RoleCategory("finance", title: "Finance"),
            grants: [Grant(Finance.book)])
        let test = try await TestTenant(catalog: Finance.catalog(more: [seasonal]))
        let grace = try await test.person("Grace", [Finance.requester, seasonal.id])
        let token = try await test.begin(grace, activating: [Finance.requester, seasonal.id])
        try await test.tenant.removeRoles([Finance.requester], from: grace, by: test.ada)
        #expect(try await test.permitted(token, Self.all) == [Finance.book])
        #expect(
            try await test.refusal { _ = try await test.activate([Finance.requester], in: token) }
                == .roleNotAuthorized(role: Finance.requester))
        try await test.tenant.assignRoles([Finance.requester], to: grace, by: test.ada)
        #expect(try await test.permitted(token, Self.all) == [Finance.request, Finance.book])
        // A role that is given does not count in a session for which others were chosen.
        try await test.tenant.assignRoles([Finance.approver], to: grace, by: test.ada)
        #expect(try await test.permitted(token, Self.all) == [Finance.request, Finance.book])
        let later = try await test.secondHost(catalog: Finance.catalog())
        #expect(try await test.permitted(token, Self.all, host: later) == [Finance.request])
        let next = try #require(revealed(try await later.activateRoles([Finance.approver], in: token)))
        #expect(try await test.permitted(next, Self.all, host: later) == [Finance.request, Finance.approve])
    }

    @Test("as long as a duty is open nothing is activated")
    func duties() async throws {
        let policy = try TenantPolicy(secondFactor: .roles([Finance.approver]))
        let test = try await TestTenant(catalog: Finance.catalog(), policy: policy)
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver])
        let token = try await test.begin(grace, activating: [Finance.requester])
        // The account's roles say who needs a second factor, whichever are active.
        #expect(test.tenant.admits(token)?.duties == .enrollSecondFactor)
        #expect(
            try await test.refusal { _ = try await test.activate([Finance.approver], in: token) }
                == .secondFactorNeeded)
        let added = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [Finance.requester], by: test.ada)
        let temporary = Password(added.signInInformation.reveal().temporaryPassword)
        let begun = revealed(
            try await test.tenant.beginSession(
                "kim@contoso.example", password: temporary, on: DeviceName("x"), activating: []))
        let first = try #require(begun)
        #expect(
            try await test.refusal { _ = try await test.activate([Finance.requester], in: first) }
                == .wrongStatus(status: .mustChangePassword))
    }

    @Test("a thousand roles can be chosen, and one more cannot")
    func many() async throws {
        let plane = RoleCategory("finance", title: "Finance")
        let roles = (0...UserSession.activeRoleLimit).map { number in
            Role(RoleID("role\(number)"), title: "Role \(number)", category: plane, grants: [Grant(Finance.book)])
        }
        let manager = Role(
            RoleID("overseer"), title: "Overseer", category: plane, grants: [Grant(Finance.request)],
            includes: Set(roles.map(\.id)))
        let test = try await TestTenant(catalog: Finance.catalog(more: roles + [manager]))
        let grace = try await test.person("Grace", [manager.id])
        let all = Set(roles.map(\.id))
        let reason = try await test.refusal { _ = try await test.begin(grace, activating: all) }
        #expect(
            reason == .roleCount(count: UserSession.activeRoleLimit + 1, limit: UserSession.activeRoleLimit))
        let token = try await test.begin(grace, activating: all.subtracting([RoleID("role7")]))
        #expect(try await test.permitted(token, Self.all) == [Finance.book])
        let over = try await test.refusal { _ = try await test.activate([manager.id], in: token) }
        #expect(over == reason)
        let other = try await test.secondHost()
        #expect(try await test.permitted(token, Self.all, host: other) == [Finance.book])
    }
}
