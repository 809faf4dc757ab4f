import Foundation
import Roster

/// Writes the history of a directory as JSON Lines: one step on each line, oldest first.
enum StoreExport: StoreCommand {
    static let name = "export"
    static let usage = "export PATH [FILE]"
    static let summary = "write the history as lines of JSON, to a new file or to the output"
    static let argumentCounts = 1...2
    /// How many steps are in memory at a time.
    private static let batchSize = 1_000

    static func run(_ arguments: [String]) async throws {
        let directory = try Store.openForReading(arguments[0])
        let output = arguments.count > 1 ? try PrivateFile.make(arguments[1]) : .standardOutput
        let last = try await directory.head().revision
        var revision = Revision.start
        while revision < last {
            let steps = min(Self.batchSize, Int(last.number - revision.number))
            let commits = try await directory.history(after: revision, limit: steps)
            var lines = Data()
            for commit in commits { lines += StoredForm.json(of: commit) + [UInt8(ascii: "\n")] }
            try output.write(contentsOf: lines)
            revision = commits.last?.revision ?? last
            Console.progress("exporting", Double(revision.number) / Double(last.number))
        }
        try PrivateFile.finish(output)
        Console.note("\(last) steps were exported")
    }
}

/// A file for people's names and addresses, which only its owner can read.
enum PrivateFile {
    static func make(_ path: String) throws -> FileHandle {
        let isMade = !FileManager.default.fileExists(atPath: path)
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard isMade, FileManager.default.createFile(atPath: path, contents: nil, attributes: mode),
            let file = FileHandle(forWritingAtPath: path)
        else { throw UsageError("cannot write `\(path)`: \(isMade ? "it cannot be made" : "it is there already")") }
        return file
    }

    /// Syncs the file to the disk, if it is on one.
    static func finish(_ file: FileHandle) throws {
        guard file !== FileHandle.standardOutput else { return }
        try file.synchronize()
        try file.close()
    }
}
