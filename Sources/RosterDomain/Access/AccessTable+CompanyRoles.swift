// Roles that the company defined itself: a layer over the catalog.

extension AccessTable {
    /// Replaces the roles of the company; in force for every holder when the call returns.
    ///
    /// Users and groups keep roles that are not among them any more, which grant nothing. What a role contains counts as far as the
    /// catalog has it; `RoleCatalog.problems(of:)` names what does not.
    ///
    /// - Parameter roles: The roles; deleted ones count as none. The table does not keep descriptions.
    /// - Complexity: O(users + combinations of roles and groups that users have × permissions of their roles); O(roles) when no holder is
    ///   concerned. Checks continue meanwhile, and no later one on any thread says yes because of what was taken from a role.
    public func setCompanyRoles(_ roles: some Sequence<CompanyRole>) {
        let roles = Array(roles)
        self.withState { state in
            state.store([GroupStanding](), roles: CompanyRoles(roles, over: state.catalog.catalog), self)
        }
    }

    /// Takes over the roles of the company from another table of the same catalog.
    func adoptCompanyRoles(of other: AccessTable) {
        let company = other.withState { $0.catalog.company }
        self.withState { state in
            guard state.catalog.company !== company else { return }
            state.store([GroupStanding](), roles: company, self)
        }
    }
}
