/// Delete a group, which takes its roles from the members.
package struct DeleteGroup: TenantCommand {
    /// Which group.
    package let group: GroupID

    /// Names the group.
    package init(_ group: GroupID) { self.group = group }

    /// What is wanted, in words.
    package var attempt: String { "delete a group" }
    /// The group and its members.
    package var needs: FactNeeds { FactNeeds(groups: [self.group], membersOf: self.group) }

    /// The member who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        self.memberInTheWay(of: reason, given: facts)
    }

    /// Refuses principals who do not administer groups, or may not take its roles from each of its members.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayManageGroups()
        let group = try facts.group(self.group)
        try facts.requireMayTake(facts.rolesThatCount(of: group), from: facts.presentMembers)
        return [.groupChanged(group: self.group, change: .deleted)]
    }
}

/// Restore a deleted group, with its roles and those of its members who are still there.
package struct RestoreGroup: TenantCommand {
    /// Which group.
    package let group: GroupID
    /// What it becomes.
    package let profile: GroupProfile

    /// Names the group, and what it becomes: what it was, or something else where its names are taken by now.
    package init(_ group: GroupID, as profile: GroupProfile) {
        self.group = group
        self.profile = profile
    }

    /// What is wanted, in words.
    package var attempt: String { "restore a group" }
    /// The group, its members, its owners, and who has its names by now.
    package var needs: FactNeeds {
        FactNeeds(
            users: self.profile.owners, names: Set(self.profile.names), groups: [self.group], membersOf: self.group)
    }

    /// The member or the new owner who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        if let member = self.memberInTheWay(of: reason, given: facts) { return member }
        let former = facts.groups[self.group]?.profile.owners ?? []
        return facts.ownerInTheWay(of: reason, among: self.profile.owners.subtracting(former))
    }

    /// Refuses what adding the group anew, with its roles and members, would be refused for, and a group that was deleted too long ago.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayManageGroups()
        guard let group = facts.groups[self.group] else { throw .unknownGroup(group: self.group) }
        guard let deletedAt = group.deletedAt else { throw .groupInUse(group: self.group) }
        guard facts.now < deletedAt + User.restorableFor else { throw .noLongerRestorable }
        try facts.requireFree(self.profile, for: self.group)
        try facts.checkOwners(self.profile.owners.subtracting(group.profile.owners))
        try facts.requireMayGiveRoles(of: group)
        let roles = facts.rolesThatCount(of: group)
        for member in facts.presentMembers { try facts.requireMayHold(roles, member) }
        return [.groupChanged(group: self.group, change: .restored(as: self.profile))]
    }
}
