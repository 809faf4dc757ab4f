import Foundation
import Roster

/// Whether the time that an answer takes tells who is listed.
///
/// For each verb that strangers can call, wrong guesses at addresses of each kind, in turns. Beside each kind stands the chance that an
/// answer for it takes longer than one for an address that is not listed: a half when the time tells nothing.
enum AnswerTimeBenchmark: Benchmark {
    static let name = "answer-times"
    static let summary = "wrong guesses at addresses that are listed, beside those that are not"

    static func run(_ effort: Effort) async throws -> [Figure] {
        let folder = NSTemporaryDirectory() + "roster-answer-times-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let company = try await GuessedCompany(at: folder)
        var figures: [Figure] = []
        for attempt in GuessedCompany.Attempt.allCases {
            let times = try await self.times(of: attempt, at: company, guessCount: effort.rounds * 20)
            let unlisted = Figure("\(attempt), unlisted", unit: "ms", times[.unlisted] ?? [.nan])
            figures.append(unlisted)
            for address in GuessedCompany.Address.allCases where address != .unlisted {
                let listed = Figure("\(attempt), \(address)", unit: "ms", times[address] ?? [.nan])
                let chance = self.chance(that: listed.samples, areLongerThan: unlisted.samples)
                figures.append(listed.beside(unlisted, as: "unlisted"))
                figures.append(
                    Figure("chance that it takes longer", unit: "", [chance]).aiming(.between(0.4, 0.6)))
            }
        }
        return figures
    }

    /// The times of guesses at addresses of each kind, which come in another order each time.
    private static func times(
        of attempt: GuessedCompany.Attempt, at company: GuessedCompany, guessCount: Int
    ) async throws -> [GuessedCompany.Address: [Double]] {
        var times: [GuessedCompany.Address: [Double]] = [:]
        // The first guesses warm everything up, and are recorded one by one.
        for number in 0..<guessCount + 10 {
            for address in GuessedCompany.Address.allCases.shuffled() {
                let time = try await company.guess(attempt, at: address)
                if number >= 10 { times[address, default: []].append(time) }
            }
        }
        return times
    }

    /// The chance that one of some times is longer than one of some others (Mann and Whitney's U, over all pairs).
    private static func chance(that times: [Double], areLongerThan others: [Double]) -> Double {
        var count = 0.0
        for time in times {
            for other in others { count += time > other ? 1 : time == other ? 0.5 : 0 }
        }
        return count / Double(times.count * others.count)
    }
}
