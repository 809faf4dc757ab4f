/// The profiles in use, each with its row, and how many users share it.
struct ProfileStore {
    struct Record {
        let profile: AccessProfile
        let row: AccessRow
        let blockSize: Int
        var userCount: Int
    }

    /// The holdings that the profiles consist of.
    private(set) var holdings = HoldingStore()
    private var numbers = NumberTable()
    private var records: [Record?] = []
    private var free: [Int] = []
    /// The numbers of a standing's holdings; reused, so that a profile in use needs no new memory.
    private var scratch: [UInt32] = []
    private var builder: RowBuilder

    /// Creates a store without a profile.
    init(_ secondFactorRoles: SecondFactorRoles) { self.builder = RowBuilder(secondFactorRoles) }

    /// The roles whose holders must have a second factor.
    var secondFactorRoles: SecondFactorRoles { self.builder.secondFactorRoles }

    /// Every profile in use with its number.
    var inUse: some Sequence<(number: Int, profile: AccessProfile)> {
        self.records.enumerated().lazy.compactMap { number, record in record.map { (number, $0.profile) } }
    }

    /// The standing of one of the users who share a profile.
    func standing(
        _ profile: AccessProfile, of user: UserID, _ status: AccountStatus, _ facts: SessionFacts
    ) -> UserStanding {
        UserStanding(
            id: user, affiliation: profile.affiliation, status: status, sessionEpoch: facts.epoch,
            secondFactor: facts.secondFactor, sortedHoldings: self.holdings.holdings(profile.holdings))
    }

    /// The profile that a row belongs to, which must be in use.
    func profile(of row: AccessRow) -> AccessProfile { self.record(number: row.header.profile).profile }

    /// The row of a profile in use.
    func row(number: Int) -> AccessRow { self.record(number: number).row }

    private func record(number: Int) -> Record {
        guard let record = self.records[number] else {
            preconditionFailure("invariant: a profile that a user has is in use")
        }
        return record
    }
}

// MARK: - Users come and go

extension ProfileStore {
    /// The profile of a user who gains a holding, which replaces one of the same role and scope; the caller must retain
    /// it next.
    mutating func profile(
        _ profile: AccessProfile, gaining holding: RoleHolding, _ catalog: CompiledCatalog
    ) -> AccessProfile {
        var numbers = self.holdings.numbers(of: profile, without: holding.role, at: holding.scope)
        numbers.append(self.holdings.number(of: holding, catalog))
        return AccessProfile(affiliation: profile.affiliation, holdings: numbers)
    }

    /// The profile of a user who loses the holding of a role at a scope; nil when there is none.
    func profile(_ profile: AccessProfile, losing role: RoleID, at scope: Scope) -> AccessProfile? {
        let numbers = self.holdings.numbers(of: profile, without: role, at: scope)
        guard numbers.count < profile.holdings.count else { return nil }
        return AccessProfile(affiliation: profile.affiliation, holdings: numbers)
    }

    /// Counts one more user of the profile that a standing has, which probably shares its holdings with others.
    mutating func retain(
        _ standing: UserStanding, _ shared: inout SharedProfiles, _ catalog: CompiledCatalog, in arena: WordArena
    ) -> AccessRow {
        if let known = shared.number(of: standing) { return self.retain(number: known) }
        let row = self.retain(standing, catalog, in: arena)
        shared.remember(row.header.profile, of: standing)
        return row
    }

    /// Counts one more user of the profile that a standing has, and builds its row if no user had it.
    mutating func retain(_ standing: UserStanding, _ catalog: CompiledCatalog, in arena: WordArena) -> AccessRow {
        self.scratch.removeAll(keepingCapacity: true)
        for holding in standing.holdings { self.scratch.append(self.holdings.number(of: holding, catalog)) }
        self.scratch.sort()
        let hash = AccessProfile.hash(of: self.scratch)
        if let known = self.find(standing.affiliation, self.scratch, hash: hash) { return self.retain(number: known) }
        return self.add(
            AccessProfile(affiliation: standing.affiliation, sortedHoldings: Array(self.scratch)), hash, catalog,
            in: arena)
    }

    /// Counts one more user of a profile, and builds its row if no user had it.
    ///
    /// - Parameter profile: A profile that this store made.
    mutating func retain(_ profile: AccessProfile, _ catalog: CompiledCatalog, in arena: WordArena) -> AccessRow {
        let hash = AccessProfile.hash(of: profile.holdings)
        let known = self.find(profile.affiliation, profile.holdings, hash: hash)
        return known.map { self.retain(number: $0) } ?? self.add(profile, hash, catalog, in: arena)
    }

    private func find(_ affiliation: Affiliation, _ holdings: [UInt32], hash: UInt64) -> Int? {
        let known = self.numbers.find(hash) { number in
            guard let profile = self.records[Int(number)]?.profile else { return false }
            return profile.affiliation == affiliation && profile.holdings == holdings
        }
        return known.map { Int($0) }
    }

    private mutating func retain(number: Int) -> AccessRow {
        self.records[number]?.userCount += 1
        return self.row(number: number)
    }

    private mutating func add(
        _ profile: AccessProfile, _ hash: UInt64, _ catalog: CompiledCatalog, in arena: WordArena
    ) -> AccessRow {
        let number = self.free.popLast() ?? self.records.count
        self.holdings.retain(profile.holdings)
        let (row, blockSize) = self.builder.build(profile, number: number, self.holdings, catalog, in: arena)
        let record = Record(profile: profile, row: row, blockSize: blockSize, userCount: 1)
        if number == self.records.count { self.records.append(record) } else { self.records[number] = record }
        self.numbers.insert(UInt32(number), hash: hash)
        return row
    }

    /// Counts one user of a profile fewer, and retires its row after the last one.
    mutating func release(_ row: AccessRow, in arena: WordArena) {
        let number = row.header.profile
        self.records[number]?.userCount -= 1
        guard let record = self.records[number], record.userCount == 0 else { return }
        self.numbers.remove(UInt32(number), hash: AccessProfile.hash(of: record.profile.holdings))
        self.records[number] = nil
        self.holdings.release(record.profile.holdings)
        self.free.append(number)
        arena.retire(record.row.words, size: record.blockSize)
    }
}

// MARK: - All at once

extension ProfileStore {
    /// The same profiles under the same numbers, with rows made from another catalog.
    func remade(
        _ catalog: CompiledCatalog, _ secondFactorRoles: SecondFactorRoles, in arena: WordArena
    ) -> ProfileStore {
        var copy = self
        copy.builder = RowBuilder(secondFactorRoles)
        copy.holdings.resolve(in: catalog)
        for (number, record) in self.records.enumerated() {
            guard let record else { continue }
            let (row, blockSize) = copy.builder.build(
                record.profile, number: number, copy.holdings, catalog, in: arena)
            copy.records[number] = Record(
                profile: record.profile, row: row, blockSize: blockSize, userCount: record.userCount)
        }
        return copy
    }

    /// Retires every row, once no new reader can find them.
    func retireAll(in arena: WordArena) {
        for case let record? in self.records { arena.retire(record.row.words, size: record.blockSize) }
    }
}
