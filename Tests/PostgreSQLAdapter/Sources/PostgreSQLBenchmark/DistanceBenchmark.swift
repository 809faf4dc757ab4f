import Foundation
import PostgreSQLTrialSupport
import Roster
import RosterPartnerCenter
import RosterPostgreSQL

/// What a distance to the server costs: the verb that adds a user, with a server whose answers take a millisecond.
struct DistanceBenchmark {
    /// The folder with the socket of the server.
    let place: String
    private let distance = Duration.milliseconds(1)
    private let count = 200

    func run() async throws {
        let proxy = try ConnectionProxy(to: self.place, distance: self.distance)
        defer { proxy.stop() }
        let server = try PostgreSQLServer(
            "host=\(proxy.folder) user=roster dbname=postgres", listening: false)
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: Self.parts(of: BenchmarkCompany.any, on: server))
        let (tenant, ada) = (enrolled.tenant, enrolled.owner)
        let password = enrolled.signInInformation.reveal()
        try await tenant.changePassword(
            of: password.userName.rawValue, from: Password(password.temporaryPassword), to: Password("Analytical-1843"))
        // Statements are prepared, and the connection is there.
        for number in 0..<20 { try await self.add(number, to: tenant, by: ada) }
        let before = proxy.requestCount
        var durations: [Duration] = []
        for number in 20..<20 + self.count {
            durations.append(try await Measured.time { try await self.add(number, to: tenant, by: ada) })
        }
        let requests = Double(proxy.requestCount - before) / Double(self.count)
        Measured.say(
            "addUser, the server 1 ms away: p50, requests",
            "\(Measured.milliseconds(Measured.median(of: durations))), \(requests)", reach: "<= 5")
    }

    private func add(_ number: Int, to tenant: Tenant, by principal: UserID) async throws {
        _ = try await tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace.\(number)@contoso.example"), roles: [.adminAgent],
            by: principal)
    }

    private static func parts(of company: CompanyID, on server: PostgreSQLServer) -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: server.directory(of: company),
            credentials: server.vault(of: company, cost: .cheapest), notifier: MemoryNotifier())
    }
}
