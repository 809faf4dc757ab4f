/// Make users members of a group and others members no more, in one step: all of them, or none.
package struct SetMembers: TenantCommand {
    /// Of which group.
    package let group: GroupID
    /// Who becomes a member; who is one stays one.
    package let added: [UserID]
    /// Who is a member no more; who is none stays none.
    package let removed: [UserID]

    /// Names the group and the users.
    package init(of group: GroupID, adding added: [UserID], removing removed: [UserID]) {
        self.group = group
        self.added = added
        self.removed = removed
    }

    /// What is wanted, in words.
    package var attempt: String { "set the members of a group" }
    /// The users and the group.
    package var needs: FactNeeds { FactNeeds(users: Set(self.added + self.removed), groups: [self.group]) }

    /// Refuses what would be refused for one of the users, such as a user who is not listed and is to become a member.
    ///
    /// - Returns: None when everything is so already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        var changes: [Change] = []
        for step in try self.steps(given: facts) {
            let (part, refusals) = try step.outcome(given: facts.after(changes))
            if let refusal = refusals.lazy.compactMap(\.self).first { throw refusal }
            changes += part
        }
        return changes
    }

    /// The first user for whom it is refused for this reason.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        guard let steps = try? self.steps(given: facts) else { return nil }
        var changes: [Change] = []
        for step in steps {
            let known = facts.after(changes)
            if let name = step.nameRefused(for: reason, given: known) { return name }
            changes += (try? step.changes(given: known)) ?? []
        }
        return nil
    }

    /// Who leaves, and who joins, as far as that is not so already.
    private func steps(given facts: Facts) throws(RefusalReason) -> [ChangeMembers] {
        let leaving = self.removed.filter { facts.users[$0]?.groups.contains(self.group) ?? false }
        var joining: [UserID] = []
        for user in self.added where !(try facts.user(user).groups.contains(self.group)) { joining.append(user) }
        let steps = [
            ChangeMembers(.remove, leaving, of: self.group), ChangeMembers(.add, joining, of: self.group),
        ]
        return steps.filter { !$0.users.isEmpty }
    }
}

/// Say of a group what is to be said of it, as far as that is not so already.
package struct SetGroupProfile: TenantCommand {
    /// Which group.
    package let group: GroupID
    /// What is said of it, whole.
    package let profile: GroupProfile

    /// Names the group.
    package init(of group: GroupID, to profile: GroupProfile) {
        self.group = group
        self.profile = profile
    }

    private var change: ChangeGroup { ChangeGroup(self.group, to: self.profile) }

    /// What is wanted, in words.
    package var attempt: String { self.change.attempt }
    /// What changing a group needs to know.
    package var needs: FactNeeds { self.change.needs }

    /// The owner who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        self.change.nameRefused(for: reason, given: facts)
    }

    /// Refuses what changing a group refuses.
    ///
    /// - Returns: None when it is so already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        do throws(RefusalReason) {
            return try self.change.changes(given: facts)
        } catch .nothingToChange {
            return []
        }
    }
}
