/// The holdings of all profiles, each stored once under a number, so that comparing two profiles compares numbers.
struct HoldingStore {
    struct Record {
        let holding: RoleHolding
        /// The role in the catalog in use; nil when the catalog does not define it, so that it grants nothing.
        var role: CompiledRole?
        /// Whether it holds for the whole company and permanently.
        let isCertain: Bool
        /// The number of profiles and groups that it is part of.
        fileprivate var useCount = 0
        fileprivate let hash: UInt64

        fileprivate init(_ holding: RoleHolding, isCertain: Bool, hash: UInt64, role: CompiledRole?) {
            self.holding = holding
            self.hash = hash
            self.role = role
            self.isCertain = isCertain
        }
    }

    /// What tells most holdings apart: words, so that comparing them counts no references.
    private struct Key: Equatable {
        let role: WideKey
        let isCertain: Bool

        /// Whether it stands for one holding only: a short name is its own key.
        var isWhole: Bool { self.isCertain && !self.role.isHashed }
    }

    private var numbers = NumberTable()
    private let seeds = AccessTable.seeds()
    private var records: [Record] = []
    private var keys: [Key] = []
    private var free: [UInt32] = []

    /// What is known of a holding.
    subscript(number: UInt32) -> Record { self.records[Int(number)] }

    /// The role of a holding, and whether it is held for the whole company and permanently.
    func role(_ number: UInt32) -> (role: CompiledRole?, isCertain: Bool) {
        (self.records[Int(number)].role, self.keys[Int(number)].isCertain)
    }

    /// Adds what a holding grants, if it grants everywhere, permanently and without more.
    ///
    /// - Returns: Whether that is all that the holding means.
    @inline(__always)
    func addPlain(_ number: UInt32, to permissions: inout [UInt64]) -> Bool {
        guard self.keys[Int(number)].isCertain else { return false }
        guard let role = self.records[Int(number)].role else { return true }
        guard role.isPlain else { return false }
        permissions += role.plain
        return true
    }

    /// The number of a holding; assigns one if it has none yet, which a profile or a group must then retain.
    mutating func number(of holding: RoleHolding, _ catalog: CompiledCatalog) -> UInt32 {
        let key = Key(role: self.key(of: holding.role.rawValue), isCertain: holding.isCertain)
        let hash = self.hash(of: holding, key)
        let known = self.numbers.find(hash) { number in
            self.keys[Int(number)] == key && (key.isWhole || self.records[Int(number)].holding == holding)
        }
        if let known { return known }
        let record = Record(holding, isCertain: key.isCertain, hash: hash, role: catalog.role(holding.role))
        let number = self.free.popLast() ?? UInt32(self.records.count)
        if Int(number) == self.records.count {
            self.records.append(record)
            self.keys.append(key)
        } else {
            self.records[Int(number)] = record
            self.keys[Int(number)] = key
        }
        self.numbers.insert(number, hash: hash)
        return number
    }

    /// The holdings with these numbers, in the order in which a standing lists them.
    func holdings(_ numbers: some Sequence<UInt32>) -> [RoleHolding] {
        numbers.map { self.records[Int($0)].holding }.sorted(by: RoleHolding.precedes)
    }

    /// The parts of a profile without the holding of a role at a scope, if it has one.
    func parts(of profile: AccessProfile, without role: RoleID, at scope: Scope) -> [UInt32] {
        profile.parts.filter { part in
            guard AccessProfile.group(of: part) == nil else { return true }
            let holding = self.records[Int(part)].holding
            return holding.role != role || holding.scope != scope
        }
    }

    mutating func retain(_ numbers: some Sequence<UInt32>) {
        for number in numbers { self.records[Int(number)].useCount += 1 }
    }

    mutating func release(_ numbers: some Sequence<UInt32>) {
        for number in numbers {
            self.records[Int(number)].useCount -= 1
            guard self.records[Int(number)].useCount == 0 else { continue }
            self.numbers.remove(number, hash: self.records[Int(number)].hash)
            self.records[Int(number)].role = nil
            self.free.append(number)
        }
    }

    /// Looks the roles of a company up again, some of which were defined, changed or deleted.
    ///
    /// - Returns: The holdings of roles that grant something else from now on.
    mutating func resolveCompanyRoles(in catalog: CompiledCatalog) -> Set<UInt32> {
        var changed: Set<UInt32> = []
        for index in self.records.indices where self.records[index].useCount > 0 {
            guard self.records[index].holding.role.isReservedForCompanies else { continue }
            let role = catalog.role(self.records[index].holding.role)
            switch (self.records[index].role, role) {
            case (nil, nil): continue
            case (let former?, let role?) where former.grantsTheSame(as: role): continue
            default:
                self.records[index].role = role
                changed.insert(UInt32(index))
            }
        }
        return changed
    }

    /// The holdings in use of certain roles.
    func numbers(ofRoles roles: Set<RoleID>) -> [UInt32] {
        guard !roles.isEmpty else { return [] }
        return self.records.indices.filter { index in
            self.records[index].useCount > 0 && roles.contains(self.records[index].holding.role)
        }.map { UInt32($0) }
    }

    /// Looks every role up in another catalog.
    mutating func resolve(in catalog: CompiledCatalog) {
        for index in self.records.indices where self.records[index].useCount > 0 {
            self.records[index].role = catalog.role(self.records[index].holding.role)
        }
    }

    /// Hashes the role and, where they are not the usual ones, scope and window.
    private func hash(of holding: RoleHolding, _ key: Key) -> UInt64 {
        let hash = self.hash(of: key.role)
        guard !key.isCertain else { return hash }
        var hasher = Hasher()
        hasher.combine(holding.window)
        return mixed(
            mixed(hash, self.hash(of: self.key(of: holding.scope.path))),
            UInt64(bitPattern: Int64(hasher.finalize())) | 1)
    }

    private func key(of text: String) -> WideKey {
        NameBytes.lend(text) { WideKey($0, seed: self.seeds.high) }
    }

    private func hash(of key: WideKey) -> UInt64 {
        mixed(key.high ^ self.seeds.high, key.low ^ self.seeds.low)
    }
}

extension RoleHolding {
    /// Whether it holds for the whole company and permanently; every other scope is longer.
    fileprivate var isCertain: Bool { self.scope.path.utf8.count == 1 && self.window == .always }
}
