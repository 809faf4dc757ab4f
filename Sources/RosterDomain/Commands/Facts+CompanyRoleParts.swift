extension Facts {
    /// What the principal could put into a role of the company.
    ///
    /// It is what the catalog leaves to such roles and the principal could give company-wide and for good; nothing for a principal who may
    /// not define roles.
    ///
    /// - Complexity: O(roles × sources of what they grant).
    package var partsOfCompanyRoles: (grants: [Grant], roles: [RoleID]) {
        guard (try? self.requireMayDefineRoles()) != nil, let principal = try? self.activePrincipal() else {
            return ([], [])
        }
        let held = self.rolesInForce(of: principal, at: .company)
        let known = Set(self.catalog.withoutCompanyRoles.roles.flatMap(\.grants))
        let grants = known.filter {
            self.catalog.countsInCompanyRole($0) && self.catalog.mayGive($0, havingRoles: held)
        }
        let roles = self.catalog.roles.map(\.id).filter { role in
            self.catalog.isLeftToCompanyRoles(role) && !self.catalog.isRetired(role)
                && (try? self.requireMayGive(role, at: .company, during: .always)) != nil
        }
        return (grants.sorted(by: Grant.precedes), roles)
    }
}

extension RoleCatalog {
    /// Whether a role of the company can include this one, as far as the catalog alone says.
    fileprivate func isLeftToCompanyRoles(_ role: RoleID) -> Bool {
        guard role.companyRole == nil, let position = self.inclusions.positions[role] else { return true }
        return self.roles[position].heldImplicitlyBy == .noUsers
            && !self.companyRoleGrounds.isReserved(role: position)
    }
}
