import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

/// Dynamic separation of duty: ANSI INCITS 359-2012, §6.4, over authorized roles.
@Suite("Dynamic separation of duty", .timeLimit(.minutes(20)))
struct DynamicSeparationTests {
    private static let all = [Finance.request, Finance.approve, Finance.book]

    private func company(_ sets: [SeparationSet] = [Finance.fourEyes]) async throws -> TestTenant {
        try await TestTenant(catalog: Finance.catalog(separating: sets))
    }

    private static func apart(wanted: [RoleID], active: [RoleID] = []) -> RefusalReason {
        .rolesSeparatedInSession(set: "four_eyes", wanted: wanted, active: active, limit: 2)
    }

    @Test("CreateSession: does not begin with as many roles of a set as the limit says, included ones among them")
    func create() async throws {
        let test = try await self.company()
        // The account may hold both: it is no static separation.
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        for (roles, wanted) in [
            ([Finance.head, Finance.approver], [Finance.approver, Finance.requester]),
            ([Finance.requester, Finance.approver], [Finance.approver, Finance.requester]),
        ] {
            let reason = try await test.refusal { _ = try await test.begin(grace, activating: Set(roles)) }
            #expect(reason == Self.apart(wanted: wanted))
        }
        let one = try await test.begin(grace, activating: [Finance.bookkeeper, Finance.approver])
        #expect(try await test.permitted(one, Self.all) == [Finance.approve, Finance.book])
    }

