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

    @Test("is held from the first beginning to the last end of those that bring it", arguments: [true, false])
    func broughtByTwo(isHeldFirst: Bool) throws {
        let roles = [Role(Courier.role, title: "Courier", category: .company, accompaniedBy: [.reportViewer])]
        let catalog = try Courier.catalog(
            with: roles + [Role(Courier.clerk, title: "Clerk", category: .company, accompaniedBy: [.reportViewer])])
        var other = UserRecord(DomainSample.user(2, "bob@contoso.example"))
        func moment(_ seconds: Int) -> Timestamp { DomainSample.moment + .seconds(seconds) }
        let (early, wanted) = (
            try ValidityWindow(from: moment(0), until: moment(6)),
            try ValidityWindow(from: moment(5), until: moment(10))
        )
        other.assignments = [
            RoleAssignment(
                of: isHeldFirst ? Courier.role : Courier.clerk, to: other.id, during: early, grantedBy: .system,
                grantedAt: DomainSample.moment)
        ]
        let facts = Courier.facts(catalog, byHolderOf: [.globalAdmin], about: other)
        let changes = try AssignRoles([Courier.role, Courier.clerk], to: other.id, during: wanted).changes(given: facts)
        let given = changes.compactMap { if case .roleAssigned(let assignment) = $0 { assignment } else { nil } }
        let windows = Dictionary(uniqueKeysWithValues: given.map { ($0.role, $0.window) })
        let whole = try ValidityWindow(from: moment(0), until: moment(10))
        #expect(
            windows == [
                Courier.role: isHeldFirst ? whole : wanted, Courier.clerk: isHeldFirst ? wanted : whole,
                .reportViewer: whole,
            ])
    }
}

extension CompanionRoleTests {
    /// The built-in catalog with one more company role, without privilege, that brings others along.
    struct Courier: Sendable, CustomTestStringConvertible {
        static let (role, clerk) = (RoleID("courier"), RoleID("clerk"))
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
            try Self.catalog(with: [
                Role(Self.role, title: "Courier", category: .company, accompaniedBy: self.companions),
                Role(
                    Self.mask, title: "Mask", category: .company, includes: [.globalAdmin], isPrivileged: true,
                    scoping: .companyOnly),
            ])
        }

        /// The built-in catalog with further roles.
        static func catalog(with roles: [Role]) throws -> RoleCatalog {
            let base = RoleCatalog.partnerCenter
            return try RoleCatalog(
                roles: base.roles + roles, permissions: base.permissions,
                assignmentAuthorities: base.assignmentAuthorities, accountAuthorities: base.accountAuthorities,
                scopeKinds: base.scopeKinds, provisioning: base.provisioning,
                indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles)
        }

        static func facts(_ catalog: RoleCatalog, byHolderOf roles: Set<RoleID>, about other: UserRecord) -> Facts {
            var principal = UserRecord(DomainSample.user(1, "ada@contoso.example"))
            principal.assignments = roles.sorted().map {
                RoleAssignment(of: $0, to: principal.id, grantedBy: .system, grantedAt: DomainSample.moment)
            }
            return Facts(
                catalog: catalog, company: DomainSample.company, now: DomainSample.moment,
                principal: .user(id: principal.id), principalRecord: principal, users: [other.id: other])
        }

        /// Whether a user with these roles may give the role and what it brings along, all of it.
        func isAssigned(byHolderOf roles: Set<RoleID>) throws -> Bool {
            let catalog = try self.catalog()
            let other = UserRecord(DomainSample.user(2, "bob@contoso.example"))
            let facts = Self.facts(catalog, byHolderOf: roles, about: other)
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
