/// Give a group roles at a scope, and so all of its members.
package struct AssignGroupRoles: TenantCommand {
    /// Which group.
    package let group: GroupID
    /// The roles to give; all of them or none.
    package let roles: [RoleID]
    /// Where to give them.
    package let scope: Scope
    /// When they hold.
    package let window: ValidityWindow

    /// Names the group and the roles.
    package init(
        _ roles: [RoleID], to group: GroupID, at scope: Scope = .company, during window: ValidityWindow = .always
    ) {
        self.group = group
        self.roles = roles
        self.scope = scope
        self.window = window
    }

    /// What is wanted, in words.
    package var attempt: String { "assign \(self.roles.listed) to a group" }
    /// The group and its members.
    package var needs: FactNeeds { FactNeeds(groups: [self.group], membersOf: self.group) }

    /// The member who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        self.memberInTheWay(of: reason, given: facts)
    }

    /// Refuses roles that the principal may not give for that long, that a member may not hold, alone or with what they hold already,
    /// or that the group holds there for that time already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let group = try facts.group(self.group)
        guard !self.roles.isEmpty else { throw .noRole }
        if let until = self.window.until, facts.hasPassed(self.window) { throw .windowPassed(until: until) }
        let wanted = try facts.assignable(self.roles, at: self.scope, to: .member)
        var (changes, given): ([GroupChange], [GroupRole]) = ([], [])
        var times = CompanionTimes(facts.catalog)
        for wanted in wanted {
            guard let replaced = try self.replacement(of: wanted, in: group, &times, given: facts) else { continue }
            changes += replaced.map(GroupChange.init)
            given += replaced.compactMap(\.given)
        }
        for member in facts.presentMembers { try facts.requireMayHold(given, member) }
        return changes.map { .groupChanged(group: self.group, change: $0) }
    }

    private func replacement(
        of wanted: WantedRole, in group: Group, _ times: inout CompanionTimes, given facts: Facts
    ) throws(RefusalReason) -> [RoleStep]? {
        let held = group.role(wanted.role, at: wanted.scope)
        let present = held.flatMap { facts.hasPassed($0.window) ? nil : $0 }
        // The rules for when a role begins and ends are those for users.
        let user = UserID(bits: 0)
        let window = try facts.window(
            .exactly(self.window), of: wanted, heldNow: present?.assignment(to: user, through: group.id),
            before: held?.assignment(to: user, through: group.id), &times)
        guard let window else { return nil }
        try facts.requireMayGive(wanted.role, at: wanted.scope, during: window)
        if let present, window.endsSooner(than: present.window) {
            try facts.requireMayTake([present], from: facts.presentMembers)
        }
        let role = GroupRole(
            wanted.role, at: wanted.scope, during: window, grantedBy: facts.principal, grantedAt: facts.now)
        return (held.map { [.take($0)] } ?? []) + [.give(role)]
    }
}

/// One role that a group gets or loses.
private enum RoleStep {
    case give(GroupRole)
    case take(GroupRole)

    var given: GroupRole? { if case .give(let role) = self { role } else { nil } }
}

extension GroupChange {
    fileprivate init(_ step: RoleStep) {
        switch step {
        case .give(let role): self = .roleAssigned(role)
        case .take(let role): self = .roleRemoved(role)
        }
    }
}

/// Take roles from a group at a scope, and so from all of its members.
package struct RemoveGroupRoles: TenantCommand {
    /// Which group.
    package let group: GroupID
    /// The roles to take; all of them or none.
    package let roles: [RoleID]
    /// Where they are held.
    package let scope: Scope

    /// Names the group and the roles.
    package init(_ roles: [RoleID], from group: GroupID, at scope: Scope = .company) {
        self.group = group
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    package var attempt: String { "remove \(self.roles.listed) from a group" }
    /// The group and its members.
    package var needs: FactNeeds { FactNeeds(groups: [self.group], membersOf: self.group) }

    /// The member who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        self.memberInTheWay(of: reason, given: facts)
    }

    /// Refuses roles that the principal may not take from each of the members, or that the group does not hold.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let group = try facts.group(self.group)
        guard !self.roles.isEmpty else { throw .noRole }
        // A role that was retired from the catalog can be taken as long as it is held.
        try facts.checkNamedOnce(self.roles.filter { group.role($0, at: self.scope) == nil })
        if let repeated = self.roles.first(where: { role in self.roles.count { $0 == role } > 1 }) {
            throw .roleRepeated(role: repeated)
        }
        var changes: [Change] = []
        for role in self.roles {
            try facts.requireMayAssign(role, at: self.scope)
            guard let held = group.role(role, at: self.scope) else { throw .roleNotHeld(role: role, scope: self.scope) }
            try facts.requireMayTake([held], from: facts.presentMembers)
            changes.append(.groupChanged(group: self.group, change: .roleRemoved(held)))
        }
        return changes
    }
}
