import RosterPartnerCenter
import Foundation
import Roster

/// Reads of a directory that was filled before, by a process that has just started.
enum StoreReading {
    /// Milliseconds until a directory that was closed tells of one user.
    static func firstAnswer(_ work: StoreWork) async throws -> [String: Double] {
        let asked = StoreRecord(StoreRecord.asked(0, among: work.userCount))
        let address = try asked.address()
        let begun = ContinuousClock.now
        let directory = try work.opened()
        let record = try await directory.user(named: RecordName(address))
        let time = ContinuousClock.now - begun
        try WrongContents.unless(asked.matches(record), "a user is not what was stored")
        return ["first": time / .milliseconds(1)]
    }

    /// Seconds until a table knows all users, opening included.
    static func fill(_ work: StoreWork) async throws -> [String: Double] {
        let begun = ContinuousClock.now
        let directory = try work.opened()
        let table = AccessTable(catalog: .partnerCenter)
        var standings: [UserStanding] = []
        let revision = try await directory.readStandings { standing in
            if let user = standing.user { standings.append(user) }
        }
        table.reload(standings, at: revision)
        let time = ContinuousClock.now - begun
        try WrongContents.unless(standings.count == work.userCount, "not all users were read")
        for number in stride(from: 0, to: work.userCount, by: 997) {
            let expected = StoreRecord(number)
            let held = table.standing(of: expected.id)?.holdings.map(\.role) ?? []
            try WrongContents.unless(
                Set(held) == Set(expected.roleNumbers().map { StoreRecord.roles[$0] }), "a user holds other roles")
        }
        return ["fill": time / .seconds(1)]
    }

    /// Megabytes that opening adds to what the process has in memory.
    static func resident(_ work: StoreWork) throws -> [String: Double] {
        _ = try self.residentBytes()
        let before = try self.residentBytes()
        let directory = try work.opened()
        let after = try self.residentBytes()
        return withExtendedLifetime(directory) { ["resident": (after - before) / 1e6] }
    }

    /// Users a second, each with all roles, by address and by identifier.
    static func lookups(_ work: StoreWork) async throws -> [String: Double] {
        let directory = try work.opened()
        let asked = (0..<work.count).map { StoreRecord(StoreRecord.asked($0, among: work.userCount)) }
        let addresses = try asked.map { try $0.address() }
        let ids = asked.map(\.id)
        try await self.check(asked, in: directory)
        let byAddress = try await self.rate(of: work.count) { index in
            try await directory.user(named: RecordName(addresses[index]))
        }
        let byID = try await self.rate(of: work.count) { index in try await directory.user(ids[index]) }
        return ["by address": byAddress, "by id": byID]
    }

    private static func rate(
        of count: Int, _ lookup: (Int) async throws -> UserRecord?
    ) async throws -> Double {
        var roleCount = 0
        let time = try await ContinuousClock().measure {
            for index in 0..<count { roleCount += try await lookup(index)?.assignments.count ?? 0 }
        }
        try WrongContents.unless(roleCount == count * StoreRecord.roleCountPerUser, "a user was not found")
        return Double(count) / (time / .seconds(1))
    }

    /// Compares what is found, which also warms the caches up.
    private static func check(_ asked: [StoreRecord], in directory: FileDirectory) async throws {
        for index in stride(from: 0, to: asked.count, by: 100) {
            let byAddress = try await directory.user(named: RecordName(asked[index].address()))
            let byID = try await directory.user(asked[index].id)
            try WrongContents.unless(
                asked[index].matches(byAddress) && asked[index].matches(byID), "a user is not what was stored")
        }
    }

    private static func residentBytes() throws -> Double {
        let kibibytes = ResidentProcess.residentKibibytes
        try WrongContents.unless(kibibytes > 0, "the system does not say what is in memory")
        return kibibytes * 1_024
    }
}
