import RosterDomain
import RosterPorts

extension Tenant {
    /// Reads everything that a command needs to know, and names the versions that the decision rests on.
    ///
    /// One read brings all of it as of one revision. Who else holds the indispensable role is looked for separately: when that
    /// user changes meanwhile, the commit that rests on the versions is a conflict.
    ///
    /// - Parameters:
    ///   - needs: What the command needs to know.
    ///   - principal: Who wants it.
    ///   - isRefused: Whether it is refused by what a few records tell. Then the users whose number has no bound are not read: who may
    ///     do nothing makes no one read a whole company.
    func facts(
        for needs: FactNeeds, by principal: Principal, unless isRefused: (Facts) -> Bool = { _ in false }
    ) async throws(TenantError) -> (Facts, CommitPrecondition, Revision) {
        let excerpt = try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.read(RecordKeys(of: needs, and: principal))
        }
        self.note(excerpt.head)
        let catalog = try await self.catalog(at: excerpt.head.revision)
        return try await askingDirectory { () async throws(UserDirectoryError) in
            let revision = excerpt.head.revision
            if needs.haveNoBound {
                let few = try await self.fewFacts(for: needs, by: principal, in: excerpt, under: catalog)
                if isRefused(few) { return (few, .versions(Self.versions(of: few, needs, nil)), revision) }
            }
            let regained = try await self.holders(ofNamesReleasedBy: needs.restoring.flatMap(excerpt.user))
            let holder = needs.otherHolderThan.flatMap(excerpt.user).flatMap(self.countedOn)
            let otherHolder = try await self.otherHolder(than: holder)
            let backers = try await self.backers(of: needs.backersOf.flatMap(excerpt.user))
            let invitations = needs.countsInvitations ? try await self.pendingInvitations(of: principal) : 0
            let held = try await self.holders(of: needs.holdersOf, in: catalog)
            let members = try await self.members(of: needs.membersOf) + held.users
            let read = RecordsRead(excerpt, needs: needs, principal: principal, regained: regained)
            let groups = try await self.groups(
                of: read.all + Array(backers.values) + members, beside: needs.groups, in: excerpt
            )
            .merging(held.groups.map { ($0.id, $0) }) { first, _ in first }
            var facts = Facts(
                catalog: catalog, company: excerpt.head.company, now: self.clock.now, principal: principal,
                principalRecord: read.principal, users: read.users, holders: read.holders,
                isLastHolder: holder != nil && otherHolder == nil, backers: backers, pendingInvitations: invitations,
                groups: groups,
                groupHolders: read.groupHolders, members: members)
            facts.activation = self.activation(of: principal)
            (facts.companyRoles, facts.companyRoleHolders) = (read.companyRoles, read.companyRoleHolders)
            // Who holds a role is no one record's version: nothing at all may happen in between.
            if needs.holdersOf != nil { return (facts, .history(at: revision), revision) }
            return (facts, .versions(Self.versions(of: facts, needs, otherHolder)), revision)
        }
    }

    /// What a few records tell of a command: as if groups had no members, roles no holders, and no invitation were pending.
    ///
    /// Each of those can only be one more reason to refuse, so that what is refused without them is refused with them.
    private func fewFacts(
        for needs: FactNeeds, by principal: Principal, in excerpt: DirectoryExcerpt, under catalog: RoleCatalog
    ) async throws(UserDirectoryError) -> Facts {
        let read = RecordsRead(excerpt, needs: needs, principal: principal, regained: [:])
        let groups = try await self.groups(of: read.all, beside: needs.groups, in: excerpt)
        var facts = Facts(
            catalog: catalog, company: excerpt.head.company, now: self.clock.now, principal: principal,
            principalRecord: read.principal, users: read.users, holders: read.holders, groups: groups,
            groupHolders: read.groupHolders)
        facts.activation = self.activation(of: principal)
        (facts.companyRoles, facts.companyRoleHolders) = (read.companyRoles, read.companyRoleHolders)
        return facts
    }

    /// The groups that a command names, and those of which users are members, as far as they exist.
    ///
    /// What was not read along with the users may be newer; then its version holds no more for them, or they have not changed since.
    private func groups(
        of users: [UserRecord], beside named: Set<GroupID>, in excerpt: DirectoryExcerpt
    ) async throws(UserDirectoryError) -> [GroupID: Group] {
        var groups: [GroupID: Group] = [:]
        for id in named { groups[id] = excerpt.group(id) }
        let others = users.reduce(into: Set<GroupID>()) { $0.formUnion($1.groups) }.subtracting(named)
        guard !others.isEmpty else { return groups }
        let found = try await self.directory.read(RecordKeys(others.map { .group($0) }))
        for id in others { groups[id] = found.group(id) }
        return groups
    }

    /// Every member of a group, deleted accounts among them.
    ///
    /// - Complexity: O(members).
    func members(of group: GroupID?) async throws(UserDirectoryError) -> [UserRecord] {
        guard let group else { return [] }
        return try await self.everyUser(
            UserQuery(
                statuses: Set(AccountStatus.allCases), memberOf: group, pageSize: UserQuery.pageSizeLimit))
    }

    /// All users that a query finds, page by page.
    func everyUser(_ query: UserQuery) async throws(UserDirectoryError) -> [UserRecord] {
        var (query, records) = (query, [UserRecord]())
        while true {
            let page = try await self.directory.users(matching: query)
            records += page.records
            guard let next = page.next else { return records }
            query.start = next
        }
    }

    /// Who has the names meanwhile that a deleted account released and takes up again when restored.
    private func holders(
        ofNamesReleasedBy record: UserRecord?
    ) async throws(UserDirectoryError) -> [RecordName: UserRecord] {
        guard let user = record?.user, user.hasReleasedNames else { return [:] }
        let excerpt = try await self.directory.read(RecordKeys(named: user.ownNames))
        var holders: [RecordName: UserRecord] = [:]
        for name in user.ownNames { holders[name] = excerpt.user(named: name) }
        return holders
    }

    private static func versions(
        of facts: Facts, _ needs: FactNeeds, _ otherHolder: UserRecord?
    ) -> [RecordID: Int?] {
        var versions: [RecordID: Int?] = [:]
        for id in needs.groups { versions[.group(id)] = .some(facts.groups[id]?.version) }
        for group in Array(facts.groups.values) + facts.groupHolders.values {
            versions[.group(group.id)] = group.version
        }
        for member in facts.members { versions[.user(member.id)] = member.user.version }
        for id in needs.companyRoles { versions[.companyRole(id)] = .some(facts.companyRoles[id]?.version) }
        versions.merge(facts.definitionsReliedOn(by: [])) { first, _ in first }
        for id in needs.users { versions[.user(id)] = .some(facts.users[id]?.user.version) }
        for record in facts.holders.values + [facts.principalRecord, otherHolder].compactMap(\.self)
            + facts.backers.values
        {
            // Of a user who was read twice and differed, the version read first: it holds no more, which is a conflict.
            if versions[.user(record.id)] == nil { versions[.user(record.id)] = record.user.version }
        }
        return versions
    }

    /// The inviter of a user, and those who gave the user roles.
    private func backers(of record: UserRecord?) async throws(UserDirectoryError) -> [UserID: UserRecord] {
        let principals = record.map { [$0.invitation?.invitedBy].compactMap(\.self) + $0.assignments.map(\.grantedBy) }
        let ids = Set((principals ?? []).compactMap { if case .user(let id) = $0 { id } else { nil } })
        guard !ids.isEmpty else { return [:] }
        let excerpt = try await self.directory.read(RecordKeys(ids.map { .user($0) }))
        return ids.reduce(into: [:]) { $0[$1] = excerpt.user($1) }
    }

    /// How many invitations of a principal can still be accepted.
    ///
    /// - Complexity: O(users), less where the directory finds users by status faster.
    private func pendingInvitations(of principal: Principal) async throws(UserDirectoryError) -> Int {
        let now = self.clock.now
        var query = UserQuery(statuses: [.invited], pageSize: UserQuery.pageSizeLimit)
        var count = 0
        while true {
            let page = try await self.directory.users(matching: query)
            count += page.records.count { record in
                record.invitation.map { $0.invitedBy == principal && now < $0.expiresAt } ?? false
            }
            guard let next = page.next else { return count }
            query.start = next
        }
    }

    /// The users who count among the holders of roles, and no more of them than it takes to know that there are too many.
    ///
    /// - Complexity: O(holders of the roles and of those that include them).
    func holders(ofLimited roles: Set<RoleID>) async throws(TenantError) -> [RoleID: Set<UserID>] {
        let now = self.clock.now
        return try await askingDirectory { () async throws(UserDirectoryError) in
            var holders: [RoleID: Set<UserID>] = [:]
            for role in roles {
                let limit = self.catalog.role(role)?.maximumHolders ?? 0
                for holding in self.catalog.rolesIncluding(role) {
                    var query = UserQuery(role: holding, pageSize: UserQuery.pageSizeLimit)
                    while holders[role, default: []].count <= limit + AddExistingUsers.countLimit {
                        let page = try await self.directory.users(matching: query)
                        let counting = page.records.filter { record in
                            record.countsAsHolder(at: now)
                                && record.assignments.contains { $0.role == holding && $0.holds(after: now) }
                        }
                        holders[role, default: []].formUnion(counting.map(\.id))
                        guard let next = page.next else { break }
                        query.start = next
                    }
                    for group in try await self.groups(holding: holding)
                    where group.roles.contains(where: { $0.role == holding && $0.holds(after: now) }) {
                        let members = try await self.members(of: group.id)
                        holders[role, default: []].formUnion(members.filter { $0.countsAsHolder(at: now) }.map(\.id))
                    }
                }
            }
            return holders
        }
    }

    /// The groups in use, or the deleted ones, that hold a role.
    func groups(holding role: RoleID, areDeleted: Bool = false) async throws(UserDirectoryError) -> [Group] {
        var query = GroupQuery(role: role, isDeleted: areDeleted, pageSize: UserQuery.pageSizeLimit)
        var groups: [Group] = []
        while true {
            let page = try await self.directory.groups(matching: query)
            groups += page.groups
            guard let next = page.next else { return groups }
            query.start = next
        }
    }

    /// The user who can be counted on for the indispensable role, or nil.
    private func countedOn(_ user: UserRecord) -> UserRecord? {
        self.catalog.indispensableRole.flatMap { user.canBeCountedOn(for: $0) ? user : nil }
    }

    /// Another user who can be counted on for the indispensable role; nil also when none is asked about.
    private func otherHolder(than user: UserRecord?) async throws(UserDirectoryError) -> UserRecord? {
        guard let role = self.catalog.indispensableRole, let user else { return nil }
        var query = UserQuery(role: role, at: .company, statuses: [.active])
        while true {
            let page = try await self.directory.users(matching: query)
            if let other = page.records.first(where: { $0.id != user.id && $0.canBeCountedOn(for: role) }) {
                return other
            }
            guard let next = page.next else { return nil }
            query.start = next
        }
    }
}

