import Foundation
import Roster

/// Copies the history of a directory to another one, such as from a folder into PostgreSQL or back, and compares the two.
enum StoreCopy: StoreCommand {
    static let name = "copy"
    static let usage = "copy FROM TO"
    static let summary = "copy the history; `postgresql:COMPANY` is a company in ROSTER_POSTGRESQL"
    static let argumentCounts = 2...2

    static func run(_ arguments: [String]) async throws {
        let source = try await Store.openSource(arguments[0])
        let target = try await Store.openTarget(arguments[1])
        let summary = try await HistoryCopy(of: source, to: target).run { phase, part in
            Console.progress("\(phase)", part)
        }
        Console.say("\(arguments[1]) holds the same \(summary.revision) steps and \(summary.recordCount) records.")
        if summary.former > .start { Console.say("\(summary.former) of the steps were there before.") }
        Console.say("Passwords and sessions are not copied: reset passwords, or let users recover their accounts.")
    }
}
