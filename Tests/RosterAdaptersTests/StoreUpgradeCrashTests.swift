import Foundation
import RosterAdapters
import RosterAdaptersTestSupport
import RosterDomain
import Testing

@Suite("A file directory of the first format")
struct StoreUpgradeCrashTests {
    /// The journal of the first format that holds the first steps.
    private static func journal(_ count: Int) throws -> [UInt8] {
        let store = (1...16).map { UInt8($0) }
        let header = Array("ROSTERJ\n".utf8) + Self.bytes(UInt32(1)) + store
        var journal = header + Self.bytes(CRC32C.checksum(of: header))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for number in 1...count {
            let payload = [UInt8](try encoder.encode(StorePlan.commit(number)))
            let fields =
                Self.bytes(UInt32(payload.count)) + Self.bytes(UInt64(number))
                + Self.bytes(CRC32C.checksum(of: payload))
            journal += fields + Self.bytes(CRC32C.checksum(of: fields + store)) + payload
        }
        return journal
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func old(_ journal: [UInt8]) -> StoreRecording {
        let disk = SimulatedDisk()
        disk.put(journal, at: "/store/journal")
        disk.put([], at: "/store/lock")
        disk.settle()
        return StoreRecording(on: disk, count: 6)
    }

    @Test("is the old one or the new one whenever the upgrade is cut off, and once more", .timeLimit(.minutes(5)))
    func cutOff() async throws {
        let recording = Self.old(try Self.journal(6))
        try recording.open()
        try await recording.commit(2)
        let count = try await recording.sweep(limit: 12, base: 6)
        print("power cuts while a directory is upgraded: \(count)")
        #expect(count > 40)
        #expect(recording.disk.bytes(of: "/store/journal.format-1") == (try Self.journal(6)))
    }

    @Test("is upgraded after a cut in the middle of an upgrade that was cut off", .timeLimit(.minutes(5)))
    func twice() async throws {
        let recording = Self.old(try Self.journal(6))
        try recording.open()
        recording.close()
        var count = 0
        for (disk, _) in recording.images(limit: 3, base: 6) {
            disk.settle()
            _ = try recording.oracle.open(disk)
            for (_, _, again) in CrashSweep(of: disk.log, limit: 2) {
                count += 1
                _ = try await recording.oracle.read(again, promised: 6, asked: 6)
            }
        }
        print("second power cuts while a directory is upgraded: \(count)")
    }

    @Test("loses a torn step only, and keeps its bytes", .timeLimit(.minutes(5)))
    func torn() async throws {
        let journal = try Self.journal(6)
        let recording = Self.old(Array(journal.dropLast(10)))
        let directory = try recording.oracle.open(recording.disk)
        try await StoreOracle.read(directory, promised: 5, asked: 5)
    }

    @Test("stays as it was when the disk fails", .timeLimit(.minutes(5)), arguments: [ENOSPC, EIO])
    func failures(code: CInt) async throws {
        for number in 1...200 {
            let recording = Self.old(try Self.journal(6))
            recording.disk.inject(DiskFault(.change, number: number, .failure(code), isLasting: true))
            let isOpen = (try? FileDirectory(at: StorePlan.path, on: recording.disk, options: StorePlan.options)) != nil
            recording.disk.removeFaults()
            try await recording.oracle.check(recording.disk, promised: 6, asked: 6)
            if isOpen { break }
            #expect(number < 200)
        }
    }
}
