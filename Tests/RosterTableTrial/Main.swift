import Foundation
import RosterDomain
import RosterDomainTestSupport

/// `swift run -c release RosterTableTrial [decisions]`: tables under random changes, compared with the definition.
///
/// Each decision is asked in every form of a check. The number of decisions is a million unless another one is given.
/// `RosterTableTrial worlds [decisions]` prints worlds instead, each with questions and answers, one world a line, for
/// another engine to answer; see `Scripts/check-cedar.sh`.
@main
struct RosterTableTrial {
    static func main() throws {
        var arguments = CommandLine.arguments.dropFirst()
        let prints = arguments.first == "worlds"
        if prints { arguments.removeFirst() }
        guard let wanted = arguments.first.map({ Int($0) }) ?? 1_000_000, wanted > 0 else {
            throw TrialFailure("usage: RosterTableTrial [worlds] [decisions]")
        }
        if prints { return try Self.printWorlds(wanted) }
        try Self.race()
        try Self.decide(wanted)
    }

    private static func decide(_ wanted: Int) throws {
        var (count, seed): (Int, UInt64) = (0, 0)
        while count < wanted {
            var trial = try TableTrial(seed: seed)
            do {
                for step in 0..<200 {
                    try trial.change()
                    for _ in 0..<5 { try trial.ask() }
                    if step % 20 == 0 { try trial.compareWithRebuilt() }
                }
                try trial.askWithForeignHandles()
            } catch {
                throw TrialFailure("seed \(seed): \(error)")
            }
            count += trial.decisionCount
            seed += 1
        }
        print("\(count) random decisions in \(seed) worlds are those of the definition")
    }

    private static func race() throws {
        let checks = try TableRace(seconds: 3).run()
        print("\(checks) checks beside a writer: no revoked yes, no torn answer")
    }

    /// Prints worlds, ten of each seed, twenty changes apart.
    private static func printWorlds(_ wanted: Int) throws {
        let encoder = JSONEncoder()
        var (count, seed): (Int, UInt64) = (0, 0)
        while count < wanted {
            var worlds = try TrialWorlds(seed: seed)
            for _ in 0..<10 where count < wanted {
                let asked = min(250, wanted - count)
                let line = try encoder.encode(worlds.next(changes: 20, questions: asked))
                try FileHandle.standardOutput.write(contentsOf: line + Data("\n".utf8))
                count += asked
            }
            seed += 1
        }
    }
}
