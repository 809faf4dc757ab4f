import Roster
import RosterPartnerCenter
import Testing

@Suite("A form that expects a version")
struct ExpectingTests {
    /// The reason of a refusal; nil when nothing was refused.
    private func refusal(_ body: () async throws -> Void) async throws -> RefusalReason? {
        do {
            try await body()
            return nil
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return reason
        }
    }

    @Test("is refused once the account has changed, by every verb, and changes nothing")
    func overtaken() async throws {
        let world = try await ConsoleWorld()
        let (tenant, ada) = (world.tenant, world.ada)
        let grace = try await world.person("Grace", [.adminAgent])
        let version = try #require(await tenant.user(grace)?.user.version)
        try await tenant.renameUser(grace, to: FullName("Grace Hopper"), by: ada)
        let verbs: [@Sendable () async throws -> Void] = [
            { try await tenant.blockUser(grace, by: ada) },
            { try await tenant.deleteUser(grace, by: ada) },
            { try await tenant.assignRoles([.billingAdmin], to: grace, by: ada) },
            { try await tenant.removeRoles([.adminAgent], from: grace, by: ada) },
            { _ = try await tenant.renameUser(grace, to: FullName("Eve"), by: ada) },
            { _ = try await tenant.resetPassword(of: grace, by: ada).reveal() },
            { _ = try await tenant.changeAttributes(of: grace, to: [.title: .text("Dr")], by: ada) },
        ]
        let before = try await tenant.user(grace)
        for verb in verbs {
            let reason = try await self.refusal {
                try await tenant.expecting(version: version, of: .user(grace)) { try await verb() }
            }
            #expect(reason == .changedMeanwhile)
        }
        #expect(try await tenant.user(grace) == before)
        await tenant.recordRefusals()
        let isOnRecord = try await tenant.history().contains { commit in
            commit.changes.contains { change in
                if case .refused(let refusal) = change { refusal.reason == .changedMeanwhile } else { false }
            }
        }
        #expect(isOnRecord)
    }

    @Test("is done as long as the account is the same, and concerns no one else")
    func done() async throws {
        let world = try await ConsoleWorld()
        let (tenant, ada) = (world.tenant, world.ada)
        let (grace, alan) = (try await world.person("Grace"), try await world.person("Alan"))
        let version = try #require(await tenant.user(grace)?.user.version)
        try await tenant.expecting(version: version, of: .user(grace)) {
            try await tenant.blockUser(alan, by: ada)
            try await tenant.blockUser(grace, by: ada)
        }
        #expect(try await tenant.user(grace)?.user.status == .blocked)
        #expect(try await tenant.user(alan)?.user.status == .blocked)
        let reason = try await self.refusal {
            try await tenant.expecting(version: version, of: .user(grace)) {
                try await tenant.unblockUser(grace, by: ada)
            }
        }
        #expect(reason == .changedMeanwhile, "its own step moved the version")
    }

    @Test("users by their identifiers come in order, as the one who asks may see them")
    func named() async throws {
        let world = try await ConsoleWorld()
        let (grace, alan) = (try await world.person("Grace"), try await world.person("Alan"))
        try await world.tenant.blockUser(grace, by: world.ada)
        _ = world.directory.takeReads()
        let seen = try await world.tenant.users([grace, UserID(bits: 7), alan], by: world.ada)
        #expect(seen.map(\.id) == [grace, alan])
        #expect(world.directory.takeReads() <= 2)
        #expect(try await world.tenant.users([], by: alan).isEmpty)
    }
}
