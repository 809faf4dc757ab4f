public import RosterDomain
import RosterPorts

extension Tenant {
    /// Lists, searches and filters users, a page at a time: `UserQuery(role: .globalAdmin)` finds those who hold the
    /// role by hand, ``holders(of:at:after:limit:)`` those who hold it through a group, too.
    ///
    /// - Parameters:
    ///   - query: Which users, and from where.
    ///   - principal: Who asks; needs the permission to view users.
    /// - Returns: The users, with as much of their records and profiles as the one who asks may see. Administrators see all
    ///   accounts; others see name, addresses and roles of accounts in use, and find no user by what they do not see: by
    ///   requests, by a status, by an attribute, by what could not be delivered. A page of pending requests can hold fewer users than
    ///   asked for, and has no count.
    /// - Throws: ``TenantError/unknownName(_:)`` for a role or a kind of place that the catalog does not know,
    ///   ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func users(matching query: UserQuery = UserQuery(), by principal: UserID) async throws(TenantError)
        -> UserPage
    {
        try self.checkNames(query.role, query.scope)
        try await self.require(self.catalog.companyPermissions.viewUsers, of: principal, attempt: "list users")
        guard let reader = self.reader(principal) else { return UserPage(records: [], next: nil) }
        guard try await self.mayReadMembers(of: query.group, reader) else { return UserPager(query).page }
        switch reader.narrowed(query) {
        case .nothing: return UserPager(query).page
        case .oneself: return try await self.page(of: principal, query)
        case .matches(let narrowed):
            let page = try await self.page(narrowed)
            let records = page.records.compactMap { self.showing($0, to: reader) }.filter { record in
                reader.administers || !query.hasPendingRequest || !record.roleRequests.isEmpty
            }
            return UserPage(records: records, next: page.next, totalCount: page.totalCount)
        }
    }

