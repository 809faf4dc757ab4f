import RosterAdapters
import RosterStoreTestSupport
import Testing

/// What looks for lost steps has to find them when there are some.
@Suite("The search for what a power cut has lost")
struct StoreHarnessTests {
    /// How many of the disks that a power cut could leave are found wanting, when some operations are left out.
    private static func findings(leavingOut: @escaping @Sendable (DiskOperationKind, String) -> Bool) async throws
        -> Int
    {
        let disk = SimulatedDisk()
        let flawed = MediatedDisk(disk) { kind, name in leavingOut(kind, name) ? .leftOut : .done }
        let recording = StoreRecording(on: disk, through: flawed)
        try recording.open()
        try await recording.commit(5)
        try await recording.compact()
        try await recording.commit(1)
        recording.close()
        var count = 0
        for (disk, promised) in recording.images(limit: 3) {
            do {
                try await recording.oracle.check(disk, promised: promised, asked: promised + 1)
            } catch {
                count += 1
            }
        }
        return count
    }

    @Test("finds nothing when nothing is left out")
    func sound() async throws {
        #expect(try await Self.findings { _, _ in false } == 0)
    }

    @Test("finds out that the bytes of files are not synced")
    func bytes() async throws {
        #expect(try await Self.findings { kind, _ in kind == .syncData } > 10)
    }

    @Test("finds out that what makes a new file durable is left out")
    func files() async throws {
        #expect(try await Self.findings { kind, _ in kind == .syncAll } > 10)
    }

    @Test("finds out that the names of files are not synced")
    func names() async throws {
        #expect(try await Self.findings { kind, _ in kind == .syncFolder } > 10)
    }

    @Test("finds out that only a checkpoint is not synced")
    func checkpoint() async throws {
        #expect(try await Self.findings { kind, name in kind == .syncAll && name.hasPrefix(".unfinished-") } > 0)
    }
}
