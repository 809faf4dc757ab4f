import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A file of a disk, of the machine's and of the simulated one,")
struct StoreFileTests {
    @Test("reads what was written, and zeros where nothing was", arguments: TestedDisk.allCases)
    func reads(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        let file = try fixture.folder.openFile("file", for: .creating)
        #expect(try file.read(4, at: 0) == [])
        try file.write([1, 2, 3], at: 600)
        #expect(try file.status().byteCount == 603)
        #expect(try file.read(10, at: 598) == [0, 0, 1, 2, 3])
        #expect(try file.read(0, at: 0) == [] && file.read(4, at: 603) == [] && file.read(4, at: 9_999) == [])
        try file.write([9], at: 600)
        try file.write([UInt8](), at: 9_999)
        #expect(try fixture.bytes("file").suffix(3) == [9, 2, 3])
    }

    @Test("is cut, and extended with zeros", arguments: TestedDisk.allCases)
    func resizes(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file", [1, 2, 3, 4])
        let file = try fixture.folder.openFile("file", for: .writing)
        try file.resize(to: 2)
        try file.resize(to: 5)
        #expect(try file.read(9, at: 0) == [1, 2, 0, 0, 0])
        try file.resize(to: 0)
        #expect(try file.status().byteCount == 0)
        try file.syncData()
        try file.syncAll()
        try fixture.folder.sync()
    }

    @Test("is not written through an opening for reading", arguments: TestedDisk.allCases)
    func onlyReads(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file", [1])
        let file = try fixture.folder.openFile("file", for: .reading)
        #expect(failureCode { try file.write([2], at: 0) } == EBADF)
        #expect(failureCode { try file.resize(to: 0) } == EINVAL)
        try file.syncAll()
        #expect(try fixture.bytes("file") == [1])
    }

    @Test("is locked by one opening at a time, until that unlocks or is closed", arguments: TestedDisk.allCases)
    func locks(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file")
        let second = try fixture.folder.openFile("file", for: .reading)
        do {
            let first = try fixture.folder.openFile("file", for: .writing)
            #expect(try first.tryLock() && first.tryLock() && !second.tryLock())
            second.unlock()
            #expect(try !second.tryLock())
            first.unlock()
            #expect(try second.tryLock() && !first.tryLock())
            second.unlock()
            try first.lock()
            try first.lock()
            #expect(try !second.tryLock())
        }
        #expect(try second.tryLock())
    }

    @Test("is locked by who waits, once it is free", .timeLimit(.minutes(20)), arguments: TestedDisk.allCases)
    func waitsForLock(_ kind: TestedDisk) async throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file")
        let first = try fixture.folder.openFile("file", for: .writing)
        let second = try fixture.folder.openFile("file", for: .writing)
        try first.lock()
        let waiting = Task { try await offPool { try second.lock() } }
        try first.write([1], at: 0)
        first.unlock()
        try await waiting.value
        #expect(try !first.tryLock())
        second.unlock()
        #expect(try first.tryLock())
    }

    @Test("shows later writes in a mapping", arguments: TestedDisk.allCases, [false, true])
    func maps(_ kind: TestedDisk, isRandom: Bool) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file", [UInt8](repeating: 1, count: 5_000))
        let mapped = try fixture.folder.openFile("file", for: .reading).map(byteCount: 4_500, isRandom: isRandom)
        #expect(mapped.bytes.count == 4_500 && mapped.bytes.allSatisfy { $0 == 1 })
        try fixture.folder.openFile("file", for: .writing).write([2, 3], at: 4_499)
        #expect(mapped.bytes[4_499] == 2 && mapped.bytes[4_498] == 1)
        try fixture.folder.openFile("file", for: .writing).write([4], at: 0)
        try fixture.folder.unlink("file")
        #expect(mapped.bytes[0] == 4)
        withExtendedLifetime(mapped) {}
    }

    @Test("maps no more than there is", arguments: TestedDisk.allCases)
    func mapsWhatIsThere(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file", [1, 2])
        let file = try fixture.folder.openFile("file", for: .reading)
        let (none, all) = try (file.map(byteCount: 0, isRandom: false), file.map(byteCount: 2, isRandom: false))
        #expect(none.bytes.isEmpty && Array(all.bytes) == [1, 2])
        withExtendedLifetime((none, all)) {}
        #expect(throws: FileFailure.endOfFile) { try file.map(byteCount: 3, isRandom: false) }
    }
}
