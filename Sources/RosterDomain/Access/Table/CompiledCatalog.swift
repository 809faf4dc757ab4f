import Synchronization

/// A catalog in numbers, from which rows are built.
///
/// A role is compiled when a holding first needs it: most tables use few of a large catalog's roles, and what a long chain
/// of roles grants would fill the memory.
final class CompiledCatalog: Sendable {
    /// The catalog without roles of a company.
    let catalog: RoleCatalog
    /// The roles of the company.
    let company: CompanyRoles
    /// What all tenants share of it; nil when it has no roles of a company.
    private let shared: CompiledCatalog?
    let numbering: PermissionNumbering
    private let roles = Mutex<[RoleID: CompiledRole]>([:])
    private let rules: [UInt64: PermissionRule]
    /// The roles that some rule names.
    private let ruleRoles: Set<RoleID>
    private let membersRoles: [CompiledRole]
    private let guestsRoles: [CompiledRole]

    init(_ catalog: RoleCatalog, numbering: PermissionNumbering) {
        self.catalog = catalog
        self.numbering = numbering
        self.company = .none
        self.shared = nil
        var rules: [UInt64: PermissionRule] = [:]
        var ruleRoles: Set<RoleID> = []
        for definition in catalog.permissions {
            guard let rule = definition.rule, let number = numbering.number(of: definition.id) else { continue }
            rules[number] = rule
            ruleRoles.formUnion(rule.roles)
        }
        self.rules = rules
        self.ruleRoles = ruleRoles
        // Every row has these, so they are compiled at once.
        func implicit(_ affiliation: Affiliation) -> [CompiledRole] {
            catalog.rolesHeldImplicitly(by: affiliation).map { role in
                CompiledRole(role, of: catalog, rules, ruleRoles, numbering, wordCount: Self.wordCount(numbering))
            }
        }
        (self.membersRoles, self.guestsRoles) = (implicit(.member), implicit(.guest))
    }

    /// The same catalog with roles of a company beside what all tenants share.
    func with(_ company: CompanyRoles) -> CompiledCatalog {
        company.isEmpty ? self.shared ?? self : CompiledCatalog(self.shared ?? self, company)
    }

    private init(_ shared: CompiledCatalog, _ company: CompanyRoles) {
        self.shared = shared
        self.company = company
        self.catalog = shared.catalog
        self.numbering = shared.numbering
        self.rules = shared.rules
        self.ruleRoles = shared.ruleRoles
        (self.membersRoles, self.guestsRoles) = (shared.membersRoles, shared.guestsRoles)
    }

    /// The catalog with the roles of the company.
    var whole: RoleCatalog { self.catalog.merging(self.company) }

    /// The most words of a row that is always dense; a longer one is dense only if most of it is permitted.
    static let denseWordLimit = 32

    private static func wordCount(_ numbering: PermissionNumbering) -> Int { (numbering.rowBitCount + 63) / 64 }

    /// The words of a dense row.
    var wordCount: Int { Self.wordCount(self.numbering) }

    /// A role in numbers; nil for one that the catalog does not define, which grants nothing.
    func role(_ id: RoleID) -> CompiledRole? {
        guard let shared else { return self.catalogRole(id) }
        guard let own = id.companyRole else { return shared.role(id) }
        guard let position = self.company.position(of: own) else { return nil }
        return self.roles.withLock { roles in
            if let known = roles[id] { return known }
            let compiled = self.compiled(position, id, shared)
            roles[id] = compiled
            return compiled
        }
    }

    /// A role of the company: what it includes of the catalog is compiled once for all tenants.
    private func compiled(_ position: Int, _ id: RoleID, _ shared: CompiledCatalog) -> CompiledRole {
        var (included, own): ([RoleID], [CompiledRole.OwnGrant]) = ([], [])
        for part in self.company.included(in: position) {
            included += self.company.inclusions(of: part).ofCatalog.map { self.catalog.roles[$0].id }
            for grant in self.company.grants(of: part) {
                guard let mask = self.numbering.mask(of: grant.conditions) else { continue }
                own.append((self.numbering.number(of: grant.permission, in: self.catalog), mask))
            }
        }
        return CompiledRole(
            id, of: included.compactMap(shared.role), granting: own, isRuled: { self.rules[$0] != nil },
            wordCount: self.wordCount)
    }

    private func catalogRole(_ id: RoleID) -> CompiledRole? {
        self.roles.withLock { roles in
            if let known = roles[id] { return known }
            guard self.catalog.role(id) != nil else { return nil }
            let compiled = CompiledRole(
                id, of: self.catalog, self.rules, self.ruleRoles, self.numbering, wordCount: self.wordCount)
            roles[id] = compiled
            return compiled
        }
    }

