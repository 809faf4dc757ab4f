import RosterStore
import RosterStoreTestSupport
import Testing

/// A store so small that one can see whether it is right: a file of numbers, one a byte.
private struct TinyStore {
    enum Flaw: CaseIterable {
        case none, noSyncOfBytes, noSyncOfFolder, renamesBeforeSync
    }

    let flaw: Flaw
    let folder: any StoreFolder

    init(_ flaw: Flaw, on disk: SimulatedDisk) throws {
        self.flaw = flaw
        self.folder = try disk.openOrMakeFolder("/store").folder
    }

    /// Makes an empty store.
    func make() throws {
        let file = try self.folder.openFile("next", for: .creating)
        try file.write([0xFF], at: 0)
        if self.flaw == .renamesBeforeSync { try self.folder.rename("next", to: "numbers") }
        if self.flaw != .noSyncOfBytes { try file.syncAll() }
        if self.flaw != .renamesBeforeSync { try self.folder.rename("next", to: "numbers") }
        if self.flaw != .noSyncOfFolder { try self.folder.sync() }
    }

    func add(_ number: UInt8) throws {
        let file = try self.folder.openFile("numbers", for: .writing)
        try file.write([number], at: file.status().byteCount)
        if self.flaw != .noSyncOfBytes { try file.syncData() }
    }

    /// Nil when there is no store; an empty file is one that was never made whole.
    static func numbers(on disk: SimulatedDisk) -> [UInt8]? { disk.bytes(of: "/store/numbers") }
}

@Suite("A sweep of crashes")
struct CrashSweepTests {
    /// What is wrong with what the crashes of a store with a flaw leave.
    private static func offenses(_ flaw: TinyStore.Flaw) throws -> Set<String> {
        let disk = SimulatedDisk()
        _ = try disk.openOrMakeFolder("/store")
        disk.settle()
        let store = try TinyStore(flaw, on: disk)
        try store.make()
        disk.mark()
        for number in UInt8(1)...5 {
            try store.add(number)
            disk.mark()
        }
        var offenses: Set<String> = []
        for (_, markCount, image) in CrashSweep(of: disk.log) {
            let numbers = TinyStore.numbers(on: image)
            if let numbers, numbers.first != 0xFF { offenses.insert("a name without a store") }
            let promised = [0xFF] + (1...5).map { UInt8($0) }.prefix(max(0, markCount - 1))
            if markCount > 0, numbers?.starts(with: promised) != true { offenses.insert("a number is lost") }
        }
        return offenses
    }

    @Test("finds nothing wrong with a store that syncs what it promises")
    func right() throws {
        #expect(try Self.offenses(.none).isEmpty)
    }

    @Test("catches a store that forgets a sync, or makes one too late")
    func flawed() throws {
        #expect(try Self.offenses(.noSyncOfBytes) == ["a name without a store", "a number is lost"])
        #expect(try Self.offenses(.noSyncOfFolder) == ["a number is lost"])
        #expect(try Self.offenses(.renamesBeforeSync) == ["a name without a store"])
    }

    @Test("gives a disk once between two marks, and again after one")
    func marks() throws {
        let store = try CrashedStore(["file": [0]])
        let file = try store.file("file")
        try file.write([1], at: 0)
        try store.folder.sync()
        store.disk.mark()
        try file.syncData()
        let all = CrashSweep(of: store.disk.log).map { ($0.prefix, $0.markCount, $0.disk.bytes(of: "/store/file")?[0]) }
        #expect(all.map(\.0) == [0, 1, 2, 2])
        #expect(all.map(\.1) == [0, 0, 1, 1])
        #expect(all.map(\.2) == [0, 1, 0, 1])
    }

    @Test("gives every disk of every moment when there are no marks")
    func noMarks() throws {
        let store = try CrashedStore(["file": [0]])
        try store.file("file").write([1], at: 0)
        try store.folder.sync()
        #expect(CrashSweep(of: store.disk.log).map(\.prefix) == [0, 1, 1, 2, 2])
    }
}
