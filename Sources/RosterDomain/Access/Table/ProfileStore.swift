/// The profiles in use, each with its row, and how many users share it.
struct ProfileStore {
    struct Record {
        let profile: AccessProfile
        var row: AccessRow
        var blockSize: Int
        var userCount: Int
    }

    /// The holdings that the profiles and the groups consist of.
    private(set) var holdings = HoldingStore()
    /// The groups that the profiles contain, and others that have a role.
    private(set) var groups = GroupStore()
    private var numbers = NumberTable()
    private var records: [Record?] = []
    private var free: [Int] = []
    /// The parts of a standing's profile; reused, so that a profile in use needs no new memory.
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

    /// The standing of one of the users who share a profile; what they hold through groups is not in it.
    func standing(
        _ profile: AccessProfile, of user: UserID, _ status: AccountStatus, _ facts: SessionFacts
    ) -> UserStanding {
        UserStanding(
            id: user, affiliation: profile.affiliation, status: status, sessionEpoch: facts.epoch,
            secondFactor: facts.secondFactor, sortedHoldings: self.holdings.holdings(profile.holdings),
            sortedGroups: profile.groups.map { self.groups[$0].id }.sorted())
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
        var parts = self.holdings.parts(of: profile, without: holding.role, at: holding.scope)
        parts.append(self.holdings.number(of: holding, catalog))
        return AccessProfile(affiliation: profile.affiliation, parts: parts)
    }

    /// The profile of a user who loses the holding of a role at a scope; nil when there is none.
    func profile(_ profile: AccessProfile, losing role: RoleID, at scope: Scope) -> AccessProfile? {
        let parts = self.holdings.parts(of: profile, without: role, at: scope)
        guard parts.count < profile.parts.count else { return nil }
        return AccessProfile(affiliation: profile.affiliation, sortedParts: parts)
    }

    /// The profile of a user who joins a group; the caller must retain it next.
    mutating func profile(_ profile: AccessProfile, joining group: GroupID) -> AccessProfile {
        let part = AccessProfile.part(ofGroup: self.groups.number(of: group))
        guard !profile.parts.contains(part) else { return profile }
        return AccessProfile(affiliation: profile.affiliation, parts: profile.parts + [part])
    }

    /// The profile of a user who leaves a group; nil when the user is no member.
    func profile(_ profile: AccessProfile, leaving group: GroupID) -> AccessProfile? {
        let parts = profile.parts.filter { part in
            AccessProfile.group(of: part).map { self.groups[$0].id != group } ?? true
        }
        guard parts.count < profile.parts.count else { return nil }
        return AccessProfile(affiliation: profile.affiliation, sortedParts: parts)
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
        // What is held through a group follows from the group.
        for holding in standing.holdings where holding.group == nil {
            self.scratch.append(self.holdings.number(of: holding, catalog))
        }
        for group in standing.groups { self.scratch.append(AccessProfile.part(ofGroup: self.groups.number(of: group))) }
        self.scratch.sort()
        let hash = AccessProfile.hash(of: self.scratch)
        if let known = self.find(standing.affiliation, self.scratch, hash: hash) { return self.retain(number: known) }
        // A copy of the very size: the array itself would be shared, with room for more.
        let parts = self.scratch.map { $0 }
        return self.add(
            AccessProfile(affiliation: standing.affiliation, sortedParts: parts), hash, catalog,
            in: arena)
    }

    /// Counts one more user of a profile, and builds its row if no user had it.
    ///
    /// - Parameter profile: A profile that this store made.
    mutating func retain(_ profile: AccessProfile, _ catalog: CompiledCatalog, in arena: WordArena) -> AccessRow {
        let hash = AccessProfile.hash(of: profile.parts)
        let known = self.find(profile.affiliation, profile.parts, hash: hash)
        return known.map { self.retain(number: $0) } ?? self.add(profile, hash, catalog, in: arena)
    }

