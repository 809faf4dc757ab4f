/// The search for the smallest sets of roles that change the answer to a question to yes.
///
/// The search covers what is missing, a grant or roles of the rule, with roles that the user can gain. One role may
/// cover several needs, because it includes other roles. Of roles that cover the same needs, one that includes another
/// is left out.
///
/// The search is bounded, so that a denial is quick to compute and short enough to read in any catalog. Of roles that
/// cover the same needs and are offered to the same companies, it considers only the smallest; of very many
/// combinations, only the first.
struct RemedySearch {
    /// The most choices that cover the same needs and are offered to the same companies; ours.
    static let alikeLimit = 10
    /// The most combinations of roles that the search considers; ours.
    static let combinationLimit = 2_000

    private let question: AccessQuestion
    private let catalog: RoleCatalog
    /// The roles that could contribute anything, the smallest first.
    private let contributions: [AccessQuestion.HeldRole]
    /// The sets of roles that would satisfy the rule together with those held here and now.
    private let missingRoleSets: [Set<RoleID>]
    /// The roles for which the user is authorized already, as far as separation sets are concerned.
    private let authorized: Set<RoleID>
    private var authority: [RoleID: Bool] = [:]
    private var gainable: [RoleID: Bool] = [:]

    init(_ question: AccessQuestion) {
        self.question = question
        self.catalog = question.catalog
        let held = question.counting.reduce(into: Set<RoleID>()) { $0.formUnion($1.satisfies) }
        let missing = question.rule?.roleSetsMissing(from: held) ?? [[]]
        self.missingRoleSets = missing.sorted {
            ($0.count, $0.sorted().description) < ($1.count, $1.sorted().description)
        }
        let wanted = missing.reduce(into: Set<RoleID>()) { $0.formUnion($1) }
        self.contributions = Self.contributions(to: question, satisfying: wanted)
        self.authorized = question.catalog.separationSets.isEmpty ? [] : Self.authorized(question)
    }

    /// What the host would also have to state for any role to grant the permission, the smallest sets first.
    var furtherConditions: [Set<Condition>] {
        let missing = Set(self.contributions.flatMap(\.grants).map { $0.subtracting(self.question.conditions) })
        return missing.filter { !$0.isEmpty }
            .sorted { ($0.count, $0.sorted().description) < ($1.count, $1.sorted().description) }
    }

    /// The smallest sets of roles that are enough if these conditions are also stated.
    mutating func roleSets(stating more: Set<Condition>) -> [Set<RoleID>] {
        let question = self.question.stating(more)
        let sets = self.roleSets(for: question, alike: Self.alikeLimit)
        let possible = sets.filter { !self.breachesSeparation($0) }
        // If separation sets exclude the smallest ones, others like them may be allowed.
        guard possible.isEmpty, !sets.isEmpty else { return possible }
        return self.roleSets(for: question, alike: .max).filter { !self.breachesSeparation($0) }
    }

    private mutating func roleSets(for question: AccessQuestion, alike limit: Int) -> [Set<RoleID>] {
        let isGranted = question.counting.contains(where: question.grantsNow)
        let candidates = self.candidates(for: question, isGranted: isGranted, alike: limit)
        var combinations = RoleCombinations(candidates, limit: Self.combinationLimit)
        for missing in self.missingRoleSets {
            combinations.cover(Set(missing.map(Need.role)).union(isGranted ? [] : [.grant]))
        }
        return Set(combinations.found.map { self.reduced($0, question) }).filter { !$0.isEmpty }
    }

    /// A set without roles that its other roles make superfluous.
    private func reduced(_ roles: Set<RoleID>, _ question: AccessQuestion) -> Set<RoleID> {
        var needed = roles
        for role in roles.sorted() {
            let fewer = needed.subtracting([role])
            if question.isAllowed(by: question.counting + fewer.map(question.contribution)) { needed = fewer }
        }
        return needed
    }
}

extension RemedySearch {
    /// Something without which the answer stays no.
    enum Need: Hashable {
        /// A role that grants the permission.
        case grant
        /// A role that the rule asks for.
        case role(RoleID)
    }

    /// A role that the user can gain, and the needs that it covers.
    struct Candidate {
        let role: RoleID
        let covers: Set<Need>
    }

    private struct Likeness: Hashable {
        let covers: Set<Need>
        let offeredTo: Set<Program>
    }

    private static func contributions(
        to question: AccessQuestion, satisfying wanted: Set<RoleID>
    ) -> [AccessQuestion.HeldRole] {
        let catalog = question.catalog
        var roles = Set(catalog.rolesGranting(question.permission)).union(wanted)
        if !wanted.isEmpty { roles.formUnion(catalog.rolesIncluding(anyOf: wanted)) }
        return roles.map { (role: $0, size: catalog.size(of: $0)) }
            .sorted { left, right in
                (left.size.isPrivileged ? 1 : 0, left.size.grantCount, left.role)
                    < (right.size.isPrivileged ? 1 : 0, right.size.grantCount, right.role)
            }
            .map { question.contribution(of: $0.role) }
    }

