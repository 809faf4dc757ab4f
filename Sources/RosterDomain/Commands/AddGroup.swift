/// Add a group, without members and roles.
package struct AddGroup: TenantCommand {
    /// The identifier that the group gets.
    package let group: GroupID
    /// What people say of it.
    package let profile: GroupProfile

    /// Names the group.
    package init(_ group: GroupID, _ profile: GroupProfile) {
        self.group = group
        self.profile = profile
    }

    /// What is wanted, in words.
    package var attempt: String { "add a group" }
    /// The owners, and who has the names.
    package var needs: FactNeeds { FactNeeds(users: self.profile.owners, names: Set(self.profile.names)) }

    /// The owner who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        facts.ownerInTheWay(of: reason, among: self.profile.owners)
    }

    /// Refuses principals who do not administer groups, names that are taken, and owners whom the tenant does not list.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayManageGroups()
        try facts.requireFree(self.profile, for: self.group)
        try facts.checkOwners(self.profile.owners)
        return [.groupAdded(group: Group(id: self.group, profile: self.profile, addedAt: facts.now))]
    }
}

/// Change what people say of a group.
package struct ChangeGroup: TenantCommand {
    /// Which group.
    package let group: GroupID
    /// What it is expected to be; nil for whatever it is.
    package let expected: GroupProfile?
    /// What it becomes.
    package let profile: GroupProfile

    /// Names the group and what it becomes.
    package init(_ group: GroupID, from expected: GroupProfile? = nil, to profile: GroupProfile) {
        self.group = group
        self.expected = expected
        self.profile = profile
    }

    /// What is wanted, in words.
    package var attempt: String { "change a group" }
    /// The group, the owners, and who has the names.
    package var needs: FactNeeds {
        FactNeeds(users: self.profile.owners, names: Set(self.profile.names), groups: [self.group])
    }

    /// The new owner who stands in the way.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        let former = facts.groups[self.group]?.profile.owners ?? []
        return facts.ownerInTheWay(of: reason, among: self.profile.owners.subtracting(former))
    }

    /// Refuses principals who do not administer groups, or could not give the roles of this one, names that are taken, and new owners
    /// whom the tenant does not list.
    ///
    /// By name and external identifier other systems find the group to add members to: who could exchange them between two groups would
    /// decide who gets the roles of the stronger one.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.requireMayManageGroups()
        let group = try facts.group(self.group)
        try facts.requireMayGiveRoles(of: group)
        let former = group.profile
        if let expected, expected != former { throw .changedMeanwhile }
        var profile = self.profile
        profile.unknownFields = former.unknownFields
        guard profile != former else { throw .nothingToChange }
        try facts.requireFree(profile, for: self.group)
        try facts.checkOwners(profile.owners.subtracting(former.owners))
        return [.groupChanged(group: self.group, change: .changed(from: former, to: profile))]
    }
}
