import RosterDomain

/// How often what happened.
struct SimulationTally {
    var done: [String: Int] = [:]
    var refused: [String: Int] = [:]
    var renewals = 0
    var givenAtPlaces = 0
    var retiredTaken = 0
    var refusalsOnRecord = 0
    var strangers = 0
    var separated: [String: Int] = [:]
    /// Roles with a maximum or a prerequisite that were given, and refusals because of either rule.
    var ruledGiven: [RoleID: Int] = [:]
    var tooMany = 0
    var prerequisites = 0
    var required = 0
    var released = 0
    var refusedNames = 0
    var refusedRestorations = 0
    var withoutAddress = 0
    var services = 0
    /// Refused because the giver's own authority ends.
    var bounded = 0
    /// Roles that were made to end sooner.
    var shortened = 0
    /// Invitations refused because their inviter has lost the right to.
    var unbacked = 0
    /// Definitions of roles of the company that grant something themselves, and those refused for what they would grant.
    var ownGrants = 0
    var refusedGrants = 0
    /// Roles of the company that were defined within another one.
    var nested = 0
    /// Roles of the company that were given to a user or a group.
    var ownGiven = 0

    mutating func count(_ outcome: Result<Commit, RefusalReason>, _ attempt: Attempt) {
        guard case .success(let commit) = outcome else {
            self.refused[attempt.kind, default: 0] += 1
            if case .failure(.rolesSeparated(let set, _, _, _)) = outcome { self.separated[set, default: 0] += 1 }
            if case .failure(.tooManyHolders) = outcome { self.tooMany += 1 }
            if case .failure(.prerequisiteMissing) = outcome { self.prerequisites += 1 }
            if case .failure(.roleRequired) = outcome { self.required += 1 }
            if case .failure(.authorityEnds) = outcome { self.bounded += 1 }
            if case .failure(.inviterMayNoLongerInvite) = outcome { self.unbacked += 1 }
            if case .failure(.roleDefinitionUnsound(let problems)) = outcome {
                let isGrant = problems.contains { problem in
                    switch problem {
                    case .reservedPermission, .grantTooBroad, .grantBound, .grantTooWide: true
                    default: false
                    }
                }
                if isGrant { self.refusedGrants += 1 }
            }
            if case .failure(.nameTaken) = outcome {
                self.refusedNames += 1
                if attempt.kind == "restore" { self.refusedRestorations += 1 }
            }
            return
        }
        self.done[attempt.kind, default: 0] += 1
        self.count(companyRolesOf: commit)
        var taken: [RoleAssignment] = []
        for change in commit.changes {
            switch change {
            case .roleRemoved(let assignment):
                taken.append(assignment)
                if assignment.role == PageRules.retired { self.retiredTaken += 1 }
            case .roleAssigned(let assignment):
                if taken.contains(where: assignment.isSameHolding) { self.renewals += 1 }
                let before = taken.first(where: assignment.isSameHolding)?.window
                let isSooner = before.flatMap { old in
                    assignment.window.until.map { end in old.until.map { end < $0 } ?? true }
                }
                if isSooner == true { self.shortened += 1 }
                if assignment.scope != .company { self.givenAtPlaces += 1 }
                if [PageRules.treasurer.id, PageRules.teller.id].contains(assignment.role) {
                    self.ruledGiven[assignment.role, default: 0] += 1
                }
            case .namesReleased: self.released += 1
            case .userAdded(let user) where user.accountKind == .service: self.services += 1
            case .userAdded(let user) where user.email == nil: self.withoutAddress += 1
            default: break
            }
        }
    }

    private mutating func count(companyRolesOf commit: Commit) {
        for change in commit.changes {
            switch change {
            case .companyRoleDefined(let role):
                if !role.definition.grants.isEmpty { self.ownGrants += 1 }
                if commit.changes.count > 1 { self.nested += 1 }
            case .companyRoleChanged(_, .changed(_, let definition)) where !definition.grants.isEmpty:
                self.ownGrants += 1
            case .roleAssigned(let assignment) where assignment.role.companyRole != nil: self.ownGiven += 1
            case .groupChanged(_, .roleAssigned(let role)) where role.role.companyRole != nil: self.ownGiven += 1
            default: break
            }
        }
    }
}
