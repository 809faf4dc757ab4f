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
        let end = try lines.forEach(from: lines.start) { _ in true }
        guard end.count > 0 else { throw UsageError("`\(arguments[0])` holds no step") }
        let directory = try Store.make(arguments[1])
        do {
            try await self.append(lines, count: end.count, to: directory)
        } catch {
            let kept = try await directory.head().revision
            let next = try lines.forEach(from: lines.start) { $0.revision <= kept }
            throw UsageError(
                "line \(next.line): \(error)\n\(kept) steps before it are kept in `\(arguments[1])`; "
                    + "remove it before you try again")
        }
        Console.say("\(end.count) steps were imported into \(arguments[1]).")
    }

    private static func append(_ lines: StepLines, count: Int, to directory: FileDirectory) async throws {
        var next = lines.start
        while next.count < count {
            var batch: [Commit] = []
            next = try lines.forEach(from: next) { commit in
                batch.append(commit)
                return batch.count < self.batchSize
            }
            try await directory.append(batch)
            Console.progress("importing", Double(next.count) / Double(count))
        }
    }
}

/// The lines of a file with one step on each; blank lines hold none.
struct StepLines {
    /// How far the lines have been read.
    struct Place {
        fileprivate var offset: Data.Index
        /// The number of the last line read, as editors number them; 0 before the first.
        fileprivate(set) var line = 0
        /// How many steps the lines up to there hold.
        fileprivate(set) var count = 0
    }

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

    /// Before the first line, behind a byte order mark.
    var start: Place {
        let mark = Data([0xEF, 0xBB, 0xBF])
        return Place(offset: self.bytes.startIndex + (self.bytes.starts(with: mark) ? mark.count : 0))
    }

    /// Calls `body` with the steps from a place on until it returns false; returns where it stopped.
    @discardableResult
    func forEach(from start: Place, _ body: (Commit) throws -> Bool) throws -> Place {
        var place = start
        var goesOn = true
        while goesOn, place.offset < self.bytes.endIndex {
            let end = self.bytes[place.offset...].firstIndex(of: UInt8(ascii: "\n")) ?? self.bytes.endIndex
            let line = self.bytes[place.offset..<end]
            place.offset = min(end + 1, self.bytes.endIndex)
            place.line += 1
            // The blanks of JSON.
            if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
            place.count += 1
            goesOn = try body(try self.step(line, at: place))
        }
        return place
    }

    private func step(_ line: Data, at place: Place) throws -> Commit {
        let commit: Commit
        do {
            commit = try StoredForm.commit(json: Array(line))
        } catch {
            throw UsageError("`\(self.path)`, line \(place.line): this is not a step of a history: \(error)")
        }
        guard commit.revision.number == UInt64(place.count) else {
            throw UsageError(
                "`\(self.path)`, line \(place.line): this is step \(commit.revision), where \(place.count) should be")
        }
        return commit
    }
}
