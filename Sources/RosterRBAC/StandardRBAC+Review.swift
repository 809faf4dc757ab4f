public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.1.3 and §6.2.1.3: review functions. They read the access table, and touch no port.

extension StandardRBAC {
    /// AssignedUsers (§6.1.3): the users to whom a role was assigned, at any place.
    ///
    /// Valid iff the catalog has the role. Not among them are users who have the role through another one or through a group: those are
    /// ``authorizedUsers(of:after:limit:)``. Assignments whose time has passed do not count; those whose time is to come do.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` users, in the order of their identifiers; fewer mean that there are no more.
    /// - Throws: ``StandardRBACError/tenant(_:)`` with `TenantError.unknownName(_:)`.
    /// - Complexity: O(users) for each page. `Tenant.users(matching:by:)` asks an index, and shows what the one who asks may see.
    public func assignedUsers(
        of role: RoleID, after previous: UserID? = nil, limit: Int = 1_000
    ) throws(StandardRBACError) -> [UserID] {
        try self.requireKnown(role)
        let now = self.tenant.now
        return self.tenant.access.users(after: previous, limit: limit) { $0.rolesAssigned(at: now).contains(role) }
    }

    /// AssignedRoles (§6.1.3): the roles that were assigned to a user, at any place; sorted.
    ///
    /// Valid iff the user exists. Roles that the catalog has lost are not among them.
    ///
    /// - Throws: ``StandardRBACError/tenant(_:)`` with `RefusalReason.unknownUser(user:)`, also for a deleted account.
    public func assignedRoles(of user: UserID) throws(StandardRBACError) -> [RoleID] {
        let roles = try self.standing(of: user).rolesAssigned(at: self.tenant.now)
        return roles.filter { self.tenant.catalog.role($0) != nil }.sorted()
    }

    /// AuthorizedUsers (§6.2.1.3): the users to whom a role was assigned, or one that includes it.
    ///
    /// Valid iff the catalog has the role. Groups to which a role was given authorize their members, and a role that users hold without
    /// an assignment authorizes them.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: As ``assignedUsers(of:after:limit:)``.
    /// - Throws: As ``assignedUsers(of:after:limit:)``.
    /// - Complexity: O(users) for each page.
    public func authorizedUsers(
        of role: RoleID, after previous: UserID? = nil, limit: Int = 1_000
    ) throws(StandardRBACError) -> [UserID] {
        try self.requireKnown(role)
        // Read before: the table is locked while it is searched.
        let (catalog, now) = (self.tenant.catalog, self.tenant.now)
        return self.tenant.access.users(after: previous, limit: limit) {
            $0.rolesAuthorized(by: catalog, at: now).contains(role)
        }
    }

    /// AuthorizedRoles (§6.2.1.3): the roles that a user can have active in a session; sorted.
    ///
    /// Valid iff the user exists. They are those assigned, at any place, those given to the user's groups, those that users hold without an
    /// assignment, and all that these include.
    ///
    /// - Throws: As ``assignedRoles(of:)``.
    public func authorizedRoles(of user: UserID) throws(StandardRBACError) -> [RoleID] {
        try self.standing(of: user).rolesAuthorized(by: self.tenant.catalog, at: self.tenant.now).sorted()
    }
}

extension StandardRBAC {
    /// What a user holds.
    func standing(of user: UserID) throws(StandardRBACError) -> UserStanding {
        guard let standing = self.tenant.access.standing(of: user) else { throw Self.unknown(user) }
        try self.requireInUse(standing)
        return standing
    }

    /// Refuses a deleted account, which is no user to the standard.
    func requireInUse(_ standing: UserStanding) throws(StandardRBACError) {
        if standing.status.isGone { throw Self.unknown(standing.id) }
    }

    private static func unknown(_ user: UserID) -> StandardRBACError {
        .tenant(.refused(Refusal("find the user", because: .unknownUser(user: user))))
    }

    /// Refuses a role that the catalog does not know.
    func requireKnown(_ role: RoleID) throws(StandardRBACError) {
        _ = try self.naming { () throws(UnknownNameError) in try self.tenant.catalog.role(named: role.rawValue) }
    }
}

extension UserStanding {
    /// The roles of the user's own, unless their time has passed.
    fileprivate func rolesAssigned(at now: Timestamp) -> Set<RoleID> {
        Set(self.holdings.filter { $0.group == nil && $0.lies(beyond: now) }.map(\.role))
    }

    /// The roles held in any way, unless their time has passed, and all that they include.
    fileprivate func rolesAuthorized(by catalog: RoleCatalog, at now: Timestamp) -> Set<RoleID> {
        let held = Set(self.holdings.filter { $0.lies(beyond: now) }.map(\.role))
        return catalog.rolesAuthorized(by: held, affiliation: self.affiliation)
    }
}

extension RoleHolding {
    /// Whether its time has not passed.
    fileprivate func lies(beyond now: Timestamp) -> Bool { self.window.until.map { $0 > now } ?? true }
}
