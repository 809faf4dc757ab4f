import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Authority at a place")
struct LocationAuthorityTests {
    @Test("reaches no account, not even after giving its user a role there", arguments: ["/", "/locations/1"])
    func accounts(_ path: String) throws {
        let place = try Scope(path)
        for targetPlace in [place, nil] {
            let facts = try Self.facts(principalAt: place, targetAt: targetPlace)
            let commands: [any TenantCommand] = [
                SuspendUser(.block, DomainSample.id(2)), SuspendUser(.delete, DomainSample.id(2)),
                ResetPassword(
                    of: DomainSample.id(2), to: DomainSample.credential,
                    expiringAt: DomainSample.moment + .seconds(60)),
            ]
            for command in commands {
                let changes = try? command.changes(given: facts)
                #expect((changes != nil) == (place == .company), "\(command.attempt)")
            }
        }
    }

    @Test("gives and takes roles there and below, and nowhere else")
    func roles() throws {
        let place = try Scope("/locations/1")
        let facts = try Self.facts(principalAt: place, targetAt: nil)
        for (path, isAllowed) in [
            ("/locations/1", true), ("/locations/1/locations/2", true), ("/locations/11", false), ("/", false),
        ] {
            let command = AssignRoles([.reportViewer], to: DomainSample.id(2), at: try Scope(path))
            #expect((try? command.changes(given: facts)).map(\.count) == (isAllowed ? 1 : nil), "\(path)")
        }
        for (held, isAllowed) in [("/locations/1", true), ("/", false)] {
            let scope = try Scope(held)
            let facts = try Self.facts(principalAt: place, targetAt: scope)
            let command = RemoveRoles([.reportViewer], from: DomainSample.id(2), at: scope)
            #expect((try? command.changes(given: facts)).map(\.count) == (isAllowed ? 1 : nil), "\(held)")
        }
    }

    /// A branch admin at a place, and a report viewer at another, or a user without a role.
    private static func facts(principalAt place: Scope, targetAt targetPlace: Scope?) throws -> Facts {
        var principal = UserRecord(DomainSample.user(1, "ada@contoso.example"))
        principal.assignments = [self.held(PageRules.branchAdmin.id, by: principal, at: place)]
        var target = UserRecord(DomainSample.user(2, "bob@contoso.example"))
        if let targetPlace { target.assignments = [self.held(.reportViewer, by: target, at: targetPlace)] }
        return Facts(
            catalog: try Simulation.simulatedCatalog(), company: DomainSample.company, now: DomainSample.moment,
            principal: .user(id: principal.id), principalRecord: principal, users: [target.id: target])
    }

    private static func held(_ role: RoleID, by record: UserRecord, at scope: Scope) -> RoleAssignment {
        RoleAssignment(of: role, to: record.id, at: scope, grantedBy: .system, grantedAt: .distantPast)
    }
}
