import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

/// What is done in a folder that has a file `file`.
enum PrivateFolderDeed: String, CaseIterable, Sendable {
    case replace, putFirst, remove, make, writeInPieces

    static let old = CrashedStore.sectors(1, 2)
    static let new = CrashedStore.sectors(3, 4, 5) + [6]

    func perform(in folder: PrivateFolder) throws {
        switch self {
        case .replace: try folder.replace("file", with: Self.new)
        case .putFirst: try folder.replace("first", with: Self.new)
        case .remove: try folder.remove("file")
        case .make: _ = try folder.make("file", with: Self.new)
        case .writeInPieces: try Self.writeInPieces(in: folder)
        }
    }

    private static func writeInPieces(in folder: PrivateFolder) throws {
        let (unfinished, file) = try folder.create("file")
        do {
            try file.write(Array(self.new[..<700]), at: 0)
            try file.write(Array(self.new[700...]), at: 700)
            try file.syncAll()
        } catch {
            folder.discard(unfinished)
            throw error
        }
        try folder.finish(unfinished, as: "file")
    }

    /// What is in the folder when it was done.
    var files: [String: [UInt8]] {
        switch self {
        case .replace, .writeInPieces: ["file": Self.new]
        case .putFirst: ["file": Self.old, "first": Self.new]
        case .remove: [:]
        case .make: ["file": Self.old, "file-2": Self.new]
        }
    }

    /// Whether what is in the folder is the old, the new, or, of a file that was only being made, a part of it.
    func admits(_ found: [String: [UInt8]]) -> Bool {
        if self == .make { return found["file"] == Self.old && Set(found.keys).isSubset(of: ["file", "file-2"]) }
        return found == ["file": Self.old] || found == self.files
    }
}

