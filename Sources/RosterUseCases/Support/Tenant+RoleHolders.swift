import RosterDomain
import RosterPorts

extension Tenant {
    /// The catalog as of a revision or later: another host may have defined since what the company's roles mean.
    func catalog(at revision: Revision) async throws(TenantError) -> RoleCatalog {
        let catalog = self.catalog
        guard catalog.companyPermissions.defineRoles != nil, self.access.revision < revision else { return catalog }
        try await self.refresh()
        return self.catalog
    }

    /// Everyone who holds a role of the company or one that includes it, themselves or through a group, deleted accounts among them; and
    /// the groups that do, deleted ones among them.
    ///
    /// - Complexity: O(users), less where the directory finds holders faster.
    func holders(
        of role: CompanyRoleID?, in catalog: RoleCatalog
    ) async throws(UserDirectoryError) -> (users: [UserRecord], groups: [Group]) {
        guard let role else { return ([], []) }
        var users: [UserID: UserRecord] = [:]
        var groups: [GroupID: Group] = [:]
        for role in catalog.rolesIncluding(RoleID(role)) {
            let query = UserQuery(
                role: role, statuses: Set(AccountStatus.allCases).subtracting([.purged]),
                pageSize: UserQuery.pageSizeLimit)
            for record in try await self.everyUser(query) { users[record.id] = record }
            for areDeleted in [false, true] {
                for group in try await self.groups(holding: role, areDeleted: areDeleted) { groups[group.id] = group }
            }
        }
        for group in groups.keys {
            for member in try await self.members(of: group) { users[member.id] = member }
        }
        return (users.values.sorted { $0.id < $1.id }, Array(groups.values))
    }
}
