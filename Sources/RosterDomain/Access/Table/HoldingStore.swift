/// The holdings that profiles are made of, each once under a number: comparing two profiles compares numbers.
struct HoldingStore {
    struct Record {
        let holding: RoleHolding
        /// The role in the catalog in use; nil when the catalog does not know it, so that it grants nothing.
        var role: CompiledRole?
        /// Whether it holds for the whole company and for good.
        let isCertain: Bool
        /// The number of profiles that it is part of.
        fileprivate var profileCount = 0

        fileprivate init(_ holding: RoleHolding, role: CompiledRole?) {
            self.holding = holding
            self.role = role
            self.isCertain = holding.scope == .company && holding.window == .always
        }
    }

    private var numbers: [Key: UInt32] = [:]
    private var records: [Record] = []
    private var free: [UInt32] = []

    /// What is known of a holding.
    subscript(number: UInt32) -> Record { self.records[Int(number)] }

    /// The number of a holding, which gets one if it has none yet; a profile must retain it then.
    mutating func number(of holding: RoleHolding, _ catalog: CompiledCatalog) -> UInt32 {
        let key = Key(holding)
        if let known = self.numbers[key] { return known }
        let record = Record(holding, role: catalog.role(holding.role))
        let number = self.free.popLast() ?? UInt32(self.records.count)
        if Int(number) == self.records.count { self.records.append(record) } else { self.records[Int(number)] = record }
        self.numbers[key] = number
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
            self.numbers[Key(self.records[Int(number)].holding)] = nil
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

    /// A holding as a key, hashed by what usually differs.
    private struct Key: Hashable {
        let holding: RoleHolding

        init(_ holding: RoleHolding) {
            self.holding = holding
        }

        func hash(into hasher: inout Hasher) {
            let role = NameBytes.lend(self.holding.role.rawValue) { WideKey($0, seed: 0x9E37_79B9_7F4A_7C15) }
            hasher.combine(role.high ^ role.low)
            if self.holding.scope != .company { hasher.combine(self.holding.scope) }
            if self.holding.window != .always { hasher.combine(self.holding.window) }
        }
    }
}
