import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A role that brings another along")
struct CompanionRoleTests {
    @Test("is assigned only by those who may assign both", arguments: Courier.each)
    func assigners(_ courier: Courier) throws {
        let catalog = try courier.catalog()
        #expect(Set(catalog.rolesThatMayAssign(Courier.role)) == courier.assigners)
    }

    @Test("is given by a command only to the same rule, and is no way up", arguments: Courier.each)
    func commands(_ courier: Courier) throws {
        for role in [RoleID.userManagementAdmin, .accountAdmin, .privilegedRoleAdmin, .globalAdmin] {
            #expect(try courier.isAssigned(byHolderOf: [role]) == courier.assigners.contains(role), "\(role)")
        }
    }

    @Test("is given by a user who has the right to each from another role")
    func authorityInParts() throws {
        let courier = Courier("Global admin", [.globalAdmin], assigners: [.globalAdmin])
        #expect(try courier.isAssigned(byHolderOf: [.userManagementAdmin, .privilegedRoleAdmin]))
        #expect(try !courier.isAssigned(byHolderOf: [.userManagementAdmin, .accountAdmin]))
    }
}

extension CompanionRoleTests {
    /// The built-in catalog with one more company role, without privilege, that brings others along.
    struct Courier: Sendable, CustomTestStringConvertible {
        static let role = RoleID("courier")
        /// A role that includes Global admin.
        private static let mask = RoleID("mask")

        let testDescription: String
        let companions: Set<RoleID>
        /// Who may assign the role; a role that includes Global admin may what Global admin may.
        let assigners: Set<RoleID>

        init(_ name: String, _ companions: Set<RoleID>, assigners: Set<RoleID>) {
            self.testDescription = name
            self.companions = companions
            self.assigners = assigners.union([Self.mask])
        }

        static let each = [
            Courier("nothing", [], assigners: [.globalAdmin, .accountAdmin, .userManagementAdmin]),
            Courier("an equal", [.reportViewer], assigners: [.globalAdmin, .accountAdmin, .userManagementAdmin]),
            Courier("Global admin", [.globalAdmin], assigners: [.globalAdmin]),
            Courier("what includes Global admin", [mask], assigners: [.globalAdmin]),
            Courier("an equal and Global admin", [.reportViewer, .globalAdmin], assigners: [.globalAdmin]),
        ]

        func catalog() throws -> RoleCatalog {
            let base = RoleCatalog.partnerCenter
            let added = [
                Role(Self.role, title: "Courier", category: .company, accompaniedBy: self.companions),
                Role(
                    Self.mask, title: "Mask", category: .company, includes: [.globalAdmin], isPrivileged: true,
                    scoping: .companyOnly),
            ]
            return try RoleCatalog(
                roles: base.roles + added, permissions: base.permissions,
                assignmentAuthorities: base.assignmentAuthorities, accountAuthorities: base.accountAuthorities,
                scopeKinds: base.scopeKinds, provisioning: base.provisioning,
                indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles)
        }

        /// Whether a user with these roles may give the role and what it brings along, all of it.
        func isAssigned(byHolderOf roles: Set<RoleID>) throws -> Bool {
            let catalog = try self.catalog()
            var principal = UserRecord(DomainSample.user(1, "ada@contoso.example"))
            principal.assignments = roles.sorted().map {
                RoleAssignment(of: $0, to: principal.id, grantedBy: .system, grantedAt: DomainSample.moment)
            }
            let other = UserRecord(DomainSample.user(2, "bob@contoso.example"))
            let facts = Facts(
                catalog: catalog, company: DomainSample.company, now: DomainSample.moment,
                principal: .user(id: principal.id),
                principalRecord: principal, users: [other.id: other])
            do throws(RefusalReason) {
                let changes = try AssignRoles([Self.role], to: other.id).changes(given: facts)
                #expect(changes.count == 1 + self.companions.count)
                return true
            } catch {
                let whoMay = catalog.rolesThatMayAssign(Self.role)
                #expect(error == .mayNotAssign(role: Self.role, scope: .company, whoMay: whoMay))
                return false
            }
        }
    }
}
