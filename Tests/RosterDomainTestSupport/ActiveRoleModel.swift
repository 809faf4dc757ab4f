package import RosterDomain

/// What a session may do, in the plainest code: over the roles that count at the moment in question.
package struct ActiveRoleModel {
    private let catalog: RoleCatalog

    package init(_ catalog: RoleCatalog) { self.catalog = catalog }

    /// The roles that a session has active at a moment, and where.
    ///
    /// - Parameter chosen: The roles chosen for the session; nil for all.
    package func holdings(_ chosen: Set<RoleID>?, of user: UserStanding, at now: Timestamp) -> [RoleHolding] {
        let present = user.holdings.filter { $0.window.contains(now) }
        let active = present.flatMap { holding in
            (chosen ?? [holding.role]).filter { role in
                role == holding.role || self.catalog.rolesIncluded(in: holding.role).contains(role)
            }
            .map { RoleHolding($0, at: holding.scope) }
        }
        let all = Set(active.flatMap { self.catalog.rolesIncluded(in: $0.role) })
        let breached = self.catalog.dynamicSeparationSets.filter { $0.roles.intersection(all).count >= $0.limit }
        return active.filter { held in
            breached.allSatisfy { $0.roles.isDisjoint(with: self.catalog.rolesIncluded(in: held.role)) }
        }
    }

    /// Whether a session may do something.
    package func permits(
        _ chosen: Set<RoleID>?, of user: UserStanding?, _ permission: Permission, at scope: Scope,
        given conditions: Set<Condition>, now: Timestamp
    ) -> Bool {
        guard let user else { return false }
        let standing = UserStanding(
            id: user.id, affiliation: user.affiliation, status: user.status,
            holdings: self.holdings(chosen, of: user, at: now))
        return ReferenceEvaluator(catalog: self.catalog)
            .permits(standing, permission, at: scope, given: conditions, now: now)
    }
}
