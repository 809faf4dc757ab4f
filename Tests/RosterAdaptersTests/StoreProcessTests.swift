import Dispatch
import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that several processes have open")
struct StoreProcessTests {
    private static func commit(_ number: Int, to directory: FileDirectory) async throws {
        let commit = try StorePlan.commit(number)
        try await directory.commit(
            commit.changes, by: commit.principal, at: commit.at,
            given: .history(at: Revision(commit.revision.number - 1)))
    }

    @Test("shows each what the others have committed, over segments and checkpoints of either")
    func interleaved() async throws {
        let disk = SimulatedDisk()
        let directories = [try StoreOracle().open(disk), try StoreOracle().open(disk), try StoreOracle().open(disk)]
        for number in 1...24 {
            try await Self.commit(number, to: directories[number % 3])
            for directory in directories { try await StoreOracle.read(directory, promised: number, asked: number) }
            if number.isMultiple(of: 5) { try await directories[number % 2].compact() }
        }
        try await StoreOracle().check(disk, promised: 24, asked: 24)
    }

    @Test("wakes those that wait in another process")
    func waking() async throws {
        let disk = SimulatedDisk()
        let (one, other) = (try StoreOracle().open(disk), try StoreOracle().open(disk))
        for number in 1...5 {
            let before = Revision(UInt64(number - 1))
            async let reached = other.waitForHistory(after: before)
            try await Self.commit(number, to: one)
            #expect(try await reached == before.next)
            #expect(try await other.history(after: before, limit: 9).count == 1)
        }
    }

    @Test(
        "goes on in one process when another dies at any change of the disk, and is whole when it is opened again",
        .timeLimit(.minutes(20)))
    func death() async throws {
        var deaths = 0
        for number in 1...400 {
            let disk = SimulatedDisk()
            let survivor = StoreRecording(on: disk)
            try survivor.open()
            try await survivor.commit(2)
            let known = StoreTally(2)
            let hasDied = try await Self.hasDied(at: number, on: disk, known)
            let promised = known.value
            guard let directory = survivor.directory else { return }
            try await Self.goOn(directory, promised: promised, "dead at change \(number)")
            survivor.close()
            try await StoreOracle().check(disk, promised: promised + 1, asked: 40)
            guard hasDied else { break }
            deaths += 1
        }
        print("deaths beside another process: \(deaths)")
        #expect(deaths > 20)
    }

    @Test(
        "takes over what a dead process left also when no file can be opened for a while", .timeLimit(.minutes(20)),
        arguments: [DiskOperationKind.openFile, .entries])
    func deathWithoutDescriptors(kind: DiskOperationKind) async throws {
        var failures = 0
        for number in stride(from: 1, through: 400, by: 3) {
            let disk = SimulatedDisk()
            let survivor = StoreRecording(on: disk)
            try survivor.open()
            try await survivor.commit(2)
            let known = StoreTally(2)
            let hasDied = try await Self.hasDied(at: number, on: disk, known)
            let promised = known.value
            guard hasDied, let directory = survivor.directory else { break }
            for fault in 1...4 {
                disk.inject(DiskFault(.kind(kind), number: fault, .failure(EMFILE)))
                do {
                    try await Self.commit(promised + 1, to: directory)
                } catch {
                    switch error as? UserDirectoryError {
                    case .conflict: break
                    case .unavailable(FileStoreError.tooManyOpenFiles): failures += 1
                    default: throw error
                    }
                }
                disk.removeFaults()
            }
            let count = try await StoreOracle.read(directory, promised: promised, asked: promised + 2)
            try await Self.goOn(directory, promised: count, "dead at change \(number)")
            survivor.close()
            _ = try await StoreOracle().read(disk, promised: count + 1, asked: 40)
        }
        #expect(failures > 5)
    }

    /// Whether a process died that opens the directory, adds steps and writes a checkpoint perhaps.
    private static func hasDied(
        at number: Int, on disk: SimulatedDisk, _ known: StoreTally
    ) async throws -> Bool {
        let changes = StoreTally()
        let dying = MediatedDisk.dying(at: number, on: disk, changes)
        guard let directory = try? FileDirectory(at: StorePlan.path, on: dying, options: StorePlan.options) else {
            return true
        }
        for step in 3...9 {
            do { try await Self.commit(step, to: directory) } catch { return true }
            // The dead acknowledge nothing.
            if changes.value >= number { return true }
            known.value = step
            if step.isMultiple(of: 3) {
                do { try await directory.compact() } catch { return true }
            }
        }
        return false
    }

