/// What a user holds against a rule for holding roles, because the rule is newer than what they hold.
///
/// It counts in checks all the same: a rule takes nothing from anyone.
public struct RuleBreach: Sendable, Hashable {
    /// Who.
    public let user: UserID
    /// Which rule, and by what.
    public let rule: BreachedRule

    /// Names a breach.
    public init(of rule: BreachedRule, by user: UserID) {
        self.user = user
        self.rule = rule
    }
}

/// A rule for holding roles that what a user holds breaches.
public enum BreachedRule: Sendable, Hashable {
    /// The user is authorized for more roles of a separation set than anyone may be: these, by name.
    case separation(set: String, roles: [RoleID])
    /// The user is a guest, and guests may not hold the role.
    case roleNotForGuests(role: RoleID)
    /// The role cannot be held at this scope.
    case roleNotForScope(role: RoleID, scope: Scope)
    /// The catalog does not know the kind of place at which a role is held.
    case unknownScope(scope: Scope)
    /// The user does not hold what the role requires, where and as long as they hold the role.
    case prerequisiteMissing(role: RoleID, scope: Scope, requires: [RoleID])
}

extension RuleBreach: CustomStringConvertible {
    /// The user, what they hold, and the rule.
    public var description: String { "user `\(self.user)` \(self.rule.offense)" }
}

extension RuleBreach {
    /// The kind of finding that the breach is.
    var kind: OpeningFindings { if case .separation = self.rule { .separationBreaches } else { .holdingRuleBreaches } }
}

extension BreachedRule {
    fileprivate var offense: String {
        switch self {
        case .separation(let set, let roles): "has \(roles.listed), which `\(set.forDisplay)` keeps apart"
        case .roleNotForGuests(let role): "is a guest and has `\(role)`, which guests may not hold"
        case .roleNotForScope(let role, let scope): "has `\(role)` at `\(scope)`, where it cannot be held"
        case .unknownScope(let scope): "has a role at `\(scope)`, a kind of place that the catalog does not know"
        case .prerequisiteMissing(let role, let scope, let requires):
            "has `\(role)` at `\(scope)` without \(requires.listed), which it requires"
        }
    }
}

/// Finds breaches of the rules for holding roles, user after user.
package struct RuleInspection {
    private let catalog: RoleCatalog
    private let now: Timestamp
    private var separation: SeparationInspection

    /// Prepares to look at a moment.
    package init(_ catalog: RoleCatalog, at now: Timestamp) {
        self.catalog = catalog
        self.now = now
        self.separation = SeparationInspection(catalog)
    }

    /// What a user breaches.
    ///
    /// A role counts wherever it is held and whenever it holds, unless its window has passed. A deleted account has none. A role that the
    /// catalog does not know breaches nothing.
    package mutating func breaches(by standing: UserStanding) -> [RuleBreach] {
        guard !standing.status.isGone else { return [] }
        var rules = standing.holdings.compactMap { self.place($0, standing.affiliation) }
        if self.looksAtRolesTogether {
            let current = standing.holdings.filter { $0.holds(after: self.now) }
            rules += self.separation.breaches(by: current, standing.affiliation)
            // The roles of an invitation count as given anew when it is accepted.
            if standing.status != .invited { rules += current.flatMap { self.missing(for: $0, current, standing) } }
        }
        return rules.map { RuleBreach(of: $0, by: standing.id) }
    }

    /// Whether the catalog has rules for roles of one user together; without any, a million users are looked at sooner.
    private var looksAtRolesTogether: Bool {
        !self.catalog.separationSets.isEmpty || self.catalog.hasPrerequisites
    }

    /// The rule for where and by whom a role is held; nil when it may be.
    private func place(_ holding: RoleHolding, _ affiliation: Affiliation) -> BreachedRule? {
        // A member may hold every role for the whole company, and most holdings are such.
        guard holding.scope != .company || affiliation == .guest else { return nil }
        guard holding.holds(after: self.now), self.catalog.role(holding.role) != nil else { return nil }
        do throws(RoleAssignmentError) {
            try self.catalog.checkHolding(of: holding.role, at: holding.scope, by: affiliation)
            return nil
        } catch {
            switch error {
            case .unknownName: return .unknownScope(scope: holding.scope)
            case .heldImplicitly: return nil
            case .roleNotForScope(let role, let scope): return .roleNotForScope(role: role, scope: scope)
            case .roleNotForGuests(let role): return .roleNotForGuests(role: role)
            }
        }
    }

    private func missing(
        for holding: RoleHolding, _ held: [RoleHolding], _ standing: UserStanding
    ) -> [BreachedRule] {
        guard self.catalog.hasPrerequisites else { return [] }
        return self.catalog.rolesIncluded(in: holding.role).sorted().compactMap { part in
            let missing = self.catalog.prerequisites(
                missingFor: part, in: holding, among: held, by: standing.affiliation, at: self.now)
            return missing.isEmpty
                ? nil : .prerequisiteMissing(role: part, scope: holding.scope, requires: missing)
        }
    }
}

/// Finds breaches of separation sets.
///
/// Many users have the same roles, and what was found for these is not looked for again.
private struct SeparationInspection {
    private struct Holder: Hashable {
        let affiliation: Affiliation
        let roles: Set<RoleID>
    }

    private let catalog: RoleCatalog
    private var known: [Holder: [BreachedRule]] = [:]

    init(_ catalog: RoleCatalog) { self.catalog = catalog }

    mutating func breaches(by holdings: [RoleHolding], _ affiliation: Affiliation) -> [BreachedRule] {
        guard !self.catalog.separationSets.isEmpty else { return [] }
        let holder = Holder(affiliation: affiliation, roles: Set(holdings.map(\.role)))
        let found = self.known[holder] ?? self.breaches(by: holder)
        self.known[holder] = found
        return found
    }

    private func breaches(by holder: Holder) -> [BreachedRule] {
        let authorized = self.catalog.rolesAuthorized(by: holder.roles, affiliation: holder.affiliation)
        return self.catalog.separationSets.filter { $0.isBreached(by: authorized) }.map { set in
            .separation(set: set.name, roles: set.roles.intersection(authorized).sorted())
        }
    }
}
