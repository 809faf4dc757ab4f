import RosterDomain
import RosterDomainTestSupport
import Testing

/// Questions in a random world, each with the decision that is to be checked.
struct ExplainedWorld {
    private var world: RandomWorld

    init(seed: UInt64) throws {
        self.world = try RandomWorld(seed: seed)
    }

    func forEachDecision(_ check: (AskedQuestion) -> Void) throws {
        var world = self.world
        for user in world.users {
            let standing = try world.standing(of: user)
            for _ in 0..<5 {
                check(AskedQuestion(world.question(), standing, world.catalog, world.scopes))
            }
        }
    }
}

/// A question, of whom it was asked, and what was decided; with everything it takes to check the decision by asking again.
struct AskedQuestion: CustomStringConvertible {
    let question: RandomQuestion
    let standing: UserStanding
    let catalog: RoleCatalog
    let scopes: [Scope]
    let decision: AccessDecision

    init(_ question: RandomQuestion, _ standing: UserStanding, _ catalog: RoleCatalog, _ scopes: [Scope]) {
        self.question = question
        self.standing = standing
        self.catalog = catalog
        self.scopes = scopes
        self.decision = question.ask(catalog, standing)
    }

    var description: String { "\(self.question) of \(self.standing): \(self.decision)" }

    var isKnownAndActive: Bool {
        self.standing.status == .active && self.catalog.definition(of: self.question.permission) != nil
    }

    func isAllowed(_ standing: UserStanding) -> Bool { self.question.isAllowed(self.catalog, standing) }

    func isAllowed(at scope: Scope) -> Bool {
        RandomQuestion(
            permission: self.question.permission, scope: scope, conditions: self.question.conditions,
            now: self.question.now
        ).isAllowed(self.catalog, self.standing)
    }

    func isAllowed(at moment: Timestamp) -> Bool {
        RandomQuestion(
            permission: self.question.permission, scope: self.question.scope, conditions: self.question.conditions,
            now: moment
        ).isAllowed(self.catalog, self.standing)
    }

    func isAllowed(stating more: Set<Condition>, gaining gains: [RoleHolding] = []) -> Bool {
        self.question.stating(more).isAllowed(self.catalog, gains.reduce(self.standing) { $0.gaining($1) })
    }
}

extension UserStanding {
    func having(_ holdings: [RoleHolding]) -> UserStanding {
        UserStanding(id: self.id, affiliation: self.affiliation, status: self.status, holdings: holdings)
    }
}

// MARK: - Reasons

extension AskedQuestion {
    /// Asks whatever other questions show that a reason is true.
    func checkReason(_ reason: DenialReason) {
        let held = self.standing.holdings
        let isKnown = self.catalog.definition(of: self.question.permission) != nil
        switch reason {
        case .unknownPermission: #expect(!isKnown)
        case .unknownUser: Issue.record("the user is listed: \(self)")
        case .rolesInactive, .sessionOver: Issue.record("no session asked: \(self)")
        case .outdated: Issue.record("only a tenant can be outdated: \(self)")
        case .notActive(let status): #expect(status == self.standing.status && status != .active)
        case .noRole: #expect(held.isEmpty)
        case .notGranted(let roles):
            #expect(Set(roles) == Set(held.map(\.role)))
            #expect(!roles.contains(where: self.grantsSometimes))
        case .notYetValid(let from): self.checkBeginning(from)
        case .noLongerValid(let since): self.checkEnd(since)
        case .momentNotStated:
            #expect(self.question.now == nil)
            #expect(RandomWorld.moments.contains { self.isAllowed(at: $0) }, "\(self)")
        case .wrongScope(let scopes): self.checkScopes(scopes)
        case .notHeldHereAndNow(let holdings): self.checkElsewhere(holdings)
        case .missingConditions(let sets): self.checkConditions(sets)
        case .ruleUnmet(let parts): self.checkRule(parts)
        }
    }

    private func grantsSometimes(_ role: RoleID) -> Bool {
        self.catalog.grants(of: role).contains { $0.permission == self.question.permission }
    }

