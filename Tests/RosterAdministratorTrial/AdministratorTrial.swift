import Foundation
import RosterDomain
import RosterPartnerCenter
import RosterUseCases

/// Plays rounds: both administrators can do everything, each is asked to act at the same moment, and one may be killed.
struct AdministratorTrial {
    private let rounds: Int
    private var generator: SeededNumbers
    private let company: SharedCompany
    private var processes: [AdministratorProcess] = []
    private var tally = Tally()
    private var ledger = DefinitionLedger()

    /// What became of the acts.
    private struct Tally {
        var acceptances = [0, 0, 0]
        var kills = 0
        var killsAmidst = 0
    }

    init(rounds: Int, seed: UInt64) {
        self.rounds = rounds
        self.generator = SeededNumbers(state: seed)
        self.company = SharedCompany(folder: NSTemporaryDirectory() + "roster-administrators-\(UUID().uuidString)")
    }

    /// Returns whether everything was as it should be.
    mutating func run() async throws -> Bool {
        signal(SIGPIPE, SIG_IGN)
        try FileManager.default.createDirectory(atPath: self.company.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: self.company.folder) }
        let tenant = try await self.company.enroll()
        self.processes = try SharedCompany.names.map { try AdministratorProcess($0, folder: self.company.folder) }
        defer { for process in self.processes { process.end() } }
        for round in 0..<self.rounds {
            let acts = Act.pair(round)
            let answers = try self.play([acts.0, acts.1])
            var complaint = try await self.complaint(about: answers, tenant)
            if complaint == nil { complaint = try await self.ledger.complaint(about: tenant) }
            if let complaint {
                print("round \(round), \(acts.0) and \(acts.1), \(answers): \(complaint)")
                return false
            }
            try await self.company.restore(tenant)
        }
        print(
            "\(self.rounds) rounds: both acted in \(self.tally.acceptances[2]), one in \(self.tally.acceptances[1]), "
                + "none in \(self.tally.acceptances[0]); \(self.tally.kills) kills, \(self.tally.killsAmidst) amidst an act; "
                + "\(self.ledger.count) roles defined, changed or given"
        )
        return true
    }

    /// Has both act at once, and says what each answered; nil for one who was killed before.
    private mutating func play(_ acts: [Act]) throws -> [String?] {
        let victim = self.generator.below(3) == 0 ? self.generator.below(2) : nil
        for (process, act) in zip(self.processes, acts) { process.ask(act, after: self.generator.below(400)) }
        if let victim { self.processes[victim].kill(after: self.generator.below(3_000)) }
        let answers = self.processes.map { $0.answer() }
        if let victim {
            self.tally.kills += 1
            self.processes[victim].end()
            self.processes[victim] = try AdministratorProcess(SharedCompany.names[victim], folder: self.company.folder)
        }
        self.tally.killsAmidst += answers.count { $0 == nil }
        self.tally.acceptances[answers.count { $0 == "accepted" }] += 1
        return answers
    }

    /// What is not as it should be after a round; nil for nothing.
    private func complaint(about answers: [String?], _ tenant: Tenant) async throws -> String? {
        if let failure = answers.compactMap(\.self).first(where: { $0.hasPrefix("failed") }) { return failure }
        // Each act was allowed by itself, so one of two comes first and is accepted.
        if answers.allSatisfy({ $0?.hasPrefix("refused") ?? false }) { return "neither was let act" }
        var canRun = false
        for name in SharedCompany.names {
            guard let record = try await tenant.user(named: SharedCompany.userName(name)) else {
                return "\(name) is gone"
            }
            let working = try await self.company.workingPasswords(of: name, tenant)
            let isCountedOn = record.canBeCountedOn(for: .globalAdmin)
            canRun = canRun || isCountedOn
            if working.count > 1 || isCountedOn && working.count != 1 {
                return "\(name), \(record.user.status): \(working.count) passwords work"
            }
        }
        return canRun ? nil : "no administrator can sign in"
    }
}

/// Numbers that come again for the same seed (SplitMix64).
struct SeededNumbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(self.next() % UInt64(limit)) }
}
