import Foundation
import Roster

/// Commands for operators of a directory on disk: inspect, verify, back up, export and import.
///
/// Each command opens the directory like any other process, while other processes keep using it. Commands that only
/// read open it for reading, so they also work on a read-only medium.
enum Store: Scenario {
    static let name = "store"
    static let summary = "inspect, verify, export, import, backup, compact or copy a directory"

    private static var commands: [any StoreCommand.Type] {
        [
            StoreInspect.self, StoreVerify.self, StoreExport.self, StoreImport.self, StoreBackup.self,
            StoreCompact.self, StoreCopy.self,
        ]
    }

    static func run(_ arguments: [String]) async throws {
        guard let name = arguments.first, let command = self.commands.first(where: { $0.name == name }) else {
            throw UsageError("say what to do with a directory:\n\(Shown(stringLiteral: self.usage))")
        }
        let rest = Array(arguments.dropFirst())
        guard command.argumentCounts.contains(rest.count) else {
            throw UsageError("usage: swift run Examples store \(command.usage)")
        }
        try await command.run(rest)
    }

    private static var usage: String {
        self.commands.map { "  swift run Examples store \($0.usage.padding(to: 22))\($0.summary)" }
            .joined(separator: "\n")
    }

    /// Opens the directory in a folder for reading, and changes nothing.
    static func openForReading(_ path: String) throws -> FileDirectory {
        try self.checkIsThere(path)
        return try FileDirectory(readingAt: path)
    }

    /// Opens an existing directory in a folder; does not create one if the path is misspelled.
    static func open(_ path: String) throws -> FileDirectory {
        try self.checkIsThere(path)
        let directory = try FileDirectory(at: path)
        if let tail = directory.recoveredTail {
            Console.note("a crash had left \(tail.byteCount) bytes unfinished; they are kept in `\(tail.fileName)`")
        }
        return directory
    }

    private static func checkIsThere(_ path: String) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard names.contains(where: { $0 == "lock" || $0.hasPrefix("journal") }) else {
            throw UsageError("there is no directory in `\(path)`")
        }
    }

    /// Creates and opens a directory in an empty place.
    static func make(_ path: String) throws -> FileDirectory {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard names.isEmpty else { throw FileStoreError.notEmpty(path: path) }
        return try FileDirectory(at: path)
    }
}

/// A command for a directory on disk.
protocol StoreCommand {
    static var name: String { get }
    static var usage: String { get }
    static var summary: String { get }
    static var argumentCounts: ClosedRange<Int> { get }
    static func run(_ arguments: [String]) async throws
}
