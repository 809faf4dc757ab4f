/// The holdings of all profiles, each stored once under a number, so that comparing two profiles compares numbers.
struct HoldingStore {
    struct Record {
        let holding: RoleHolding
        /// The role in the catalog in use; nil when the catalog does not define it, so that it grants nothing.
        var role: CompiledRole?
        /// Whether it holds for the whole company and permanently.
        let isCertain: Bool
        /// The number of profiles that it is part of.
        fileprivate var profileCount = 0
        fileprivate let hash: UInt64
        fileprivate let roleKey: WideKey

        fileprivate init(_ holding: RoleHolding, _ roleKey: WideKey, hash: UInt64, role: CompiledRole?) {
            self.holding = holding
            self.roleKey = roleKey
            self.hash = hash
            self.role = role
            self.isCertain = holding.scope == .company && holding.window == .always
        }
    }

    private var numbers = NumberTable()
    private let seeds = AccessTable.seeds()
    private var records: [Record] = []
    private var free: [UInt32] = []

    /// What is known of a holding.
    subscript(number: UInt32) -> Record { self.records[Int(number)] }

    /// The number of a holding; assigns one if it has none yet, which a profile must then retain.
    mutating func number(of holding: RoleHolding, _ catalog: CompiledCatalog) -> UInt32 {
        let roleKey = self.key(of: holding.role.rawValue)
        let hash = self.hash(of: holding, roleKey)
        if let known = self.numbers.find(hash, { self.records[Int($0)].isOf(holding, roleKey) }) { return known }
        let record = Record(holding, roleKey, hash: hash, role: catalog.role(holding.role))
        let number = self.free.popLast() ?? UInt32(self.records.count)
        if Int(number) == self.records.count { self.records.append(record) } else { self.records[Int(number)] = record }
        self.numbers.insert(number, hash: hash)
        return number
    }

    /// The holdings with these numbers, in the order in which a standing lists them.
    func holdings(_ numbers: [UInt32]) -> [RoleHolding] {
        numbers.map { self.records[Int($0)].holding }.sorted(by: RoleHolding.precedes)
    }

    /// The numbers of a profile without the holding of a role at a scope, if it has one.
    func numbers(of profile: AccessProfile, without role: RoleID, at scope: Scope) -> [UInt32] {
        profile.holdings.filter { number in
            let holding = self.records[Int(number)].holding
            return holding.role != role || holding.scope != scope
        }
    }

    mutating func retain(_ numbers: [UInt32]) {
        for number in numbers { self.records[Int(number)].profileCount += 1 }
    }

    mutating func release(_ numbers: [UInt32]) {
        for number in numbers {
            self.records[Int(number)].profileCount -= 1
            guard self.records[Int(number)].profileCount == 0 else { continue }
            self.numbers.remove(number, hash: self.records[Int(number)].hash)
            self.records[Int(number)].role = nil
            self.free.append(number)
        }
    }

    /// Looks every role up in another catalog.
    mutating func resolve(in catalog: CompiledCatalog) {
        for index in self.records.indices where self.records[index].profileCount > 0 {
            self.records[index].role = catalog.role(self.records[index].holding.role)
        }
    }

    /// Hashes the role and, where they are not the usual ones, scope and window.
    private func hash(of holding: RoleHolding, _ roleKey: WideKey) -> UInt64 {
        var hash = self.hash(of: roleKey)
        if holding.scope != .company { hash = mixed(hash, self.hash(of: self.key(of: holding.scope.path))) }
        if holding.window != .always {
            var hasher = Hasher()
            hasher.combine(holding.window)
            hash = mixed(hash, UInt64(bitPattern: Int64(hasher.finalize())) | 1)
        }
        return hash
    }

    private func key(of text: String) -> WideKey {
        NameBytes.lend(text) { WideKey($0, seed: self.seeds.high) }
    }

    private func hash(of key: WideKey) -> UInt64 {
        mixed(key.high ^ self.seeds.high, key.low ^ self.seeds.low)
    }
}

extension HoldingStore.Record {
    /// Whether this is a holding whose role has a key: a short name is its own key, a longer one is compared.
    fileprivate func isOf(_ holding: RoleHolding, _ roleKey: WideKey) -> Bool {
        self.roleKey == roleKey && (!roleKey.isHashed || self.holding.role == holding.role)
            && self.holding.scope == holding.scope && self.holding.window == holding.window
    }
}
