import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("What a change of roles would mean")
struct DifferenceTests {
    @Test("includes the roles that come along, for as long as the role that brings them")
    func companions() async throws {
        let world = try await TestTenant()
        let (tenant, kim) = (world.tenant, try await world.person("Kim"))
        let before = tenant.access.standing(of: kim)
        let predicted = try tenant.difference(giving: [.mpnPartnerAdmin], user: kim)
        try await tenant.assignRoles([.mpnPartnerAdmin], to: kim, by: world.ada)
        #expect(predicted == Self.difference(of: kim, since: before, in: tenant))
        let later = try ValidityWindow(from: tenant.now + .seconds(60))
        let bob = try await world.person("Bob")
        #expect(try tenant.difference(giving: [.mpnPartnerAdmin], user: bob, during: later).isEmpty)
    }

    @Test("is refused for a role that the user cannot hold there, or then, as the verb is")
    func refusals() async throws {
        let world = try await TestTenant()
        let (tenant, bob) = (world.tenant, try await world.person("Bob"))
        let guest = try await tenant.inviteUsers([EmailAddress("gil@out.example")], roles: [], by: world.ada)[0].id
        let (place, passed) = (try Scope("/locations/1"), try ValidityWindow(until: tenant.now))
        for (user, scope, window) in [
            (bob, place, ValidityWindow.always), (guest, .company, .always), (bob, .company, passed),
        ] {
            let predicted = try await world.refusal {
                _ = try tenant.difference(giving: [.globalAdmin], user: user, at: scope, during: window)
            }
            let reason = try await world.refusal {
                try await tenant.assignRoles([.globalAdmin], to: user, at: scope, during: window, by: world.ada)
            }
            #expect(predicted != nil && predicted == reason)
        }
    }

    @Test("is what changes when the verb is performed", arguments: UInt64(1)...4)
    func agrees(_ seed: UInt64) async throws {
        let world = try await TestTenant()
        let tenant = world.tenant
        var generator = SeededGenerator(seed: seed)
        var users = [try await world.person("Kim"), try await world.person("Bob")]
        users += try await tenant.inviteUsers([EmailAddress("gil@out.example")], roles: [], by: world.ada).map(\.id)
        let roles = tenant.catalog.roles.map(\.id)
        let scopes = [Scope.company, try Scope("/locations/1"), try Scope("/locations/2")]
        var done = 0
        for _ in 0..<250 {
            let (user, scope) = (users.randomElement(using: &generator)!, scopes.randomElement(using: &generator)!)
            let (role, window) = (roles.randomElement(using: &generator)!, try Self.window(tenant.now, &generator))
            let takes = Bool.random(using: &generator)
            let before = tenant.access.standing(of: user)
            let predicted = Result {
                try takes
                    ? tenant.difference(taking: [role], user: user, at: scope)
                    : tenant.difference(giving: [role], user: user, at: scope, during: window)
            }
            let refusal = try await world.refusal {
                if takes {
                    try await tenant.removeRoles([role], from: user, at: scope, by: world.ada)
                } else {
                    try await tenant.assignRoles([role], to: user, at: scope, during: window, by: world.ada)
                }
            }
            world.clock.advance(by: .seconds(10))
            guard refusal == nil else { continue }
            done += 1
            #expect(
                try predicted.get() == Self.difference(of: user, since: before, in: tenant, secondsAgo: 10),
                "\(takes ? "taking" : "giving") \(role) at \(scope) \(window)")
        }
        #expect(done > 20)
    }

    private static func window(_ now: Timestamp, _ generator: inout SeededGenerator) throws -> ValidityWindow {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: try ValidityWindow(until: now + .seconds(Int.random(in: 1...900, using: &generator)))
        case 1: try ValidityWindow(from: now + .seconds(Int.random(in: 1...900, using: &generator)))
        default: .always
        }
    }

    /// What has changed for a user since, at the moment before.
    private static func difference(
        of user: UserID, since before: UserStanding?, in tenant: Tenant, secondsAgo: Int = 0
    ) -> AccessDifference {
        ReferenceEvaluator(catalog: tenant.catalog).difference(
            from: before, to: tenant.access.standing(of: user), now: tenant.now + .seconds(-secondsAgo))
    }
}
