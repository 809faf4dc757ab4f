public import RosterDomain
import RosterPorts

// Groups: named sets of users to whom roles are given together. See the guide "Groups, scopes or roles".

extension Tenant {
    /// Adds a group, without members and roles.
    ///
    /// - Parameters:
    ///   - profile: The name, what it is for, who owns it. No other group may have the name, in any case and with any letters that look
    ///     the same.
    ///   - principal: Who adds it; needs the permission to manage groups.
    /// - Returns: The group.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func addGroup(_ profile: GroupProfile, by principal: UserID) async throws(TenantError) -> Group {
        let id = self.newGroupID()
        let performed = try await self.perform(AddGroup(id, profile), by: .user(id: principal))
        return Group(id: id, profile: profile, addedAt: performed.facts.now)
    }

    /// Changes what people say of a group: its name, what it is for, who owns it.
    ///
    /// - Parameters:
    ///   - group: Which.
    ///   - former: What it is expected to be, so that no one else's change is overwritten; nil for whatever it is.
    ///   - profile: What it becomes, whole.
    ///   - principal: Who changes it; needs the permission to manage groups, and the right to give each of its roles: other systems find
    ///     by these names whom to give them.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingToChange` when it is so already and
    ///   `RefusalReason.changedMeanwhile` when it is not what was expected;
    ///   ``TenantError/directory(_:)``.
    public func changeGroup(
        _ group: GroupID, from former: GroupProfile? = nil, to profile: GroupProfile, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(ChangeGroup(group, from: former, to: profile), by: .user(id: principal))
    }

    /// Deletes a group: its members lose what they hold through it, at once, and its name is free.
    ///
    /// It can be restored for `User.restorableFor`.
    ///
    /// - Parameters:
    ///   - group: Which.
    ///   - principal: Who deletes it; needs the permission to manage groups, and the right to take each of its roles from each member.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(members).
    public func deleteGroup(_ group: GroupID, by principal: UserID) async throws(TenantError) {
        try await self.perform(DeleteGroup(group), by: .user(id: principal))
    }

    /// Restores a deleted group, with its roles, and its members who are still there.
    ///
    /// - Parameters:
    ///   - group: Which.
    ///   - profile: What it becomes, where another group has taken its name or external identifier; nil for what it was.
    ///   - principal: Who restores it; needs the permission to manage groups, and the right to give each of its roles.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.noLongerRestorable` once `User.restorableFor` has passed;
    ///   ``TenantError/directory(_:)``.
    /// - Complexity: O(members).
    public func restoreGroup(
        _ group: GroupID, as profile: GroupProfile? = nil, by principal: UserID
    ) async throws(TenantError) {
        let former = try await self.group(group)?.profile
        guard let profile = profile ?? former else {
            throw try await self.refuse("restore a group", because: .unknownGroup(group: group), principal)
        }
        try await self.perform(RestoreGroup(group, as: profile), by: .user(id: principal))
    }

    /// Gives a group roles at a scope, and so every present and future member: all of the roles, or none.
    ///
    /// - Parameters:
    ///   - roles: The roles to give. What comes along with them is given, too.
    ///   - group: Which group.
    ///   - scope: Where they hold, and below.
    ///   - window: When they hold; no longer than the principal may give them.
    ///   - principal: Who gives them. Each member must be allowed to hold them beside what the member holds.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(members).
    public func assignRoles(
        _ roles: [RoleID], toGroup group: GroupID, at scope: Scope = .company,
        during window: ValidityWindow = .always, by principal: UserID
    ) async throws(TenantError) {
        let command = AssignGroupRoles(roles, to: group, at: scope, during: window)
        try await self.perform(command, by: .user(id: principal))
    }

    /// Takes roles from a group at a scope, and so from every member who does not hold them otherwise: all of the roles, or none.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(members).
    public func removeRoles(
        _ roles: [RoleID], fromGroup group: GroupID, at scope: Scope = .company, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(RemoveGroupRoles(roles, from: group, at: scope), by: .user(id: principal))
    }
}

// MARK: - Reading

extension Tenant {
    /// A group, deleted ones among them; nil when there is none.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func group(_ id: GroupID) async throws(TenantError) -> Group? {
        try await askingDirectory { () async throws(UserDirectoryError) in try await self.directory.group(id) }
    }

    /// The group with a name, in any case; nil when there is none in use.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func group(named name: FullName) async throws(TenantError) -> Group? {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.group(named: RecordName(groupNamed: name))
        }
    }

    /// The group that another system calls so; nil when there is none in use.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func group(externalID: String) async throws(TenantError) -> Group? {
        let name = RecordName(space: .groupExternalID, key: externalID)
        return try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.group(named: name)
        }
    }

    /// The groups of which a user is a member, in the order of their identifiers; none for a user whom the tenant does not list.
    ///
    /// For the host: it asks no permission. `users(matching: UserQuery(memberOf: group), by:)` lists the members of a group.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func groups(of user: UserID) async throws(TenantError) -> [Group] {
        try await askingDirectory { () async throws(UserDirectoryError) in
            guard let ids = try await self.directory.user(user)?.groups, !ids.isEmpty else { return [] }
            let excerpt = try await self.directory.read(RecordKeys(ids.map { .group($0) }))
            return ids.compactMap(excerpt.group).filter { !$0.isDeleted }
        }
    }

    /// Lists, searches and filters groups, a page at a time.
    ///
    /// - Parameters:
    ///   - query: Which groups, and from where.
    ///   - principal: Who asks; needs the permission to view users, and the one to manage groups to see deleted ones. Only administrators
    ///     see who gave the roles.
    /// - Throws: ``TenantError/unknownName(_:)`` for a role that the catalog does not know, ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func groups(
        matching query: GroupQuery = GroupQuery(), by principal: UserID
    ) async throws(TenantError) -> GroupPage {
        try self.checkNames(query.role, nil)
        let permissions = self.catalog.companyPermissions
        let permission = query.isDeleted ? permissions.manageGroups : permissions.viewUsers
        try await self.require(permission, of: principal, attempt: "list groups")
        let page = try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.groups(matching: query)
        }
        if self.reader(principal)?.administers ?? false { return page }
        return GroupPage(groups: page.groups.map(\.asOthersSee), next: page.next, totalCount: page.totalCount)
    }

    /// The groups in use, or the deleted ones, that hold a role.
    func groups(withRole role: RoleID, areDeleted: Bool = false) async throws(TenantError) -> [Group] {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.groups(holding: role, areDeleted: areDeleted)
        }
    }

    /// Every member of a group, deleted accounts among them.
    func allMembers(of group: GroupID) async throws(TenantError) -> [UserRecord] {
        try await askingDirectory { () async throws(UserDirectoryError) in try await self.members(of: group) }
    }
}
