/// The search for the smallest sets of roles that change the answer to a question to yes.
///
/// The search covers what is missing, a grant or roles of the rule, with roles that the user can gain. One role may
/// cover several needs, because it includes other roles. Of roles that cover the same needs, one that includes another
/// is left out.
///
/// The search is bounded, so that a denial is quick to compute and short enough to read in any catalog. Of roles that
/// cover the same needs and are offered to the same companies, it considers only the smallest; of very many
/// combinations, only the first. Roles go by their positions in the catalog, and each pass looks at each of them once.
struct RemedySearch {
    /// The most choices that cover the same needs and are offered to the same companies; ours.
    static let alikeLimit = 10
    /// The most combinations of roles that the search considers; ours.
    static let combinationLimit = 2_000
    /// The need of a role that grants the permission; the needs of roles that the rule asks for follow.
    private static let grantNeed = 0

    private let question: AccessQuestion
    private let catalog: RoleCatalog
    private let facts: RemedyFacts
    private let counting: [AccessQuestion.HeldRole]
    /// What roles grant of the permission by themselves.
    private let grants: [(role: Int, conditions: Set<Condition>)]
    /// The roles that the rule asks for and the user does not hold here and now.
    private let wanted: [Int]
    /// The sets of needs that would satisfy the rule together with the roles held here and now.
    private let missing: [PositionSet]
    /// The roles for which the user is authorized already, wherever and until whenever: these count for separation sets.
    private let authorized: PositionSet
    /// The roles that the user holds at the place in question for good: these are no longer missing as prerequisites.
    private let lasting: PositionSet
    private var gainable: [Int: Bool] = [:]

    init(_ question: AccessQuestion) {
        let catalog = question.catalog
        self.question = question
        self.catalog = catalog
        self.facts = catalog.compilation.remedyFacts(catalog)
        self.counting = question.counting
        self.grants = catalog.grantingRoles(of: question.permission).flatMap { role in
            catalog.roles[role].grants.filter { $0.permission == question.permission }.map { (role, $0.conditions) }
        }
        let held = self.counting.reduce(into: Set<RoleID>()) { $0.formUnion($1.satisfies) }
        let missing = question.rule?.roleSetsMissing(from: held) ?? [[]]
        let wanted = missing.reduce(into: Set<RoleID>()) { $0.formUnion($1) }.sorted()
        let needs = Dictionary(uniqueKeysWithValues: wanted.enumerated().map { ($1, $0 + 1) })
        self.wanted = wanted.compactMap { catalog.inclusions.positions[$0] }
        self.missing = missing.sorted {
            ($0.count, $0.sorted().description) < ($1.count, $1.sorted().description)
        }
        .map { PositionSet($0.compactMap { needs[$0] }, count: wanted.count + 1) }
        self.authorized = Self.authorized(question)
        self.lasting = Self.lasting(question)
    }

    /// What the host would also have to state for any role to grant the permission, the smallest sets first.
    var furtherConditions: [Set<Condition>] {
        let missing = Set(self.grants.map { $0.conditions.subtracting(self.question.conditions) })
        return missing.filter { !$0.isEmpty }
            .sorted { ($0.count, $0.sorted().description) < ($1.count, $1.sorted().description) }
    }

    /// The smallest sets of roles that are enough if these conditions are also stated.
    mutating func roleSets(stating more: Set<Condition>) -> [Set<Int>] {
        let question = self.question.stating(more)
        let isGranted = self.counting.contains(where: question.grantsNow)
        let coverage = self.coverage(given: question.conditions, isGranted: isGranted)
        let sets = self.roleSets(coverage, isGranted: isGranted, alike: Self.alikeLimit)
        let possible = self.possible(sets)
        // If separation sets or prerequisites exclude the smallest ones, others like them may be allowed.
        guard possible.isEmpty, !sets.isEmpty else { return possible }
        return self.possible(self.roleSets(coverage, isGranted: isGranted, alike: .max))
    }

