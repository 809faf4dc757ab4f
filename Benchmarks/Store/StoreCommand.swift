import Foundation
import Roster

/// What `Benchmarks/compare-store` calls: `store WORK FOLDER USERS [CALLERS | QUESTIONS]` does one piece of work with a file
/// directory and tells how long it took, as the peers' own programs do.
enum StoreCommand {
    private struct Answer: Encodable {
        let figures: [String: Double]
        var version = ""
    }

    /// Whether the arguments were such a command, which then has been done.
    static func run(_ arguments: [String]) async throws(UsageError) -> Bool {
        guard arguments.first == "store" else { return false }
        let work = try StoreWork(arguments.dropFirst())
        do {
            let figures = try await self.figures(work)
            try FileHandle.standardOutput.write(
                contentsOf: JSONEncoder().encode(Answer(figures: figures)) + Data("\n".utf8))
        } catch let error as UsageError {
            throw error
        } catch {
            throw UsageError("`\(work.name)` has no result: \(error)")
        }
        return true
    }

    private static func figures(_ work: StoreWork) async throws -> [String: Double] {
        switch work.name {
        case "create": try await StoreWriting.create(work, commitSize: 1)
        case "callers": try await StoreWriting.createConcurrently(work)
        case "batches": try await StoreWriting.create(work, commitSize: 1_000)
        case "import": try await StoreWriting.importAll(work)
        case "first": try await StoreReading.firstAnswer(work)
        case "fill": try await StoreReading.fill(work)
        case "lookups": try await StoreReading.lookups(work)
        case "resident": try StoreReading.resident(work)
        case "pages": try await StorePages.pages(work)
        default: throw UsageError("there is no such work: `\(work.name)`")
        }
    }
}

/// What is to be done, and with how much.
struct StoreWork {
    let name: String
    /// Where the directory is, or will be.
    let path: String
    let userCount: Int
    /// How many callers there are at once, or how many questions are asked.
    let count: Int

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        let words = Array(arguments)
        guard words.count == 3 || words.count == 4, let userCount = Int(words[2]), userCount > 0,
            let count = words.count == 4 ? Int(words[3]) : 1, count > 0
        else { throw UsageError("what is wanted is `store WORK FOLDER USERS [CALLERS | QUESTIONS]`") }
        self.name = words[0]
        self.path = words[1] + "/directory"
        self.userCount = userCount
        self.count = count
    }

    /// An empty directory in place of the one that was there.
    func made() throws -> FileDirectory {
        if FileManager.default.fileExists(atPath: self.path) { try FileManager.default.removeItem(atPath: self.path) }
        return try FileDirectory(at: self.path)
    }

    /// The directory as it was left.
    func opened() throws -> FileDirectory { try FileDirectory(at: self.path) }
}

/// A directory told something else than what it was given.
struct WrongContents: Error, CustomStringConvertible {
    let description: String

    /// Throws unless a condition holds.
    static func unless(_ condition: Bool, _ description: String) throws(WrongContents) {
        if !condition { throw WrongContents(description: description) }
    }
}
