import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import Testing

@Suite struct FileDirectoryVerifyTests {
    private static func open(_ disk: SimulatedDisk) throws -> FileDirectory {
        try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
    }

    @Test func `a sound directory is told as such, with what was looked at`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try Self.open(disk)
        let report = try await directory.verify()
        #expect(report.revision == Revision(24))
        #expect(report.userCount == 19)
        #expect(report.segmentCount == 4)
        #expect(report.checkpointRevision == Revision(18))
        let summary = try await directory.summary()
        #expect(report.journalByteCount == summary.segments.reduce(0) { $0 + $1.usedByteCount })
        #expect(report.checkpointByteCount == summary.checkpoint?.byteCount)
        #expect(summary.segments.map(\.firstRevision.number) == [1, 6, 11, 16])
        #expect(summary.userCounts == [.active: 15, .blocked: 4])
        #expect(summary.company?.name.rawValue == "Contoso")
        #expect(summary.changedUserCount == 5)
    }

    @Test func `an empty directory is sound`() async throws {
        let report = try await Self.open(SimulatedDisk()).verify()
        #expect(report.revision == .start && report.userCount == 0 && report.checkpointRevision == nil)
    }

    @Test func `each bit that turned over is found, with the file and the place`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try Self.open(disk)
        var dice = SeededGenerator(seed: 7)
        let summary = try await directory.summary()
        for segment in summary.segments {
            let path = "/store/\(segment.name)"
            for byte in stride(from: 0, to: Int(segment.usedByteCount), by: 5) {
                try await Self.expectDamage(
                    of: directory, disk, path, byte: byte, bit: Int.random(in: 0..<8, using: &dice))
            }
        }
        let checkpoint = try #require(summary.checkpoint)
        for byte in stride(from: 0, to: Int(checkpoint.byteCount), by: 97) {
            let bit = Int.random(in: 0..<8, using: &dice)
            try await Self.expectDamage(of: directory, disk, "/store/\(checkpoint.name)", byte: byte, bit: bit)
        }
        #expect(try await directory.verify().revision == Revision(24))
    }

    /// Turns a bit over, expects to be told of it, and turns it back.
    private static func expectDamage(
        of directory: FileDirectory, _ disk: SimulatedDisk, _ path: String, byte: Int, bit: Int
    ) async throws {
        disk.flipBit(file: path, byte: byte, bit: bit)
        defer { disk.flipBit(file: path, byte: byte, bit: bit) }
        do {
            try await directory.verify()
            Issue.record("bit \(bit) of byte \(byte) of \(path) is missed")
        } catch FileStoreError.damaged(path: path, let offset, _, _) {
            // When the frame is hurt that ends a segment, its end is named, 40 bytes behind its beginning.
            #expect(offset <= UInt64(byte) + 40, "\(path), \(byte)")
        } catch {
            Issue.record("bit \(bit) of byte \(byte) of \(path): \(error)")
        }
    }

    @Test func `a checkpoint that is whole and not what the history amounts to is found`() async throws {
        let store = StoreID.random()
        let other = SimulatedDisk()
        try FileToolFixture.makeStore(
            at: "/store", on: other, FileToolFixture.history(18, name: "Somebody Else"), store: store, inSegment: 5)
        try await Self.open(other).compact()
        let name = "/store/checkpoint-00000000000000000018"
        let bytes = try #require(other.bytes(of: name))

        let disk = SimulatedDisk()
        try FileToolFixture.makeStore(
            at: "/store", on: disk, FileToolFixture.history(24), store: store, inSegment: 5)
        disk.put(bytes, at: name)
        let directory = try Self.open(disk)
        let error = await #expect(throws: FileStoreError.self) { try await directory.verify() }
        guard case .damaged(name, _, 18?, let detail) = error else {
            Issue.record("not found: \(String(describing: error))")
            return
        }
        #expect(detail == "the record of a user is not what the history amounts to")
    }

    @Test(.timeLimit(.minutes(20)))
    func `a directory can be verified while others commit`() async throws {
        let sandbox = try FileSandbox()
        let directory = try FileDirectory(at: sandbox.path("store"))
        let other = try FileDirectory(at: sandbox.path("store"))
        let writer = Task {
            for number in 1...300 {
                _ = try await other.commit(
                    FileToolFixture.newcomer(number), by: .system, at: FileToolFixture.now, given: .versions([:]))
            }
        }
        for _ in 0..<5 {
            let before = try await directory.head().revision
            #expect(try await directory.verify().revision >= before)
        }
        try await writer.value
    }
}
