/// Make users members of a group, or no members any more: each of them for whom it is allowed.
package struct ChangeMembers: TenantCommand {
    /// What to do.
    package enum Step: String, Sendable, Hashable {
        /// Make the users members.
        case add
        /// Make the users members no more.
        case remove
    }

    /// The most groups of a user, those that can be restored among them; ours.
    package static let groupCountLimit = 200

    /// What to do.
    package let step: Step
    /// Who.
    package let users: [UserID]
    /// Of which group.
    package let group: GroupID

    /// Names the step, the users and the group.
    package init(_ step: Step, _ users: [UserID], of group: GroupID) {
        self.step = step
        self.users = users
        self.group = group
    }

    /// What is wanted, in words.
    package var attempt: String {
        switch self.step {
        case .add: "add a member to a group"
        case .remove: "remove a member from a group"
        }
    }

    /// The users and the group.
    package var needs: FactNeeds { FactNeeds(users: Set(self.users), groups: [self.group]) }

    /// Refuses when it is allowed for none of the users.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let (changes, refusals) = try self.outcome(given: facts)
        if changes.isEmpty, let refusal = refusals.lazy.compactMap(\.self).first { throw refusal }
        return changes
    }

    /// The first user for whom it is refused for this reason, where the reason names none.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        switch reason {
        case .unknownUser, .memberAlready, .notAMember: return nil
        default: break
        }
        guard let outcome = try? self.outcome(given: facts) else { return nil }
        return outcome.refusals.firstIndex(of: reason).flatMap { facts.nameShown(of: self.users[$0]) }
    }

    /// What happens, and why it is refused for each of the users, in their order; nil for those for whom it is done.
    ///
    /// Who is named twice is refused the second time.
    ///
    /// - Throws: What concerns the group or the principal, and so all of the users.
    package func outcome(
        given facts: Facts
    ) throws(RefusalReason) -> (changes: [Change], refusals: [RefusalReason?]) {
        let group = try self.openGroup(given: facts)
        var (changes, done): ([Change], Set<UserID>) = ([], [])
        // How many holders a role may have more depends on those added before.
        let isLimited = self.step == .add && facts.catalog.hasHolderLimits
        let refusals = self.users.map { user -> RefusalReason? in
            do throws(RefusalReason) {
                let change = try self.changes(of: user, group, isRepeated: done.contains(user), given: facts)
                try facts.requireHoldingRules(after: isLimited ? changes + change : change)
                changes += change
                done.insert(user)
                return nil
            } catch {
                return error
            }
        }
        return (changes, refusals)
    }

    /// Refuses principals who neither own the group nor administer groups, or who may not give its roles, or take them.
    ///
    /// A member can be taken out of a deleted group, too, so that it does not come back with the group.
    private func openGroup(given facts: Facts) throws(RefusalReason) -> Group {
        let group = facts.groups[self.group]
        guard let group, self.step == .remove || !group.isDeleted else { throw .unknownGroup(group: self.group) }
        try facts.requireMayChangeMembers(of: group)
        switch self.step {
        case .add: try facts.requireMayGiveRoles(of: group)
        case .remove where facts.isGoneForGood(group): break
        case .remove: try facts.requireMayTake(facts.rolesThatCount(of: group), from: [])
        }
        return group
    }

    /// Refuses users who may not hold the group's roles, or from whom the principal may not take them.
    private func changes(
        of user: UserID, _ group: Group, isRepeated: Bool, given facts: Facts
    ) throws(RefusalReason) -> [Change] {
        let record = try facts.user(user)
        let isMember = record.groups.contains(self.group) != isRepeated
        switch self.step {
        case .add:
            guard !record.user.status.isGone else { throw .wrongStatus(status: record.user.status) }
            guard !isMember else { throw .memberAlready(user: user, group: self.group) }
            // Groups that cannot be restored any more make room.
            let gone = record.groups.filter { facts.groups[$0].map(facts.isGoneForGood) ?? false }
            guard record.groups.count - gone.count < Self.groupCountLimit else {
                throw .groupLimit(limit: Self.groupCountLimit)
            }
            try facts.requireMayHold(facts.rolesThatCount(of: group), record)
            return gone.map { .memberRemoved(user: user, group: $0) } + [.memberAdded(user: user, group: self.group)]
        case .remove:
            guard isMember else { throw .notAMember(user: user, group: self.group) }
            if !facts.isGoneForGood(group) {
                try facts.requireMayTake(facts.rolesThatCount(of: group), from: [record])
            }
            return [.memberRemoved(user: user, group: self.group)]
        }
    }
}
