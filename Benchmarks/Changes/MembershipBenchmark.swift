import Foundation
import Roster

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Members of groups in a directory on files: how quickly they come, what they take on the disk, and how a page of them is found.
enum MembershipBenchmark: Benchmark {
    static let name = "memberships"
    static let summary = "members of 1,000 groups in a file directory, beside the disk itself"

    static let groupCount = 1_000
    private static let stepSize = 10_000
    private static let pageCount = 31

    static func run(_ effort: Effort) async throws -> [Figure] {
        let one = try await self.figures(userCount: effort.userCount, each: 1)
        return one + (try await self.figures(userCount: effort.userCount / 5, each: 5))
    }

    private static func figures(userCount: Int, each: Int) async throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roster-members-\(getpid())-\(each)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let directory = try FileDirectory(at: folder.path)
        try await self.fill(directory, userCount: userCount)
        let before = try await directory.summary()
        let steps = Self.steps(userCount: userCount, each: each)
        let time = try await ContinuousClock().measure {
            for changes in steps { try await StoreCommit.commit(changes, to: directory) }
        }
        try await directory.compact()
        let after = try await directory.summary()
        let count = Double(userCount * each)
        let journal = self.journalByteCount(after) - self.journalByteCount(before)
        let limit = try self.writing(journal, to: folder.path + "/raw", steps: steps.count)
        let what = "\(count.short) memberships, \(each) a user"
        let disk = Figure("the same bytes in as many synced writes, the disk itself: \(what)", unit: "s", [limit])
        return [
            disk,
            Figure("FileDirectory.commit, 10,000 a step: \(what)", unit: "s", [time / .seconds(1)])
                .beside(disk, as: "the disk").aiming(.atMost(2 * count / 1_000_000)),
            Figure("journal: \(what)", unit: "bytes/member", [Double(journal) / count]),
            Figure("record and index: \(what)", unit: "bytes/member", [self.grown(before, after) / count]).aiming(
                .atMost(24)),
        ] + (each == 1 ? try await self.pages(directory, userCount: userCount) : [])
    }

    /// The first group has a tenth of all users, the others share the rest.
    static func group(_ number: Int, _ place: Int) -> Int {
        place == 0 && number % 10 == 0 ? 0 : 1 + (number &* 7 + place &* 131) % (self.groupCount - 1)
    }

    static func id(_ group: Int) -> GroupID { GroupID(bits: UInt128(group + 1)) }

    private static func steps(userCount: Int, each: Int) -> [[Change]] {
        let changes = (0..<userCount).flatMap { number in
            let user = StoreRecord(number).id
            return (0..<each).map { Change.memberAdded(user: user, group: self.id(self.group(number, $0))) }
        }
        return stride(from: 0, to: changes.count, by: self.stepSize).map { first in
            Array(changes[first..<min(first + self.stepSize, changes.count)])
        }
    }

    private static func fill(_ directory: FileDirectory, userCount: Int) async throws {
        let groups = try (0..<self.groupCount).map { number in
            let profile = try GroupProfile(name: FullName("Group \(number)"))
            return Change.groupAdded(group: Group(id: self.id(number), profile: profile, addedAt: .distantPast))
        }
        try await StoreCommit.commit(groups, to: directory)
        for first in stride(from: 0, to: userCount, by: self.stepSize) {
            let users = try (first..<min(first + self.stepSize, userCount)).flatMap {
                try StoreRecord($0).changes(roleCount: 3)
            }
            try await StoreCommit.commit(users, to: directory)
        }
        try await directory.compact()
    }

    private static func pages(_ directory: FileDirectory, userCount: Int) async throws -> [Figure] {
        var samples: [Double] = []
        for round in 0..<self.pageCount {
            // Every page begins elsewhere, the last ones near the end.
            let first = userCount / self.pageCount * round
            let query = UserQuery(memberOf: self.id(0), from: .after(StoreRecord(first).id), pageSize: 100)
            let begun = ContinuousClock.now
            let page = try await directory.users(matching: query)
            samples.append((ContinuousClock.now - begun) / .milliseconds(1))
            let expected = (first + 1..<userCount).lazy.filter { $0 % 10 == 0 }.prefix(100).map { StoreRecord($0).id }
            try WrongContents.unless(page.records.map(\.id) == Array(expected), "a page of members is another")
        }
        let what = "100 of \(Double(userCount / 10).short) members among \(Double(userCount).short) users"
        return [Figure("a page: \(what)", unit: "ms", samples).aiming(.atMost(1))]
    }

    private static func journalByteCount(_ summary: FileDirectorySummary) -> Int {
        summary.segments.reduce(0) { $0 + Int($1.usedByteCount) }
    }

    private static func grown(_ before: FileDirectorySummary, _ after: FileDirectorySummary) -> Double {
        Double(after.checkpoint?.byteCount ?? 0) - Double(before.checkpoint?.byteCount ?? 0)
    }

    /// How long it takes to write so many bytes, in as many pieces, each synced.
    private static func writing(_ byteCount: Int, to path: String, steps: Int) throws -> Double {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        try WrongContents.unless(descriptor >= 0, "the disk has no room for a file")
        defer { close(descriptor) }
        let piece = [UInt8](repeating: 0x5A, count: byteCount / max(1, steps))
        let begun = ContinuousClock.now
        for _ in 0..<steps {
            try WrongContents.unless(write(descriptor, piece, piece.count) == piece.count, "the disk is full")
            try WrongContents.unless(fsync(descriptor) == 0, "the disk cannot sync")
        }
        return (ContinuousClock.now - begun) / .seconds(1)
    }
}
