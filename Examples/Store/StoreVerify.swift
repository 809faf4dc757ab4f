import Roster

/// Reads everything in a directory, and reports where it is damaged.
enum StoreVerify: StoreCommand {
    static let name = "verify"
    static let usage = "verify PATH"
    static let summary = "read everything, and say where something is wrong"
    static let argumentCounts = 1...1

    static func run(_ arguments: [String]) async throws {
        let directory = try Store.openForReading(arguments[0])
        let report = try await directory.verify { Console.progress("verifying", $0) }
        Console.say(
            "Sound: every step up to revision \(report.revision), in \(report.journalByteCount.inBytes) of history,")
        Console.say("and every one of \(report.userCount) users.")
        guard let revision = report.checkpointRevision else { return Console.say("There is no checkpoint yet.") }
        Console.say(
            "The checkpoint of revision \(revision), \(report.checkpointByteCount.inBytes), is what they amount to.")
    }
}
