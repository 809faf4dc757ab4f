extension AccessQuestion {
    /// What would change the answer to yes, given the reason for the no.
    func remedy(for reason: DenialReason) -> Remedy {
        switch reason {
        case .missingConditions(let sets): return .stateConditions(anyOf: sets)
        case .notYetValid(let from): return .wait(until: from)
        case .momentNotStated: return .stateMoment
        default:
            let choices = self.roleChoices()
            return choices.isEmpty ? self.remedyInTime() : .gainRoles(anyOf: choices)
        }
    }

    private func remedyInTime() -> Remedy {
        if let moment = self.momentToWaitFor() { return .wait(until: moment) }
        return self.now == nil && self.holdsAtSomeMoment ? .stateMoment : .nothing
    }

    /// Roles, by their positions in the catalog, and what must be stated besides.
    private struct Choice {
        let roles: Set<Int>
        let conditions: Set<Condition>
    }

    /// The smallest sets of roles that would change the answer to yes if the user had them.
    ///
    /// If no role is enough under the stated conditions, returns the sets that need the fewest further conditions.
    private func roleChoices() -> [RoleRemedy] {
        var search = RemedySearch(self)
        var choices = search.roleSets(stating: []).map { Choice(roles: $0, conditions: []) }
        if choices.isEmpty {
            // The smallest set may belong to a role that the user cannot gain; then a larger one is needed.
            var sufficient: [Set<Condition>] = []
            for more in search.furtherConditions where !sufficient.contains(where: { $0.isStrictSubset(of: more) }) {
                let found = search.roleSets(stating: more).map { Choice(roles: $0, conditions: more) }
                if !found.isEmpty { sufficient.append(more) }
                choices += found
            }
        }
        return self.remedies(self.withoutWider(self.least(of: choices)))
    }

    /// The choices with the roles whose holders can give them; leaves out choices that no role can give.
    private func remedies(_ choices: [Choice]) -> [RoleRemedy] {
        let givers = RoleGivers(in: self.catalog)
        let ids = self.catalog.inclusions.ids
        return choices.map { choice in
            let roles = choice.roles.sorted { ids[$0] < ids[$1] }
            let gains = roles.map { role in
                RoleGain(
                    role: ids[role], scope: self.smallestScope(for: role), givers: givers.whoMayAssign(role))
            }
            let whoMayAssign = givers.whoMayAssignAll(of: roles).map { ids[$0] }
            return RoleRemedy(gains: gains, conditions: choice.conditions, whoMayAssign: whoMayAssign)
        }
        .filter { $0.gains.allSatisfy { !$0.givers.isEmpty } }
    }

    /// The choices, the least to ask for first; of those that are offered to the same companies, only the first.
    private func least(of choices: [Choice]) -> [Choice] {
        let facts = self.catalog.compilation.remedyFacts(self.catalog)
        var counts: [Set<Int>: Int] = [:]
        return choices.map { (choice: $0, size: self.size(of: $0, facts)) }
            .sorted { $0.size < $1.size }.map(\.choice)
            .filter { choice in
                let offers = Set(choice.roles.map { facts.offers[$0] })
                counts[offers, default: 0] += 1
                return counts[offers, default: 0] <= RemedySearch.alikeLimit
            }
    }

    /// The choices, except those that give everything another choice gives and more, in as many roles.
    private func withoutWider(_ choices: [Choice]) -> [Choice] {
        choices.filter { choice in
            !choices.contains { other in
                other.roles != choice.roles && other.roles.count <= choice.roles.count
                    && other.conditions.isSubset(of: choice.conditions)
                    && other.roles.allSatisfy { role in
                        choice.roles.contains { self.catalog.inclusions.contains(role, in: $0) }
                    }
            }
        }
    }

    /// The innermost scope at or above the one in question at which a role may be assigned; for many roles the company.
    private func smallestScope(for role: Int) -> Scope {
        self.scope.andEnclosing.first { scope in
            self.catalog.knows(scope) && self.catalog.roles[role].scoping.allows(scope)
        } ?? .company
    }

    private func size(of choice: Choice, _ facts: RemedyFacts) -> ChoiceSize {
        let numbers = [
            choice.conditions.count, choice.roles.count, choice.roles.count { self.catalog.roles[$0].isPrivileged },
            choice.roles.reduce(0) { $0 + facts.grantCounts[$1] },
        ]
        let names = choice.roles.map { self.catalog.roles[$0].id }.sorted()
        return ChoiceSize(numbers: numbers, roles: names, conditions: choice.conditions.sorted())
    }
}

/// How much a choice asks for: fewer conditions, fewer roles, then fewer privileged ones, then fewer grants, then by name.
private struct ChoiceSize: Comparable {
    let numbers: [Int]
    let roles: [RoleID]
    let conditions: [Condition]

    static func < (left: ChoiceSize, right: ChoiceSize) -> Bool {
        guard left.numbers == right.numbers else { return left.numbers.lexicographicallyPrecedes(right.numbers) }
        guard left.roles == right.roles else { return left.roles.lexicographicallyPrecedes(right.roles) }
        return left.conditions.lexicographicallyPrecedes(right.conditions)
    }
}

extension Scope {
    /// The scope and those above it, innermost first, the company last.
    var andEnclosing: [Scope] {
        var scopes: [Scope] = []
        var parts = self.path.split(separator: "/")
        while !parts.isEmpty {
            if let scope = try? Scope("/" + parts.joined(separator: "/")) { scopes.append(scope) }
            parts.removeLast(2)
        }
        return scopes + [.company]
    }
}
