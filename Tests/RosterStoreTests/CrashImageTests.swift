import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A crash of the simulated disk")
struct CrashImageTests {
    private static func sectors(_ bytes: UInt8...) -> [UInt8] { bytes.flatMap { CrashedStore.sectors($0) } }

    // MARK: Bytes

    @Test("loses nothing that was synced")
    func keepsSynced() throws {
        let store = try CrashedStore(["old": [1]])
        let file = try store.newFile("file")
        try file.write([1, 2, 3], at: 0)
        try file.syncData()
        try store.folder.rename("old", to: "new")
        try store.folder.sync()
        #expect(store.images() == [["file": [1, 2, 3], "new": [1]]])
    }

    @Test("keeps or loses each sector on its own", arguments: [0, 512])
    func sectorsAlone(_ offset: Int) throws {
        let store = try CrashedStore(["file": Self.sectors(0, 0, 0, 0)])
        try store.file("file").write(Self.sectors(1, 2, 3), at: UInt64(offset))
        let images = store.images()
        #expect(images.count == 8)
        for image in images {
            let bytes = try #require(image["file"])
            let sectors = stride(from: offset, to: offset + 1_536, by: 512).map { Set(bytes[$0..<$0 + 512]) }
            #expect(sectors.map(\.count) == [1, 1, 1])
            for (number, sector) in sectors.enumerated() { #expect(sector.isSubset(of: [0, UInt8(number + 1)])) }
        }
    }

    @Test("splits a write where a sector of the file ends")
    func sectorGrid() throws {
        let store = try CrashedStore(["file": Self.sectors(0, 0)])
        try store.file("file").write([1, 2], at: 511)
        let ends = Set(store.images().compactMap { $0["file"].map { Array($0[511...512]) } })
        #expect(ends == [[0, 0], [1, 0], [0, 2], [1, 2]])
    }

    @Test("leaves a sector as it was at one moment, never with a later write alone")
    func sectorVersions() throws {
        let store = try CrashedStore(["file": [0, 0]])
        let file = try store.file("file")
        try file.write([1], at: 0)
        try file.write([2], at: 1)
        #expect(store.images() == [["file": [0, 0]], ["file": [1, 0]], ["file": [1, 2]]])
    }

    @Test("keeps what an earlier sync covered, and not what came after it")
    func afterSync() throws {
        let store = try CrashedStore(["file": [0, 0]])
        let file = try store.file("file")
        try file.write([1], at: 0)
        try file.syncData()
        try file.write([2], at: 1)
        #expect(store.images() == [["file": [1, 0]], ["file": [1, 2]]])
    }

    @Test("makes no difference to other files when one is synced")
    func otherFile() throws {
        let store = try CrashedStore(["a": [0], "b": [0]])
        try store.file("a").write([1], at: 0)
        try store.file("b").write([1], at: 0)
        try store.file("b").syncAll()
        try store.folder.sync()
        #expect(store.images() == [["a": [0], "b": [1]], ["a": [1], "b": [1]]])
    }

    // MARK: Sizes

    @Test("loses a size, or keeps it and shows zeros")
    func sizes() throws {
        let store = try CrashedStore(["file": []])
        try store.file("file").write([1, 2], at: 0)
        #expect(store.images() == [["file": []], ["file": [0, 0]], ["file": [1, 2]]])
    }

    @Test("loses an extension, and so what was written in it, but not what was written before it")
    func extensionLost() throws {
        let store = try CrashedStore(["file": Self.sectors(1)])
        let file = try store.file("file")
        try file.resize(to: 1_024)
        try file.write(Self.sectors(2, 3), at: 0)
        let expected: Set<[UInt8]> = [
            [1], [2], [1, 0], [1, 3], [2, 0], [2, 3],
        ]
        #expect(store.images() == Set(expected.map { bytes in ["file": bytes.flatMap { CrashedStore.sectors($0) }] }))
    }

    @Test("loses a cut after a sync of the bytes, and keeps it after one of everything")
    func cuts() throws {
        let store = try CrashedStore(["file": Self.sectors(1, 2)])
        let file = try store.file("file")
        try file.resize(to: 512)
        let uncertain: Set = [
            ["file": Self.sectors(1)], ["file": Self.sectors(1, 0)], ["file": Self.sectors(1, 2)],
        ]
        #expect(store.images() == uncertain)
        try file.syncData()
        #expect(store.images() == uncertain)
        try file.syncAll()
        #expect(store.images() == [["file": Self.sectors(1)]])
    }

    @Test("keeps what stands before a cut inside a sector")
    func cutInside() throws {
        let store = try CrashedStore(["file": [1, 2, 3, 4]])
        let file = try store.file("file")
        try file.write([5], at: 0)
        try file.resize(to: 2)
        try file.syncData()
        #expect(store.images() == [["file": [5, 2]], ["file": [5, 2, 0, 0]], ["file": [5, 2, 3, 4]]])
    }

    @Test("keeps a size that has grown after a sync of the bytes")
    func growth() throws {
        let store = try CrashedStore(["file": [1]])
        let file = try store.file("file")
        try file.resize(to: 3)
        try file.write([2], at: 1)
        try file.syncData()
        #expect(store.images() == [["file": [1, 2, 0]]])
    }

    @Test("loses permission bits until everything is synced")
    func modes() throws {
        let store = try CrashedStore(["file": []])
        let file = try store.file("file")
        try file.setMode(0o400)
        try file.syncData()
        func modes() throws -> Set<UInt32> {
            let log = store.disk.log
            return try Set(
                CrashImages(of: log, prefix: log.count).map { try $0.status(of: "/store/file").mode & 0o777 })
        }
        #expect(try modes() == [0o600, 0o400])
        try file.syncAll()
        #expect(try modes() == [0o400])
    }

    // MARK: Names

    @Test("loses the name of a synced file until its folder is synced")
    func names() throws {
        let store = try CrashedStore()
        let file = try store.newFile("file")
        try file.write([1], at: 0)
        try file.syncAll()
        #expect(store.images() == [[:], ["file": [1]]])
        try store.folder.sync()
        #expect(store.images() == [["file": [1]]])
    }

    @Test("leaves a name without the bytes that were not synced")
    func nameAlone() throws {
        let store = try CrashedStore()
        try store.newFile("file").write([1], at: 0)
        try store.folder.sync()
        #expect(store.images() == [["file": []], ["file": [0]], ["file": [1]]])
    }

    @Test("keeps or loses a renaming, but no part of it")
    func renaming() throws {
        let store = try CrashedStore(["old": [1], "new": [2]])
        try store.folder.rename("old", to: "new")
        #expect(store.images() == [["old": [1], "new": [2]], ["new": [1]]])
    }

    @Test("renames an empty file over a good one, when the bytes were not synced")
    func renamingTooEarly() throws {
        let store = try CrashedStore(["file": [1]])
        try store.newFile("next").write([2], at: 0)
        try store.folder.rename("next", to: "file")
        #expect(store.images().contains(["file": []]))
        #expect(store.images().contains(["file": [1]]))
    }

    @Test("keeps or loses each operation on names, in any order")
    func reordering() throws {
        let store = try CrashedStore(["a": [1], "c": [3]])
        try store.folder.rename("a", to: "b")
        try store.folder.unlink("c")
        let expected: Set<[String: [UInt8]]> = [
            ["a": [1], "c": [3]], ["b": [1], "c": [3]], ["a": [1]], ["b": [1]],
        ]
        #expect(store.images() == expected)
    }

    @Test("loses a folder that was made, with all that is in it, until the one that it is in is synced")
    func folders() throws {
        let store = try CrashedStore()
        let inner = try store.folder.openOrMakeFolder("inner").folder
        let file = try inner.openFile("file", for: .creating)
        try file.write([1], at: 0)
        try file.syncAll()
        try inner.sync()
        #expect(store.images() == [[:], ["inner/file": [1]]])
        try store.folder.sync()
        #expect(store.images() == [["inner/file": [1]]])
    }

    // MARK: Failed syncs

    @Test("may lose what a failed sync has forgotten, whatever is synced later", arguments: [EIO, ENOSPC])
    func failedSync(_ code: CInt) throws {
        let store = try CrashedStore(["file": [0, 0]])
        let file = try store.file("file")
        try file.write([1], at: 0)
        store.disk.inject(DiskFault(.kind(.syncData), number: 1, .failure(code)))
        #expect(failureCode { try file.syncData() } == code)
        try file.syncData()
        try file.syncAll()
        #expect(try file.read(2, at: 0) == [1, 0])
        #expect(store.images() == [["file": [0, 0]], ["file": [1, 0]]])
        try file.write([1], at: 0)
        try file.syncData()
        #expect(store.images() == [["file": [1, 0]]])
    }

    @Test("may lose a size that a failed sync has forgotten, until its bytes are written again and synced")
    func failedSyncOfSize() throws {
        let store = try CrashedStore(["file": []])
        let file = try store.file("file")
        try file.write([1], at: 0)
        store.disk.inject(DiskFault(.kind(.syncData), number: 1, .failure(EIO)))
        #expect(failureCode { try file.syncData() } == EIO)
        try file.syncAll()
        #expect(store.images() == [["file": []], ["file": [0]], ["file": [1]]])
        try file.write([1], at: 0)
        try file.syncData()
        #expect(store.images() == [["file": [1]]])
    }

    @Test("may lose names that a failed sync has forgotten, whatever is synced later")
    func failedFolderSync() throws {
        let store = try CrashedStore(["a": [1]])
        try store.folder.rename("a", to: "b")
        store.disk.inject(DiskFault(.kind(.syncFolder), number: 1, .failure(EIO)))
        #expect(failureCode { try store.folder.sync() } == EIO)
        try store.folder.sync()
        #expect(store.images() == [["a": [1]], ["b": [1]]])
    }

    @Test("loses nothing through a sync that was interrupted and made again")
    func interruptedSync() throws {
        let store = try CrashedStore(["file": [0]])
        let file = try store.file("file")
        try file.write([1], at: 0)
        store.disk.inject(DiskFault(.kind(.syncData), number: 1, .failure(EINTR)))
        try retrying { () throws(FileFailure) in try file.syncData() }
        #expect(store.images() == [["file": [1]]])
    }

    // MARK: Tearing

    @Test("tears sectors only when told to", arguments: SectorTearing.allCases)
    func tears(_ tearing: SectorTearing) throws {
        let store = try CrashedStore(["file": Self.sectors(1)])
        try store.file("file").write(Self.sectors(2), at: 0)
        let images = Set(store.images(tearing: tearing).compactMap { $0["file"] })
        let halves = ([UInt8](repeating: 1, count: 256), [UInt8](repeating: 2, count: 256))
        switch tearing {
        case .never: #expect(images == [Self.sectors(1), Self.sectors(2)])
        case .half:
            #expect(images == [Self.sectors(1), Self.sectors(2), halves.0 + halves.1, halves.1 + halves.0])
        case .garbage: #expect(images.count == 3 && images.isSuperset(of: [Self.sectors(1), Self.sectors(2)]))
        }
    }

    @Test("leaves bytes that a write did not change, whatever is torn", arguments: SectorTearing.allCases)
    func tearsOnlyChanges(_ tearing: SectorTearing) throws {
        let store = try CrashedStore(["file": Self.sectors(1)])
        try store.file("file").write([1, 2, 3], at: 99)
        for image in store.images(tearing: tearing) {
            let bytes = try #require(image["file"])
            #expect(bytes[..<100].allSatisfy { $0 == 1 } && bytes[102...].allSatisfy { $0 == 1 })
        }
    }

    // MARK: How many come

    @Test(
        "gives all disks up to ten pieces, and samples beyond, with all kept and with nothing kept",
        arguments: [10, 11])
    func samples(_ count: Int) throws {
        let old = [UInt8](repeating: 0, count: count * 512)
        let new = old.map { _ in UInt8(1) }
        let store = try CrashedStore(["file": old])
        try store.file("file").write(new, at: 0)
        let images = store.images()
        #expect(images.count == 1_024)
        #expect(images.contains(["file": old]) && images.contains(["file": new]))
        #expect(store.images(limit: 20).count == 20)
        #expect(store.images(limit: 20) == store.images(limit: 20))
    }

    @Test("takes what a test did by hand for durable")
    func byHand() throws {
        let store = try CrashedStore(["file": [1], "gone": [1]])
        try store.file("file").write([2], at: 0)
        store.disk.flipBit(file: "/store/file", byte: 0, bit: 0)
        store.disk.put([4], at: "/store/put")
        store.disk.remove("/store/gone")
        #expect(store.images() == [["file": [3], "put": [4]]])
    }

    @Test("leaves a disk that can be used, and can crash again")
    func usesImage() throws {
        let store = try CrashedStore(["file": [1]])
        try store.file("file").write([2], at: 0)
        for disk in CrashImages(of: store.disk.log, prefix: store.disk.log.count) {
            let folder = try disk.openOrMakeFolder("/store").folder
            let file = try folder.openFile("file", for: .writing)
            try file.write([3], at: 1)
            try folder.openFile("next", for: .creating).syncAll()
            let again = CrashImages(of: disk.log, prefix: disk.log.count)
            #expect(Set(again.map { CrashedStore.files(on: $0).keys.count }) == [1, 2])
            #expect(Set(again.map { $0.bytes(of: "/store/file")?.count }) == [1, 2])
        }
    }
}
