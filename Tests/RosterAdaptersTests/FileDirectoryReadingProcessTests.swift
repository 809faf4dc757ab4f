import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that is read only, beside a process that writes", .timeLimit(.minutes(20)))
struct FileDirectoryReadingProcessTests {
    @Test("shows what the other commits, over segments and checkpoints")
    func following() async throws {
        let recording = StoreRecording()
        try recording.open()
        let reader = try FileDirectory(readingAt: "/store", on: recording.disk, options: StorePlan.options)
        for number in 1...24 {
            try await recording.commit()
            try await StoreOracle.read(reader, promised: number, asked: number)
            if number.isMultiple(of: 5) { try await recording.compact() }
            let late = try FileDirectory(readingAt: "/store", on: recording.disk, options: StorePlan.options)
            try await StoreOracle.read(late, promised: number, asked: number)
        }
        #expect(try await reader.verify().revision == Revision(24))
    }

    @Test("goes on from the checkpoints of the other, and lets go of what they hold")
    func compaction() async throws {
        let recording = StoreRecording()
        try recording.open()
        var options = StorePlan.options
        options.compactsByItself = true
        (options.leastChangedByteCount, options.mostChangedByteCount) = (1, 1)
        let reader = try FileDirectory(readingAt: "/store", on: recording.disk, options: options)
        for round in 1...3 {
            // More than the part of a checkpoint that makes another one worthwhile.
            try await recording.commit(40)
            _ = try await reader.head()
            try await recording.compact()
            try await recording.commit()
            try await eventually {
                // It looks for a checkpoint when it takes something over.
                try await recording.commit()
                return try await reader.summary().changedUserCount < 40
            }
            try await StoreOracle.read(reader, promised: recording.count, asked: recording.count, "round \(round)")
        }
        #expect(recording.disk.files.keys.count { $0.contains("/checkpoint-") } == 1)
    }

    @Test("goes on when the other is killed at any change of the disk, and when another process mends what it left")
    func death() async throws {
        var number = 0
        while true {
            number += 1
            let (disk, changes) = (SimulatedDisk(), StoreTally())
            let first = StoreRecording(on: disk)
            try first.open()
            try await first.commit(2)
            first.close()
            let reader = try FileDirectory(readingAt: "/store", on: disk, options: StorePlan.options)
            let known = try await Self.steps(beforeDeathAt: number, on: disk, changes)
            let seen = try await StoreOracle.read(
                reader, promised: known, asked: known + 1, "dead at \(number)")
            let mended = StoreRecording(
                on: disk, count: try await StoreOracle().read(disk, promised: seen, asked: 8).count)
            try mended.open()
            try await mended.commit(2)
            try await StoreOracle.read(reader, promised: mended.count, asked: mended.count, "dead at \(number)")
            if changes.value < number { break }
        }
        #expect(number > 20)
    }

    /// Commits until a process dies; returns the last step that it acknowledged.
    private static func steps(beforeDeathAt death: Int, on disk: SimulatedDisk, _ changes: StoreTally) async throws
        -> Int
    {
        let dying = MediatedDisk.dying(at: death, on: disk, changes)
        let writer = StoreRecording(on: disk, through: dying, count: 2)
        var known = 2
        do {
            try writer.open()
            for number in 3...7 {
                if number == 6 { try await writer.compact() }
                try await writer.commit()
                // The dead acknowledge nothing.
                if changes.value < death { known = writer.count }
            }
        } catch {}
        return known
    }

    @Test("is woken by the other, with a head and where the head comes to be only then", arguments: [true, false])
    func waking(hasHead: Bool) async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit()
        recording.close()
        if !hasHead { recording.disk.remove("/store/head") }
        let reader = try FileDirectory(readingAt: "/store", on: recording.disk, options: StorePlan.options)
        async let reached = reader.waitForHistory(after: Revision(1))
        try recording.open()
        try await recording.commit()
        #expect(try await reached == Revision(2))
        for number in 3...6 {
            async let reached = reader.waitForHistory(after: Revision(UInt64(number - 1)))
            try await recording.commit()
            #expect(try await reached == Revision(UInt64(number)))
            try await StoreOracle.read(reader, promised: number, asked: number)
        }
    }

    @Test("is woken by another process on a real disk, with a head and without", arguments: [true, false])
    func wakingProcess(hasHead: Bool) async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        if !hasHead { try FileManager.default.removeItem(atPath: "\(path)/head") }
        let reader = try FileDirectory(readingAt: path)
        async let woken = reader.waitForHistory(after: Revision(1))
        let child = try await FileChild.runWriter([path, "--commits", "3"])
        #expect(child.lines(of: "ack").count == 3)
        #expect(try await woken ?? .start > Revision(1))
        #expect(try await reader.contents().users.count == 4)
    }

    @Test("waits until it is canceled where no process writes", arguments: [true, false])
    func waitingForNobody(hasHead: Bool) async throws {
        let disk = try await FileToolFixture.disk()
        if !hasHead { disk.remove("/store/head") }
        disk.isReadOnly = true
        let reader = try FileDirectory(readingAt: "/store", on: disk)
        #expect(try await reader.waitForHistory(after: Revision(23)) == Revision(24))
        let waiting = Task { try await reader.waitForHistory(after: Revision(24)) }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        #expect(try await waiting.value == nil)
    }

    @Test("waits for the other's lock when it is opened, and no longer than it has patience")
    func locked() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        let lock = try PrivateFolder(at: path).lock("lock")
        #expect(throws: FileStoreError.locked(path: path)) {
            try FileDirectory(readingAt: path, on: SystemDisk(), options: FileFixture.impatient)
        }
        withExtendedLifetime(lock) {}
        _ = consume lock
        #expect(try await FileDirectory(readingAt: path).head().revision == Revision(1))
    }
}
