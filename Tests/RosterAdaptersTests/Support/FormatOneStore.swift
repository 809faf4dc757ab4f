import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

/// A directory of the first format in memory, whose journal a test rewrites at will.
///
/// The journal is made here, by hand: nothing in the adapter writes that format any more.
final class FormatOneStore: Sendable {
    private let sandbox: FileSandbox
    let path: String
    /// The store's own 16 bytes.
    let store: [UInt8]
    /// The steps in the journal: one user each.
    let commits: [Commit]
    /// The journal before anything was done to it.
    let original: [UInt8]
    /// Where the header ends, and each commit after it.
    let ends: [Int]

    init(commits count: Int) throws {
        self.sandbox = try FileSandbox(inMemory: true)
        self.path = self.sandbox.path("store")
        self.store = (0..<16).map { _ in UInt8.random(in: 0 ... .max) }
        self.commits = try (1...count).map { number in
            Commit(
                revision: Revision(UInt64(number)), at: FileFixture.now, principal: .system,
                changes: try FileFixture.batch(number))
        }
        let fields = Array("ROSTERJ\n".utf8) + FileForgery.littleEndian(1 as UInt32) + self.store
        var journal = fields + FileForgery.littleEndian(FileForgery.crc32c(fields))
        var ends = [journal.count]
        for commit in self.commits {
            let frame = FileForgery(payload: try Self.payload(commit), revision: commit.revision.number)
            journal += frame.bytes(of: self.store)
            ends.append(journal.count)
        }
        (self.original, self.ends) = (journal, ends)
        try self.put(journal)
    }

    private static func payload(_ commit: Commit) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(commit))
    }

    var journal: String { "\(self.path)/journal" }

    /// One frame of the original, numbered from 1.
    func frame(_ number: Int) -> ArraySlice<UInt8> { self.original[self.ends[number - 1]..<self.ends[number]] }

    /// The payload of one frame of the original.
    func payload(_ number: Int) -> [UInt8] { Array(self.frame(number).dropFirst(20)) }

    /// Begins anew, with other bytes in the journal.
    func put(_ bytes: [UInt8]) throws {
        if FileManager.default.fileExists(atPath: self.path) { try FileManager.default.removeItem(atPath: self.path) }
        guard mkdir(self.path, 0o700) == 0 else { throw POSIXError(.EPERM) }
        try FileSandbox.write(bytes, to: self.journal)
        try FileSandbox.write(
            self.store + FileForgery.littleEndian(FileForgery.crc32c(self.store)), to: "\(self.path)/lock")
    }

    /// Opens the store with other bytes in its journal, and returns the damage found.
    ///
    /// Checks that nothing was changed.
    func damage(of bytes: [UInt8]) throws -> (offset: Int, revision: UInt64?, detail: String)? {
        try self.put(bytes)
        let error: FileStoreError
        do throws(FileStoreError) {
            _ = try FileDirectory(at: self.path)
            return nil
        } catch let refusal {
            error = refusal
        }
        guard case .damaged(let path, let offset, let revision, let detail) = error else { throw error }
        let names = try FileSandbox.names(self.path)
        let isUnchanged = try FileSandbox.bytes(self.journal) == bytes && names == ["journal", "lock"]
        try #require(isUnchanged && path == self.journal, "a refused store must stay as it was")
        return (Int(offset), revision?.number, detail)
    }

    /// Opens the store with other bytes in its journal, which must be recovered to a number of commits.
    func recover(_ bytes: [UInt8], to commits: Int) async throws {
        try self.put(bytes)
        let tail = Array(bytes[self.ends[commits]...])
        try await {
            let directory = try FileDirectory(at: self.path)
            try #require(try await directory.history(after: .start, limit: .max) == Array(self.commits[..<commits]))
            let recovered = try #require(directory.recoveredTail)
            try #require(recovered.offset == UInt64(self.ends[commits]) && recovered.byteCount == tail.count)
            try #require(try FileSandbox.bytes("\(self.path)/\(recovered.fileName)") == tail)
            try #require(FileSandbox.mode("\(self.path)/\(recovered.fileName)") == 0o600)
            let kept = try FileSandbox.bytes("\(self.path)/journal.format-1")
            try #require(kept == Array(bytes[..<self.ends[commits]]))
        }()
        let directory = try FileDirectory(at: self.path)
        try #require(directory.recoveredTail == nil)
        try #require(try await directory.add(1_000).revision == Revision(UInt64(commits + 1)))
    }
}