    private func find(_ affiliation: Affiliation, _ parts: [UInt32], hash: UInt64) -> Int? {
        let known = self.numbers.find(hash) { number in
            guard let profile = self.records[Int(number)]?.profile else { return false }
            return profile.affiliation == affiliation && profile.parts == parts
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
        self.groups.retain(profile.groups)
        let (row, blockSize) = self.buildRow(of: profile, number: number, catalog, in: arena)
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
        self.numbers.remove(UInt32(number), hash: AccessProfile.hash(of: record.profile.parts))
        self.records[number] = nil
        self.holdings.release(record.profile.holdings)
        self.groups.release(record.profile.groups)
        self.free.append(number)
        arena.retire(record.row.words, size: record.blockSize)
    }
}

// MARK: - Rows

extension ProfileStore {
    /// What users with a profile hold, themselves and through groups, each holding once.
    func held(by profile: AccessProfile) -> [UInt32] {
        guard profile.hasGroups else { return profile.parts }
        var held = Array(profile.holdings)
        for group in profile.groups {
            for number in self.groups[group].holdings where !held.contains(number) { held.append(number) }
        }
        return held
    }

    private mutating func buildRow(
        of profile: AccessProfile, number: Int, _ catalog: CompiledCatalog, in arena: WordArena
    ) -> (row: AccessRow, blockSize: Int) {
        let held = self.held(by: profile)
        return self.builder.build(held, profile.affiliation, number: number, self.holdings, catalog, in: arena)
    }

    /// Where the row of each profile is, by number; 0 where there is no profile.
    var rowReferences: [UInt64] { self.records.map { $0?.row.reference ?? 0 } }

    /// Replaces what is known of a group; the caller must then rebuild the rows of its members.
    ///
    /// - Returns: The number of the group; nil when no row changes.
    mutating func set(_ standing: GroupStanding, _ catalog: CompiledCatalog) -> UInt32? {
        let number = self.groups.number(of: standing.id)
        let roles = standing.roles.map { self.holdings.number(of: $0, catalog) }.sorted()
        self.holdings.retain(roles)
        let former = self.groups.set(roles, isDeleted: standing.isDeleted, of: number)
        self.holdings.release(former.roles)
        guard former.profileCount > 0, former.holdings != (standing.isDeleted ? [] : roles) else { return nil }
        return number
    }

    /// Takes over the roles of a company; the caller must then rebuild the rows of those who hold what changes.
    ///
    /// - Returns: The holdings that mean something else from now on.
    mutating func adopt(_ catalog: CompiledCatalog, _ secondFactorRoles: SecondFactorRoles) -> Set<UInt32> {
        let changed = self.holdings.resolveCompanyRoles(in: catalog)
        let moved = self.secondFactorRoles.roles.symmetricDifference(secondFactorRoles.roles)
        self.builder.secondFactorRoles = secondFactorRoles
        return changed.union(self.holdings.numbers(ofRoles: moved))
    }

    /// Makes the rows of all profiles anew that contain any of these groups or holdings.
    ///
    /// - Returns: The rows that they replace, to be retired once no user's entry refers to them.
    mutating func rebuild(
        profilesWith groups: Set<UInt32>, or holdings: Set<UInt32>, _ catalog: CompiledCatalog, in arena: WordArena
    ) -> [ReplacedRow] {
        var replaced: [ReplacedRow] = []
        for number in self.records.indices {
            guard let record = self.records[number],
                record.profile.groups.contains(where: groups.contains)
                    || !holdings.isEmpty && record.profile.holdings.contains(where: holdings.contains)
            else {
                continue
            }
            let (row, blockSize) = self.buildRow(of: record.profile, number: number, catalog, in: arena)
            replaced.append(ReplacedRow(words: record.row.words, blockSize: record.blockSize))
            self.records[number]?.row = row
            self.records[number]?.blockSize = blockSize
        }
        return replaced
    }

    /// A row that users' entries may still refer to.
    struct ReplacedRow {
        let words: SharedWords
        let blockSize: Int
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
            let (row, blockSize) = copy.buildRow(of: record.profile, number: number, catalog, in: arena)
            copy.records[number]?.row = row
            copy.records[number]?.blockSize = blockSize
        }
        return copy
    }

    /// Retires every row, once no new reader can find them.
    func retireAll(in arena: WordArena) {
        for case let record? in self.records { arena.retire(record.row.words, size: record.blockSize) }
    }
}
