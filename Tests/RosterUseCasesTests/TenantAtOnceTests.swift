import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Verbs at once, on two hosts")
struct TenantAtOnceTests {
    @Test(
        "what is done to different people all gets in, and the table knows it when the verb returns",
        .timeLimit(.minutes(20)))
    func differentPeople() async throws {
        let test = try await TestTenant()
        let hosts = [test.tenant, try await test.secondHost()]
        let accounts = try (0..<48).map { number in
            ExistingAccount(try FullName("Guest \(number)"), email: try EmailAddress("g\(number)@contoso.example"))
        }
        let ids = try await withThrowingTaskGroup(of: UserID.self) { group in
            for (number, account) in accounts.enumerated() {
                let host = hosts[number % 2]
                group.addTask {
                    let added = try await host.addExistingUsers([account], roles: [.reportViewer], by: test.ada)
                    let id = try #require(added.first?.id)
                    try await host.assignRoles([.adminAgent], to: id, by: test.ada)
                    #expect(host.access.standing(of: id)?.holdings.map(\.role) == [.adminAgent, .reportViewer])
                    return id
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(ids).count == accounts.count)
        for host in hosts {
            try await host.refresh()
            #expect(host.revision == hosts[0].revision)
            for id in ids { #expect(host.access.standing(of: id)?.holdings.count == 2) }
        }
    }

    @Test(
        "Law 4, never locked out: of two who take the role from each other at the same time, one keeps it",
        .timeLimit(.minutes(20)))
    func eachOther() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.globalAdmin])
        let second = try await test.secondHost()
        for _ in 0..<20 {
            async let first = test.refusal {
                try await test.tenant.removeRoles([.globalAdmin], from: grace, by: test.ada)
            }
            async let other = test.refusal { try await second.removeRoles([.globalAdmin], from: test.ada, by: grace) }
            let refusals = try await [first, other]
            #expect(refusals.count { $0 == nil } == 1, "\(refusals)")
            let keeper = refusals[0] == nil ? test.ada : grace
            let holders = try await test.directory.users(matching: UserQuery(role: .globalAdmin)).records.map(\.id)
            #expect(holders == [keeper])
            try await test.tenant.refresh()
            try await test.tenant.assignRoles([.globalAdmin], to: keeper == grace ? test.ada : grace, by: keeper)
        }
    }
}