    private mutating func candidates(
        for question: AccessQuestion, isGranted: Bool, alike limit: Int
    ) -> [Candidate] {
        let covers = self.covers(for: question, isGranted: isGranted)
        var counts: [Likeness: Int] = [:]
        var candidates: [Candidate] = []
        for held in self.contributions {
            guard let needs = covers[held.role], let role = self.catalog.role(held.role) else { continue }
            let likeness = Likeness(covers: needs, offeredTo: role.offeredTo)
            guard counts[likeness, default: 0] < limit else { continue }
            let lesser = self.catalog.rolesIncluded(in: role.id).filter { $0 != role.id && covers[$0] == needs }
            guard !lesser.contains(where: { self.catalog.role($0).map { self.canGain($0) } ?? false }),
                self.canGain(role)
            else { continue }
            counts[likeness, default: 0] += 1
            candidates.append(Candidate(role: role.id, covers: needs))
        }
        return candidates
    }
}

extension RemedySearch {
    /// What each role that contributes anything covers.
    private func covers(for question: AccessQuestion, isGranted: Bool) -> [RoleID: Set<Need>] {
        let wanted = self.missingRoleSets.reduce(into: Set<RoleID>()) { $0.formUnion($1) }
        var covers: [RoleID: Set<Need>] = [:]
        for held in self.contributions {
            let grant: Set<Need> = !isGranted && question.grantsNow(held) ? [.grant] : []
            let needs = grant.union(held.satisfies.intersection(wanted).map(Need.role))
            if !needs.isEmpty { covers[held.role] = needs }
        }
        return covers
    }
}

// MARK: - What can be gained

extension RemedySearch {
    /// Whether the user may hold the role, and holders of some role may give it.
    private mutating func canGain(_ role: Role) -> Bool {
        if let known = self.gainable[role.id] { return known }
        let isOpen = self.question.standing.affiliation == .member || role.isOpenToGuests
        let answer =
            role.heldImplicitlyBy == .nobody && isOpen && !self.breachesSeparation([role.id])
            && self.catalog.rolesGiven(with: [role.id]).allSatisfy { self.isWithinAuthority($0) }
        self.gainable[role.id] = answer
        return answer
    }

    private mutating func isWithinAuthority(_ id: RoleID) -> Bool {
        if let known = self.authority[id] { return known }
        let answer = self.catalog.role(id).map { role in
            self.catalog.assignmentAuthorities.contains { $0.over.contains(role) }
        }
        self.authority[id] = answer ?? false
        return answer ?? false
    }

    /// Whether the user, given these roles, would be authorized for too many roles of a separation set.
    ///
    /// Companions count as given, because most users receive them.
    private func breachesSeparation(_ roles: Set<RoleID>) -> Bool {
        guard !self.catalog.separationSets.isEmpty else { return false }
        let given = self.catalog.rolesGiven(with: roles)
        let together = self.authorized.union(given)
        return self.catalog.separationSets.contains { !$0.roles.isDisjoint(with: given) && $0.isBreached(by: together) }
    }

    private static func authorized(_ question: AccessQuestion) -> Set<RoleID> {
        let assigned = question.standing.holdings.filter { holding in
            guard let now = question.now, let until = holding.window.until else { return true }
            return now < until
        }
        return question.catalog.rolesAuthorized(
            by: Set(assigned.map(\.role)), affiliation: question.standing.affiliation)
    }
}

extension RoleCatalog {
    /// The roles that include any of these roles; one of these roles itself only if it includes another.
    ///
    /// - Complexity: O(roles that include others × what they include), a few machine words each.
    func rolesIncluding(anyOf wanted: Set<RoleID>) -> Set<RoleID> {
        let positions = wanted.compactMap { self.inclusions.positions[$0] }
        return Set(self.inclusions.including(anyOf: positions).map { self.inclusions.ids[$0] })
    }

    /// The roles that come with roles when they are given: the roles included in them, and their companions.
    func rolesGiven(with roles: Set<RoleID>) -> Set<RoleID> {
        let companions = roles.flatMap { self.role($0)?.accompaniedBy ?? [] }
        return Set((roles + companions).flatMap(self.rolesIncluded))
    }
}

extension Set where Element == RoleID {
    /// A membership test: comparing with a few names is faster than hashing each name of a whole catalog.
    var membership: (RoleID) -> Bool {
        guard self.count <= 8 else { return self.contains }
        let few = Array(self)
        return { few.contains($0) }
    }
}
