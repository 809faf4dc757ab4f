/// A rule about the roles that a permission needs in addition to a grant.
///
/// There is no negation: holding more never satisfies a rule less, so access stays additive.
public indirect enum PermissionRule: Sendable, Hashable {
    /// The role must be held, itself or through a role that includes it.
    case role(RoleID)
    /// Every part must be satisfied; with no parts it always is.
    case allOf([PermissionRule])
    /// At least one part must be satisfied; with no parts it never is.
    case anyOf([PermissionRule])

    /// Whether the rule is satisfied by what a user holds.
    public func isSatisfied(by holds: (RoleID) -> Bool) -> Bool {
        switch self {
        case .role(let role): holds(role)
        case .allOf(let parts): parts.allSatisfy { $0.isSatisfied(by: holds) }
        case .anyOf(let parts): parts.contains { $0.isSatisfied(by: holds) }
        }
    }

    /// Every role that the rule names.
    public var roles: Set<RoleID> {
        switch self {
        case .role(let role): [role]
        case .allOf(let parts), .anyOf(let parts): parts.reduce(into: []) { $0.formUnion($1.roles) }
        }
    }

    /// The sets of roles that satisfy the rule, none of which contains another.
    ///
    /// - Complexity: exponential in the nesting of `allOf` over `anyOf`; rules are small, and a catalog refuses larger ones.
    var minimalRoleSets: Set<Set<RoleID>> {
        switch self {
        case .role(let role): [[role]]
        case .anyOf(let parts): Set(parts.flatMap(\.minimalRoleSets)).minimalSets
        case .allOf(let parts): parts.reduce([[]]) { $0.joined(with: $1.minimalRoleSets).minimalSets }
        }
    }
}

extension PermissionRule {
    /// A rule that any one of these roles satisfies.
    public static func anyOf(_ roles: RoleID...) -> PermissionRule { .anyOf(roles.map(PermissionRule.role)) }

    /// A rule that needs all of these roles.
    public static func allOf(_ roles: RoleID...) -> PermissionRule { .allOf(roles.map(PermissionRule.role)) }
}

extension PermissionRule: CustomStringConvertible {
    /// The rule in words: "(`a` or `b`) and `c`".
    public var description: String {
        switch self {
        case .role(let role): "`\(role)`"
        case .allOf(let parts): parts.isEmpty ? "nothing" : Self.words(parts, joinedBy: " and ")
        case .anyOf(let parts): parts.isEmpty ? "what no user has" : Self.words(parts, joinedBy: " or ")
        }
    }

    private static func words(_ parts: [PermissionRule], joinedBy word: String) -> String {
        guard parts.count != 1 else { return parts[0].description }
        return parts.map(\.asPart).joined(separator: word)
    }

    /// The rule in words as part of another, in parentheses where it has parts of its own.
    private var asPart: String {
        switch self {
        case .allOf(let parts), .anyOf(let parts): parts.count > 1 ? "(\(self))" : self.description
        case .role: self.description
        }
    }
}

extension Set where Element == Set<RoleID> {
    /// The sets that contain no other set of the collection.
    var minimalSets: Self {
        self.filter { candidate in !self.contains { $0.isStrictSubset(of: candidate) } }
    }

    func joined(with others: Self) -> Self {
        var result: Self = []
        for left in self { for right in others { result.insert(left.union(right)) } }
        return result
    }
}

extension PermissionRule {
    /// A rule as sets of roles, each of which satisfies it; a history stores rules in this form.
    public struct Alternatives: Sendable, Hashable {
        /// The sets of roles; from a catalog's rule they are sorted, and none contains another.
        public let alternatives: [[RoleID]]

        /// Creates alternatives from their stored parts.
        package init(_ alternatives: [[RoleID]]) { self.alternatives = alternatives }

        init(_ rule: PermissionRule) {
            self.alternatives = rule.minimalRoleSets.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
        }

        /// The rule that is satisfied by any one of the sets.
        public var rule: PermissionRule {
            .anyOf(self.alternatives.map { .allOf($0.map(PermissionRule.role)) })
        }
    }
}
