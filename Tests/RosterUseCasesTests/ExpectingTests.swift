import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("A form that expects a version")
struct ExpectingTests {
    @Test("is refused once the account has changed, by every verb, and changes nothing")
    func overtaken() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        let version = try #require(await test.tenant.user(grace)?.user.version)
        try await test.tenant.renameUser(grace, to: FullName("Grace Hopper"), by: test.ada)
        let (tenant, ada) = (test.tenant, test.ada)
        let verbs: [@Sendable () async throws -> Void] = [
            { try await tenant.blockUser(grace, by: ada) },
            { try await tenant.deleteUser(grace, by: ada) },
            { try await tenant.assignRoles([.billingAdmin], to: grace, by: ada) },
            { try await tenant.removeRoles([.adminAgent], from: grace, by: ada) },
            { try await tenant.renameUser(grace, to: FullName("Eve"), by: ada) },
            { _ = try await tenant.resetPassword(of: grace, by: ada).reveal() },
            { _ = try await tenant.changeAttributes(of: grace, to: [.title: .text("Dr")], by: ada) },
        ]
        let before = try await tenant.user(grace)
        for verb in verbs {
            let reason = try await test.refusal { try await tenant.expecting(version, of: grace, verb) }
            #expect(reason == .changedMeanwhile)
        }
        #expect(try await tenant.user(grace) == before)
        #expect(try await test.recordedRefusals().contains { $0.refusal.reason == .changedMeanwhile })
    }

    @Test("is done as long as the account is the same, and concerns no one else")
    func done() async throws {
        let test = try await TestTenant()
        let (grace, alan) = (try await test.person("Grace"), try await test.person("Alan"))
        let version = try #require(await test.tenant.user(grace)?.user.version)
        let (tenant, ada) = (test.tenant, test.ada)
        try await tenant.expecting(version, of: grace) {
            try await tenant.blockUser(alan, by: ada)
            try await tenant.blockUser(grace, by: ada)
        }
        #expect(try await tenant.user(grace)?.user.status == .blocked)
        #expect(try await tenant.user(alan)?.user.status == .blocked)
        let reason = try await test.refusal {
            try await tenant.expecting(version, of: grace) { try await tenant.unblockUser(grace, by: ada) }
        }
        #expect(reason == .changedMeanwhile, "its own step moved the version")
    }

    @Test("of two at once, one is done")
    func race() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let version = try #require(await test.tenant.user(grace)?.user.version)
        let (tenant, ada) = (test.tenant, test.ada)
        let done = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    do {
                        try await tenant.expecting(version, of: grace) {
                            _ = try await tenant.renameUser(grace, to: FullName("Grace \(number)"), by: ada)
                        }
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
        #expect(try await tenant.user(grace)?.user.version == version + 1)
    }

    @Test("users by their identifiers come in order, as the one who asks may see them, with one read")
    func named() async throws {
        let test = try await TestTenant()
        let (grace, alan) = (
            try await test.person("Grace"), try await test.person("Alan", [.userManagementAdmin, .userAdmin])
        )
        try await test.tenant.blockUser(grace, by: test.ada)
        let unknown = UserID(bits: 7)
        let seen = try await test.tenant.users([grace, unknown, alan], by: test.ada)
        #expect(seen.map(\.id) == [grace, alan])
        let eve = try await test.person("Eve")
        let reason = try await test.refusal { _ = try await test.tenant.users([grace], by: eve) }
        if reason == nil {
            #expect(try await test.tenant.users([grace], by: eve).isEmpty, "blocked accounts are for administrators")
        }
        #expect(try await test.tenant.users([], by: eve).isEmpty)
    }
}
