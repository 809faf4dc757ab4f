public import RosterDomain
import RosterPorts

extension Tenant {
    /// Lists, searches and filters users, a page at a time: `UserQuery(role: .globalAdmin)` finds the Global admins.
    ///
    /// - Parameters:
    ///   - query: Which users, and from where.
    ///   - actor: Who asks; needs the permission to view users.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func users(matching query: UserQuery = UserQuery(), by actor: UserID) async throws(TenantError) -> UserPage {
        try await self.require(self.catalog.provisioning.viewUsers, of: actor, attempt: "list users")
        return try await self.page(query)
    }

    /// The people in use who may give a role at a scope: whom to ask for it.
    ///
    /// - Returns: At most `limit` users, in the order of their identifiers.
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(holders of the roles that may assign it).
    public func people(
        whoMayAssign role: RoleID, at scope: Scope = .company, limit: Int = 100
    ) async throws(TenantError) -> [UserRecord] {
        var found: [UserID: UserRecord] = [:]
        for holder in self.catalog.rolesThatMayAssign(role) {
            var query = UserQuery(role: holder, at: scope, statuses: [.active], pageSize: UserQuery.pageSizeLimit)
            repeat {
                let page = try await self.page(query)
                for record in page.records where self.holdsNow(record, holder, at: scope) { found[record.id] = record }
                query.after = page.next
            } while query.after != nil && found.count < limit
        }
        return Array(found.values.sorted { $0.id < $1.id }.prefix(limit))
    }

    private func holdsNow(_ record: UserRecord, _ role: RoleID, at scope: Scope) -> Bool {
        let now = self.clock.now
        return record.assignments.contains { assignment in
            assignment.role == role && assignment.scope.contains(scope) && assignment.window.contains(now)
        }
    }

    private func page(_ query: UserQuery) async throws(TenantError) -> UserPage {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.users(matching: query)
        }
    }

    /// Refuses, on record, unless a user has a permission for the whole company.
    private func require(
        _ permission: Permission, of user: UserID, attempt: String
    ) async throws(TenantError) {
        try await self.refresh()
        guard case .denied(let why, let remedy) = self.decide(user, permission) else { return }
        let isListed = self.access.standing(of: user) != nil
        let reason = RefusalReason.notPermitted(permission: permission, why: why, remedy: remedy)
        throw try await self.refuse(attempt, because: reason, isListed ? user : nil)
    }
}