extension RecordKeys {
    /// Everything that a command names, and who wants it.
    fileprivate init(of needs: FactNeeds, and principal: Principal) {
        var users = needs.users
        if case .user(let id) = principal { users.insert(id) }
        self.init(
            users.map { .user($0) } + needs.groups.map { .group($0) } + needs.companyRoles.map { .companyRole($0) },
            named: Array(needs.names))
    }
}

/// What was read for a command, by what it is for.
private struct RecordsRead {
    var users: [UserID: UserRecord] = [:]
    var holders: [RecordName: UserRecord]
    var groupHolders: [RecordName: Group] = [:]
    var companyRoles: [CompanyRoleID: CompanyRole] = [:]
    var companyRoleHolders: [RecordName: CompanyRole] = [:]
    let principal: UserRecord?

    init(
        _ excerpt: DirectoryExcerpt, needs: FactNeeds, principal: Principal, regained: [RecordName: UserRecord]
    ) {
        self.holders = regained
        self.principal = if case .user(let id) = principal { excerpt.user(id) } else { nil }
        for id in needs.users { self.users[id] = excerpt.user(id) }
        for name in needs.names {
            self.holders[name] = excerpt.user(named: name)
            self.groupHolders[name] = excerpt.group(named: name)
            self.companyRoleHolders[name] = excerpt.companyRole(named: name)
        }
        for id in needs.companyRoles { self.companyRoles[id] = excerpt.companyRole(id) }
    }

    /// Every user.
    var all: [UserRecord] { Array(self.users.values) + self.holders.values + [self.principal].compactMap(\.self) }
}
