import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

/// A company with an administrator of everything, one who gives roles without privilege, and people.
struct CompanyRoleWorld {
    let test: TestTenant
    let grace: UserID
    /// May create users and give roles without privilege, and defines no roles.
    let uma: UserID
    /// Defines roles, and may give those of the directory only.
    let pat: UserID

    init(catalog: RoleCatalog = .partnerCenter, programs: Set<Program> = [.indirectProvider]) async throws {
        self.test = try await TestTenant(catalog: catalog, programs: programs)
        self.grace = try await self.test.person("Grace")
        self.uma = try await self.test.person("Uma", [.userManagementAdmin, .userAdmin])
        self.pat = try await self.test.person("Pat", [.privilegedRoleAdmin])
    }

    var tenant: Tenant { self.test.tenant }
    var ada: UserID { self.test.ada }

    static func definition(
        _ title: String, grants: Set<Grant> = [], includes: Set<RoleID> = [], scoping: RoleScoping = .companyOnly,
        guests: Bool = false, assignableBy: Set<RoleID> = []
    ) throws -> CompanyRoleDefinition {
        try CompanyRoleDefinition(
            title: FullName(title), grants: grants, includes: includes, scoping: scoping, isOpenToGuests: guests,
            assignableBy: assignableBy)
    }

    /// A role that Ada defines.
    func role(_ title: String, grants: Set<Grant> = [], includes: Set<RoleID> = []) async throws -> CompanyRole {
        try await self.tenant.defineRole(
            Self.definition(title, grants: grants, includes: includes), by: self.ada)
    }

    func refusal(_ body: () async throws -> Void) async throws -> RefusalReason? { try await self.test.refusal(body) }

    /// The problems for which a definition is refused.
    func problems(of definition: CompanyRoleDefinition) async throws -> [CompanyRoleProblem] {
        let refusal = try await self.refusal { try await self.tenant.defineRole(definition, by: self.ada) }
        guard case .roleDefinitionUnsound(let problems) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return []
        }
        return problems
    }
}
