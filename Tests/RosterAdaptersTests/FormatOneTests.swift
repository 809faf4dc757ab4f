import Foundation
import RosterAdapters
import RosterAdaptersTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A directory of the first format", .timeLimit(.minutes(5)))
struct FormatOneTests {
    @Test("is taken over when it is opened: history, identity and mark stay, and the old journal is kept")
    func upgrades() async throws {
        let store = try FormatOneStore(commits: 3)
        let mark = try FileSandbox.bytes("\(store.path)/lock")
        for _ in 1...2 {
            let directory = try FileDirectory(at: store.path)
            #expect(directory.recoveredTail == nil)
            #expect(try await directory.history(after: .start, limit: .max) == store.commits)
            #expect(try await directory.contents().users.map(\.id.bits) == [1, 2, 3])
            #expect(try FileSandbox.names(store.path) == (FileFixture.names + ["journal.format-1"]).sorted())
            #expect(try FileSandbox.bytes("\(store.path)/journal.format-1") == store.original)
            #expect(try FileSandbox.bytes("\(store.path)/\(FileFixture.segment(1))")[12..<28] == store.store[...])
            #expect(try FileSandbox.bytes("\(store.path)/lock") == mark)
        }
        for name in try FileSandbox.names(store.path) { #expect(FileSandbox.mode("\(store.path)/\(name)") == 0o600) }
        try await FileDirectory(at: store.path).add(4)
    }

    @Test("is taken over without any step, and without a mark")
    func upgradesLittle() async throws {
        let store = try FormatOneStore(commits: 1)
        try store.put(Array(store.original[..<store.ends[0]]))
        #expect(try await FileDirectory(at: store.path).contents().history.isEmpty)
        try store.put(store.original)
        #expect(unlink("\(store.path)/lock") == 0)
        #expect(try await FileDirectory(at: store.path).contents().history == store.commits)
    }

    @Test("is taken over as the former code wrote it")
    func golden() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try FileFixture.copy("format-1", to: path)
        let journal = try FileSandbox.bytes("\(path)/journal")
        let contents = try await FileDirectory(at: path).contents()
        #expect(contents.history.map(\.revision.number) == [1, 2, 3])
        #expect(contents.users.map(\.user.userName.rawValue.count).allSatisfy { $0 > 20 })
        #expect(contents.users.map(\.assignments.count) == [2, 2, 2])
        #expect(try FileSandbox.bytes("\(path)/journal.format-1") == journal)
        #expect(try await FileDirectory(at: path).contents() == contents)
    }

    @Test("is refused when it is that of another store than its lock says, and stays as it was")
    func foreign() async throws {
        let (store, other) = (try FormatOneStore(commits: 1), try FormatOneStore(commits: 1))
        try FileSandbox.write(other.original, to: store.journal)
        #expect(throws: FileStoreError.lost(path: store.journal)) { try FileDirectory(at: store.path) }
        #expect(try FileSandbox.bytes(store.journal) == other.original)
        #expect(try FileSandbox.names(store.path) == ["journal", "lock"])
    }

    @Test("is refused when something that is no journal stands where the new one would, and stays as it was")
    func inTheWay() async throws {
        let store = try FormatOneStore(commits: 3)
        for bytes in [[], [UInt8](repeating: 7, count: 100)] {
            try FileSandbox.write(bytes, to: "\(store.path)/\(FileFixture.segment(1))")
            let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: store.path) }
            guard case .damaged = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(try FileSandbox.bytes(store.journal) == store.original)
        }
    }

    @Test("survives a crash anywhere in being taken over, with the whole history")
    func crashes() async throws {
        let store = try FormatOneStore(commits: 3)
        let disk = SimulatedDisk()
        _ = try disk.openOrMakeFolder("/store")
        disk.put(store.original.dropLast(3), at: "/store/journal")
        disk.put(try FileSandbox.bytes("\(store.path)/lock"), at: "/store/lock")
        disk.settle()
        _ = try FileDirectory(at: "/store", on: disk)
        var count = 0
        for (_, _, crashed) in CrashSweep(of: disk.log, limit: 4) {
            let directory = try FileDirectory(at: "/store", on: crashed)
            let history = try await directory.history(after: .start, limit: .max)
            try #require(history == Array(store.commits[..<2]), "\(crashed.origin)")
            count += 1
        }
        #expect(count > 20)
    }
}
