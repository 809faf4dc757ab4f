import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

/// A company with people who may be members, and people who administer less than everything.
struct GroupWorld {
    let test: TestTenant
    let grace: UserID
    /// May create users and give roles without privilege.
    let uma: UserID

    init(catalog: RoleCatalog = .partnerCenter) async throws {
        self.test = try await TestTenant(catalog: catalog)
        self.grace = try await self.test.person("Grace")
        self.uma = try await self.test.person("Uma", [.userManagementAdmin, .userAdmin])
    }

    var tenant: Tenant { self.test.tenant }
    var ada: UserID { self.test.ada }

    /// A group with roles.
    func group(
        _ name: String, _ roles: [RoleID] = [], at scope: Scope = .company, owners: Set<UserID> = []
    ) async throws -> GroupID {
        let profile = try GroupProfile(name: FullName(name), owners: owners)
        let group = try await self.tenant.addGroup(profile, by: self.ada).id
        if !roles.isEmpty {
            try await self.tenant.assignRoles(roles, toGroup: group, at: scope, by: self.ada)
        }
        return group
    }

    /// Adds a member, which nothing refuses.
    func add(_ user: UserID, to group: GroupID) async throws {
        let results = try await self.tenant.addMembers([user], to: group, by: self.ada)
        try #require(results.map(\.refusal) == [nil])
    }

    /// Removes a member, which nothing refuses.
    func remove(_ user: UserID, from group: GroupID) async throws {
        let results = try await self.tenant.removeMembers([user], from: group, by: self.ada)
        try #require(results.map(\.refusal) == [nil])
    }

    /// Why a user cannot be added or removed, whether it concerns them alone or the whole call.
    func refusal(_ step: ChangeMembers.Step, _ user: UserID, _ group: GroupID, by principal: UserID) async throws
        -> RefusalReason?
    {
        var results: [MembershipResult] = []
        let refusal = try await self.refusal {
            switch step {
            case .add: results = try await self.tenant.addMembers([user], to: group, by: principal)
            case .remove: results = try await self.tenant.removeMembers([user], from: group, by: principal)
            }
        }
        return refusal ?? results.first?.refusal?.reason
    }

    func refusal(_ body: () async throws -> Void) async throws -> RefusalReason? { try await self.test.refusal(body) }
}
