import RosterDomain
import RosterUseCases
import Testing

/// What users of other products report as ways up through roles that an administrator defines: a manager of users gives a new account what
/// they lack (FusionAuth issue 2170), a manager of roles widens the role that they hold (abp issue 24768), or makes a role of everything
/// and gives it to themselves (OrchardCore issue 3216).
@Suite("A role of the company is no way up")
struct CompanyRoleAttackTests {
    /// A newspaper with a boss, a chief who defines roles and gives those of editors and writers, and people.
    private struct World {
        let test: TestTenant
        let chief: UserID
        let grace: UserID
        var tenant: Tenant { self.test.tenant }
        var boss: UserID { self.test.ada }

        init(isOpen: Bool = false) async throws {
            self.test = try await TestTenant(catalog: Press.catalog(isOpen: isOpen), programs: [])
            self.chief = try await self.test.person("Chief", [Press.chief])
            self.grace = try await self.test.person("Grace")
        }

        func refusal(_ body: () async throws -> Void) async throws -> RefusalReason? {
            try await self.test.refusal(body)
        }

        func defining(
            _ grants: Set<Grant> = [], _ includes: Set<RoleID> = [], by principal: UserID? = nil
        ) async throws -> RefusalReason? {
            try await self.refusal {
                try await self.tenant.defineRole(
                    CompanyRoleWorld.definition("Way up", grants: grants, includes: includes),
                    by: principal ?? self.chief)
            }
        }

        func role(_ title: String, _ includes: Set<RoleID>, grants: Set<Grant> = []) async throws -> CompanyRole {
            try await self.tenant.defineRole(
                CompanyRoleWorld.definition(title, grants: grants, includes: includes), by: self.boss)
        }

        func change(
            _ role: CompanyRole, to includes: Set<RoleID>, grants: Set<Grant> = [], by principal: UserID
        ) async throws -> RefusalReason? {
            try await self.refusal {
                try await self.tenant.changeRole(
                    role.id,
                    to: CompanyRoleWorld.definition(
                        role.definition.title.rawValue, grants: grants, includes: includes), by: principal)
            }
        }
    }