    private func checkBeginning(_ from: Timestamp) {
        guard let now = self.question.now else {
            Issue.record("no moment was stated: \(self)")
            return
        }
        #expect(now < from && self.isAllowed(at: from), "\(self)")
        let before = RandomWorld.moments.filter { $0 >= now && $0 < from }
        #expect(!before.contains { self.isAllowed(at: $0) }, "it holds earlier: \(self)")
    }

    private func checkEnd(_ since: Timestamp) {
        guard let now = self.question.now else {
            Issue.record("no moment was stated: \(self)")
            return
        }
        #expect(since <= now && self.isAllowed(at: since + .milliseconds(-1)), "\(self)")
        let after = RandomWorld.moments.filter { $0 >= since && $0 <= now }
        #expect(!after.contains { self.isAllowed(at: $0) }, "it held later: \(self)")
        #expect(!RandomWorld.moments.contains { $0 > now && self.isAllowed(at: $0) }, "it will hold: \(self)")
    }

    private func checkScopes(_ scopes: [Scope]) {
        #expect(!scopes.isEmpty && scopes == scopes.sorted())
        for scope in self.scopes {
            #expect(scopes.contains { $0.contains(scope) } == self.isAllowed(at: scope), "\(scope): \(self)")
        }
        for scope in scopes { #expect(!scopes.contains { $0 != scope && $0.contains(scope) }, "\(self)") }
    }

    private func checkElsewhere(_ holdings: [RoleHolding]) {
        #expect(!holdings.isEmpty && Set(holdings).isSubset(of: self.standing.holdings))
        for holding in holdings {
            #expect(self.grantsSometimes(holding.role), "\(holding): \(self)")
            #expect(!holding.counts(at: self.question.scope, now: self.question.now), "\(holding): \(self)")
        }
        #expect(!self.scopes.contains { self.isAllowed(at: $0) }, "another scope would do: \(self)")
        #expect(!RandomWorld.moments.contains { self.isAllowed(at: $0) }, "another moment would do: \(self)")
    }

    private func checkConditions(_ sets: [Set<Condition>]) {
        for more in RandomWorld.conditions.subsets {
            let isEnough = sets.contains { $0.isSubset(of: more.union(self.question.conditions)) }
            #expect(self.isAllowed(stating: more) == isEnough, "\(more): \(self)")
        }
        for set in sets { #expect(!sets.contains { $0.isStrictSubset(of: set) }, "\(self)") }
    }

    private func checkRule(_ parts: [UnmetRulePart]) {
        let alternatives = parts.map { $0.missing.alternatives }
        #expect(!parts.isEmpty && !alternatives.contains { $0.isEmpty || $0.contains([]) }, "\(self)")
        for (position, part) in parts.enumerated() {
            let categories = Set(
                part.missing.alternatives.joined().compactMap { self.catalog.role($0)?.category.title })
            #expect(part.planes == categories.sorted())
            for alternative in alternatives[position] {
                var chosen = alternatives.map { $0[0] }
                chosen[position] = alternative
                #expect(self.isMet(by: Set(chosen.joined())), "\(alternative): \(self)")
            }
            let others = alternatives.enumerated().filter { $0.offset != position }.map(\.element)
            #expect(self.choices(others).contains { !self.isMet(by: $0) }, "part \(position) is not needed: \(self)")
        }
    }

    /// Every way to take one alternative of each part.
    private func choices(_ parts: [[[RoleID]]]) -> [Set<RoleID>] {
        parts.reduce([[]]) { chosen, part in chosen.flatMap { roles in part.map { roles.union($0) } } }
    }

    /// Whether the answer is yes, whatever is to be stated, for a user who holds these roles as well.
    private func isMet(by roles: Set<RoleID>) -> Bool {
        self.isAllowed(
            stating: RandomWorld.conditions, gaining: roles.map { RoleHolding($0, at: self.question.scope) })
    }
}

extension Set {
    /// Every set of some of the elements.
    var subsets: [Set<Element>] {
        self.reduce([[]]) { sets, element in sets + sets.map { $0.union([element]) } }
    }
}
