import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory whose disk fails")
struct StoreFaultTests {
    /// What became of a directory in use when an operation of its disk went wrong.
    private struct Outcome {
        let disk: SimulatedDisk
        var acknowledged = 3
        var unknown = 0
        /// The cause of the first failure of a commit.
        var cause: FileStoreError?
        var directory: FileDirectory?
    }

    /// The last step that is asked for, behind a long one that fills the segment.
    private static let last = 11

    private static func used() async throws -> StoreRecording {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(3)
        recording.settle()
        return recording
    }

    private static func commit(_ number: Int, to directory: FileDirectory) async throws(UserDirectoryError) {
        guard let commit = try? StorePlan.commit(number) else { return }
        try await directory.commit(
            commit.changes, by: commit.principal, at: commit.at,
            given: .history(at: Revision(commit.revision.number - 1)))
    }

    /// Adds steps, over the end of a segment, until one fails.
    private static func use(
        _ recording: StoreRecording, compacting: Bool = false
    ) async throws -> Outcome {
        var outcome = Outcome(disk: recording.disk, directory: recording.directory)
        guard let directory = recording.directory else { return outcome }
        for number in 4...Self.last {
            do {
                try await Self.commit(number, to: directory)
                outcome.acknowledged = number
            } catch {
                switch error {
                case .outcomeUnknown(let cause): (outcome.unknown, outcome.cause) = (1, cause as? FileStoreError)
                case .unavailable(let cause): outcome.cause = cause as? FileStoreError
                default: throw error
                }
                try StoreFinding.check(outcome.cause != nil, "a failure has a cause: \(error)")
                return outcome
            }
            // A checkpoint that cannot be written costs nothing.
            if compacting, number.isMultiple(of: 3) { try? await directory.compact() }
        }
        return outcome
    }

    /// Runs the use of a directory with a fault at each operation, until one comes behind all of them.
    private static func forEachFault(
        _ target: DiskFault.Target, _ effect: DiskFault.Effect, isLasting: Bool, compacting: Bool = false,
        step: Int = 1,
        _ body: (Outcome, _ isHit: Bool, _ name: String) async throws -> Void
    ) async throws -> Int {
        for number in stride(from: 1, through: 2_000, by: step) {
            let recording = try await Self.used()
            let before = recording.disk.operationCount(target)
            recording.disk.inject(DiskFault(target, number: number, effect, isLasting: isLasting))
            let outcome = try await Self.use(recording, compacting: compacting)
            let isHit = recording.disk.operationCount(target) - before >= number
            recording.disk.removeFaults()
            recording.close()
            try await body(outcome, isHit, "\(effect) at \(number)\(isLasting ? " and on" : "")")
            if !isHit { return number - 1 }
        }
        return 2_000
    }

    @Test(
        "fails the commits that find no room, shows nothing of them, and goes on once there is some",
        .timeLimit(.minutes(20)), arguments: [false, true])
    func noSpace(isLasting: Bool) async throws {
        var failures = 0
        for kind in [DiskOperationKind.write, .makeFile] {
            failures += try await Self.failuresThatPass(.kind(kind), ENOSPC, isLasting: isLasting)
        }
        #expect(failures > 5)
    }

    @Test(
        "fails the commits for which no file can be opened, shows nothing of them, and goes on once one can",
        .timeLimit(.minutes(20)), arguments: [false, true])
    func noDescriptors(isLasting: Bool) async throws {
        // This process has too many, or the whole system.
        let code = isLasting ? ENFILE : EMFILE
        var failures = 0
        for kind in [DiskOperationKind.openFile, .makeFile, .entries] {
            failures += try await Self.failuresThatPass(.kind(kind), code, isLasting: isLasting)
        }
        #expect(failures > 2)
    }

    /// Lets operations fail for a while, and counts the commits that failed with them.
    private static func failuresThatPass(
        _ target: DiskFault.Target, _ code: CInt, isLasting: Bool
    ) async throws -> Int {
        var failures = 0
        _ = try await Self.forEachFault(target, .failure(code), isLasting: isLasting, compacting: true) {
            outcome, _, name in
            guard let directory = outcome.directory else { return }
            let count = outcome.acknowledged
            if outcome.cause != nil { failures += 1 }
            try StoreFinding.check(outcome.unknown == 0, "\(name): a commit is unknown: \(outcome.cause as Any)")
            try await StoreOracle.read(directory, promised: count, asked: count, name)
            do {
                for number in count + 1...count + 6 { try await Self.commit(number, to: directory) }
            } catch {
                throw StoreFinding("\(name): it does not go on: \(error)")
            }
            try await StoreOracle.read(directory, promised: count + 6, asked: count + 6, name)
            try await directory.compact()
            try await StoreOracle().check(outcome.disk, promised: count + 6, asked: count + 6)
        }
        return failures
    }