    /// Adds steps, over the end of a segment, in the process that lives.
    private static func goOn(_ directory: FileDirectory, promised: Int, _ origin: String) async throws {
        var count = try await StoreOracle.read(directory, promised: promised, asked: promised + 1, origin)
        // What the dead one had written but not told counts from the next step on.
        let head = await Self.conflict(of: count + 1, with: directory)
        if let head {
            count = head
            try await Self.commit(count + 1, to: directory)
        }
        try await StoreOracle.read(directory, promised: count + 1, asked: count + 1, origin)
        for number in count + 2...count + 9 { try await Self.commit(number, to: directory) }
        try await StoreOracle.read(directory, promised: count + 9, asked: count + 9, origin)
    }

    @Test(
        "takes what a dead process left of a step away, and keeps its bytes, or takes the step over when it is whole",
        .timeLimit(.minutes(20)), arguments: [1, 2, 3, 4, 100])
    func tornByAnother(byteCount: Int) async throws {
        let disk = SimulatedDisk()
        let survivor = try StoreOracle().open(disk)
        try await Self.commit(1, to: survivor)
        let frames = StoreTally()
        let dying = MediatedDisk(disk) { kind, name in
            guard kind == .write, name.hasPrefix("journal-") else {
                return frames.value > 0 && kind.isChange ? .failed(.crash) : .done
            }
            switch frames.add(1) {
            case 0: return .short(byteCount == 100 ? 100 : 512 * byteCount - Self.end(of: disk) % 512)
            default: return .failed(.crash)
            }
        }
        do {
            let other = try StoreOracle().open(dying)
            try await Self.commit(2, to: other)
            Issue.record("the dying process goes on")
        } catch {}
        try await StoreOracle.read(survivor, promised: 1, asked: 1)
        // Nothing was told, but all of the step may be there.
        let head = await Self.conflict(of: 2, with: survivor)
        #expect(head == nil || head == 2)
        #expect((head == nil) == disk.files.keys.contains { $0.contains(".torn-") })
        try await StoreOracle.read(survivor, promised: 2, asked: 2)
        try await StoreOracle().check(disk, promised: 2, asked: 2)
    }

    /// Where the journal ends.
    private static func end(of disk: SimulatedDisk) -> Int {
        let bytes = disk.bytes(of: "/store/journal-00000000000000000001") ?? []
        return ((bytes.lastIndex { $0 != 0 } ?? -1) + 8) / 8 * 8
    }

    /// Adds a step, or tells how far the history reaches already.
    private static func conflict(of number: Int, with directory: FileDirectory) async -> Int? {
        do {
            try await Self.commit(number, to: directory)
            return nil
        } catch {
            guard case .conflict(let latest) = error as? UserDirectoryError else { return nil }
            return Int(latest.number)
        }
    }

    @Test("is opened while another process writes a checkpoint and removes the former one")
    func openingBesideCompaction() async throws {
        let disk = SimulatedDisk()
        let recording = StoreRecording(on: disk)
        try recording.open()
        try await recording.commit(3)
        try await recording.compact()
        try await recording.commit(2)
        guard let directory = recording.directory else { return }
        let tally = StoreTally()
        let late = MediatedDisk(disk) { kind, name in
            let isCheckpoint = kind == .openFile && name.hasPrefix("checkpoint-")
            if isCheckpoint, tally.add(1) == 0 {
                Task { try? await directory.compact() }
                usleep(20_000)
            }
            return .done
        }
        let other = try StoreOracle().open(late)
        try await StoreOracle.read(other, promised: 5, asked: 5)
        try await directory.compact()
        try await StoreOracle.read(other, promised: 5, asked: 5)
        #expect(tally.value > 0)
    }
}

/// Waits on the calling thread for something that is done elsewhere.
func blocking(_ work: @escaping @Sendable () async -> Void) {
    let semaphore = DispatchSemaphore(value: 0)
    Task.detached {
        await work()
        semaphore.signal()
    }
    semaphore.wait()
}
