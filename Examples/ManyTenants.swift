import Foundation
import Roster
import RosterPartnerCenter

/// Thousands of companies in one process, each followed for what other hosts commit.
///
/// The companies are copies of one, since hashing their first passwords would take most of the time.
enum ManyTenants: Scenario {
    static let name = "many-tenants"
    static let summary = "open and follow 2,000 companies in one process, or as many as you say"
    private static let usualCount = 2_000

    static func run(_ arguments: [String]) async throws {
        guard let count = arguments.first.map({ Int($0) }) ?? self.usualCount, count > 0 else {
            throw UsageError("usage: swift run Examples many-tenants [COUNT]")
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = (1...count).map { folder.appending(path: "company-\($0).roster").path }

        Console.heading("\(count) companies with two users each")
        let (owner, grace) = try await self.makeCompanies(at: paths)
        let before = self.descriptorCount
        let start = ContinuousClock.now
        let tenants = try await self.open(paths)
        Console.say("All are open after \(ContinuousClock.now - start).")
        if let before, let after = self.descriptorCount {
            // Rounded, since those of the first enrollment may be closed only now.
            let each = (Double(after - before) / Double(count)).rounded()
            Console.say("Each has \(Int(each)) descriptors.")
        }
        try await self.follow(tenants, at: paths, owner: owner, grace: grace)
    }

    /// Follows all, and lets another host give a role in the last one.
    private static func follow(
        _ tenants: [Tenant], at paths: [String], owner: UserID, grace: UserID
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for tenant in tenants { group.addTask { try await tenant.follow() } }
            Console.heading("Another host makes Grace of the last company an Admin agent")
            let (last, path) = (tenants[tenants.count - 1], paths[paths.count - 1])
            Console.say("Grace may manage customers: \(last.permits(grace, .manageCustomers))")
            let otherHost = try await Tenant.open(self.parts(at: path))
            try await otherHost.assignRoles([.adminAgent], to: grace, by: owner)
            let start = ContinuousClock.now
            while !last.permits(grace, .manageCustomers), ContinuousClock.now - start < .seconds(30) {
                try await Task.sleep(for: .milliseconds(1))
            }
            Console.say("Grace may manage customers now: \(last.permits(grace, .manageCustomers))")
            group.cancelAll()
        }
    }

    /// Opens all, a few at a time: each is opened on the thread of its task.
    private static func open(_ paths: [String]) async throws -> [Tenant] {
        try await withThrowingTaskGroup(of: [(Int, Tenant)].self) { group in
            let hostCount = 4
            for first in 0..<hostCount {
                group.addTask {
                    var opened: [(Int, Tenant)] = []
                    for number in stride(from: first, to: paths.count, by: hostCount) {
                        opened.append((number, try await Tenant.open(self.parts(at: paths[number]))))
                    }
                    return opened
                }
            }
            let tenants = try await group.reduce(into: []) { $0 += $1 }
            return tenants.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Enrolls the first company, and copies it.
    private static func makeCompanies(at paths: [String]) async throws -> (owner: UserID, grace: UserID) {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: self.parts(at: paths[0]))
        let (tenant, owner) = (enrolled.tenant, enrolled.owner)
        let information = enrolled.signInInformation.reveal()
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
        let account = try ExistingAccount(FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"))
        let grace = try await tenant.addExistingUsers([account], roles: [], by: owner)[0].id
        for path in paths.dropFirst() { try FileManager.default.copyItem(atPath: paths[0], toPath: path) }
        return (owner, grace)
    }

    private static func parts(at path: String) throws -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: path),
            credentials: try FileCredentialVault(at: path), notifier: MemoryNotifier())
    }

    /// How many files this process has open; nil where the system does not say.
    private static var descriptorCount: Int? {
        try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
