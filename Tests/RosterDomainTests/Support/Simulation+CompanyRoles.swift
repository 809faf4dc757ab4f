import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter

extension Simulation {
    /// Roles of the catalog that roles of the company are made of, a few that cannot be, and roles that clash.
    private static let ingredients: [RoleID] = [
        .reportViewer, .referralsUser, .referralsAdmin, .executiveReportViewer, .mpnPartnerAdmin, .adminAgent,
        .salesAgent, .globalAdmin, .userAdmin, PageRules.treasurer.id, PageRules.teller.id, PageRules.retired,
    ]

    /// A random command about roles of the company.
    mutating func companyRoleAttempt(by principal: UserID) throws -> Attempt {
        let roles = self.state.companyRoles.values.sorted { $0.id < $1.id }
        let open = roles.filter { !$0.isDeleted }
        guard let role = open.isEmpty ? nil : self.generator.element(open) else {
            return Attempt(try self.newCompanyRole(), by: principal)
        }
        let target = self.generator.chance(95) ? role : self.generator.element(roles)
        switch Int.random(in: 0..<12, using: &self.generator) {
        case 0..<3 where open.count < 5: return Attempt(try self.newCompanyRole(), by: principal)
        case 0..<6:
            let expected = self.generator.chance(20) ? role.definition : nil
            return Attempt(
                ChangeCompanyRole(target.id, from: expected, to: try self.companyRoleDefinition(beside: role.role)),
                by: principal)
        case 6: return Attempt(EndCompanyRole(.retire, target.id), by: principal)
        case 7, 8:
            let retired = open.first(where: \.isRetired) ?? target
            return Attempt(EndCompanyRole(.reinstate, retired.id), by: principal)
        default: return Attempt(EndCompanyRole(.delete, target.id), by: principal)
        }
    }

    /// Now and then included in a role that is there.
    private mutating func newCompanyRole() throws -> DefineCompanyRole {
        let open = self.state.companyRoles.values.filter { !$0.isDeleted }.sorted { $0.id < $1.id }
        let senior = open.isEmpty || !self.generator.chance(30) ? nil : self.generator.element(open)
        return DefineCompanyRole(
            CompanyRoleID(bits: UInt128(self.generator.next())), try self.companyRoleDefinition(beside: nil),
            includedIn: senior)
    }

    /// Few titles, so that they clash; roles of roles, and circles; permissions of their own, and some that they cannot have.
    private mutating func companyRoleDefinition(beside role: RoleID?) throws -> CompanyRoleDefinition {
        let others = self.state.companyRoles.values.map(\.role).sorted()
        var includes = Set(self.generator.subset(Array(Self.ingredients.prefix(6)), chance: 25))
        if self.generator.chance(15) { includes.insert(self.generator.element(Self.ingredients)) }
        if self.generator.chance(15), !others.isEmpty { includes.insert(self.generator.element(others)) }
        let scopings: [RoleScoping] = [.companyOnly, .companyOr(kinds: ["locations"]), .anywhere]
        let sources = PageRules.sources.sorted { Grant.precedes($0.key, $1.key) }.map(\.key)
        var grants = Set(self.generator.subset(sources, chance: 20))
        if self.generator.chance(10) { grants.insert(self.generator.element(PageRules.reserved)) }
        return try CompanyRoleDefinition(
            title: FullName("Role \(self.generator.element(["A", "a", "B", "C", "D", "E"]))"), grants: grants,
            includes: includes,
            scoping: self.generator.chance(70) ? .companyOnly : self.generator.element(scopings),
            isOpenToGuests: self.generator.chance(15),
            assignableBy: self.generator.chance(20) ? [.userManagementAdmin] : [])
    }

    /// Some role of the company in place of another one, now and then.
    mutating func orOfCompany(_ roles: [RoleID]) -> [RoleID] {
        let own = self.state.companyRoles.values.filter { !$0.isDeleted }.map(\.role).sorted()
        return own.isEmpty || !self.generator.chance(25) ? roles : [self.generator.element(own)]
    }

    /// Who holds a role of the company or one that includes it, themselves or through a group, deleted accounts among them.
    func holders(of role: CompanyRoleID?) -> [UserRecord] {
        guard let role else { return [] }
        let parts = self.state.companyRoles.values.reduce(into: [RoleID: Set<RoleID>]()) { parts, other in
            parts[other.role] = other.isDeleted ? [] : other.definition.includes
        }
        func includes(_ holder: RoleID, _ depth: Int) -> Bool {
            holder == RoleID(role) || depth < 6 && (parts[holder] ?? []).contains { includes($0, depth + 1) }
        }
        return self.state.everybody.filter { record in
            let groups = record.groups.compactMap { self.state.groups[$0] }
            return record.user.status != .purged
                && (record.assignments.map(\.role) + groups.flatMap(\.roles).map(\.role)).contains { includes($0, 0) }
        }
    }
}
