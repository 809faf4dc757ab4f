import Roster
import RosterPartnerCenter
import Synchronization

/// A route that checks a permission, asked over and over by 16 connections.
///
/// Each request is a task of its own, which goes through the pool of threads that all tasks share, as in a server.
struct GuardedRoute: Sendable {
    private static let connectionCount = 16

    let tenant: Tenant
    private let user: UserID

    /// A tenant whose credentials cost what they cost by default on disk.
    static func make() async throws -> GuardedRoute {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: MemoryUserDirectory(),
            credentials: MemoryCredentialVault(cost: .standard),
            notifier: MemoryNotifier())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        return GuardedRoute(tenant: enrolled.tenant, user: enrolled.owner)
    }

    /// Requests a second.
    func rate(over period: Duration) async -> Double {
        let start = ContinuousClock.now
        let count = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<Self.connectionCount { group.addTask { await self.serve(until: start + period) } }
            return await group.reduce(0, +)
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private func serve(until end: ContinuousClock.Instant) async -> Int {
        var count = 0
        while ContinuousClock.now < end {
            // The answer does not matter, only that it was asked for.
            _ = await Task { self.tenant.permits(self.user, .manageCustomers) }.value
            count += 1
        }
        return count
    }
}