    @Test(
        "AddActiveRole: does not activate what would make a session have as many as the limit says; one session may, and another"
    )
    func add() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.head, Finance.approver])
        let first = try await test.begin(grace, activating: [Finance.approver])
        let reason = try await test.refusal { _ = try await test.activate([Finance.head], in: first) }
        #expect(reason == Self.apart(wanted: [Finance.requester], active: [Finance.approver]))
        let denial = test.tenant.decide(try #require(test.tenant.admits(first)?.subject), Finance.request)
        #expect(
            denial
                == .denied(
                    .rolesInactive(roles: [Finance.head]),
                    .activateRoles([Finance.head], insteadOf: [Finance.approver])))
        let other = try await test.begin(grace, activating: [Finance.head])
        #expect(try await test.permitted(other, Self.all) == [Finance.request, Finance.book])
        let second = try #require(try await test.deactivate([Finance.approver], in: first))
        let third = try #require(try await test.activate([Finance.head], in: second))
        #expect(try await test.permitted(third, Self.all) == [Finance.request, Finance.book])
    }

    @Test(
        "a session in which nothing was chosen has none of a set's roles active once its user has too many, until the person chooses"
    )
    func byDefault() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.requester, Finance.bookkeeper])
        let first = try await test.begin(grace, activating: nil)
        #expect(try await test.permitted(first, Self.all) == [Finance.request, Finance.book])
        let kept = try #require(test.tenant.admits(first)?.subject)
        // A role that is given later makes it so, also for a request that is under way.
        try await test.tenant.assignRoles([Finance.approver], to: grace, by: test.ada)
        #expect(!test.tenant.permits(kept, Finance.request) && !test.tenant.permits(kept, Finance.approve))
        #expect(try await test.permitted(first, Self.all) == [Finance.book])
        #expect(try await test.activeRoles(first) == [Finance.bookkeeper])
        #expect(test.tenant.permits(grace, Finance.request) && test.tenant.permits(grace, Finance.approve))
        #expect(
            test.tenant.decide(kept, Finance.approve)
                == .denied(
                    .rolesInactive(roles: [Finance.approver]), .activateRoles([Finance.approver], insteadOf: [])))
        let second = try #require(try await test.activate([Finance.approver], in: first))
        #expect(try await test.permitted(second, Self.all) == [Finance.approve, Finance.book])
        // And a role that is taken ends it, where nothing was chosen.
        let other = try await test.begin(grace, activating: nil)
        #expect(try await test.permitted(other, Self.all) == [Finance.book])
        try await test.tenant.removeRoles([Finance.requester], from: grace, by: test.ada)
        #expect(try await test.permitted(other, Self.all) == [Finance.approve, Finance.book])
    }

    @Test("a role that is held for a time keeps the others inactive in that time, and not before or after it")
    func windows() async throws {
        let test = try await self.company()
        let grace = try await test.person("Grace", [Finance.requester])
        let (from, until) = (test.clock.now + .seconds(60), test.clock.now + .seconds(120))
        try await test.tenant.assignRoles(
            [Finance.approver], to: grace, during: ValidityWindow(from: from, until: until), by: test.ada)
        let token = try await test.begin(grace, activating: nil)
        #expect(try await test.permitted(token, Self.all) == [Finance.request])
        test.clock.advance(by: .seconds(60))
        #expect(try await test.permitted(token, Self.all).isEmpty)
        test.clock.advance(by: .seconds(60))
        #expect(try await test.permitted(token, Self.all) == [Finance.request])
    }

    @Test("a limit of three lets two of the roles be active, in whichever session")
    func limitOfThree() async throws {
        let set = SeparationSet(
            "three", roles: [Finance.requester, Finance.approver, Finance.bookkeeper], limit: 3)
        let test = try await self.company([set])
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver])
        let whole = try await test.begin(grace, activating: nil)
        #expect(try await test.permitted(whole, Self.all) == [Finance.request, Finance.approve])
        try await test.tenant.assignRoles([Finance.bookkeeper], to: grace, by: test.ada)
        #expect(try await test.permitted(whole, Self.all).isEmpty)
        let two = try await test.begin(grace, activating: [Finance.approver, Finance.bookkeeper])
        #expect(try await test.permitted(two, Self.all) == [Finance.approve, Finance.book])
        let reason = try await test.refusal { _ = try await test.activate([Finance.requester], in: two) }
        #expect(
            reason
                == .rolesSeparatedInSession(
                    set: "three", wanted: [Finance.requester], active: [Finance.approver, Finance.bookkeeper],
                    limit: 3))
    }

    @Test("a set that is newer than a session's choice is kept all the same")
    func newerSet() async throws {
        let test = try await self.company([])
        let grace = try await test.person("Grace", [Finance.requester, Finance.approver, Finance.bookkeeper])
        let token = try await test.begin(
            grace, activating: [Finance.requester, Finance.approver, Finance.bookkeeper])
        let stricter = try await test.secondHost(catalog: Finance.catalog(separating: [Finance.fourEyes]))
        #expect(try await test.permitted(token, Self.all, host: stricter) == [Finance.book])
        #expect(try await test.permitted(token, Self.all) == Set(Self.all))
    }

    @Test(
        "a token of a service is held to the same: it is issued with its roles, for good, and so is the one that replaces it"
    )
    func services() async throws {
        let test = try await self.company()
        let robot = try await test.tenant.addService(
            FullName("Robot"), userName: UserName("robot"), roles: [Finance.requester, Finance.approver], by: test.ada
        ).id
        func issue(_ roles: Set<RoleID>?) async throws -> (id: UserSessionID, token: SessionToken?) {
            let begun = try await test.tenant.issueServiceToken(
                for: robot, named: DeviceName("x"), lasting: .seconds(600), activating: roles, by: test.ada)
            let id = begun.session.id
            return (id, SessionToken(begun.reveal()))
        }
        let whole = try #require(try await issue(nil).token)
        #expect(try await test.permitted(whole, Self.all).isEmpty)
        let both = try await test.refusal { _ = try await issue([Finance.requester, Finance.approver]) }
        #expect(both == Self.apart(wanted: [Finance.approver, Finance.requester]))
        let missing = try await test.refusal { _ = try await issue([Finance.bookkeeper]) }
        #expect(missing == .roleNotAuthorized(role: Finance.bookkeeper))
        let (id, shown) = try await issue([Finance.approver])
        let token = try #require(shown)
        #expect(try await test.permitted(token, Self.all) == [Finance.approve])
        // A program that was given less does not take more.
        for act in [test.activate, test.deactivate] {
            #expect(try await test.refusal { _ = try await act([Finance.approver], token) } == .tokenRolesFixed)
        }
        let own = revealed(try await test.tenant.rotateServiceToken(token, overlap: .zero))
        let next = try #require(own)
        #expect(try await test.permitted(next, Self.all) == [Finance.approve])
        #expect(test.tenant.admits(token) == nil)
        let (other, _) = try await issue([Finance.requester])
        let replaced = revealed(
            try await test.tenant.rotateServiceToken(other, of: robot, overlap: .zero, by: test.ada))
        #expect(try await test.permitted(try #require(replaced), Self.all) == [Finance.request])
        #expect(id != other)
    }
}