    /// The users with some identifiers, in their order, with one read: what lists, reviews and reports name people by.
    ///
    /// - Parameters:
    ///   - ids: Whom.
    ///   - principal: Who asks; needs the permission to view users.
    /// - Returns: Those whom the one who asks may see, with as much of their records as ``users(matching:by:)`` shows.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func users(_ ids: [UserID], by principal: UserID) async throws(TenantError) -> [UserRecord] {
        guard !ids.isEmpty else { return [] }
        try await self.require(self.catalog.companyPermissions.viewUsers, of: principal, attempt: "list users")
        guard let reader = self.reader(principal) else { return [] }
        let found = try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.read(RecordKeys(ids.map { .user($0) }))
        }
        return ids.compactMap { found.user($0).flatMap { self.showing($0, to: reader) } }
    }

    /// Administrators see who is in a group, its owners and its members.
    private func mayReadMembers(of group: GroupID?, _ reader: RecordReader) async throws(TenantError) -> Bool {
        guard let group, !reader.administers else { return true }
        if try await self.group(group)?.profile.owners.contains(reader.id) ?? false { return true }
        return try await self.user(reader.id)?.groups.contains(group) ?? false
    }

    /// The page of a query that may find only the one who asks.
    private func page(of user: UserID, _ query: UserQuery) async throws(TenantError) -> UserPage {
        var pager = UserPager(query)
        if let record = try await self.user(user), query.matches(record), pager.take(user) {
            guard let reader = self.reader(user) else { return pager.page }
            pager.add(self.showing(record, to: reader) ?? record)
        }
        return pager.page
    }

    /// What a user may see of other people's records; nil for one whom the tenant does not list.
    func reader(_ principal: UserID) -> RecordReader? {
        self.standing(asking: principal).map { RecordReader($0, catalog: self.catalog, now: self.clock.now) }
    }

    /// The user with a user name or an address, in any case; nil when there is none.
    ///
    /// For the host: it asks no permission.
    public func user(named name: UserName) async throws(TenantError) -> UserRecord? {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.user(named: RecordName(name))
        }
    }

    /// The user with an address, in any case; nil when there is none.
    ///
    /// An account that merely signs in with the address, and has another one or none, is not found.
    /// For the host: it asks no permission.
    public func user(withEmail email: EmailAddress) async throws(TenantError) -> UserRecord? {
        let record = try await self.user(named: UserName(email))
        return record?.user.email == email ? record : nil
    }

    /// The user with what a person typed as user name or address; nil when there is none, and when it can be no name.
    func user(typed name: String) async throws(TenantError) -> UserRecord? {
        guard let name = try? UserName(name) else { return nil }
        return try await self.user(named: name)
    }

    /// The user with an identifier; nil when there is none.
    ///
    /// For the host: it asks no permission.
    public func user(_ id: UserID) async throws(TenantError) -> UserRecord? {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.user(id)
        }
    }

    /// The user with an identifier, as the one who asks may see them; nil when there is none, or when the one who asks may not see them.
    ///
    /// - Throws: As ``users(matching:by:)``.
    public func user(_ id: UserID, by principal: UserID) async throws(TenantError) -> UserRecord? {
        let start: PageStart<UserID> = id.bits == 0 ? .beginning : .after(UserID(bits: id.bits - 1))
        let query = UserQuery(statuses: Set(AccountStatus.allCases), from: start, pageSize: 1)
        let found = try await self.users(matching: query, by: principal).records.first
        return found?.id == id ? found : nil
    }

    /// The people in use who may give a role at a scope: whom to ask for it.
    ///
    /// Not found are those whose right comes only from several roles together.
    ///
    /// - Returns: At most `limit` users, those added first.
    /// - Throws: ``TenantError/unknownName(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(users), less where the directory finds holders of a role faster.
    public func users(
        whoMayAssign role: RoleID, at scope: Scope = .company, limit: Int = 100
    ) async throws(TenantError) -> [UserRecord] {
        try self.checkNames(role, scope)
        return Array(try await self.allUsers(whoMayAssign: role, at: scope).prefix(max(0, limit)))
    }

    /// Refuses names that the catalog does not know: a misspelled one would find no user.
    func checkNames(_ role: RoleID?, _ scope: Scope?) throws(TenantError) {
        do throws(UnknownNameError) {
            if let role { _ = try self.catalog.role(named: role.rawValue) }
            if let scope { try self.catalog.check(scope) }
        } catch {
            throw .unknownName(error)
        }
    }

    /// The same without a limit.
    func allUsers(whoMayAssign role: RoleID, at scope: Scope) async throws(TenantError) -> [UserRecord] {
        let now = self.clock.now
        var found: [UserID: UserRecord] = [:]
        for holder in self.catalog.rolesThatMayAssign(role) {
            var query = UserQuery(role: holder, at: scope, statuses: [.active], pageSize: UserQuery.pageSizeLimit)
            while true {
                let page = try await self.page(query)
                for record in page.records
                where record.assignments.contains(where: { $0.role == holder && $0.counts(at: scope, now: now) }) {
                    found[record.id] = record
                }
                guard let next = page.next else { break }
                query.start = next
            }
            for group in try await self.groups(withRole: holder) {
                let counts = group.roles.contains { $0.role == holder && $0.holding.counts(at: scope, now: now) }
                guard counts else { continue }
                for record in try await self.allMembers(of: group.id) where record.user.status == .active {
                    found[record.id] = record
                }
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    private func page(_ query: UserQuery) async throws(TenantError) -> UserPage {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.users(matching: query)
        }
    }

    /// Refuses, on record, unless a user has a permission for the whole company.
    func require(
        _ permission: Permission, of user: UserID, attempt: String
    ) async throws(TenantError) {
        try await self.refresh()
        // Reasons take longer to find than the answer, and only a no needs them.
        if self.permits(asking: user, permission) { return }
        guard case .denied(let why, let remedy) = self.decide(asking: user, permission) else { return }
        let isListed = self.access.standing(of: user) != nil
        let reason = RefusalReason.notPermitted(permission: permission, why: why, remedy: remedy)
        throw try await self.refuse(attempt, because: reason, isListed ? user : nil)
    }
}
