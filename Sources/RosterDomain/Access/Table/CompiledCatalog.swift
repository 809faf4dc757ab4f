/// A catalog in numbers, from which rows are built.
final class CompiledCatalog: Sendable {
    let catalog: RoleCatalog
    let numbering: PermissionNumbering
    private let roles: [RoleID: CompiledRole]
    private let rules: [UInt64: PermissionRule]
    private let membersRoles: [CompiledRole]
    private let guestsRoles: [CompiledRole]

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
            let grants = included.lazy.flatMap { catalog.role($0)?.grants ?? [] }
            roles[role.id] = CompiledRole(
                id: role.id, ruleRoles: ruleRoles.isEmpty ? [] : included.intersection(ruleRoles), grants: grants,
                rules: rules, numbering, wordCount: Self.wordCount(numbering))
        }
        self.roles = roles
        self.membersRoles = catalog.rolesHeldImplicitly(by: .member).compactMap { roles[$0] }
        self.guestsRoles = catalog.rolesHeldImplicitly(by: .guest).compactMap { roles[$0] }
    }

    /// The most words of a row that is always dense; a longer one is dense only if most of it is permitted.
    static let denseWordLimit = 32

    private static func wordCount(_ numbering: PermissionNumbering) -> Int { (numbering.rowBitCount + 63) / 64 }

    /// The words of a dense row.
    var wordCount: Int { Self.wordCount(self.numbering) }

    /// A role in numbers; nil for one that the catalog does not define, which grants nothing.
    func role(_ id: RoleID) -> CompiledRole? { self.roles[id] }

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

    struct ConditionalGrant: Sendable {
        let permission: UInt64
        let conditions: UInt64
    }

    init(
        id: RoleID, ruleRoles: Set<RoleID>, grants: some Sequence<Grant>, rules: [UInt64: PermissionRule],
        _ numbering: PermissionNumbering, wordCount: Int
    ) {
        var (plain, ruled): ([UInt64], [UInt64]) = ([], [])
        var conditional: [ConditionalGrant] = []
        for grant in grants {
            guard let number = numbering.permissions[grant.permission] else { continue }
            if !grant.conditions.isEmpty {
                guard let mask = numbering.mask(of: grant.conditions) else { continue }
                conditional.append(ConditionalGrant(permission: number, conditions: mask))
            } else if rules[number] == nil {
                plain.append(number)
            } else {
                ruled.append(number)
            }
        }
        var words: [UInt64] = []
        if wordCount <= CompiledCatalog.denseWordLimit {
            words = Array(repeating: 0, count: wordCount)
            for number in plain { words[Int(number >> 6)] |= 1 << (number & 63) }
        }
        self.id = id
        self.ruleRoles = ruleRoles
        (self.plain, self.plainWords, self.ruled, self.conditional) = (plain, words, ruled, conditional)
    }
}
