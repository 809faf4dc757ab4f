import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("The words of a refusal")
struct RefusalWordsTests {
    @Test("speak of a code where a code was shown, and do not tell which part is wrong")
    func codes() async throws {
        let world = try await TestTenant()
        let email = try EmailAddress("tim@fabrikam.example")
        try await world.tenant.inviteUsers([email], roles: [], by: world.ada)
        let (wrong, password) = (InvitationCode("nonsense"), TestTenant.password)
        for name in [email.rawValue, "stranger@fabrikam.example"] {
            let words = [
                try await Self.words {
                    try await world.tenant.acceptInvitation(
                        of: name, code: wrong, fullName: FullName("Tim"), password: password)
                },
                try await Self.words { try await world.tenant.recoverPassword(name, code: wrong, to: password) },
                try await Self.words { try await world.tenant.confirmAddressChange(of: name, code: wrong) },
            ]
            let reason = "the name and the password or code do not belong together"
            let attempts = ["accept the invitation", "recover the password", "confirm the address"]
            #expect(words == attempts.map { "cannot \($0): \(reason)" })
        }
    }

    @Test("name what was wanted: a group that a system adds, and no roles")
    func attempts() async throws {
        let world = try await TestTenant()
        let (tenant, ada) = (world.tenant, world.ada)
        let grace = try await world.person("Grace")
        let profile = try GroupProfile(name: FullName("Sales"))
        let group = try await tenant.provisionGroup(profile, by: ada)
        #expect(
            try await Self.words { try await tenant.provisionGroup(profile, by: ada) }.hasPrefix("cannot add a group: ")
        )
        let owned = try GroupProfile(name: FullName("Sales"), owners: [UserID(bits: 5)])
        #expect(
            try await Self.words { try await tenant.changeProvisionedGroup(group.id, to: owned, by: ada) }
                .hasPrefix("cannot change a group: "))
        let none = "at least one role is needed"
        #expect(
            try await Self.words { try await tenant.assignRoles([], to: grace, by: ada) }
                == "cannot assign roles: \(none)")
        #expect(
            try await Self.words { try await tenant.removeRoles([], from: grace, by: ada) }
                == "cannot remove roles: \(none)")
    }

    @Test("say that a grant comes only with roles that have rules of their own, and not that it is too free")
    func bound() async throws {
        let world = try await TestTenant(catalog: Press.catalog(), programs: [])
        for permission in [Press.pay, Press.audit] {
            let words = try await Self.words {
                try await world.tenant.defineRole(
                    CompanyRoleWorld.definition("Way up", grants: [Grant(permission)], includes: []), by: world.ada)
            }
            #expect(words.contains("must stay apart from others") && !words.contains("freely"), "\(words)")
        }
    }

    /// What a person reads who was refused something; nothing when it was done.
    private static func words(_ body: () async throws -> some Any) async throws -> String {
        do {
            _ = try await body()
            return ""
        } catch let error as TenantError {
            return try #require(error.refusal).description
        }
    }
}
