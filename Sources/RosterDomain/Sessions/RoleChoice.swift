/// Decides which roles may be chosen for a session: "valid iff" of CreateSession, AddActiveRole and DropActiveRole (ANSI INCITS 359-2012,
/// with role hierarchies and dynamic separation of duty).
///
/// A user is authorized for the roles that are assigned, at whatever scope, and for those that they include, unless the time of the
/// assignment has passed. Roles that users hold without an assignment are active in every session, and no one chooses them.
package struct RoleChoice: Sendable {
    private let catalog: RoleCatalog
    private let now: Timestamp
    /// What the user holds, unless its time has passed.
    private let held: [RoleHolding]
    private let implicit: Set<RoleID>

    /// Prepares to decide about sessions of a user at a moment.
    package init(by standing: UserStanding, in catalog: RoleCatalog, at now: Timestamp) {
        self.catalog = catalog
        self.now = now
        self.held = standing.holdings.filter { holding in holding.window.until.map { $0 > now } ?? true }
        self.implicit = Set(catalog.rolesHeldImplicitly(by: standing.affiliation).flatMap(catalog.rolesIncluded))
    }

    /// The roles of a session that begins with some of them active.
    package func beginning(with roles: Set<RoleID>) throws(RefusalReason) -> Set<RoleID> {
        try self.requireAuthorization(for: roles)
        let chosen = roles.subtracting(self.implicit)
        try self.requireRoom(for: chosen)
        try self.requireSeparation(of: chosen, besides: [])
        return chosen
    }

    /// The roles of a session once some more are active.
    package func activating(_ roles: Set<RoleID>, besides chosen: Set<RoleID>?) throws(RefusalReason) -> Set<RoleID> {
        guard !roles.isEmpty else { throw .noRole }
        try self.requireAuthorization(for: roles)
        let active = self.active(chosen)
        if let role = roles.intersection(active.union(self.implicit)).min() { throw .roleAlreadyActive(role: role) }
        let all = active.union(roles)
        try self.requireRoom(for: all)
        try self.requireSeparation(of: roles, besides: active)
        return all
    }

    /// The roles of a session once some are active no more.
    package func deactivating(_ roles: Set<RoleID>, of chosen: Set<RoleID>?) throws(RefusalReason) -> Set<RoleID> {
        guard !roles.isEmpty else { throw .noRole }
        try self.requireKnown(roles)
        let active = self.active(chosen)
        for role in roles.subtracting(active).sorted() {
            if self.implicit.contains(role) { throw .roleAlwaysActive(role: role) }
            let through = active.filter { self.catalog.role($0, includes: role) }
            throw .roleNotActive(role: role, through: through.sorted())
        }
        let rest = active.subtracting(roles)
        try self.requireRoom(for: rest)
        return rest
    }

    /// The roles that are active and were not lost since: those chosen, or those that count now where nothing was chosen.
    private func active(_ chosen: Set<RoleID>?) -> Set<RoleID> {
        guard let chosen else { return RoleActivation(of: nil, in: self.catalog).roles(of: self.held, at: self.now) }
        return chosen.intersection(self.authorized)
    }

    private var authorized: Set<RoleID> {
        self.held.reduce(into: []) { authorized, holding in
            authorized.insert(holding.role)
            authorized.formUnion(self.catalog.rolesIncluded(in: holding.role))
        }
    }

    private func requireKnown(_ roles: Set<RoleID>) throws(RefusalReason) {
        for role in roles.sorted() where self.catalog.role(role) == nil { throw self.catalog.unknown(role) }
    }

    private func requireAuthorization(for roles: Set<RoleID>) throws(RefusalReason) {
        try self.requireKnown(roles)
        let missing = roles.subtracting(self.authorized).subtracting(self.implicit)
        if let role = missing.min() { throw .roleNotAuthorized(role: role) }
    }

    private func requireRoom(for roles: Set<RoleID>) throws(RefusalReason) {
        guard roles.count <= UserSession.activeRoleLimit else {
            throw .roleCount(count: roles.count, limit: UserSession.activeRoleLimit)
        }
    }

    /// Refuses roles that would make too many of a dynamic separation set active; when the user holds them does not matter.
    private func requireSeparation(
        of wanted: Set<RoleID>, besides active: Set<RoleID>
    ) throws(RefusalReason) {
        guard !self.catalog.dynamicSeparationSets.isEmpty else { return }
        let (given, held) = (self.catalog.closure(of: wanted), self.catalog.closure(of: active))
        for set in self.catalog.dynamicSeparationSets
        where !set.roles.isDisjoint(with: given) && set.isBreached(by: held.union(given)) {
            let wanted = set.roles.intersection(given)
            let others = set.roles.intersection(held).subtracting(wanted)
            throw .rolesSeparatedInSession(
                set: set.name, wanted: wanted.sorted(), active: others.sorted(), limit: set.limit)
        }
    }
}

extension RoleCatalog {
    /// Roles and all that they include.
    func closure(of roles: Set<RoleID>) -> Set<RoleID> { Set(roles.flatMap(self.rolesIncluded)) }
}