    /// The roles that active users of an affiliation hold without an assignment.
    func rolesHeldImplicitly(by affiliation: Affiliation) -> [CompiledRole] {
        switch affiliation {
        case .member: self.membersRoles
        case .guest: self.guestsRoles
        }
    }

    /// What a permission needs beyond a grant; nil when a grant is enough.
    func rule(of permission: UInt64) -> PermissionRule? { self.rules[permission] }
}

/// Everything that a role grants, itself or through roles it includes, in numbers.
final class CompiledRole: Sendable {
    let id: RoleID
    /// The roles it includes, itself among them, that some rule names.
    let ruleRoles: Set<RoleID>
    /// Granted without conditions, and without a rule.
    let plain: [UInt64]
    /// The same as bits, when rows are short enough to be always dense; empty otherwise.
    let plainWords: [UInt64]
    /// Granted without conditions; a rule requires more.
    let ruled: [UInt64]
    /// Granted given conditions.
    let conditional: [ConditionalGrant]
    /// Whether all that it grants is granted without more.
    let isPlain: Bool

    struct ConditionalGrant: Sendable, Hashable {
        let permission: UInt64
        let conditions: UInt64
    }

    init(
        _ id: RoleID, of catalog: RoleCatalog, _ rules: [UInt64: PermissionRule], _ ruleRoles: Set<RoleID>,
        _ numbering: PermissionNumbering, wordCount: Int
    ) {
        let included = catalog.inclusions.positions[id].map(catalog.inclusions.included) ?? []
        var (plain, ruled): ([UInt64], [UInt64]) = ([], [])
        var conditional: [ConditionalGrant] = []
        for part in included {
            for (index, grant) in catalog.ownGrants[part].enumerated() {
                let number = numbering.number(of: grant.permission, in: catalog)
                if grant.isConditional {
                    guard let mask = numbering.mask(of: catalog.roles[part].grants[index].conditions) else { continue }
                    conditional.append(ConditionalGrant(permission: number, conditions: mask))
                } else if rules.isEmpty || rules[number] == nil {
                    plain.append(number)
                } else {
                    ruled.append(number)
                }
            }
        }
        var words: [UInt64] = []
        if wordCount <= CompiledCatalog.denseWordLimit {
            words = Array(repeating: 0, count: wordCount)
            for number in plain { words[Int(number >> 6)] |= 1 << (number & 63) }
        }
        self.id = id
        self.ruleRoles = ruleRoles.filter { catalog.role(id, includes: $0) }
        self.isPlain = ruled.isEmpty && conditional.isEmpty
        (self.plain, self.plainWords, self.ruled, self.conditional) = (plain, words, ruled, conditional)
    }

    /// What a role of a company grants itself: the number of a permission, and its conditions.
    typealias OwnGrant = (permission: UInt64, conditions: UInt64)

    /// A role of a company, which grants what its parts do and something of its own.
    init(
        _ id: RoleID, of parts: [CompiledRole], granting own: [OwnGrant], isRuled: (UInt64) -> Bool, wordCount: Int
    ) {
        let unconditional = own.filter { $0.conditions == 0 }.map(\.permission)
        let plain = Set(parts.flatMap(\.plain) + unconditional.filter { !isRuled($0) }).sorted()
        let ruled = Set(parts.flatMap(\.ruled) + unconditional.filter(isRuled)).sorted()
        let conditional = Set(
            parts.flatMap(\.conditional)
                + own.filter { $0.conditions != 0 }
                .map { ConditionalGrant(permission: $0.permission, conditions: $0.conditions) })
        var words: [UInt64] = []
        if wordCount <= CompiledCatalog.denseWordLimit {
            words = Array(repeating: 0, count: wordCount)
            for number in plain { words[Int(number >> 6)] |= 1 << (number & 63) }
        }
        self.id = id
        self.ruleRoles = parts.reduce(into: []) { $0.formUnion($1.ruleRoles) }
        self.isPlain = ruled.isEmpty && conditional.isEmpty
        (self.plain, self.plainWords, self.ruled) = (plain, words, ruled)
        self.conditional = conditional.sorted { ($0.permission, $0.conditions) < ($1.permission, $1.conditions) }
    }

    /// Whether another role grants the same.
    func grantsTheSame(as other: CompiledRole) -> Bool {
        self.plain == other.plain && self.ruled == other.ruled && self.conditional == other.conditional
            && self.ruleRoles == other.ruleRoles
    }
}
