import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that a crash has left, and that is opened for reading only", .timeLimit(.minutes(20)))
struct FileDirectoryReadingCrashTests {
    /// Opens the directory for reading and reads everything; returns how many steps there are, or nil without a directory.
    ///
    /// A directory that nothing was promised of may have been lost in the making.
    private static func read(_ disk: any StoreDisk, promised: Int, asked: Int, _ origin: String) async throws -> Int? {
        let directory: FileDirectory
        do throws(FileStoreError) {
            directory = try FileDirectory(readingAt: StorePlan.path, on: disk, options: StorePlan.options)
        } catch {
            guard promised == 0, error == .noStore(path: StorePlan.path) else {
                throw StoreFinding("\(origin): it does not open: \(error)")
            }
            return nil
        }
        try StoreFinding.check(directory.recoveredTail == nil, "\(origin): a tail was taken away")
        return try await StoreOracle.read(directory, promised: promised, asked: asked, origin)
    }

    @Test("shows what opening for writing shows, all that was acknowledged in it, and changes nothing")
    func images() async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(6)
        try await recording.compact()
        try await recording.commitTogether(3)
        recording.close()
        var (shown, missing) = (0, 0)
        for (disk, promised) in recording.images(limit: 12) {
            let files = disk.files
            let count = try await Self.read(disk, promised: promised, asked: 9, disk.origin)
            #expect(disk.files == files, "\(disk.origin)")
            let written = try await StoreOracle().read(disk, promised: promised, asked: 9).count
            #expect(count ?? 0 == written, "\(disk.origin)")
            if count == nil { missing += 1 } else { shown += 1 }
        }
        print("disks read after a crash: \(shown), and \(missing) without a directory")
        #expect(shown > 100 && missing > 5)
    }

    @Test("can be read although a second crash came while it was being mended")
    func mending() async throws {
        let first = StoreRecording()
        try first.open()
        try await first.commit(5)
        first.settle()
        try await first.commit(4)
        first.close()
        var count = 0
        for (disk, promised) in first.images(limit: 6, base: 5) {
            let second = StoreRecording(on: disk, count: promised)
            second.settle()
            try second.open()
            second.close()
            for (image, _) in second.images(limit: 4, base: promised) {
                let files = image.files
                _ = try await Self.read(image, promised: promised, asked: 9, image.origin)
                #expect(image.files == files, "\(image.origin)")
                count += 1
            }
        }
        #expect(count > 20)
    }

    /// Reads what a process left that died at a change of the disk, and then what a power cut leaves of that; nil when the
    /// process came to its end.
    ///
    /// - Returns: How many disks had lost what was shown.
    private static func losses(
        afterDeathAt number: Int, reading: (SimulatedDisk) -> any StoreDisk
    ) async throws -> Int? {
        let disk = SimulatedDisk()
        let writer = StoreRecording(on: disk, through: MediatedDisk.dying(at: number, on: disk, StoreTally()))
        do {
            try writer.open()
            try await writer.commit(5)
            try await writer.compact()
            try await writer.commit(2)
            return nil
        } catch {}
        writer.close()
        let promised = writer.count
        guard let shown = try await Self.read(reading(disk), promised: promised, asked: 8, "dead at \(number)") else {
            return 0
        }
        var losses = 0
        for image in CrashImages(of: disk.log, prefix: disk.log.count, limit: 8) {
            do {
                let count = try await Self.read(image, promised: shown, asked: 8, image.origin)
                if count == nil, shown > 0 { losses += 1 }
            } catch {
                losses += 1
            }
        }
        return losses
    }

    @Test("shows nothing that a power cut takes back, when its writer was killed before that")
    func death() async throws {
        var number = 0
        while let losses = try await Self.losses(afterDeathAt: number + 1, reading: { $0 }) {
            number += 1
            #expect(losses == 0, "dead at change \(number)")
        }
        print("deaths before reading: \(number)")
        #expect(number > 40)
    }

    @Test("would be found out if it did not sync what was not acknowledged")
    func deathWithoutSync() async throws {
        var (number, found) = (0, 0)
        while case let losses? = try await Self.losses(
            afterDeathAt: number + 1,
            reading: { disk in
                MediatedDisk(disk) { kind, _ in kind.isChange ? .leftOut : .done }
            })
        {
            number += 1
            found += losses
        }
        #expect(found > 0)
    }

    @Test("fails to open when what was not acknowledged cannot be synced, and opens where nothing can be written")
    func failingSync() async throws {
        let disk = try await FileToolFixture.disk()
        disk.remove("/store/head")
        disk.inject(DiskFault(.kind(.syncData), number: 1, .failure(5)))
        #expect(throws: FileStoreError.self) { try FileDirectory(readingAt: "/store", on: disk) }
        disk.isReadOnly = true
        #expect(try await FileDirectory(readingAt: "/store", on: disk).head().revision == Revision(24))
    }

    @Test(
        "leaves a torn step where it is, does not show it, and goes on when another process takes it away",
        arguments: 1...2)
    func torn(sectorCount: Int) async throws {
        let disk = SimulatedDisk()
        let recording = StoreRecording(on: disk)
        try recording.open()
        try await recording.commit(1)
        recording.close()
        let name = "/store/journal-00000000000000000001"
        let (whole, used) = (try #require(disk.bytes(of: name)), FileFixture.usedByteCount(disk.bytes(of: name) ?? []))
        try recording.open()
        try await recording.commit(1)
        recording.close()
        // Of the second step only the first sectors reached the disk.
        disk.change(name) { bytes in
            let end = (used / 512 + sectorCount) * 512
            bytes.replaceSubrange(end..., with: repeatElement(0, count: bytes.count - end))
        }
        disk.remove("/store/head")
        let files = disk.files
        #expect(files[name] != whole)
        let directory = try FileDirectory(readingAt: "/store", on: disk, options: StorePlan.options)
        try await StoreOracle.read(directory, promised: 1, asked: 1)
        #expect(directory.recoveredTail == nil)
        #expect(try await directory.verify().revision == Revision(1))
        #expect(disk.files == files)

        let writer = try StoreOracle().open(disk)
        #expect(writer.recoveredTail != nil)
        for number in 2...4 {
            let commit = try StorePlan.commit(number)
            _ = try await writer.commit(
                commit.changes, by: commit.principal, at: commit.at,
                given: .history(at: Revision(commit.revision.number - 1)))
            try await StoreOracle.read(directory, promised: number, asked: number)
        }
    }

    @Test("does not believe a head that is ahead of the journal, until a process writes again")
    func headAhead() async throws {
        let disk = SimulatedDisk()
        let recording = StoreRecording(on: disk)
        try recording.open()
        try await recording.commit(3)
        recording.close()
        disk.change("/store/head") { $0.replaceSubrange(0..<8, with: FileForgery.littleEndian(UInt64(5))) }
        let directory = try FileDirectory(readingAt: "/store", on: disk, options: StorePlan.options)
        try await StoreOracle.read(directory, promised: 3, asked: 3)
        #expect(try await directory.verify().revision == Revision(3))
        try recording.open()
        for number in 4...7 {
            try await recording.commit(1)
            try await StoreOracle.read(directory, promised: number, asked: number)
        }
    }

    @Test("takes a head that is too short for none", arguments: [0, 8, 4_095])
    func shortHead(byteCount: Int) async throws {
        let disk = SimulatedDisk()
        let recording = StoreRecording(on: disk)
        try recording.open()
        try await recording.commit(2)
        recording.close()
        disk.change("/store/head") { $0.removeLast($0.count - byteCount) }
        let directory = try FileDirectory(readingAt: "/store", on: disk, options: StorePlan.options)
        try await StoreOracle.read(directory, promised: 2, asked: 2)
        try recording.open()
        try await recording.commit(1)
        try await StoreOracle.read(directory, promised: 3, asked: 3)
    }
}
