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

    private typealias Choice = (roles: Set<RoleID>, conditions: Set<Condition>)

    /// The smallest sets of roles that would change the answer to yes if the user had them.
    ///
    /// If no role is enough under the stated conditions, returns the sets that need the fewest further conditions.
    private func roleChoices() -> [RoleRemedy] {
        var search = RemedySearch(self)
        var choices: [Choice] = search.roleSets(stating: []).map { ($0, []) }
        if choices.isEmpty {
            // The smallest set may belong to a role that the user cannot gain; then a larger one is needed.
            var sufficient: [Set<Condition>] = []
            for more in search.furtherConditions where !sufficient.contains(where: { $0.isStrictSubset(of: more) }) {
                let found: [Choice] = search.roleSets(stating: more).map { ($0, more) }
                if !found.isEmpty { sufficient.append(more) }
                choices += found
            }
        }
        return self.remedies(self.withoutWider(self.least(of: choices)))
    }

    /// The choices with the roles whose holders can give them; leaves out choices that no role can give.
    private func remedies(_ choices: [Choice]) -> [RoleRemedy] {
        let givers = RoleGivers(of: choices.reduce(into: []) { $0.formUnion($1.roles) }, in: self.catalog)
        return choices.map { choice in
            let gains = choice.roles.sorted().map {
                RoleGain(role: $0, scope: self.smallestScope(for: $0), givers: givers.whoMayAssign($0))
            }
            return RoleRemedy(
                gains: gains, conditions: choice.conditions, whoMayAssign: givers.whoMayAssignAll(of: choice.roles))
        }
        .filter { $0.gains.allSatisfy { !$0.givers.isEmpty } }
    }

    /// The choices, the least to ask for first; of those that are offered to the same companies, only the first.
    private func least(of choices: [Choice]) -> [Choice] {
        var counts: [Set<Set<Program>>: Int] = [:]
        return choices.map { (choice: $0, size: self.size(of: $0)) }
            .sorted { $0.size.lexicographicallyPrecedes($1.size) }.map(\.choice)
            .filter { choice in
                let offeredTo = Set(choice.roles.compactMap { self.catalog.role($0)?.offeredTo })
                counts[offeredTo, default: 0] += 1
                return counts[offeredTo, default: 0] <= RemedySearch.alikeLimit
            }
    }

    /// The choices, except those that give everything another choice gives and more, in as many roles.
    private func withoutWider(_ choices: [Choice]) -> [Choice] {
        choices.filter { choice in
            let given = Set(choice.roles.flatMap(self.catalog.rolesIncluded))
            return !choices.contains { other in
                other.roles != choice.roles && other.roles.count <= choice.roles.count
                    && other.roles.isSubset(of: given) && other.conditions.isSubset(of: choice.conditions)
            }
        }
    }

    /// The innermost scope at or above the one in question at which a role may be assigned; for many roles the company.
    private func smallestScope(for id: RoleID) -> Scope {
        self.scope.andEnclosing.first { scope in
            self.catalog.knows(scope) && self.catalog.role(id)?.scoping.allows(scope) ?? false
        } ?? .company
    }

    /// Least to ask for first: fewer conditions, fewer roles, then fewer privileged ones, then fewer grants, then by name.
    private func size(of choice: Choice) -> [String] {
        let sizes = choice.roles.map(self.catalog.size)
        let numbers = [
            choice.conditions.count, choice.roles.count, sizes.count { $0.isPrivileged },
            sizes.reduce(0) { $0 + $1.grantCount },
        ]
        return numbers.map { String(repeating: "0", count: 20 - String($0).count) + String($0) }
            + choice.roles.sorted().map(\.rawValue) + choice.conditions.sorted().map(\.rawValue)
    }
}

extension RoleCatalog {
    /// How much a role gives.
    func size(of id: RoleID) -> (isPrivileged: Bool, grantCount: Int) {
        let grantCount = self.rolesIncluded(in: id).reduce(0) { $0 + (self.role($1)?.grants.count ?? 0) }
        return (self.role(id)?.isPrivileged ?? false, grantCount)
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
