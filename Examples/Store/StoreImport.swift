import Foundation
import Roster

/// Creates a directory from lines of JSON, as `export` writes them.
///
/// The command reads all lines before it writes anything. If a line is not a step, or does not follow the one before,
/// no directory is created. A step that contradicts earlier ones is found only when it is added; the steps before it
/// stay, and the command says so.
enum StoreImport: StoreCommand {
    static let name = "import"
    static let usage = "import FILE PATH"
    static let summary = "make a new directory out of such a file"
    static let argumentCounts = 2...2
    /// How many steps share a write.
    private static let batchSize = 1_000

    static func run(_ arguments: [String]) async throws {
        let lines = try StepLines(of: arguments[0])
        var count = 0
        try lines.forEach { _ in
            count += 1
            return true
        }
        let directory = try Store.make(arguments[1])
        do {
            try await self.append(lines, count: count, to: directory)
        } catch {
            let kept = try await directory.head().revision
            throw UsageError(
                "line \(kept.next): \(error)\n\(kept) steps before it are kept in `\(arguments[1])`; "
                    + "remove it before you try again")
        }
        Console.say("\(count) steps were imported into \(arguments[1]).")
    }

    private static func append(_ lines: StepLines, count: Int, to directory: FileDirectory) async throws {
        var next = lines.start
        var done = 0
        while done < count {
            var batch: [Commit] = []
            next = try lines.forEach(from: next, after: done) { commit in
                batch.append(commit)
                return batch.count < self.batchSize
            }
            try await directory.append(batch)
            done += batch.count
            Console.progress("importing", Double(done) / Double(count))
        }
    }
}

/// The lines of a file with one step on each.
struct StepLines {
    private let path: String
    private let bytes: Data

    init(of path: String) throws {
        self.path = path
        do {
            self.bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw UsageError("cannot read `\(path)`: \(TextFile.reason(error))")
        }
    }

    var start: Data.Index { self.bytes.startIndex }

    /// Calls `body` with the steps from an offset on, before which there are `count` steps, until it returns false;
    /// returns where it stopped.
    @discardableResult
    func forEach(
        from start: Data.Index? = nil, after count: Int = 0, _ body: (Commit) throws -> Bool
    ) throws -> Data.Index {
        var (place, number) = (start ?? self.start, count)
        var goesOn = true
        while goesOn, place < self.bytes.endIndex {
            let end = self.bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? self.bytes.endIndex
            number += 1
            let commit: Commit
            do {
                commit = try StoredForm.commit(json: Array(self.bytes[place..<end]))
            } catch {
                throw UsageError("`\(self.path)`, line \(number): this is not a step of a history: \(error)")
            }
            guard commit.revision.number == UInt64(number) else {
                throw UsageError(
                    "`\(self.path)`, line \(number): this is step \(commit.revision), where \(number) should be")
            }
            goesOn = try body(commit)
            place = min(end + 1, self.bytes.endIndex)
        }
        return place
    }
}
