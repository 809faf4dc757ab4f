import Foundation
import Roster

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What it takes to erase a person from a directory with a history, beside a compaction and beside a copy of the same bytes.
enum ErasureBenchmark: Benchmark {
    static let name = "erasure"
    static let summary = "one person purged from a directory of 100,000 users, beside a compaction and a plain copy"

    private static let userCount = 100_000
    /// How many steps of a user's own follow the one that adds the user.
    private static let laterStepCount = 3

    static func run(_ effort: Effort) async throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roster-benchmark-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let directory = try await self.filled(at: folder + "/directory")
        var samples: (copy: [Double], compaction: [Double], purge: [Double]) = ([], [], [])
        for round in 0..<min(effort.rounds, 5) {
            // Each compaction has something to take over, as the purge has.
            let user = StoreRecord(StoreRecord.asked(round, among: self.userCount)).id
            try await StoreCommit.commit([.statusChanged(user: user, from: .active, to: .deleted)], to: directory)
            samples.copy.append(try Self.seconds { try self.copy(folder + "/directory", to: folder + "/copy") })
            samples.compaction.append(try await Self.seconds { try await StoreCompaction.compact(directory) })
            samples.purge.append(
                try await Self.seconds { try await StoreCommit.commit([.userPurged(user: user)], to: directory) })
            let record = try await directory.user(user)
            try WrongContents.unless(record?.user.fullName == .erased, "a name is still there")
        }
        let size = try self.files(in: folder + "/directory").reduce(0) { $0 + $1.size }
        let copy = Figure("copy the same bytes, and sync them", unit: "s", samples.copy)
        let compaction = Figure("FileDirectory.compact", unit: "s", samples.compaction).beside(copy, as: "the copy")
        return [
            Figure("the directory: journal and checkpoint", unit: "MB", [Double(size) / 1e6]), copy, compaction,
            Figure("a step that purges a user, beside the copy", unit: "s", samples.purge).beside(copy, as: "the copy"),
            Figure("the same, beside the compaction", unit: "s", samples.purge)
                .beside(compaction, as: "the compaction"),
        ]
    }

    /// 100,000 users with three roles each, and a history of 400,000 steps.
    private static func filled(at path: String) async throws -> FileDirectory {
        let directory = try FileDirectory(at: path)
        var revision: UInt64 = 0
        for first in stride(from: 0, to: self.userCount, by: 10_000) {
            var commits: [Commit] = []
            for number in first..<min(first + 10_000, self.userCount) {
                let record = StoreRecord(number)
                let later = (0..<self.laterStepCount).map { step in
                    [Change.sessionsEnded(user: record.id, session: UserSessionID(bits: UInt128(step)))]
                }
                for changes in [try record.changes(roleCount: StoreRecord.roleCountPerUser)] + later {
                    revision += 1
                    commits.append(
                        Commit(
                            revision: Revision(revision), at: record.addedAt, principal: .system, changes: changes))
                }
            }
            try await directory.append(commits)
        }
        try await StoreCompaction.compact(directory)
        return directory
    }

    private static func seconds(_ body: () async throws -> Void) async throws -> Double {
        let begun = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - begun) / .seconds(1)
    }

    private static func seconds(_ body: () throws -> Void) throws -> Double {
        let begun = ContinuousClock.now
        try body()
        return (ContinuousClock.now - begun) / .seconds(1)
    }

    private static func files(in folder: String) throws -> [(path: String, size: Int)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            let path = "\(folder)/\(name)"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
            return (path, (attributes[.size] as? NSNumber)?.intValue ?? 0)
        }
    }

    /// Reads every file and writes it anew, durably: the least that any rewriting costs.
    private static func copy(_ folder: String, to target: String) throws {
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for (number, file) in try self.files(in: folder).enumerated() {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
            let copy = open("\(target)/\(number)", O_CREAT | O_WRONLY | O_TRUNC, 0o600)
            precondition(copy >= 0, "the benchmark can make a file")
            defer { close(copy) }
            let handle = FileHandle(fileDescriptor: copy)
            try handle.write(contentsOf: bytes)
            precondition(fsync(copy) == 0, "the disk can sync")
        }
    }
}
