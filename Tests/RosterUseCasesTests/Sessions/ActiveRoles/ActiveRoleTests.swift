import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

/// Each "valid iff" of sessions in ANSI INCITS 359-2012, §6.1 with the hierarchies of §6.2.
@Suite("A session with some roles active", .timeLimit(.minutes(20)))
struct ActiveRoleTests {
    private static let all = [Finance.request, Finance.approve, Finance.book, Finance.close]

    private func company() async throws -> TestTenant { try await TestTenant(catalog: Finance.catalog()) }

    @Test("CreateSession: begins with the roles named active, of those assigned and those included, and with no others")
    func createSession() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        let all = try await test.begin(grace, activating: nil)
        #expect(try await test.permitted(all, Self.all) == Set(Self.all))
        #expect(try await test.activeRoles(all) == [Finance.approver, Finance.head].sorted())
        let some = try await test.begin(grace, activating: [Finance.bookkeeper])
        #expect(try await test.permitted(some, Self.all) == [Finance.book])
        #expect(try await test.activeRoles(some) == [Finance.bookkeeper])
        let none = try await test.begin(grace, activating: [])
        #expect(try await test.permitted(none, Self.all).isEmpty)
        #expect(try await test.activeRoles(none) == [])
        let signedIn = revealed(
            try await test.tenant.beginSession(
                "grace@contoso.example", password: TestTenant.password, on: DeviceName("x"),
                activating: [Finance.head]))
        let token = try #require(signedIn)
        // What a role includes counts with it; the rule of closing the year also takes the approver.
        #expect(try await test.permitted(token, Self.all) == [Finance.request, Finance.book])
    }

    @Test(
        "CreateSession: does not begin with a role that the user is not authorized for, or that the catalog does not know"
    )
    func createSessionRefused() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.bookkeeper])
        let reason = try await test.refusal {
            _ = try await test.begin(grace, activating: [Finance.bookkeeper, Finance.head])
        }
        #expect(reason == .roleNotAuthorized(role: Finance.head))
        let unknown = try await test.refusal { _ = try await test.begin(grace, activating: [RoleID("bookeeper")]) }
        #expect(unknown == .unknownRole(role: RoleID("bookeeper"), nearest: Finance.bookkeeper))
        let wrong = try await test.refusal {
            _ = try await test.tenant.beginSession(
                "grace@contoso.example", password: Password("Wrong-Password-1"), on: DeviceName("x"),
                activating: [Finance.head])
        }
        // The roles are looked at once the password was right.
        #expect(wrong == .wrongCredentials)
        #expect(try await test.sessions.sessions(of: grace).isEmpty)
        let recorded = try await test.recordedRefusals().map(\.refusal.reason)
        #expect(recorded.contains(.roleNotAuthorized(role: Finance.head)))
    }

    @Test(
        "AddActiveRole: activates a role that the user is authorized for and that is not active, and gives another token"
    )
    func addActiveRole() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        let first = try await test.begin(grace, activating: [Finance.bookkeeper])
        let shown = try await test.activate([Finance.approver], in: first)
        let second = try #require(shown)
        #expect(test.tenant.admits(first) == nil)
        // Closing the year takes a grant of the head, which is not active.
        #expect(try await test.permitted(second, Self.all) == [Finance.approve, Finance.book])
        for (role, reason) in [
            (Finance.approver, RefusalReason.roleAlreadyActive(role: Finance.approver)),
            (RoleID.adminAgent, .roleNotAuthorized(role: .adminAgent)),
            (RoleID("aprover"), .unknownRole(role: RoleID("aprover"), nearest: Finance.approver)),
        ] {
            #expect(try await test.refusal { _ = try await test.activate([role], in: second) } == reason)
        }
        #expect(try await test.refusal { _ = try await test.activate([], in: second) } == .noRole)
        // Nothing of it changed the session.
        #expect(try await test.activeRoles(second) == [Finance.approver, Finance.bookkeeper])
        #expect(try await test.activate([Finance.head], in: first) == nil)
        let third = try #require(try await test.activate([Finance.head], in: second))
        #expect(try await test.permitted(third, Self.all) == Set(Self.all))
    }

    @Test(
        "AddActiveRole: activates also an included role beside the one that includes it, so that the person can step down to it"
    )
    func stepDown() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head])
        let first = try await test.begin(grace, activating: nil)
        let second = try #require(try await test.activate([Finance.bookkeeper], in: first))
        #expect(try await test.activeRoles(second) == [Finance.bookkeeper, Finance.head])
        let third = try #require(try await test.deactivate([Finance.head], in: second))
        #expect(try await test.permitted(third, Self.all) == [Finance.book])
    }

    @Test("DropActiveRole: deactivates a role that is active itself, and gives another token")
    func dropActiveRole() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        let first = try await test.begin(grace, activating: nil)
        let second = try #require(try await test.deactivate([Finance.approver], in: first))
        #expect(test.tenant.admits(first) == nil)
        #expect(try await test.permitted(second, Self.all) == [Finance.request, Finance.book])
        for (role, reason) in [
            (Finance.approver, RefusalReason.roleNotActive(role: Finance.approver, through: [])),
            (Finance.bookkeeper, .roleNotActive(role: Finance.bookkeeper, through: [Finance.head])),
            (RoleID("hed"), .unknownRole(role: RoleID("hed"), nearest: nil)),
        ] {
            #expect(try await test.refusal { _ = try await test.deactivate([role], in: second) } == reason)
        }
        let third = try #require(try await test.deactivate([Finance.head], in: second))
        #expect(try await test.permitted(third, Self.all).isEmpty)
        #expect(try await test.activeRoles(third) == [])
    }

    @Test("a role that every user holds is active in every session, and can be neither activated nor deactivated")
    func implicit() async throws {
        let everyone = Role(
            RoleID("everyone"), title: "Everyone", category: RoleCategory("finance", title: "Finance"),
            grants: [Grant(Finance.request)], isOpenToGuests: true, heldImplicitlyBy: .everyone)
        let test = try await TestTenant(catalog: Finance.catalog(more: [everyone]))
        let grace = try await test.person("Grace", [Finance.approver])
        let token = try await test.begin(grace, activating: [])
        #expect(try await test.permitted(token, Self.all) == [Finance.request])
        #expect(
            try await test.refusal { _ = try await test.activate([everyone.id], in: token) }
                == .roleAlreadyActive(role: everyone.id))
        #expect(
            try await test.refusal { _ = try await test.deactivate([everyone.id], in: token) }
                == .roleAlwaysActive(role: everyone.id))
        let named = try await test.begin(grace, activating: [everyone.id])
        #expect(try await test.activeRoles(named) == [])
    }

    @Test("CheckAccess: answers from active roles alone, at their places and times, and each form of a check agrees")
    func checkAccess() async throws {
        let test = try await self.company()
        let place = try Scope("/locations/1")
        let grace = try await test.person("Grace", [Finance.approver], at: place)
        let end = test.clock.now + .seconds(60)
        try await test.tenant.assignRoles(
            [Finance.bookkeeper], to: grace, during: ValidityWindow(until: end), by: test.ada)
        let token = try await test.begin(grace, activating: [Finance.approver, Finance.bookkeeper])
        #expect(try await test.permitted(token, Self.all) == [Finance.book])
        #expect(try await test.permitted(token, Self.all, at: place) == [Finance.approve, Finance.book])
        test.clock.advance(by: .seconds(60))
        #expect(try await test.permitted(token, Self.all, at: place) == [Finance.approve])
        let other = try await test.begin(grace, activating: [])
        #expect(try await test.permitted(other, Self.all, at: place).isEmpty)
        // A role whose time has passed cannot be activated.
        #expect(
            try await test.refusal { _ = try await test.activate([Finance.bookkeeper], in: other) }
                == .roleNotAuthorized(role: Finance.bookkeeper))
    }

    @Test("SessionRoles and SessionPermissions: what is active is shown, to the session and in the list of sessions")
    func review() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        let token = try await test.begin(grace, activating: [Finance.approver])
        _ = try await test.begin(grace, activating: nil)
        let sessions = try await test.tenant.sessions(of: grace, by: test.ada)
        #expect(sessions.map(\.activeRoles) == [[Finance.approver], nil])
        let subject = try #require(test.tenant.admits(token)?.subject)
        #expect(subject.id == grace && test.tenant.activeRoles(of: subject) == [Finance.approver])
        let entitlements = test.tenant.entitlements(of: subject).map(\.permission)
        #expect(entitlements.contains(Finance.approve) && !entitlements.contains(Finance.request))
        let whole = try #require(test.tenant.handle(for: grace))
        #expect(test.tenant.entitlements(of: whole) == test.tenant.entitlements(of: grace))
        #expect(test.tenant.entitlements(of: subject, limit: 1).count == 1)
    }

    @Test("a denial says which role is held and not active, and that it can be activated")
    func denial() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        let token = try await test.begin(grace, activating: [Finance.head])
        let subject = try #require(test.tenant.admits(token)?.subject)
        for permission in [Finance.approve, Finance.close] {
            let decision = test.tenant.decide(subject, permission)
            #expect(
                decision
                    == .denied(
                        .rolesInactive(roles: [Finance.approver]),
                        .activateRoles([Finance.approver], insteadOf: [])))
            #expect("\(decision)".contains("activate `approver` in this session"))
        }
        // What the user lacks is told as it is of the user.
        #expect(test.tenant.decide(subject, .createUsers) == test.tenant.decide(grace, .createUsers))
        try await test.tenant.endSession(token)
        #expect(test.tenant.decide(subject, Finance.request) == .denied(.sessionOver, .beginSession))
    }
}