    @Test("works up to the last byte of a disk, and goes on once there is room", .timeLimit(.minutes(20)))
    func fullDisk() async throws {
        for blocks in 5...12 {
            let recording = try await Self.used()
            recording.disk.byteCapacity = UInt64(blocks) * 4_096
            let outcome = try await Self.use(recording)
            guard let directory = outcome.directory else { return }
            let count = outcome.acknowledged
            if let cause = outcome.cause {
                guard case .noSpace = cause else { throw StoreFinding("\(blocks) blocks: \(cause)") }
            }
            try await StoreOracle.read(directory, promised: count, asked: count, "\(blocks) blocks")
            try? await directory.compact()
            recording.disk.byteCapacity = nil
            try await Self.commit(count + 1, to: directory)
            recording.close()
            try await StoreOracle().check(recording.disk, promised: count + 1, asked: count + 1)
        }
    }

    @Test(
        "tells of a step that a disk only pretended to write, as damage or as a torn end", .timeLimit(.minutes(20)),
        arguments: [8, 24, 100, 200, 512, 700, 1_024])
    func lies(byteCount: Int) async throws {
        for number in 4...10 {
            let recording = try await Self.used()
            try await recording.commit(number - 4)
            recording.disk.inject(DiskFault(.kind(.write), number: 1, .lyingShort(byteCount)))
            let isRefused = try await Self.isRefusedAsDamage { try await recording.commit() }
            recording.close()
            let disk = recording.disk.copy()
            do throws(FileStoreError) {
                let directory = try FileDirectory(at: StorePlan.path, on: disk, options: StorePlan.options)
                let isLost = isRefused || directory.recoveredTail != nil
                let count = isLost ? number - 1 : number
                let found = (try? await directory.head())?.revision
                #expect(found == Revision(UInt64(count)), "step \(number) after \(byteCount) bytes")
            } catch {
                guard case .damaged = error else { throw error }
            }
        }
    }

    /// Whether a step is refused because the segment that begins with it was not written: it is read before anything is added to it.
    private static func isRefusedAsDamage(_ commit: () async throws -> Void) async throws -> Bool {
        do {
            try await commit()
            return false
        } catch {
            guard case .unavailable(let cause) = error as? UserDirectoryError, let cause = cause as? FileStoreError,
                case .damaged = cause
            else { throw error }
            return true
        }
    }

    @Test(
        "takes no more commits after an error of the disk, goes on reading, and settles when it is opened again",
        .timeLimit(.minutes(20)), arguments: [false, true])
    func inputOutput(isLasting: Bool) async throws {
        var (unknown, failed) = (0, 0)
        let count = try await Self.forEachFault(
            .change, .failure(EIO), isLasting: isLasting, compacting: true, step: isLasting ? 2 : 1
        ) { outcome, _, name in
            guard let directory = outcome.directory else { return }
            unknown += outcome.unknown
            let promised = outcome.acknowledged
            if let cause = outcome.cause {
                failed += 1
                try await Self.checkIsPoisoned(directory, promised, cause, name)
            }
            try await StoreOracle.read(directory, promised: promised, asked: promised, name)
            // Whatever is seen now is never lost to a power cut, although the sync that failed is not tried again.
            try await StoreOracle().check(outcome.disk, promised: promised, asked: promised + outcome.unknown)
        }
        print("errors of the disk: \(count), failed commits: \(failed), of unknown outcome: \(unknown)")
        #expect(unknown > 5)
    }

    private static func checkIsPoisoned(
        _ directory: FileDirectory, _ count: Int, _ cause: FileStoreError, _ name: String
    ) async throws {
        do {
            try await Self.commit(count + 1, to: directory)
            throw StoreFinding("\(name): it takes another commit")
        } catch {
            guard case .unavailable(let again) = error as? UserDirectoryError else { throw error }
            try StoreFinding.check(again as? FileStoreError == cause, "\(name): \(again) is told, not \(cause)")
        }
    }

