import Foundation

// Two administrators act on each other in two processes that are killed now and then; afterwards one of them can always sign in, with
// a password that was given or chosen, and exactly one password of each works. See `Scripts/soak-administrators.sh`.
//
//     RosterAdministratorTrial ROUNDS [SEED]            runs the trial
//     RosterAdministratorTrial act FOLDER SEED ROUNDS   is one of the processes

let words = CommandLine.arguments.dropFirst()
if words.first == "act" {
    let rest = Array(words.dropFirst())
    guard rest.count == 3, let seed = UInt64(rest[1]), let rounds = Int(rest[2]) else { exit(64) }
    var administrator = Administrator(folder: rest[0], seed: seed)
    try await administrator.act(rounds)
} else {
    let rounds = words.first.flatMap { Int($0) } ?? 10_000
    let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1
    var trial = AdministratorTrial(rounds: rounds, seed: seed)
    let isSound = try await trial.run()
    exit(isSound ? 0 : 1)
}
