import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import Testing

@Suite("A copy of a file directory after a power cut")
struct StoreBackupCrashTests {
    @Test("is whole, or refused, or was never begun; and the directory itself is as it was", .timeLimit(.minutes(20)))
    func cutOff() async throws {
        let recording = StoreRecording()
        try recording.open()
        try await recording.commit(5)
        try await recording.compact()
        try await recording.commit(2)
        recording.settle()
        let disk = recording.disk
        try await recording.directory?.backup(to: "/copy")
        let end = disk.log.count
        disk.mark()
        try await recording.commit(1)
        recording.close()
        var counts: [String: Int] = [:]
        for (_, marks, disk) in CrashSweep(of: disk.log, limit: 24) {
            let outcome = try await Self.outcome(disk)
            // Once it was acknowledged, it is whole.
            try StoreFinding.check(marks == 0 || outcome == "whole", "\(disk.origin): the copy is \(outcome)")
            counts[outcome, default: 0] += 1
            _ = try await StoreOracle().read(disk, promised: 7, asked: 8)
        }
        print("power cuts in \(end) operations of a copy: \(counts)")
        #expect(counts["whole"] != nil && counts["refused"] != nil && counts["not begun"] != nil)
    }

    private static func outcome(_ disk: SimulatedDisk) async throws -> String {
        let hasFiles = disk.files.keys.contains { $0.hasPrefix("/copy/journal-") || $0.hasPrefix("/copy/checkpoint-") }
        let directory: FileDirectory
        do throws(FileStoreError) {
            directory = try FileDirectory(at: "/copy", on: disk, options: StorePlan.options)
        } catch {
            guard case .lost = error else { throw StoreFinding("\(disk.origin): the copy does not open: \(error)") }
            return "refused"
        }
        let count = try await StoreOracle.read(directory, promised: 0, asked: 7, disk.origin)
        if count == 0, !hasFiles { return "not begun" }
        try StoreFinding.check(count == 7, "\(disk.origin): the copy holds \(count) steps")
        return "whole"
    }
}
