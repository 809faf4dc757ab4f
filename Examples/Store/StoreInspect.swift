import Roster

/// Shows the content of a directory's folder in numbers.
enum StoreInspect: StoreCommand {
    static let name = "inspect"
    static let usage = "inspect PATH"
    static let summary = "show what is in it, in numbers"
    static let argumentCounts = 1...1

    static func run(_ arguments: [String]) async throws {
        let summary = try await Store.openForReading(arguments[0]).summary()
        Console.say("company     \(summary.company?.name.rawValue ?? "not enrolled yet")")
        Console.say("history     \(summary.revision) steps")
        let counts = AccountStatus.allCases.compactMap { status in
            summary.userCounts[status].map { "\($0) \(status)" }
        }
        Console.say("users       \(summary.userCount)\(counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))")")
        Console.say("checkpoint  \(summary.checkpoint.map { "at revision \($0.revision)" } ?? "none yet")")
        Console.say("in memory   \(summary.changedUserCount) users who changed since\n")
        self.showFiles(summary)
    }

    private static func showFiles(_ summary: FileDirectorySummary) {
        var rows = summary.segments.map { segment in
            [
                segment.name, "history from revision \(segment.firstRevision)", segment.byteCount.inBytes,
                segment.usedByteCount.inBytes,
            ]
        }
        if let checkpoint = summary.checkpoint {
            rows.append([
                checkpoint.name, "everything at revision \(checkpoint.revision)", checkpoint.byteCount.inBytes,
                checkpoint.byteCount.inBytes,
            ])
        }
        rows += summary.tornFiles.map { [$0, "what a crash left unfinished; can be removed", "", ""] }
        rows += summary.otherEntries.map { [$0, "something else", "", ""] }
        Console.table(["file", "what it holds", "size", "in use"], rows)
    }
}

extension UInt64 {
    /// A number of bytes, in a readable unit.
    var inBytes: String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var (number, unit) = (self, 0)
        while number >= 10_240, unit < units.count - 1 { (number, unit) = (number / 1_024, unit + 1) }
        return "\(number) \(units[unit])"
    }
}
