import Foundation

// Two administrators act on each other in two processes that are killed now and then; after each round one of them can sign in, with a
// password that was given or chosen, and at most one password of each works; and no role of the company was defined, changed or given beyond
// what its principal could give at that step. See `Scripts/soak-administrators.sh`.
//
//     RosterAdministratorTrial ROUNDS [SEED]     runs the trial
//     RosterAdministratorTrial act FOLDER NAME   is one of the processes

let words = CommandLine.arguments.dropFirst()
if words.first == "act" {
    let rest = Array(words.dropFirst())
    guard rest.count == 2 else { exit(64) }
    try await Administrator(rest[1], folder: rest[0]).act()
} else {
    let rounds = words.first.flatMap { Int($0) } ?? 10_000
    let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1
    var trial = AdministratorTrial(rounds: rounds, seed: seed)
    let isSound = try await trial.run()
    exit(isSound ? 0 : 1)
}
