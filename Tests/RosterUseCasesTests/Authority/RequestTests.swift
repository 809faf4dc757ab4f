import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("Requests for roles, at the tenant")
struct RequestTests {
    private static let day: Duration = .seconds(86_400)

    @Test("a grant leaves the end of a role that is held for a time, unless the approver says another")
    func keepsTheEnd() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let until = try ValidityWindow(until: test.clock.now + Self.day)
        try await test.tenant.assignRoles([.salesAgent], to: grace, during: until, by: test.ada)
        func ask() async throws -> RoleRequest {
            try await test.tenant.requestRoles([.salesAgent], reason: "two more days", by: grace)
        }
        func window() async throws -> ValidityWindow? {
            try await test.tenant.user(grace)?.assignment(of: .salesAgent, at: .company)?.window
        }
        try await test.tenant.grantRequest(ask(), by: test.ada)
        #expect(try await window() == until)
        // A grant adds: a window that is shorter cuts nothing short.
        let shorter = try ValidityWindow(until: test.clock.now + .seconds(60))
        try await test.tenant.grantRequest(ask(), during: shorter, by: test.ada)
        #expect(try await window() == until)
        let longer = try ValidityWindow(until: test.clock.now + Self.day * 3)
        try await test.tenant.grantRequest(ask(), during: longer, by: test.ada)
        #expect(try await window() == longer)
        try await test.tenant.grantRequest(ask(), during: .always, by: test.ada)
        #expect(try await window() == .always)
    }

    @Test("a role that is taken in by name keeps its end as well")
    func takenIn() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let until = try ValidityWindow(until: test.clock.now + Self.day)
        try await test.tenant.assignRoles([.salesAgent], to: grace, during: until, by: test.ada)
        let account = ExistingAccount(try FullName("Grace"), email: try EmailAddress("grace@contoso.example"))
        let records = try await test.tenant.addExistingUsers(
            [account], roles: [.salesAgent, .adminAgent], by: test.ada)
        #expect(records[0].assignment(of: .salesAgent, at: .company)?.window == until)
        #expect(records[0].assignment(of: .adminAgent, at: .company)?.window == .always)
        try await test.tenant.addExistingUsers([account], roles: [.salesAgent], during: .always, by: test.ada)
        #expect(
            try await test.tenant.user(grace)?.assignment(of: .salesAgent, at: .company)?.window == .always)
    }

    @Test("a request says for when, and is granted so unless the approver decides otherwise")
    func wish() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let wished = try ValidityWindow(until: test.clock.now + Self.day)
        let first = try await test.tenant.requestRoles([.adminAgent], during: wished, reason: "", by: grace)
        #expect(try await test.tenant.user(grace)?.roleRequests == [first] && first.window == wished)
        try await test.tenant.grantRequest(first, by: test.ada)
        #expect(try await test.tenant.user(grace)?.assignments.map(\.window) == [wished])
        let late = try await test.tenant.requestRoles(
            [.salesAgent], during: ValidityWindow(until: test.clock.now + .seconds(60)), reason: "", by: grace)
        test.clock.advance(by: .seconds(60))
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(late, by: test.ada) }
                == .windowPassed(until: test.clock.now))
        #expect(
            try await test.refusal {
                try await test.tenant.requestRoles(
                    [.salesAgent], during: ValidityWindow(until: test.clock.now), reason: "", by: grace)
            } == .windowPassed(until: test.clock.now))
    }

    @Test("a request is withdrawn only by the user who asked")
    func withdrawing() async throws {
        let test = try await TestTenant()
        let (grace, margaret) = (try await test.person("Grace"), try await test.person("Margaret"))
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        for other in [margaret, test.ada] {
            #expect(
                try await test.refusal { try await test.tenant.withdrawRequest(request, by: other) } == .nothingPending)
        }
        try await test.tenant.withdrawRequest(request, by: grace)
        #expect(try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) } == .nothingPending)
        let again = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        try await test.tenant.declineRequest(again, by: grace)
        let last = try #require(try await test.tenant.history().last?.changes.first)
        #expect(last == .roleRequestAnswered(request: again, answer: .withdrawn))
    }

    @Test("a request expires: it is not granted any more, can be declined, and makes room for another one")
    func expiry() async throws {
        let test = try await TestTenant(policy: TenantPolicy(pendingRequestLimit: 1))
        let grace = try await test.person("Grace")
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        let expiry = test.clock.now + test.tenant.policy.roleRequestLifetime
        #expect(request.expiresAt == expiry)
        test.clock.advance(by: test.tenant.policy.roleRequestLifetime + .milliseconds(-1))
        #expect(
            try await test.refusal { try await test.tenant.requestRoles([.salesAgent], reason: "", by: grace) }
                == .requestLimit(limit: 1))
        test.clock.advance(by: .milliseconds(1))
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) }
                == .requestExpired(at: expiry))
        let again = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        #expect(try await test.tenant.user(grace)?.roleRequests == [again])
        test.clock.advance(by: test.tenant.policy.roleRequestLifetime)
        try await test.tenant.declineRequest(again, by: test.ada)
    }

    @Test("a request of a user who cannot use the roles is not granted: blocked, or deleted and restored")
    func unusable() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        try await test.tenant.blockUser(grace, by: test.ada)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) }
                == .wrongStatus(status: .blocked))
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.restoreUser(grace, by: test.ada)
        try await test.tenant.unblockUser(grace, by: test.ada)
        #expect(try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) } == .nothingPending)
        let lapsed = try await test.tenant.history().flatMap(\.changes).contains {
            $0 == .roleRequestAnswered(request: request, answer: .lapsed)
        }
        #expect(lapsed)
    }

    @Test("a user has so many requests, also one who keeps withdrawing them; they count for a day")
    func limit() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let limit = test.tenant.policy.pendingRequestLimit
        func ask(_ number: Int) async throws -> RoleRequest {
            try await test.tenant.requestRoles(
                [.referralsAdmin], at: Scope("/locations/\(number)"), reason: "x", by: grace)
        }
        for number in 0..<limit {
            let request = try await ask(number)
            if number.isMultiple(of: 2) { try await test.tenant.withdrawRequest(request, by: grace) }
        }
        let full = RefusalReason.requestLimit(limit: limit)
        #expect(try await test.refusal { _ = try await ask(limit) } == full)
        #expect(try await test.tenant.user(grace)?.roleRequests.count == limit / 2)
        test.clock.advance(by: Self.day)
        for number in 0..<(limit / 2) { _ = try await ask(100 + number) }
        #expect(try await test.refusal { _ = try await ask(limit) } == full)
    }
}
