import Foundation
import RosterDomain
import RosterPartnerCenter
import RosterUseCases

/// Starts the processes, kills them, and looks at what they left.
struct AdministratorTrial {
    /// How many rounds the two processes play together before one of them is killed at the latest.
    private static let roundsOfABout = 200
    private let rounds: Int
    private var generator: SeededNumbers
    private let company: SharedCompany

    init(rounds: Int, seed: UInt64) {
        self.rounds = rounds
        self.generator = SeededNumbers(state: seed)
        self.company = SharedCompany(folder: NSTemporaryDirectory() + "roster-administrators-\(UUID().uuidString)")
    }

    /// Returns whether everything was as it should be.
    mutating func run() async throws -> Bool {
        try FileManager.default.createDirectory(atPath: self.company.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: self.company.folder) }
        try await self.company.enroll()
        var (played, kills) = (0, 0)
        while played < self.rounds {
            let processes = try (0..<2).map { _ in try self.start() }
            // Half of the bouts end by a kill, of one process or of both.
            for process in processes where self.generator.below(3) > 0 {
                try await Task.sleep(for: .milliseconds(300 + self.generator.below(1_500)))
                if process.isRunning { kills += 1 }
                kill(process.processIdentifier, SIGKILL)
            }
            for process in processes { process.waitUntilExit() }
            played += Self.roundsOfABout
            guard try await self.isSound() else { return false }
        }
        let history = try await Tenant.open(self.company.parts()).history()
        let done = history.count { commit in
            commit.changes.contains { if case .refused = $0 { false } else { true } }
        }
        print("\(played) rounds at most, \(done) steps, \(kills) kills: an administrator can always sign in")
        return true
    }

    private mutating func start() throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "act", self.company.folder, "\(self.generator.next() >> 1)", "\(Self.roundsOfABout / 2)",
        ]
        try process.run()
        return process
    }

    /// Whether an administrator who counts as able to sign in can, and each person by one password at most.
    private func isSound() async throws -> Bool {
        let tenant = try await Tenant.open(self.company.parts())
        var canRun = false
        for name in SharedCompany.names {
            let email = try SharedCompany.email(name)
            guard let record = try await tenant.user(withEmail: email) else { continue }
            var working: Set<String> = []
            for password in Set(try self.company.passwords(of: name)) {
                if (try? await tenant.signIn(email.rawValue, password: Password(password))) != nil {
                    working.insert(password)
                }
            }
            let isCountedOn = record.canBeCountedOn(for: .globalAdmin)
            canRun = canRun || isCountedOn
            if working.count > 1 || isCountedOn && working.count != 1 {
                print("\(name), \(record.user.status): \(working.count) passwords work")
                return false
            }
        }
        if !canRun { print("no administrator can sign in") }
        return canRun
    }
}
