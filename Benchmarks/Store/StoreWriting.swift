import Foundation
import Roster

/// Durable writes into a new directory.
///
/// Making what is written is not the store's work, and is done before the clock runs.
enum StoreWriting {
    private static let roleCountOfNewUser = 2
    private static let importChunk = 10_000

    /// One caller, who adds users one after another.
    static func create(_ work: StoreWork, commitSize: Int) async throws -> [String: Double] {
        let commits = try self.commits(0..<work.userCount, commitSize, self.roleCountOfNewUser)
        let directory = try work.made()
        let time = try await ContinuousClock().measure {
            for changes in commits { try await StoreCommit.commit(changes, to: directory) }
        }
        return ["users/s": Double(work.userCount) / (time / .seconds(1))]
    }

    /// Many callers, each of whom waits for each user to be durable before adding the next.
    static func createConcurrently(_ work: StoreWork) async throws -> [String: Double] {
        let each = work.userCount / work.count
        let shares = try (0..<work.count).map { caller in
            try self.commits(caller * each..<(caller + 1) * each, 1, self.roleCountOfNewUser)
        }
        let directory = try work.made()
        let time = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for share in shares {
                    group.addTask { for changes in share { try await StoreCommit.commit(changes, to: directory) } }
                }
                try await group.waitForAll()
            }
        }
        return ["users/s": Double(each * work.count) / (time / .seconds(1))]
    }

    /// All users with all roles, in commits of ten thousand users.
    static func importAll(_ work: StoreWork) async throws -> [String: Double] {
        let clock = ContinuousClock()
        let begun = clock.now
        let directory = try work.made()
        var time = clock.now - begun
        for first in stride(from: 0, to: work.userCount, by: self.importChunk) {
            let numbers = first..<min(first + self.importChunk, work.userCount)
            let commits = try self.commits(numbers, self.importChunk, StoreRecord.roleCountPerUser)
            time += try await clock.measure {
                for changes in commits { try await StoreCommit.commit(changes, to: directory) }
            }
        }
        let settling = try await clock.measure { try await StoreCompaction.compact(directory) }
        return ["import": time / .seconds(1), "settle": settling / .seconds(1)]
    }

    private static func commits(_ numbers: Range<Int>, _ commitSize: Int, _ roleCount: Int) throws -> [[Change]] {
        try stride(from: numbers.lowerBound, to: numbers.upperBound, by: commitSize).map { first in
            try (first..<min(first + commitSize, numbers.upperBound)).flatMap { number in
                try StoreRecord(number).changes(roleCount: roleCount)
            }
        }
    }
}
