public import RosterDomain
import RosterPorts

// Groups as a system wants them that provisions accounts: what is said of a group and who is in it, in one step.

extension Tenant {
    /// The most members that one step adds and removes; ours.
    public static let provisionedMembersPerStep = 1_000

    /// Adds a group with its members.
    ///
    /// - Parameters:
    ///   - profile: The name, what it is for, who owns it.
    ///   - members: Who is in it.
    ///   - principal: Who adds it; see ``addGroup(_:by:)`` and ``addMembers(_:to:by:)``.
    /// - Returns: The group as added.
    /// - Throws: As ``changeProvisionedGroup(_:to:adding:removing:by:)``.
    @discardableResult
    public func provisionGroup(
        _ profile: GroupProfile, members: [UserID] = [], by principal: UserID
    ) async throws(TenantError) -> Group {
        let group = self.newGroupID()
        return try await self.change(
            "add a group", group, first: AddGroup(group, profile), adding: members, removing: [], by: principal)
    }

    /// Changes what is said of a group and who is in it: everything, or nothing.
    ///
    /// More than ``provisionedMembersPerStep`` users are added and removed in several steps. Each of them is all or nothing, and what was
    /// done before stays when a later one is refused.
    ///
    /// - Parameters:
    ///   - group: Which.
    ///   - profile: What is said of it, whole; nil for what it is.
    ///   - added: Who becomes a member; who is one stays one.
    ///   - removed: Who is a member no more; who is none stays none.
    ///   - principal: Who changes it; see ``changeGroup(_:from:to:by:)`` and ``addMembers(_:to:by:)``.
    /// - Returns: The group as changed.
    /// - Throws: ``TenantError/refused(_:)`` for what would be refused for one of the users; ``TenantError/directory(_:)``.
    /// - Complexity: O(users named).
    @discardableResult
    public func changeProvisionedGroup(
        _ group: GroupID, to profile: GroupProfile? = nil, adding added: [UserID] = [], removing removed: [UserID] = [],
        by principal: UserID
    ) async throws(TenantError) -> Group {
        try await self.change(
            "change a group", group, first: profile.map { SetGroupProfile(of: group, to: $0) }, adding: added,
            removing: removed, by: principal)
    }

    private func change(
        _ attempt: String, _ group: GroupID, first: (any TenantCommand)?, adding added: [UserID],
        removing removed: [UserID], by principal: UserID
    ) async throws(TenantError) -> Group {
        let size = self.catalog.hasHolderLimits ? Self.provisionedMembersPerStep / 10 : Self.provisionedMembersPerStep
        let users = removed.map { (id: $0, joins: false) } + added.map { (id: $0, joins: true) }
        var (start, result): (Int, Group?) = (0, nil)
        repeat {
            let part = users[start..<min(start + size, users.count)]
            let members = SetMembers(
                of: group, adding: part.filter(\.joins).map(\.id), removing: part.filter { !$0.joins }.map(\.id))
            let command = Together(attempt, (start == 0 ? [first].compactMap(\.self) : []) + [members])
            // Once the first step is done, the group is at another version than the caller has seen.
            let performed =
                start == 0
                ? try await self.perform(command, by: .user(id: principal))
                : try await ExpectedVersion.with(nil) { () async throws(TenantError) in
                    try await self.perform(command, by: .user(id: principal))
                }
            result = performed.group(group) ?? result
            start += size
        } while start < users.count
        guard let result else { throw .refused(Refusal(attempt, because: .unknownGroup(group: group))) }
        return result
    }

    /// Users with what they hold through groups, as `UserRecord.heldAssignments` then tells it.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(users + their groups), in one read.
    package func joined(_ records: [UserRecord]) async throws(TenantError) -> [UserRecord] {
        let groups = try await self.groups(records.reduce(into: Set<GroupID>()) { $0.formUnion($1.groups) })
        return records.map { $0.joined(with: groups) }
    }

    /// The groups with some identifiers that are in use, by their identifiers.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    package func groups(_ ids: Set<GroupID>) async throws(TenantError) -> [GroupID: Group] {
        guard !ids.isEmpty else { return [:] }
        return try await askingDirectory { () async throws(UserDirectoryError) in
            let excerpt = try await self.directory.read(RecordKeys(ids.map { .group($0) }))
            return ids.reduce(into: [:]) { groups, id in
                if let group = excerpt.group(id), !group.isDeleted { groups[id] = group }
            }
        }
    }
}
