import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("What a tenant tells of access, without a port")
struct TenantReviewTests {
    @Test("a resolved user and permission answer as the unresolved ones do, and follow what happens")
    func resolved() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        let manage = try test.tenant.handle(for: .manageCustomers)
        let session = try #require(test.tenant.handle(for: grace))
        #expect(test.tenant.permits(session, manage) && test.tenant.permits(grace, manage))
        try await test.tenant.blockUser(grace, by: test.ada)
        #expect(!test.tenant.permits(session, manage) && !test.tenant.permits(grace, manage))
        #expect(throws: UnknownNameError.self) { try test.tenant.handle(for: Permission("no/such/action")) }
        #expect(test.tenant.handle(for: UserID(bits: 7)) == nil)
    }

    @Test("many questions are answered in one call")
    func batch() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        let manage = try test.tenant.handle(for: .manageCustomers)
        let (users, permissions) = ([grace, UserID(bits: 7), grace], [manage, manage, manage])
        var answers = [false, true, false]
        var span = answers.mutableSpan
        test.tenant.permits(users.span, permissions.span, into: &span)
        #expect(answers == [true, false, true])
    }

    @Test("who can, what a user can do, and what a change would mean follow from the table at the tenant's clock")
    func reviews() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        #expect(try !test.tenant.whoCan(.manageCustomers).contains(grace))
        let difference = try test.tenant.difference(giving: [.adminAgent], user: grace)
        #expect(difference.gained.contains { $0.permission == .manageCustomers } && difference.lost.isEmpty)
        #expect(!test.tenant.permits(grace, .manageCustomers))
        let window = try ValidityWindow(until: test.clock.now + .seconds(60))
        try await test.tenant.assignRoles([.adminAgent], to: grace, during: window, by: test.ada)
        #expect(try test.tenant.whoCan(.manageCustomers).contains(grace))
        #expect(try test.tenant.holders(of: .adminAgent).map(\.user).contains(grace))
        #expect(test.tenant.entitlements(of: grace).contains { $0.permission == .manageCustomers })
        let without = try test.tenant.difference(taking: [.adminAgent], user: grace)
        #expect(without.lost == difference.gained)
        test.clock.advance(by: .seconds(61))
        #expect(try !test.tenant.whoCan(.manageCustomers).contains(grace))
        #expect(!test.tenant.entitlements(of: grace).contains { $0.permission == .manageCustomers })
    }
}
