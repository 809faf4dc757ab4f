import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("The lock of a private folder", .timeLimit(.minutes(20)))
struct LockFileTests {
    private static func folder(_ fixture: DiskFixture) throws -> PrivateFolder {
        try PrivateFolder(at: fixture.path, on: fixture.disk)
    }

    @Test("is refused at once while another opening holds it", arguments: TestedDisk.allCases)
    func refuses(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        let folder = try Self.folder(fixture)
        let lock = try folder.lock("lock")
        #expect(throws: FileStoreError.locked(path: fixture.path)) { try folder.lock("lock") }
        withExtendedLifetime(lock) {}
    }

    @Test("is refused a second time through the same opening", arguments: TestedDisk.allCases)
    func refusesTwice(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        let file = try Self.folder(fixture).lockFile("lock")
        do {
            let lock = try file.take()
            #expect(throws: FileStoreError.locked(path: fixture.path)) { try file.take() }
            #expect(throws: FileStoreError.locked(path: fixture.path)) { try file.take(waitingUpTo: .milliseconds(5)) }
            withExtendedLifetime(lock) {}
        }
        _ = try file.take()
        _ = try file.take(waitingUpTo: .seconds(60))
    }

    @Test("comes to who waits, when it is let go", arguments: TestedDisk.allCases)
    func waits(_ kind: TestedDisk) async throws {
        let fixture = try DiskFixture(kind)
        let folder = try Self.folder(fixture)
        var lock: FolderLock? = try folder.lock("lock")
        #expect(lock?.name == "lock")
        let waiting = (0..<3).map { _ in
            Task {
                try await offPool { _ = try folder.lock("lock", waitingUpTo: .seconds(60)) }
            }
        }
        lock = nil
        for task in waiting { try await task.value }
        _ = try folder.lock("lock", waitingUpTo: .seconds(60))
    }

    @Test("comes to all who wait through one opening, one after the other", arguments: TestedDisk.allCases)
    func waitsThroughOneOpening(_ kind: TestedDisk) async throws {
        let fixture = try DiskFixture(kind)
        let folder = try Self.folder(fixture)
        let file = try folder.lockFile("lock")
        let counter = try folder.openShared("counter")
        try counter.write([0], at: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await offPool {
                        let lock = try file.take(waitingUpTo: .seconds(60))
                        let count = try counter.read(1, at: 0)[0]
                        try counter.write([count + 1], at: 0)
                        withExtendedLifetime(lock) {}
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try counter.read(1, at: 0) == [20])
    }

    @Test("is refused when the time is over, and given back when it comes after all", arguments: TestedDisk.allCases)
    func givesUp(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        let folder = try Self.folder(fixture)
        let file = try folder.lockFile("lock")
        do {
            let lock = try folder.lock("lock")
            for _ in 0..<3 {
                #expect(throws: FileStoreError.locked(path: fixture.path)) {
                    try file.take(waitingUpTo: .milliseconds(10))
                }
            }
            withExtendedLifetime(lock) {}
        }
        // The thread that still waits gives it back, sooner or later.
        _ = try folder.lock("lock", waitingUpTo: .seconds(60))
        _ = try file.take(waitingUpTo: .seconds(60))
    }

    @Test("is refused when its file has lost its name", arguments: TestedDisk.allCases)
    func replaced(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        let folder = try Self.folder(fixture)
        let file = try folder.lockFile("lock")
        try folder.remove("lock")
        #expect(throws: FileStoreError.replaced(path: "\(fixture.path)/lock")) { try file.take() }
        _ = try folder.lock("lock")
        #expect(throws: FileStoreError.replaced(path: "\(fixture.path)/lock")) { try file.take() }
    }

    @Test("tells why the operating system gives none", arguments: [true, false])
    func fails(_ waits: Bool) throws {
        let disk = SimulatedDisk()
        let folder = try PrivateFolder(at: "/store", on: disk)
        let lock = waits ? try folder.lock("lock") : nil
        disk.inject(DiskFault(.kind(waits ? .lock : .tryLock), number: 1, .failure(ENOLCK)))
        let error = #expect(throws: FileStoreError.self) {
            try folder.lock("lock", waitingUpTo: .seconds(60))
        }
        #expect(error?.description.contains("(\(ENOLCK))") == true)
        withExtendedLifetime(lock) {}
    }
}