@Suite("A private folder on a simulated disk")
struct PrivateFolderCrashTests {
    private static func disk() throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        try PrivateFolder(at: "/store", on: disk).replace("file", with: PrivateFolderDeed.old)
        disk.settle()
        return disk
    }

    /// What a process finds that opens the folder after a crash.
    private static func found(on disk: SimulatedDisk) throws -> [String: [UInt8]] {
        let folder = try PrivateFolder(at: "/store", on: disk)
        try folder.removeUnfinished()
        var found: [String: [UInt8]] = [:]
        for name in try folder.names() { found[name] = try folder.read(name) }
        try #require(CrashedStore.files(on: disk) == found)
        return found
    }

    @Test("has the old or the new whole, and the new once that was told", arguments: PrivateFolderDeed.allCases)
    func crashes(_ deed: PrivateFolderDeed) throws {
        let disk = try Self.disk()
        try deed.perform(in: PrivateFolder(at: "/store", on: disk))
        disk.mark()
        var count = 0
        for (_, markCount, image) in CrashSweep(of: disk.log, limit: 1_024) {
            let found = try Self.found(on: image)
            #expect(markCount == 1 ? found == deed.files : deed.admits(found), "\(image.origin)")
            count += 1
        }
        #expect(count > 2)
    }

    @Test("is as whole when the machine stops at any operation", arguments: PrivateFolderDeed.allCases)
    func stops(_ deed: PrivateFolderDeed) throws {
        var (isDone, number) = (false, 0)
        while !isDone {
            number += 1
            let disk = try Self.disk()
            disk.inject(DiskFault(number: number, .crash))
            isDone = (try? deed.perform(in: PrivateFolder(at: "/store", on: disk))) != nil
            try #require(isDone != disk.hasCrashed)
            for image in CrashImages(of: disk.log, prefix: disk.log.count, limit: 64) {
                let found = try Self.found(on: image)
                #expect(isDone ? found == deed.files : deed.admits(found), "operation \(number), \(image.origin)")
            }
        }
    }

    @Test(
        "leaves no unfinished file, and the old or the new, when any operation fails",
        arguments: PrivateFolderDeed.allCases, [EIO, ENOSPC, EMFILE, EAGAIN, EACCES])
    func fails(_ deed: PrivateFolderDeed, _ code: CInt) throws {
        var (isDone, number) = (false, 0)
        while !isDone {
            number += 1
            let disk = try Self.disk()
            let folder = try PrivateFolder(at: "/store", on: disk)
            disk.inject(DiskFault(number: number, .failure(code)))
            isDone = (try? deed.perform(in: folder)) != nil
            let found = CrashedStore.files(on: disk)
            #expect(isDone ? found == deed.files : deed.admits(found), "operation \(number)")
            disk.removeFaults()
            if deed != .make {
                try deed.perform(in: folder)
                #expect(CrashedStore.files(on: disk) == deed.files)
            }
        }
    }

    @Test(
        "fails with the disk's reason, and does nothing, as long as every operation fails",
        arguments: PrivateFolderDeed.allCases)
    func failsForGood(_ deed: PrivateFolderDeed) throws {
        let disk = try Self.disk()
        let folder = try PrivateFolder(at: "/store", on: disk)
        disk.inject(DiskFault(.change, number: 1, .failure(ENOSPC), isLasting: true))
        let error = #expect(throws: (any Error).self) { try deed.perform(in: folder) }
        if let error = error as? FileStoreError {
            if case .noSpace = error {} else { Issue.record("\(error)") }
        }
        #expect(CrashedStore.files(on: disk) == ["file": PrivateFolderDeed.old])
    }

    @Test(
        "never fails because of signals, and writes all whatever single calls do", arguments: PrivateFolderDeed.allCases
    )
    func isInterrupted(_ deed: PrivateFolderDeed) throws {
        for number in 1...30 {
            let disk = try Self.disk()
            for later in 0..<3 { disk.inject(DiskFault(number: number + later, .failure(EINTR))) }
            disk.inject(DiskFault(.kind(.write), number: 1, .short(100), isLasting: true))
            disk.inject(DiskFault(.kind(.read), number: 1, .short(100), isLasting: true))
            try deed.perform(in: PrivateFolder(at: "/store", on: disk))
            #expect(try Self.found(on: disk) == deed.files)
        }
    }

    @Test("is whole or is made anew, wherever the machine stops while it is made")
    func firstOpening() throws {
        let disk = SimulatedDisk()
        _ = try PrivateFolder(at: "/store", on: disk).subfolder("inner")
        disk.mark()
        for (_, markCount, image) in CrashSweep(of: disk.log) {
            #expect(markCount == 0 || image.content.folders == ["/store", "/store/inner"], "\(image.origin)")
            _ = try PrivateFolder(at: "/store", on: image).subfolder("inner")
            #expect(image.content.folders == ["/store", "/store/inner"])
        }
    }

    @Test("is durable once anything in it is, also when another process made it and died before it was")
    func openedAfterAnother() throws {
        let disk = SimulatedDisk()
        disk.inject(DiskFault(.kind(.syncFolder), number: 1, .failure(EIO)))
        #expect(throws: FileStoreError.self) { try PrivateFolder(at: "/a", on: disk) }
        let (_, folder) = try disk.openOrMakeFolder("/b")
        try folder.makeFolder("inner")
        let inner = try PrivateFolder(at: "/b", on: disk).subfolder("inner")
        try inner.replace("file", with: [1])
        let images = CrashImages(of: disk.log, prefix: disk.log.count)
        #expect(Set(images.map(\.content.folders)) == [["/b", "/b/inner"], ["/a", "/b", "/b/inner"]])
        for image in images { #expect(image.bytes(of: "/b/inner/file") == [1]) }
    }

    @Test("is opened without a sync when it is there already")
    func openedAgain() throws {
        let disk = try Self.disk()
        _ = try PrivateFolder(at: "/store", on: disk).read("file")
        #expect(disk.log.operations.isEmpty)
    }

    @Test("is refused, and nothing is promised, when any operation of its opening fails")
    func openingFails() throws {
        var (isDone, number) = (false, 0)
        while !isDone {
            number += 1
            let disk = try Self.disk()
            disk.inject(DiskFault(number: number, .failure(EMFILE)))
            isDone = (try? PrivateFolder(at: "/store", on: disk)) != nil
            disk.removeFaults()
            #expect(try Self.found(on: disk) == ["file": PrivateFolderDeed.old])
            // It is made in vain, opened, and looked at.
            #expect(isDone == (number > 3))
        }
    }

    @Test("makes everything durable when it may not look at what it is in")
    func parentIsClosed() throws {
        let disk = SimulatedDisk()
        // The first opens the new folder itself.
        disk.inject(DiskFault(.kind(.openFolder), number: 2, .failure(EACCES)))
        _ = try PrivateFolder(at: "/store", on: disk)
        let images = CrashImages(of: disk.log, prefix: disk.log.count)
        #expect(images.map(\.content.folders) == [["/store"]])
    }

    @Test("gives its owner the bits that the umask takes")
    func umask() throws {
        let disk = SimulatedDisk()
        disk.umask = 0o777
        let folder = try PrivateFolder(at: "/store", on: disk)
        try folder.replace("file", with: [1])
        _ = try folder.openShared("shared")
        #expect(try folder.folder.status().mode & 0o777 == 0o700)
        #expect(try folder.folder.status(of: "file").mode & 0o777 == 0o600)
        #expect(try folder.folder.status(of: "shared").mode & 0o777 == 0o600)
    }
}
