import RosterDomain

// Why a person may do something or not, and what would help.

extension Words {
    /// The grounds of a yes.
    func sentence(_ grounds: AccessGrounds) -> String {
        let through = grounds.heldRole == grounds.grantingRole
        let first =
            grounds.holdings.isEmpty
            ? self(.groundsEveryone, self.title(grounds.heldRole))
            : through
                ? self(.groundsHeld, self.title(grounds.heldRole))
                : self(.groundsIncluded, self.title(grounds.heldRole), self.title(grounds.grantingRole))
        let others = grounds.holdings.map(\.role).filter { $0 != grounds.heldRole }
        return others.isEmpty ? first : first + " " + self(.groundsAlong, self.titles(others))
    }

    /// The reason of a no.
    func sentence(_ reason: DenialReason) -> String {
        switch reason {
        case .unknownPermission(let permission, _): self(.denialUnknownPermission, permission.rawValue)
        case .unknownUser: self(.denialUnknownUser)
        case .notActive(let status): self(.denialNotActive, self.status(status))
        case .noRole: self(.denialNoRole)
        case .notGranted(let held): self(.denialNotGranted, self.titles(held))
        case .notYetValid(let from): self(.denialNotYet, self.moment(from))
        case .noLongerValid(let since): self(.denialNoLonger, self.moment(since))
        case .momentNotStated: self(.denialMoment)
        case .wrongScope(let scopes): self(.denialElsewhere, self.list(scopes.map(self.place)))
        case .notHeldHereAndNow(let holdings):
            self(.denialNotHereAndNow, self.titles(Set(holdings.map(\.role)).sorted()))
        case .missingConditions(let sets): self(.denialConditions, self.conditions(sets))
        case .ruleUnmet(let parts):
            self(
                .denialRule,
                self.list(
                    parts.map { part in
                        self.list(part.missing.alternatives.map { self.titles($0) }, .listOr)
                    }))
        case .outdated(let since): self(.denialOutdated, self.moment(since))
        case .rolesInactive(let roles): self(.denialInactive, self.titles(roles))
        case .sessionOver: self(.denialSessionOver)
        }
    }

    /// What would turn a no into a yes.
    func sentence(_ remedy: Remedy) -> String {
        switch remedy {
        case .gainRoles(let choices):
            self.alternatives(choices.prefix(3).map(self.phrase))
        case .stateConditions(let sets): self(.remedyConditions, self.conditions(sets))
        case .stateMoment: self(.denialMoment)
        case .finishSigningUp: self(.remedyFinish)
        case .reinstate(let roles): self(.remedyReinstate) + " " + self.holders(roles)
        case .beAdded: self(.remedyBeAdded)
        case .wait(let until): self(.remedyWait, self.moment(until))
        case .activateRoles(let roles, _): self(.remedyActivate, self.titles(roles))
        case .beginSession: self(.remedyBeginSession)
        case .nothing: self(.remedyNothing)
        }
    }

    /// Sentences of which one is enough; a list would put commas after their full stops.
    private func alternatives(_ sentences: [String]) -> String {
        sentences.dropFirst().reduce(sentences.first ?? "") { $0 + " " + self(.orElse, $1) }
    }

    private func phrase(_ remedy: RoleRemedy) -> String {
        let wanted = self(.remedyGain, self.titles(remedy.roles), self.place(remedy.scope))
        let stated = remedy.conditions.isEmpty ? "" : " " + self(.remedyGiven, self.conditions([remedy.conditions]))
        let givers = remedy.whoMayAssign.isEmpty ? remedy.gains.flatMap(\.givers).flatMap(\.self) : remedy.whoMayAssign
        return wanted + stated + " " + self.holders(givers)
    }

    private func conditions(_ sets: [Set<Condition>]) -> String {
        self.list(sets.map { self.list($0.sorted().map(self.title)) }, .listOr)
    }
}
