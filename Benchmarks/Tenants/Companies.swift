import Foundation
import Roster
import RosterPartnerCenter

/// Many companies in a folder for the time of a benchmark; all have the same 20 users.
struct Companies {
    static let count = 1_000
    private static let userCount = 20

    let standings: [UserStanding]
    private let folder: URL
    private let owner: UserID

    /// Makes one company, and copies of it.
    init() async throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "roster-tenants-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let first = self.folder.appending(path: "0").path
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: Self.parts(at: first))
        self.owner = enrolled.owner
        let information = enrolled.signInInformation.reveal()
        let tenant = enrolled.tenant
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Correct-horse-battery-7"))
        for number in 1..<Self.userCount {
            let account = try ExistingAccount(
                FullName("User \(number)"), email: EmailAddress("u\(number)@contoso.example"))
            let roles: [RoleID] = [[.adminAgent], [.salesAgent, .reportViewer], [.helpdeskAgent], []][number % 4]
            try await tenant.addExistingUsers([account], roles: roles, by: self.owner)
        }
        self.standings = try await tenant.users(by: self.owner).records.map(\.standing)
        for number in 1..<Self.count {
            try FileManager.default.copyItem(
                atPath: first, toPath: self.folder.appending(path: "\(number)").path)
        }
    }

    func open(_ number: Int) async throws -> Tenant {
        try await Tenant.open(Self.parts(at: self.folder.appending(path: "\(number)").path))
    }

    /// Commits to all at once, and tells how many threads there are then.
    func commit(to tenants: [Tenant]) async throws -> Int {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for tenant in tenants {
                group.addTask {
                    let account = try ExistingAccount(FullName("Last"), email: EmailAddress("last@contoso.example"))
                    try await tenant.addExistingUsers([account], roles: [], by: self.owner)
                }
            }
            try await group.waitForAll()
        }
        return ResidentProcess.threadCount
    }

    func remove() { try? FileManager.default.removeItem(at: self.folder) }

    private static func parts(at path: String) throws -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: path),
            credentials: try FileCredentialVault(at: path), notifier: MemoryNotifier())
    }
}
