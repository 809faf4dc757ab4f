import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

/// A store in memory whose journal a test rewrites at will.
final class FileDamagedStore: Sendable {
    private let sandbox: FileSandbox
    let path: String
    /// The journal before anything was done to it.
    let original: [UInt8]
    /// Where the header ends, and each commit after it.
    let ends: [Int]

    init(commits: Int) async throws {
        self.sandbox = try FileSandbox(inMemory: true)
        self.path = self.sandbox.path("store")
        self.ends = try await FileFixture.makeStore(at: self.path, commits: commits)
        self.original = try FileSandbox.bytes("\(self.path)/journal")
    }

    var journal: String { "\(self.path)/journal" }

    /// One frame of the original, numbered from 1.
    func frame(_ number: Int) -> ArraySlice<UInt8> { self.original[self.ends[number - 1]..<self.ends[number]] }

    /// The payload of one frame of the original.
    func payload(_ number: Int) -> [UInt8] { Array(self.frame(number).dropFirst(20)) }

    /// Removes what recoveries have kept.
    func removeTails() throws {
        for name in try FileSandbox.names(self.path) where name.hasPrefix("journal.torn-") {
            try FileManager.default.removeItem(atPath: "\(self.path)/\(name)")
        }
    }

    /// Opens the store with other bytes in its journal, and returns the damage found.
    ///
    /// Checks that nothing was changed.
    func damage(of bytes: [UInt8]) throws -> (offset: Int, revision: UInt64?, detail: String)? {
        try FileSandbox.write(bytes, to: self.journal)
        let names = try FileSandbox.names(self.path)
        do {
            _ = try FileDirectory(at: self.path)
            return nil
        } catch FileStoreError.damaged(let path, let offset, let revision, let detail) {
            let isUnchanged = try FileSandbox.bytes(self.journal) == bytes && FileSandbox.names(self.path) == names
            try #require(isUnchanged && path == self.journal, "a refused store must stay as it was")
            return (Int(offset), revision?.number, detail)
        }
    }

    /// Opens the store with other bytes in its journal, which must be recovered to a number of commits.
    func recover(_ bytes: [UInt8], to commits: Int) async throws {
        try FileSandbox.write(bytes, to: self.journal)
        let tail = Array(bytes[self.ends[commits]...])
        try await {
            let directory = try FileDirectory(at: self.path)
            try #require(try await directory.head().revision == Revision(UInt64(commits)))
            let recovered = try #require(directory.recoveredTail)
            try #require(recovered.offset == UInt64(self.ends[commits]) && recovered.byteCount == tail.count)
            try #require(try FileSandbox.bytes("\(self.path)/\(recovered.fileName)") == tail)
            try #require(FileSandbox.mode("\(self.path)/\(recovered.fileName)") == 0o600)
            try #require(try FileSandbox.bytes(self.journal) == Array(bytes[..<self.ends[commits]]))
        }()
        let directory = try FileDirectory(at: self.path)
        try #require(directory.recoveredTail == nil)
        try #require(try await directory.add(1_000).revision == Revision(UInt64(commits + 1)))
    }
}
