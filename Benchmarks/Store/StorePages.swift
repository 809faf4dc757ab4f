import Foundation
import Roster

/// Pages of the holders of a role, from the beginning, the middle and the end of the list.
enum StorePages {
    private static let pageSize = 100
    private static let repeatCount = 31

    /// Milliseconds a page, for the commonest role and for the rarest.
    static func pages(_ work: StoreWork) async throws -> [String: Double] {
        let directory = try work.opened()
        var figures: [String: Double] = [:]
        for (name, role) in [("common", 0), ("rare", StoreRecord.roles.count - 1)] {
            let places = [("first", 0), ("middle", work.userCount / 2), ("last", try self.lastPage(work, role))]
            for (place, first) in places {
                let expected = self.holders(of: role, from: first, work)
                figures["\(name) role, \(place)"] = try await self.milliseconds(directory, role, first, expected)
            }
        }
        return figures
    }

    private static func milliseconds(
        _ directory: FileDirectory, _ role: Int, _ first: Int, _ expected: [StoreRecord]
    ) async throws -> Double {
        let query = UserQuery(
            role: StoreRecord.roles[role], from: first == 0 ? .beginning : .after(StoreRecord(first - 1).id),
            pageSize: self.pageSize)
        var samples: [Double] = []
        for _ in 0..<self.repeatCount {
            let begun = ContinuousClock.now
            let page = try await directory.users(matching: query)
            samples.append((ContinuousClock.now - begun) / .milliseconds(1))
            try WrongContents.unless(page.records.count == self.pageSize, "a page is not full")
            for (record, expected) in zip(page.records, expected) {
                try WrongContents.unless(expected.matches(record), "a user is not what was stored")
            }
        }
        return samples.sorted()[samples.count / 2]
    }

    private static func isHolder(_ number: Int, _ role: Int) -> Bool {
        StoreRecord(number).roleNumbers().contains(role)
    }

    private static func holders(of role: Int, from first: Int, _ work: StoreWork) -> [StoreRecord] {
        let numbers = (first..<work.userCount).lazy.filter { self.isHolder($0, role) }
        return numbers.prefix(self.pageSize).map { StoreRecord($0) }
    }

    /// The first user of the last full page.
    private static func lastPage(_ work: StoreWork, _ role: Int) throws -> Int {
        let numbers = (0..<work.userCount).reversed().lazy.filter { self.isHolder($0, role) }
        let page = Array(numbers.prefix(self.pageSize))
        try WrongContents.unless(page.count == self.pageSize, "too few users hold the role")
        return page[self.pageSize - 1]
    }
}
