import Foundation
import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb

/// A company on files for the time of a benchmark, with an administrator who has signed in to its console.
struct ConsoleCompany {
    private static let stepSize = 10_000
    private static let laterStepCount = 20_000

    let userCount: Int
    private let folder: URL
    private let console: WebConsole
    private let cookie: String

    init(userCount: Int) async throws {
        self.userCount = userCount
        self.folder = FileManager.default.temporaryDirectory.appending(path: "roster-console-\(UUID().uuidString)")
        let directory = try FileDirectory(at: self.folder.path)
        let sessions = MemorySessionStore()
        let parts = TenantParts(
            catalog: .partnerCenter, directory: directory, credentials: MemoryCredentialVault(), sessions: sessions,
            secondFactors: MemorySecondFactorStore(), notifier: MemoryNotifier())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")), with: parts)
        let information = enrolled.signInInformation.reveal()
        try await enrolled.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Correct-horse-battery-7"))
        try await Self.fill(directory, userCount: userCount)
        let tenant = try await Tenant.open(parts)
        let begun = try await tenant.beginSession(
            "ada@contoso.example", password: Password("Correct-horse-battery-7"), on: DeviceName("benchmark"))
        self.cookie = "__Host-session=\(begun.reveal())"
        self.console = WebConsole(tenant)
    }

    /// Users with three roles each; every fiftieth is blocked, and every thousandth waits for a role.
    private static func fill(_ directory: FileDirectory, userCount: Int) async throws {
        for first in stride(from: 0, to: userCount, by: self.stepSize) {
            let changes = try (first..<min(first + self.stepSize, userCount)).flatMap { number in
                let record = StoreRecord(number)
                return try record.changes(roleCount: StoreRecord.roleCountPerUser) + self.states(of: record, number)
            }
            try await StoreCommit.commit(changes, to: directory)
        }
        try await directory.compact()
        // What a company of years looks like: most steps are small, and most people are in none of the last.
        for number in 0..<self.laterStepCount {
            let user = StoreRecord(StoreRecord.asked(number, among: userCount)).id
            try await StoreCommit.commit([.sessionsEnded(user: user, session: nil)], to: directory)
        }
    }

    private static func states(of record: StoreRecord, _ number: Int) -> [Change] {
        if number % 50 == 0 { return [.statusChanged(user: record.id, from: .active, to: .blocked)] }
        guard number % 1_000 == 7 else { return [] }
        let request = RoleRequest(
            id: RoleRequestID(bits: UInt128(number)), user: record.id, roles: [.developer], scope: .company,
            reason: "", requestedAt: record.addedAt)
        return [.rolesRequested(request: request)]
    }

    /// One of the users, another for each number.
    func user(_ number: Int) -> UserID { self.record(number).id }

    func address(_ number: Int) throws -> String { try self.record(number).address().rawValue }

    private func record(_ number: Int) -> StoreRecord {
        StoreRecord(StoreRecord.asked(number, among: self.userCount))
    }

    /// Milliseconds a page, one after another.
    func times(_ page: ConsolePage, count: Int) async throws -> [Double] {
        var times: [Double] = []
        for number in 0..<count {
            let parts = try page.address(number).split(separator: "?", maxSplits: 1).map(String.init)
            let request = WebRequest(
                .get, parts[0], query: parts.count > 1 ? parts[1] : nil, headers: ["Cookie": self.cookie],
                origin: "https://roster.example", mount: "/console")
            let begun = ContinuousClock.now
            let response = await self.console.answer(request)
            times.append((ContinuousClock.now - begun) / .milliseconds(1))
            guard response.status == 200 else { throw WrongAnswers(name: parts[0], count: response.status) }
        }
        return times
    }

    func remove() { try? FileManager.default.removeItem(at: self.folder) }
}