    private func coverage(given conditions: Set<Condition>, isGranted: Bool) -> NeedCoverage {
        let needCount = self.wanted.count + 1
        var own: [Int: PositionSet] = [:]
        for grant in self.grants where !isGranted && grant.conditions.isSubset(of: conditions) {
            own[grant.role, default: PositionSet(count: needCount)].insert(Self.grantNeed)
        }
        for (number, role) in self.wanted.enumerated() {
            own[role, default: PositionSet(count: needCount)].insert(number + 1)
        }
        return NeedCoverage(own, needCount: needCount, self.catalog.inclusions)
    }

    private mutating func roleSets(_ coverage: NeedCoverage, isGranted: Bool, alike limit: Int) -> Set<Set<Int>> {
        let candidates = self.candidates(coverage, alike: limit)
        var combinations = RoleCombinations(candidates, limit: Self.combinationLimit)
        for missing in self.missing {
            var needs = missing
            if !isGranted { needs.insert(Self.grantNeed) }
            combinations.cover(needs)
        }
        return Set(combinations.found.map { self.reduced($0, coverage, isGranted: isGranted) }).filter { !$0.isEmpty }
    }

    /// A set without roles that its other roles make superfluous.
    private func reduced(_ roles: Set<Int>, _ coverage: NeedCoverage, isGranted: Bool) -> Set<Int> {
        let ids = self.catalog.inclusions.ids
        var needed = roles
        for role in roles.sorted(by: { ids[$0] < ids[$1] }) {
            let fewer = needed.subtracting([role])
            let covered = fewer.reduce(into: PositionSet(count: self.wanted.count + 1)) {
                $0.formUnion(coverage.needs(of: $1))
            }
            let isEnough = isGranted || covered.contains(Self.grantNeed)
            if isEnough && self.missing.contains(where: { $0.isSubset(of: covered) }) { needed = fewer }
        }
        return needed
    }
}

extension RemedySearch {
    /// A role that the user can gain, and the needs that it covers.
    struct Candidate {
        let role: Int
        let covers: PositionSet
    }

    private struct Likeness: Hashable {
        let needs: Int
        let offer: Int
    }

    /// The roles to choose from, the least to ask for first.
    private mutating func candidates(_ coverage: NeedCoverage, alike limit: Int) -> [Candidate] {
        let hasLesser = self.rolesWithLesser(coverage)
        var counts: [Likeness: Int] = [:]
        var candidates: [Candidate] = []
        for role in self.facts.leastFirst {
            let needs = coverage.numbers[role]
            guard needs != 0, !hasLesser.contains(role) else { continue }
            let likeness = Likeness(needs: needs, offer: self.facts.offers[role])
            guard counts[likeness, default: 0] < limit, self.canGain(role) else { continue }
            counts[likeness, default: 0] += 1
            candidates.append(Candidate(role: role, covers: coverage.sets[needs]))
        }
        return candidates
    }

    /// The roles that include one which covers the same needs and can be gained.
    ///
    /// What lies between the two covers the same needs too, so each role needs to ask only those that it includes by name.
    private mutating func rolesWithLesser(_ coverage: NeedCoverage) -> PositionSet {
        let inclusions = self.catalog.inclusions
        var hasLesser = PositionSet(count: inclusions.ids.count)
        for role in inclusions.groups.joined() where coverage.numbers[role] != 0 {
            for part in inclusions.direct[role] where coverage.numbers[part] == coverage.numbers[role] {
                guard hasLesser.contains(part) || self.canGain(part) else { continue }
                hasLesser.insert(role)
                break
            }
        }
        return hasLesser
    }
}

// MARK: - What can be gained

