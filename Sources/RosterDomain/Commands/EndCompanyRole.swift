/// Retire a role of the company, reinstate it, or delete it.
package struct EndCompanyRole: TenantCommand {
    /// What is done to the role.
    package enum Step: Sendable, Hashable {
        /// It can be given no more, and stays with its holders.
        case retire
        /// It can be given again.
        case reinstate
        /// It is gone, once no user and no group holds it.
        case delete
    }

    /// What is done.
    package let step: Step
    /// To which role.
    package let role: CompanyRoleID

    /// Names the step and the role.
    package init(_ step: Step, _ role: CompanyRoleID) {
        self.step = step
        self.role = role
    }

    /// What is wanted, in words.
    package var attempt: String {
        switch self.step {
        case .retire: "retire a role"
        case .reinstate: "reinstate a role"
        case .delete: "delete a role"
        }
    }

    /// The role and, to delete it, who holds it.
    package var needs: FactNeeds {
        FactNeeds(companyRoles: [self.role], holdersOf: self.step == .delete ? self.role : nil)
    }

    /// Refuses principals who do not define roles, or could not give this one, and to delete a role that is held or that others name.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayDefineRoles()
        let role = try facts.companyRole(self.role)
        try facts.requireMayGiveContents(of: role)
        switch self.step {
        case .retire:
            guard !role.isRetired else { throw .nothingToChange }
            return [.companyRoleChanged(role: self.role, change: .retired)]
        case .reinstate:
            guard role.isRetired else { throw .nothingToChange }
            return [.companyRoleChanged(role: self.role, change: .reinstated)]
        case .delete:
            try self.requireUnused(role.role, facts)
            return [.companyRoleChanged(role: self.role, change: .deleted)]
        }
    }

    private func requireUnused(_ role: RoleID, _ facts: Facts) throws(RefusalReason) {
        let others = facts.catalog.companyRoleDefinitions.filter { other in
            let definition = other.definition
            return other.role != role && definition.includes.union(definition.assignableBy).contains(role)
        }.map(\.role)
        guard others.isEmpty else { throw .roleIncludedElsewhere(role: role, by: others) }
        let groups = facts.groups.values.filter { group in
            !facts.isGoneForGood(group) && facts.rolesThatCount(of: group).contains { $0.role == role }
        }
        let holders = facts.members.filter { facts.isHeld(role, by: $0) }
        guard holders.isEmpty && groups.isEmpty else {
            throw .companyRoleStillHeld(role: role, holders: holders.count, groups: groups.count)
        }
    }
}
