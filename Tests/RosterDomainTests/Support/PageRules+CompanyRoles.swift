import RosterDomain
import RosterPartnerCenter

/// A role of the company as the pages see it: it stands for roles of the catalog together.
struct OwnRole {
    /// The roles that it includes, directly or through others, and those from which its permissions are taken.
    let parts: Set<RoleID>
    let isOpenToGuests: Bool
    let isForPlaces: Bool
    let isRetired: Bool
    /// The roles whose holders alone may give it; empty for all who may.
    let assigners: Set<RoleID>
}

extension PageRules {
    /// From which role of the catalog each permission is taken that roles of the company grant in the simulation.
    ///
    /// No other role grants it that could be given apart: those are privileged, or must stay apart from others.
    static let sources: [Grant: RoleID] = [
        Grant(.publishSolutions): .coSellSolutionAdmin, Grant(.updateBusinessProfiles): .businessProfileAdmin,
        Grant(.manageIncentives): .incentivesAdmin,
        Grant(.registerDeals, given: [.teamMember, .opportunityWon, .eligibleForRegistration]): .referralsUser,
    ]

    /// What no role of the company grants: what decides who has access, what is taken from a role that must stay apart, and what the only
    /// role that could be given apart grants in fewer cases.
    static let reserved: [Grant] = [Grant(.createUsers), Grant(.viewCustomerAnalytics), Grant(.registerDeals)]

    /// Roles, those of the company as what they contain.
    static func expanded(_ roles: Set<RoleID>) -> Set<RoleID> {
        Set(roles.flatMap { self.own[$0]?.parts ?? [$0] })
    }

    /// What a definition contains of the catalog.
    static func parts(of definition: CompanyRoleDefinition) -> Set<RoleID> {
        self.expanded(definition.includes).union(definition.grants.compactMap { self.sources[$0] })
    }

    /// Whether holders of these roles may define roles of the company.
    static func mayDefine(_ held: Set<RoleID>) -> Bool {
        !held.isDisjoint(with: [.globalAdmin, .privilegedRoleAdmin])
    }

    /// Whether holders of these roles are among those who alone may give a role.
    static func isAssigner(_ held: Set<RoleID>, _ assigners: Set<RoleID>) -> Bool {
        assigners.isEmpty || held.contains(.globalAdmin) || !assigners.isDisjoint(with: self.expanded(held))
    }
}

extension DirectoryState {
    /// The roles of the company, for the pages.
    var ownRoles: [RoleID: OwnRole] {
        self.companyRoles.values.reduce(into: [:]) { own, role in
            own[role.role] = OwnRole(
                parts: self.parts(of: role.role, []), isOpenToGuests: role.definition.isOpenToGuests,
                isForPlaces: role.definition.scoping != .companyOnly, isRetired: role.isRetired,
                assigners: role.definition.assignableBy)
        }
    }

    private func parts(of role: RoleID, _ path: [RoleID]) -> Set<RoleID> {
        guard let id = role.companyRole else { return [role] }
        guard let known = self.companyRoles[id], !known.isDeleted, !path.contains(role) else { return [] }
        let included = known.definition.includes.reduce(into: Set<RoleID>()) { parts, next in
            parts.formUnion(self.parts(of: next, path + [role]))
        }
        return included.union(known.definition.grants.compactMap { PageRules.sources[$0] })
    }
}
