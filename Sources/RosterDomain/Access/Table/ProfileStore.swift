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
    private var numbers: [AccessProfile: Int] = [:]
    private var records: [Record?] = []
    private var free: [Int] = []

    /// The number of profiles in use.
    var count: Int { self.numbers.count }

    /// The profile of what a standing says; to be retained next, if it is not in use yet.
    mutating func profile(of standing: UserStanding, _ catalog: CompiledCatalog) -> AccessProfile {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(standing.holdings.count)
        for holding in standing.holdings { numbers.append(self.holdings.number(of: holding, catalog)) }
        return AccessProfile(affiliation: standing.affiliation, holdings: numbers)
    }

    /// The number of a holding; a profile with it is to be retained next.
    mutating func number(of holding: RoleHolding, _ catalog: CompiledCatalog) -> UInt32 {
        self.holdings.number(of: holding, catalog)
    }

    /// The standing of one of the users who share a profile.
    func standing(_ profile: AccessProfile, of user: UserID, _ status: AccountStatus) -> UserStanding {
        UserStanding(
            id: user, affiliation: profile.affiliation, status: status,
            sortedHoldings: self.holdings.holdings(profile.holdings))
    }

    /// The profile that a row belongs to, which must be in use.
    func record(of row: AccessRow) -> Record {
        guard let record = self.records[row.header.profile] else {
            preconditionFailure("invariant: a profile that a user has is in use")
        }
        return record
    }

    /// Every profile in use with its number.
    var inUse: some Sequence<(number: Int, profile: AccessProfile)> {
        self.records.enumerated().lazy.compactMap { number, record in record.map { (number, $0.profile) } }
    }

    /// One past the largest number of a profile.
    var numberLimit: Int { self.records.count }

    /// The row of a profile in use.
    func row(number: Int) -> AccessRow {
        guard let record = self.records[number] else {
            preconditionFailure("invariant: a profile that a user has is in use")
        }
        return record.row
    }

    /// The same profiles under the same numbers, with rows made from another catalog.
    func remade(_ catalog: CompiledCatalog, in arena: WordArena) -> ProfileStore {
        var copy = self
        copy.holdings.resolve(in: catalog)
        for (number, record) in self.records.enumerated() {
            guard let record else { continue }
            let builder = RowBuilder(record.profile, copy.holdings, catalog: catalog)
            let (row, blockSize) = builder.build(profile: number, in: arena)
            copy.records[number] = Record(
                profile: record.profile, row: row, blockSize: blockSize, userCount: record.userCount)
        }
        return copy
    }

    /// Retires every row, once nobody begins to read them any more.
    func retireAll(in arena: WordArena) {
        for case let record? in self.records { arena.retire(record.row.words, size: record.blockSize) }
    }

    /// Counts one more user of a profile, and makes its row if nobody had it.
    ///
    /// - Parameter profile: Made by this store.
    mutating func retain(_ profile: AccessProfile, _ catalog: CompiledCatalog, in arena: WordArena) -> AccessRow {
        if let number = self.numbers[profile] {
            self.records[number]?.userCount += 1
            return self.records[number]?.row ?? AccessRow(reference: 0)
        }
        let number = self.free.popLast() ?? self.records.count
        self.holdings.retain(profile.holdings)
        let (row, blockSize) = RowBuilder(profile, self.holdings, catalog: catalog).build(profile: number, in: arena)
        let record = Record(profile: profile, row: row, blockSize: blockSize, userCount: 1)
        if number == self.records.count { self.records.append(record) } else { self.records[number] = record }
        self.numbers[profile] = number
        return row
    }

    /// Counts one user of a profile less, and retires its row when that was the last one.
    mutating func release(_ row: AccessRow, in arena: WordArena) {
        let number = row.header.profile
        self.records[number]?.userCount -= 1
        guard let record = self.records[number], record.userCount == 0 else { return }
        self.numbers[record.profile] = nil
        self.records[number] = nil
        self.holdings.release(record.profile.holdings)
        self.free.append(number)
        arena.retire(record.row.words, size: record.blockSize)
    }
}
