import Roster

/// Copies a directory as of one revision, whoever writes meanwhile.
enum StoreBackup: StoreCommand {
    static let name = "backup"
    static let usage = "backup PATH COPY"
    static let summary = "copy it into a new folder while others go on writing"
    static let argumentCounts = 2...2

    static func run(_ arguments: [String]) async throws {
        let directory = try Store.open(arguments[0])
        let revision = try await directory.backup(to: arguments[1]) { Console.progress("copying", $0) }
        print("\(arguments[1]) holds everything up to revision \(revision), except for passwords.")
        let latest = try await directory.head().revision
        if latest > revision { print("Meanwhile others went on to revision \(latest) in \(arguments[0]).") }
    }
}