    @Test("no one makes a role of everything, or of anything that they could not give as it is")
    func everything() async throws {
        let world = try await World()
        let everything = Set([Press.read, Press.write, Press.publish, Press.pay, Press.manageStaff].map { Grant($0) })
        let refusal = try await world.defining(everything)
        guard case .roleDefinitionUnsound(let problems) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(problems.contains(.reservedPermission(Press.manageStaff)))
        guard case .mayNotAssign(Press.auditor, .company, let whoMay) = try await world.defining([], [Press.auditor])
        else {
            Issue.record("a chief defined a role that a boss gives")
            return
        }
        #expect(whoMay == [Press.boss])
        for included in [Press.boss, Press.chief] {
            #expect(
                try await world.defining([], [included], by: world.boss)
                    == .roleDefinitionUnsound(problems: [.reservedRole(included)]))
        }
        #expect(try await world.defining([Grant(Press.read), Grant(Press.write)], [Press.writer]) == nil)
        #expect(!world.tenant.permits(world.chief, Press.read))
    }

    @Test(
        "no one widens a role that they hold, or that others hold themselves or through a group, beyond what they give")
    func widening() async throws {
        let world = try await World()
        let desk = try await world.role("Desk", [Press.writer])
        let team = try await world.tenant.addGroup(GroupProfile(name: FullName("Team")), by: world.boss).id
        try await world.tenant.assignRoles([desk.role], toGroup: team, by: world.boss)
        for user in [world.chief, world.grace] {
            _ = try await world.tenant.addMembers([user], to: team, by: world.boss)
        }
        for stronger: Set<RoleID> in [[Press.writer, Press.auditor], [Press.cashier]] {
            guard case .mayNotAssign = try await world.change(desk, to: stronger, by: world.chief) else {
                Issue.record("a chief widened a role by \(stronger)")
                return
            }
        }
        #expect(!world.tenant.permits(world.chief, Press.audit) && !world.tenant.permits(world.grace, Press.pay))
        #expect(try await world.change(desk, to: [Press.editor], by: world.chief) == nil)
        #expect(world.tenant.permits(world.grace, Press.publish))
    }

    @Test("no one gives a new account, or a group, a role of the company that contains what they could not give")
    func newAccounts() async throws {
        let world = try await World()
        let purse = try await world.role("Purse", [Press.auditor, Press.writer])
        let added = try await world.refusal {
            _ = try await world.tenant.addUser(
                FullName("Eve"), email: EmailAddress("eve@contoso.example"), roles: [purse.role], by: world.chief)
        }
        let team = try await world.tenant.addGroup(GroupProfile(name: FullName("Team")), by: world.boss).id
        let grouped = try await world.refusal {
            try await world.tenant.assignRoles([purse.role], toGroup: team, by: world.chief)
        }
        let given = try await world.refusal {
            try await world.tenant.assignRoles([purse.role], to: world.chief, by: world.chief)
        }
        let taken = RefusalReason.mayNotAssign(role: purse.role, scope: .company, whoMay: [Press.boss])
        #expect([added, grouped, given] == [taken, taken, taken])
        let nested = try await world.defining([], [purse.role])
        #expect(nested == taken)
        for step in [EndCompanyRole.Step.retire, .delete] {
            let ended = try await world.refusal {
                switch step {
                case .retire: try await world.tenant.retireRole(purse.id, by: world.chief)
                default: try await world.tenant.deleteRole(purse.id, by: world.chief)
                }
            }
            guard case .mayNotAssign = ended else {
                Issue.record("\(step): \(String(describing: ended))")
                return
            }
        }
    }

    @Test(
        "no one narrows what a stronger one holds, or reaches the account of one who holds a stronger role of the company"
    )
    func narrowing() async throws {
        let world = try await World()
        let desk = try await world.role("Desk", [Press.editor])
        try await world.tenant.assignRoles([desk.role], to: world.boss, by: world.boss)
        let narrowed = try await world.change(desk, to: [Press.writer], by: world.chief)
        guard case .mayNotActOn(.removeRoles, _, _) = narrowed else {
            Issue.record("\(String(describing: narrowed))")
            return
        }
        let purse = try await world.role("Purse", [Press.auditor])
        try await world.tenant.assignRoles([purse.role], to: world.grace, by: world.boss)
        let blocked = try await world.refusal { try await world.tenant.blockUser(world.grace, by: world.chief) }
        guard case .mayNotActOn(.block, [purse.role], [Press.boss]) = blocked else {
            Issue.record("\(String(describing: blocked))")
            return
        }
        try await world.tenant.removeRoles([purse.role], from: world.grace, by: world.boss)
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.chief)
        try await world.tenant.blockUser(world.grace, by: world.chief)
    }

    @Test("no rule for holding a role is evaded by taking what it grants into a role of the company")
    func laundering() async throws {
        let world = try await World()
        for permission in [Press.pay, Press.audit] {
            #expect(
                try await world.defining([Grant(permission)], by: world.boss)
                    == .roleDefinitionUnsound(problems: [.grantBound(permission)]))
        }
        let both = try await world.defining([], [Press.cashier, Press.auditor], by: world.boss)
        #expect(both == .roleDefinitionUnsound(problems: [.breachesSeparation(set: "money")]))
        let purse = try await world.role("Purse", [Press.cashier])
        try await world.tenant.assignRoles([Press.auditor], to: world.grace, by: world.boss)
        let separated = try await world.refusal {
            try await world.tenant.assignRoles([purse.role], to: world.grace, by: world.boss)
        }
        guard case .rolesSeparated("money", [Press.cashier], [Press.auditor], 2) = separated else {
            Issue.record("\(String(describing: separated))")
            return
        }
        let desk = try await world.role("Desk", [Press.writer])
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.boss)
        let widened = try await world.change(desk, to: [Press.cashier], by: world.boss)
        guard case .rolesSeparated = widened else {
            Issue.record("\(String(describing: widened))")
            return
        }
        let licensed = try await world.change(desk, to: [Press.licensed], by: world.boss)
        guard case .prerequisiteMissing(Press.licensed, .company, [Press.editor]) = licensed else {
            Issue.record("\(String(describing: licensed))")
            return
        }
        let joan = try await world.test.person("Joan", [])
        try await world.tenant.assignRoles([desk.role, Press.editor], to: joan, by: world.boss)
        try await world.tenant.assignRoles([Press.editor], to: world.grace, by: world.boss)
        #expect(
            try await world.change(desk, to: [Press.licensed], by: world.boss)
                == .tooManyHolders(role: Press.licensed, limit: 1))
        try await world.tenant.removeRoles([desk.role], from: joan, by: world.boss)
        #expect(try await world.change(desk, to: [Press.licensed], by: world.boss) == nil)
    }

    @Test(
        "what can change who has access is in a role of the company only where the catalog says so, and makes it privileged"
    )
    func reserved() async throws {
        let closed = try await World()
        #expect(
            try await closed.defining([Grant(Press.manageStaff)], by: closed.boss)
                == .roleDefinitionUnsound(problems: [.reservedPermission(Press.manageStaff)]))
        let open = try await World(isOpen: true)
        guard case .mayNotGrant(Press.manageStaff, [Press.boss]) = try await open.defining([Grant(Press.manageStaff)])
        else {
            Issue.record("a chief gave what only a boss gives")
            return
        }
        let staff = try await open.role("Staff", [], grants: [Grant(Press.manageStaff)])
        #expect(open.tenant.catalog.role(staff.role)?.isPrivileged == true)
        try await open.tenant.assignRoles([staff.role], to: open.grace, by: open.boss)
        #expect(open.tenant.permits(open.grace, Press.manageStaff))
        let blocked = try await open.refusal { try await open.tenant.blockUser(open.grace, by: open.chief) }
        guard case .mayNotActOn = blocked else {
            Issue.record("\(String(describing: blocked))")
            return
        }
    }

    @Test("only those whom a role names give it, beside the administrator without whom there is no company")
    func assigners() async throws {
        let world = try await World()
        let desk = try await world.tenant.defineRole(
            CompanyRoleWorld.definition("Desk", includes: [Press.writer], assignableBy: [Press.editor]), by: world.boss)
        let given = try await world.refusal {
            try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.chief)
        }
        #expect(given == .mayNotAssign(role: desk.role, scope: .company, whoMay: [Press.boss]))
        try await world.tenant.assignRoles([Press.editor], to: world.chief, by: world.boss)
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.chief)
        // An editor who gives nothing gives this no more than anything else.
        try await world.tenant.assignRoles([Press.editor], to: world.grace, by: world.boss)
        let other = try await world.refusal {
            try await world.tenant.assignRoles([desk.role], to: world.chief, by: world.grace)
        }
        guard case .mayNotAssign = other else {
            Issue.record("\(String(describing: other))")
            return
        }
    }
}
