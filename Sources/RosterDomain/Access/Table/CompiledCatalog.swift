/// A catalog in numbers, as rows are made from it.
struct CompiledCatalog: Sendable {
    let catalog: RoleCatalog
    let numbering: PermissionNumbering
    private let roles: [RoleID: CompiledRole]
    private let rules: [UInt64: PermissionRule]

    init(_ catalog: RoleCatalog, numbering: PermissionNumbering) {
        self.catalog = catalog
        self.numbering = numbering
        var rules: [UInt64: PermissionRule] = [:]
        var ruleRoles: Set<RoleID> = []
        for definition in catalog.permissions {
            guard let rule = definition.rule, let number = numbering.permissions[definition.id] else { continue }
            rules[number] = rule
            ruleRoles.formUnion(rule.roles)
        }
        self.rules = rules
        var roles: [RoleID: CompiledRole] = [:]
        roles.reserveCapacity(catalog.roles.count)
        for role in catalog.roles {
            let included = catalog.rolesIncluded(in: role.id)
            var compiled = CompiledRole(id: role.id, ruleRoles: included.intersection(ruleRoles))
            for id in included { compiled.add(catalog.role(id)?.grants ?? [], rules: rules, numbering) }
            compiled.finish(wordCount: Self.wordCount(numbering))
            roles[role.id] = compiled
        }
        self.roles = roles
    }

    /// The most words of a row that is always dense; a longer one is dense only when most of it is permitted.
    static let denseWordLimit = 32

    private static func wordCount(_ numbering: PermissionNumbering) -> Int { (numbering.permissions.count + 63) / 64 }

    /// The words of a dense row.
    var wordCount: Int { Self.wordCount(self.numbering) }

    /// A role in numbers; nil for one that the catalog does not know, which grants nothing.
    func role(_ id: RoleID) -> CompiledRole? { self.roles[id] }

    /// What a permission needs beyond a grant; nil when a grant is enough.
    func rule(of permission: UInt64) -> PermissionRule? { self.rules[permission] }
}

/// Everything that a role grants, itself or through roles it includes, in numbers.
struct CompiledRole: Sendable {
    let id: RoleID
    /// The roles it includes, itself among them, that some rule names.
    let ruleRoles: Set<RoleID>
    /// Granted without conditions, and without a rule.
    private(set) var plain: [UInt64] = []
    /// The same as bits, when rows are short enough to be always dense; empty otherwise.
    private(set) var plainWords: [UInt64] = []
    /// Granted without conditions; a rule asks for more.
    private(set) var ruled: [UInt64] = []
    /// Granted given conditions.
    private(set) var conditional: [(permission: UInt64, conditions: UInt64)] = []

    init(id: RoleID, ruleRoles: Set<RoleID>) {
        self.id = id
        self.ruleRoles = ruleRoles
    }

    fileprivate mutating func add(
        _ grants: [Grant], rules: [UInt64: PermissionRule], _ numbering: PermissionNumbering
    ) {
        for grant in grants {
            guard let number = numbering.permissions[grant.permission] else { continue }
            if !grant.conditions.isEmpty {
                guard let mask = numbering.mask(of: grant.conditions) else { continue }
                self.conditional.append((number, mask))
            } else if rules[number] == nil {
                self.plain.append(number)
            } else {
                self.ruled.append(number)
            }
        }
    }

    fileprivate mutating func finish(wordCount: Int) {
        guard wordCount <= CompiledCatalog.denseWordLimit else { return }
        self.plainWords = Array(repeating: 0, count: wordCount)
        for number in self.plain { self.plainWords[Int(number >> 6)] |= 1 << (number & 63) }
    }
}
