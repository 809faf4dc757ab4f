import Roster

/// Writes a checkpoint of a directory, so that it opens quickly; the history stays whole.
enum StoreCompact: StoreCommand {
    static let name = "compact"
    static let usage = "compact PATH"
    static let summary = "write a checkpoint, which makes the next opening quick"
    static let argumentCounts = 1...1

    static func run(_ arguments: [String]) async throws {
        let directory = try Store.open(arguments[0])
        try await directory.compact()
        guard let checkpoint = try await directory.summary().checkpoint else { return }
        Console.say(
            "The checkpoint holds everything up to revision \(checkpoint.revision): \(checkpoint.byteCount.inBytes).")
    }
}