    @Test("is settled the same by another process that has it open", .timeLimit(.minutes(20)))
    func settledByAnother() async throws {
        for number in 1...60 {
            let recording = try await Self.used()
            let other = try StoreOracle().open(recording.disk)
            recording.settle()
            recording.disk.inject(DiskFault(.change, number: number, .failure(EIO)))
            let outcome = try await Self.use(recording)
            recording.disk.removeFaults()
            guard outcome.cause != nil else { continue }
            let name = "an error at \(number), taken over"
            let (low, high) = (outcome.acknowledged, outcome.acknowledged + outcome.unknown)
            // What could not be told is found out with the next step.
            let told = Self.isOfHead(outcome.cause) ? low - 1 : low
            var count = try await StoreOracle.read(other, promised: told, asked: high, name)
            do {
                try await Self.commit(count + 1, to: other)
            } catch {
                guard case .conflict(let latest) = error else { throw error }
                count = Int(latest.number)
                try await Self.commit(count + 1, to: other)
            }
            try StoreFinding.check((low...high).contains(count), "\(name): \(count) steps are taken over")
            for image in StoreOracle.images(of: recording.disk) {
                _ = try await StoreOracle().read(image, promised: count + 1, asked: count + 1)
            }
        }
    }

    private static func isOfHead(_ cause: FileStoreError?) -> Bool {
        guard case .system(_, let path, _, _) = cause else { return false }
        return path.hasSuffix("/head")
    }

    @Test("does not mind signals and parts of reads and writes", .timeLimit(.minutes(20)))
    func interruptions() async throws {
        for effect in [DiskFault.Effect.failure(EINTR), .short(1), .short(100)] {
            _ = try await Self.forEachFault(.any, effect, isLasting: false, compacting: true, step: 5) {
                outcome, _, name in
                try StoreFinding.check(outcome.acknowledged == Self.last, "\(name): \(outcome.cause as Any)")
            }
        }
        let recording = try await Self.used()
        recording.disk.inject(DiskFault(.any, number: 1, .short(13), isLasting: true))
        let outcome = try await Self.use(recording, compacting: true)
        #expect(outcome.acknowledged == Self.last)
        recording.disk.removeFaults()
        recording.close()
        try await StoreOracle().check(recording.disk, promised: Self.last, asked: Self.last)
    }

    @Test("is whole whatever was refused for a moment", .timeLimit(.minutes(20)), arguments: [EMFILE, EAGAIN, ENOMEM])
    func refusals(code: CInt) async throws {
        _ = try await Self.forEachFault(.any, .failure(code), isLasting: false, step: 4) { outcome, _, name in
            let promised = outcome.acknowledged
            if let directory = outcome.directory {
                try await StoreOracle.read(directory, promised: promised, asked: promised, name)
            }
            try await StoreOracle().check(outcome.disk, promised: promised, asked: promised + outcome.unknown)
        }
    }

    @Test(
        "fails to open with a cause, changes nothing that counts, and opens afterwards", .timeLimit(.minutes(20)),
        arguments: [ENOSPC, EIO, EMFILE], [false, true])
    func opening(code: CInt, isTorn: Bool) async throws {
        let recording = try await Self.used()
        if isTorn { recording.disk.inject(DiskFault(.kind(.syncData), number: 1, .crash)) }
        try? await recording.commit(3)
        recording.close()
        let left = isTorn ? Self.torn(recording) : recording.disk.copy()
        for number in 1...200 {
            let disk = left.copy()
            disk.inject(DiskFault(code == EMFILE ? .any : .change, number: number, .failure(code), isLasting: true))
            do throws(FileStoreError) {
                _ = try FileDirectory(at: StorePlan.path, on: disk, options: StorePlan.options)
                break
            } catch {
                disk.removeFaults()
                let promised = isTorn ? 3 : 6
                try await StoreOracle().check(disk, promised: promised, asked: promised + 1)
            }
            #expect(number < 200)
        }
    }

    @Test("fails to be made with a cause, can be made then, and loses nothing", .timeLimit(.minutes(20)))
    func making() async throws {
        for number in 1...200 {
            let disk = SimulatedDisk()
            _ = try PrivateFolder(at: StorePlan.path, on: disk)
            disk.settle()
            disk.inject(DiskFault(.change, number: number, .failure(EIO)))
            let isHit = (try? FileDirectory(at: StorePlan.path, on: disk, options: StorePlan.options)) == nil
            disk.removeFaults()
            let recording = StoreRecording(on: disk)
            try recording.open()
            try await recording.commit(2)
            recording.close()
            try await StoreOracle().check(disk, promised: 2, asked: 2)
            for image in StoreOracle.images(of: disk) {
                try await StoreOracle().check(image, promised: 3, asked: 3)
            }
            if !isHit { break }
            #expect(number < 200)
        }
    }

    /// A disk on which the last step is torn.
    private static func torn(_ recording: StoreRecording) -> SimulatedDisk {
        let log = recording.disk.log
        let images = CrashImages(of: log, prefix: log.count, limit: 64).map { $0 }
        return images.first { image in
            (try? FileDirectory(at: StorePlan.path, on: image.copy(), options: StorePlan.options).recoveredTail) != nil
        } ?? recording.disk.copy()
    }
}
