import RosterDomain
import RosterPorts

extension Tenant {
    /// The most assignments that end in one step; ours.
    private static let lostRoleStepLimit = 1_000
    /// How often it is tried again because other hosts changed holders meanwhile; ours.
    private static let lostRoleAttemptLimit = 64

    /// Takes roles that the catalog does not know from all who hold them, on record, so that a role that comes back under one of
    /// these names has no holders.
    ///
    /// - Complexity: O(users), less where the directory finds holders of a role faster.
    func endLostRoles(_ roles: [RoleID]) async throws(TenantError) {
        var conflicts = 0
        for role in roles {
            while conflicts < Self.lostRoleAttemptLimit {
                if let commit = try await self.endLostRole(role) {
                    conflicts += commit ? 0 : 1
                    continue
                }
                let held = try await self.holdersOfLostRole(role)
                guard !held.isEmpty else { break }
                var versions: [RecordID: Int?] = [:]
                for record in held { versions[.user(record.id)] = .some(record.user.version) }
                let changes = held.flatMap(\.assignments).filter { $0.role == role }
                    .map { Change.roleRemoved(assignment: $0) }
                let commit = try await self.commit(
                    changes, by: .system, at: self.clock.now, given: .versions(versions))
                if commit == nil { conflicts += 1 }
            }
        }
        guard conflicts < Self.lostRoleAttemptLimit else { throw .busy }
    }

    /// Takes a lost role from one group that holds it; nil when none does, and false when others were faster.
    private func endLostRole(_ role: RoleID) async throws(TenantError) -> Bool? {
        let inUse = try await self.groups(withRole: role).first
        let deleted = inUse == nil ? try await self.groups(withRole: role, areDeleted: true).first : nil
        guard let group = inUse ?? deleted else { return nil }
        let changes = group.roles.filter { $0.role == role }
            .map { Change.groupChanged(group: group.id, change: .roleRemoved($0)) }
        let basis = CommitPrecondition.versions([.group(group.id): group.version])
        return try await self.commit(changes, by: .system, at: self.clock.now, given: basis) != nil
    }

    /// Takes out of roles of the company what the catalog does not have, on record, so that a permission or a role that comes back under
    /// one of these names means nothing to the holders.
    func endLostParts(of roles: [CompanyRoleID]) async throws(TenantError) {
        for id in roles.sorted() {
            for _ in 0..<Self.lostRoleAttemptLimit {
                guard let role = try await self.companyRole(id), !role.isDeleted else { break }
                let kept = role.definition.keepingWhatIsIn(self.catalog)
                guard kept != role.definition else { break }
                let change = Change.companyRoleChanged(role: id, change: .changed(from: role.definition, to: kept))
                let basis = CommitPrecondition.versions([.companyRole(id): role.version])
                let isDone = try await self.commit([change], by: .system, at: self.clock.now, given: basis) != nil
                if isDone { break }
            }
        }
    }

    /// Some of those who hold a role, deleted accounts among them.
    private func holdersOfLostRole(_ role: RoleID) async throws(TenantError) -> [UserRecord] {
        let query = UserQuery(
            role: role, statuses: Set(AccountStatus.allCases), pageSize: Self.lostRoleStepLimit)
        return try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.users(matching: query).records
        }
    }
}
