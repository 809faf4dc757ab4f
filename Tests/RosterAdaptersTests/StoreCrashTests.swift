import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory after a power cut")
struct StoreCrashTests {
    @Test("is there or not when it was being made, and can be made again", .timeLimit(.minutes(20)))
    func making() async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit()
        let count = try await recording.sweep(limit: 1_024)
        #expect(count > 40)
        print("power cuts while a directory was being made: \(count)")
    }

    @Test("holds every step that was acknowledged, over segments, growth and checkpoints", .timeLimit(.minutes(20)))
    func life() async throws {
        let recording = StoreRecording()
        try recording.open()
        recording.settle()
        try await recording.commit(7)
        try await recording.compact()
        try await recording.commit(6)
        try await recording.compact()
        try await recording.commit(1)
        try recording.open()
        try await recording.commit(3)
        let count = try await recording.sweep(limit: 6)
        print("power cuts in the life of a directory: \(count)")
        #expect(count > 400)
    }

    @Test("holds every step that was acknowledged while its segment grows", .timeLimit(.minutes(20)))
    func growth() async throws {
        var oracle = StoreOracle()
        oracle.options.journalSizes = JournalSizes(
            segmentByteLimit: 64 << 10, firstStepByteCount: 4_096, stepByteLimit: 4_096)
        let recording = StoreRecording(oracle: oracle)
        try recording.open()
        try await recording.commit(10)
        recording.settle()
        try await recording.commit(14)
        let count = try await recording.sweep(limit: 6, base: 10)
        print("power cuts while a segment grows: \(count)")
        #expect(recording.disk.bytes(of: "/store/journal-00000000000000000001").map { $0.count > 4_096 } == true)
    }

    @Test("holds every step that was acknowledged when several share a sync", .timeLimit(.minutes(20)))
    func groups() async throws {
        let disk = SimulatedDisk()
        // Others come to wait while a sync takes its time.
        let slow = MediatedDisk(disk) { kind, name in
            if kind == .syncData, name.hasPrefix("journal-") { usleep(2_000) }
            return .done
        }
        let recording = StoreRecording(on: disk, through: slow)
        try recording.open()
        recording.settle()
        try await recording.commitTogether(6)
        try await recording.commitTogether(6)
        let count = try await recording.sweep(limit: 8, inFlight: 6)
        print("power cuts while several steps shared a sync: \(count)")
        #expect(count > 30)
    }

    @Test("can be cut off again while it is opened, and once more", .timeLimit(.minutes(20)))
    func recovery() async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(3)
        recording.settle()
        try await recording.commit(2)
        recording.close()
        var count = 0
        for (disk, promised) in recording.images(limit: 10, base: 3) {
            let second = try Self.cutOffOpening(disk, limit: 3)
            for disk in second {
                for third in try Self.cutOffOpening(disk, limit: 2) {
                    count += 1
                    try await recording.oracle.check(third, promised: promised, asked: promised + 1)
                }
            }
        }
        print("third power cuts in a row: \(count)")
        #expect(count > 100)
    }

    @Test(
        "shows no part of a step also when the disk tears its sectors, and refuses what it cannot tell from damage",
        .timeLimit(.minutes(20)), arguments: [SectorTearing.half, .garbage])
    func tornSectors(tearing: SectorTearing) async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(8)
        recording.settle()
        // Step 10 is in several sectors, and step 11 in another segment.
        try await recording.commit(1)
        try await recording.compact()
        try await recording.commit(2)
        recording.close()
        var (opened, refused) = (0, 0)
        for (disk, promised) in recording.images(limit: 12, base: 8, tearing: tearing) {
            let files = disk.files
            do throws(FileStoreError) {
                _ = try FileDirectory(at: StorePlan.path, on: disk.copy(), options: StorePlan.options)
            } catch {
                // Only the step that was not acknowledged, and nothing is changed.
                guard case .damaged(let path, _, let revision?, _) = error, path.contains("/journal-"),
                    revision == UInt64(promised + 1)
                else { throw StoreFinding("\(disk.origin): after \(promised) steps it says \(error)") }
                let left = disk.files.filter { $0.key.contains("/journal-") || $0.key.contains("/checkpoint-") }
                #expect(left.allSatisfy { files[$0.key] == $0.value })
                refused += 1
                continue
            }
            opened += 1
            _ = try await recording.oracle.read(disk, promised: promised, asked: promised + 1)
        }
        print("power cuts with torn sectors: \(opened) opened, \(refused) refused")
        #expect(opened > 50 && refused > 0)
    }

    @Test(
        "holds what is added after another process was killed at any change of the disk",
        .timeLimit(.minutes(20)), arguments: [true, false])
    func death(isOpenBefore: Bool) async throws {
        var (number, hasDied) = (0, true)
        while hasDied {
            number += 1
            let (disk, changes) = (SimulatedDisk(), StoreTally())
            let survivor = StoreRecording(on: disk)
            if isOpenBefore { try survivor.open() }
            let dying = StoreRecording(on: disk, through: MediatedDisk.dying(at: number, on: disk, changes))
            do {
                try dying.open()
                try await dying.commit(14)
            } catch {}
            dying.close()
            hasDied = changes.value >= number
            if !isOpenBefore { try survivor.open() }
            let count = try await Self.addOne(to: survivor)
            for image in CrashImages(of: disk.log, prefix: disk.log.count, limit: 5) {
                _ = try await StoreOracle().read(image, promised: count, asked: count)
            }
        }
        #expect(number > 40)
    }

    /// Adds the step that comes next, and returns its number; what the dead one had written counts from then on.
    private static func addOne(to recording: StoreRecording) async throws -> Int {
        guard let directory = recording.directory else { return 0 }
        var number = Int(try await directory.head().revision.number) + 1
        while true {
            let commit = try StorePlan.commit(number)
            do throws(UserDirectoryError) {
                try await directory.commit(
                    commit.changes, by: commit.principal, at: commit.at,
                    given: .history(at: Revision(commit.revision.number - 1)))
                return number
            } catch {
                guard case .conflict(let latest) = error else { throw error }
                number = Int(latest.number) + 1
            }
        }
    }

    /// The disks that a power cut could leave in the middle of opening what the last one left.
    private static func cutOffOpening(_ disk: SimulatedDisk, limit: Int) throws -> [SimulatedDisk] {
        disk.settle()
        _ = try StoreOracle().open(disk)
        return CrashSweep(of: disk.log, limit: limit).map(\.disk)
    }
}