extension RemedySearch {
    /// Whether the user may hold the role, and holders of some role may give it.
    private mutating func canGain(_ role: Int) -> Bool {
        if let known = self.gainable[role] { return known }
        let affiliation = self.question.standing.affiliation
        let answer =
            self.catalog.roles[role].heldImplicitlyBy == .noUsers
            && !self.catalog.isRetired(self.catalog.roles[role].id)
            && (affiliation == .member || self.catalog.roles[role].isOpenToGuests) && self.facts.isGivable[role]
            && !self.breachesSeparation([role])
        self.gainable[role] = answer
        return answer
    }

    /// Whether the user, given these roles, would be authorized for too many roles of a separation set.
    ///
    /// Companions count as given, because most users receive them.
    private func breachesSeparation(_ roles: [Int]) -> Bool {
        let given = roles + roles.flatMap { self.facts.companions[$0] }
        return self.facts.separation.firstBreach(by: given, besides: self.authorized) != nil
    }

    /// Those of sets of roles that a user can be given, each with the roles that it takes besides.
    private mutating func possible(_ sets: Set<Set<Int>>) -> [Set<Int>] {
        var possible: Set<Set<Int>> = []
        for roles in sets {
            guard let all = self.withPrerequisites(roles), !self.breachesSeparation(Array(all)) else { continue }
            possible.insert(all)
        }
        return Array(possible)
    }

    /// Roles together with those that they require and the user does not hold; nil when one of these cannot be gained.
    private mutating func withPrerequisites(_ roles: Set<Int>) -> Set<Int>? {
        guard self.catalog.hasPrerequisites else { return roles }
        var all = roles
        while true {
            let given = self.catalog.inclusions.included(inAnyOf: all + all.flatMap { self.facts.companions[$0] })
            var missing: Set<Int> = []
            given.forEach(in: self.facts.ruled) { role in
                let required = self.catalog.roles[role].requires.compactMap { self.catalog.inclusions.positions[$0] }
                missing.formUnion(required.filter { !given.contains($0) && !self.lasting.contains($0) })
            }
            if missing.isEmpty { return all }
            for role in missing where !self.canGain(role) { return nil }
            all.formUnion(missing)
        }
    }

    private static func authorized(_ question: AccessQuestion) -> PositionSet {
        guard !question.catalog.separationSets.isEmpty else { return question.catalog.inclusions.included(inAnyOf: []) }
        return self.roles(of: question) { holding in
            guard let now = question.now, let until = holding.window.until else { return true }
            return now < until
        }
    }

    private static func lasting(_ question: AccessQuestion) -> PositionSet {
        guard question.catalog.hasPrerequisites else { return question.catalog.inclusions.included(inAnyOf: []) }
        return self.roles(of: question) { holding in
            holding.window.until == nil && holding.counts(at: question.scope, now: question.now)
        }
    }

    /// The roles of the holdings that count, and those held by everyone, with all that they include.
    private static func roles(of question: AccessQuestion, _ counts: (RoleHolding) -> Bool) -> PositionSet {
        let (catalog, standing) = (question.catalog, question.standing)
        let roles =
            standing.holdings.filter(counts).map(\.role) + catalog.rolesHeldImplicitly(by: standing.affiliation)
        return catalog.inclusions.included(inAnyOf: roles.compactMap { catalog.inclusions.positions[$0] })
    }
}

extension RoleCatalog {
    /// Where the roles stand that grant a permission themselves.
    func grantingRoles(of permission: Permission) -> [Int] {
        self.permissionNumbers[permission].map { self.grantingPositions[$0] } ?? []
    }

    /// The roles that include any of these roles; one of these roles itself only if it includes another.
    ///
    /// - Complexity: O(roles that include others × what they include), a few machine words each.
    func rolesIncluding(anyOf wanted: Set<RoleID>) -> Set<RoleID> {
        let positions = wanted.compactMap { self.inclusions.positions[$0] }
        return Set(self.inclusions.including(anyOf: positions).map { self.inclusions.ids[$0] })
    }
}
