import RosterDomain
import RosterDomainTestSupport
import Testing

extension AskedQuestion {
    /// Applies a remedy and asks again.
    func checkRemedy(_ remedy: Remedy, for reason: DenialReason) {
        switch remedy {
        case .gainRoles(let choices):
            #expect(!choices.isEmpty)
            for choice in choices { self.checkWorks(choice) }
        case .stateConditions(let sets):
            #expect(!sets.isEmpty && reason == .missingConditions(anyOf: sets))
        case .stateMoment:
            #expect(self.question.now == nil)
            #expect(RandomWorld.moments.contains { self.isAllowed(at: $0) }, "\(self)")
        case .wait(let moment):
            #expect(self.question.now.map { $0 < moment } ?? false)
            #expect(self.isAllowed(at: moment), "\(self)")
        case .nothing: self.checkNothing()
        case .finishSigningUp, .reinstate, .beAdded: Issue.record("the user is active: \(self)")
        case .activateRoles, .beginSession: Issue.record("no session asked: \(self)")
        }
    }

    private func checkWorks(_ choice: RoleRemedy) {
        let gains = choice.gains.map { RoleHolding($0.role, at: $0.scope) }
        #expect(!gains.isEmpty && choice.roles == choice.roles.sorted())
        #expect(self.isAllowed(stating: choice.conditions, gaining: gains), "\(choice): \(self)")
        for gain in gains {
            let fewer = gains.filter { $0 != gain }
            #expect(!self.isAllowed(stating: choice.conditions, gaining: fewer), "\(gain) is not needed: \(self)")
        }
        for condition in choice.conditions {
            let fewer = choice.conditions.subtracting([condition])
            #expect(!self.isAllowed(stating: fewer, gaining: gains), "\(condition) is not needed: \(self)")
        }
        #expect(self.canGain(Set(choice.roles)), "\(choice): \(self)")
    }

    /// Nothing helps when not even any choice of roles does, stated whatever may be stated.
    private func checkNothing() {
        let gainable = Set(self.catalog.roles.map(\.id).filter { self.canGain([$0]) })
        let possible = gainable.subsets.filter(self.canGain)
        for roles in possible where !possible.contains(where: { $0.isStrictSuperset(of: roles) }) {
            let gains = roles.map { RoleHolding($0, at: .company) }
            let isEnough = self.isAllowed(stating: RandomWorld.conditions, gaining: gains)
            #expect(!isEnough, "\(roles) would help: \(self)")
        }
        let later = RandomWorld.moments.filter { moment in self.question.now.map { $0 < moment } ?? true }
        #expect(!later.contains { self.isAllowed(at: $0) }, "waiting would help: \(self)")
    }

    /// No role of the choice could be replaced by one that it includes.
    func checkLeast(_ choice: RoleRemedy) {
        let roles = Set(choice.roles)
        for role in roles {
            for lesser in self.catalog.rolesIncluded(in: role) where lesser != role {
                let others = roles.subtracting([role]).union([lesser])
                guard self.canGain(others) else { continue }
                let gains = others.map { RoleHolding($0, at: self.scope(for: $0)) }
                #expect(
                    !self.isAllowed(stating: choice.conditions, gaining: gains), "\(lesser) would do: \(self)")
            }
        }
    }

    func checkScopes(_ choice: RoleRemedy) {
        #expect(
            choice.gains.contains { $0.scope == choice.scope }
                && choice.gains.allSatisfy { choice.scope.contains($0.scope) })
        #expect(choice.roles.allSatisfy { self.catalog.role($0)?.scoping.allows(choice.scope) == true }, "\(choice)")
        for gain in choice.gains {
            #expect(gain.scope == self.scope(for: gain.role), "\(gain): \(self)")
            #expect(self.catalog.role(gain.role)?.scoping.allows(gain.scope) == true, "\(gain): \(self)")
        }
    }

    /// The innermost of all scopes in the world at which the role may be given so that it counts here.
    private func scope(for role: RoleID) -> Scope {
        let possible = self.scopes.filter { scope in
            scope.contains(self.question.scope) && self.catalog.role(role)?.scoping.allows(scope) == true
        }
        return possible.max { $0.path.count < $1.path.count } ?? .company
    }

    func checkGivers(_ choice: RoleRemedy) {
        let all = Set(choice.roles)
        #expect(choice.whoMayAssign == self.catalog.roles.map(\.id).filter { self.mayGive(all, holding: [$0]) })
        for gain in choice.gains {
            let single = self.catalog.rolesThatMayAssign(gain.role)
            #expect(!gain.givers.isEmpty)
            if single.isEmpty {
                for givers in gain.givers {
                    #expect(self.mayGive([gain.role], holding: Set(givers)), "\(gain): \(self)")
                    for giver in givers {
                        let fewer = Set(givers).subtracting([giver])
                        #expect(!self.mayGive([gain.role], holding: fewer), "\(gain): \(self)")
                    }
                    #expect(!self.breaches(given: Set(givers), to: [], .member), "\(gain): \(self)")
                }
            } else {
                #expect(gain.givers == single.map { [$0] })
            }
        }
    }
}

// MARK: - What can be gained, worked out from the catalog's parts

extension AskedQuestion {
    /// Whether the user may hold all of these roles, and another user can give each.
    private func canGain(_ roles: Set<RoleID>) -> Bool {
        let assigned = self.standing.holdings.filter { holding in
            guard let now = self.question.now, let until = holding.window.until else { return true }
            return now < until
        }
        return !self.breaches(given: roles, to: Set(assigned.map(\.role)), self.standing.affiliation)
            && roles.allSatisfy { id in
                guard let role = self.catalog.role(id), role.heldImplicitlyBy == .noUsers else { return false }
                return (self.standing.affiliation == .member || role.isOpenToGuests) && self.hasGiver(id)
            }
    }

    private func hasGiver(_ role: RoleID) -> Bool {
        Set(self.catalog.roles.map(\.id)).subsets.contains { givers in
            self.mayGive([role], holding: givers)
                && (givers.count == 1 || !self.breaches(given: givers, to: [], .member))
        }
    }

    private func mayGive(_ roles: Set<RoleID>, holding givers: Set<RoleID>) -> Bool {
        let held = Set(givers.flatMap(self.catalog.rolesIncluded))
        let parts = Set(roles.flatMap(self.catalog.rolesIncluded)).compactMap(self.catalog.role)
        return parts.allSatisfy { part in
            self.catalog.assignmentAuthorities.contains { held.contains($0.holder) && $0.over.contains(part) }
        }
    }

    private func breaches(given: Set<RoleID>, to held: Set<RoleID>, _ affiliation: Affiliation) -> Bool {
        let implicit = self.catalog.roles.filter { $0.heldImplicitlyBy.include(affiliation) }.map(\.id)
        let given = Set(given.flatMap(self.catalog.rolesIncluded))
        let authorized = given.union((held.union(implicit)).flatMap(self.catalog.rolesIncluded))
        return self.catalog.separationSets.contains { set in
            !set.roles.isDisjoint(with: given) && set.roles.count { authorized.contains($0) } >= set.limit
        }
    }
}
