// Groups: their members hold what they hold.

extension AccessTable {
    /// Sets the roles that the members of a group hold through it, in place of those that they held before.
    ///
    /// A member holds them beside roles of their own; if both are the same role, taking one leaves the other. A group needs
    /// no announcement: one that has no roles gives nothing.
    ///
    /// The table refuses what no member of the group could hold, as a tenant does.
    ///
    /// - Parameters:
    ///   - roles: The roles, where and when they hold; of those of the same role and scope, the last counts. Empty to take
    ///     all roles from the group, for example because it was deleted.
    ///   - group: The group.
    /// - Throws: ``RoleAssignmentError``; the table stays as it was.
    /// - Complexity: O(users + combinations of roles and groups that members have × permissions of their roles); O(roles)
    ///   for a group without members. Checks continue meanwhile, and no later one on any thread says yes because of a role
    ///   that was taken.
    public func setRoles(_ roles: [RoleHolding], ofGroup group: GroupID) throws(RoleAssignmentError) {
        try self.withState { state throws(RoleAssignmentError) in
            let affiliation: Affiliation = state.profiles.hasGuests(in: group) ? .guest : .member
            for role in roles {
                try state.catalog.whole.checkHolding(of: role.role, at: role.scope, by: affiliation)
            }
            state.store([GroupStanding(id: group, holdings: roles)], self)
        }
    }

    /// The roles that the members of a group hold through it, by role and scope.
    public func roles(ofGroup group: GroupID) -> [RoleHolding] {
        self.withState { $0.groupStanding(group).holdings }
    }

    /// Makes a user a member of a group; a user who is not known yet becomes known as an active member of the company.
    ///
    /// - Throws: ``RoleAssignmentError/roleNotForGuests(role:)`` when the user is a guest and a role of the group is not for
    ///   guests; the table stays as it was.
    /// - Complexity: that of ``assign(_:to:as:at:during:)``, whatever the size of the group.
    public func add(_ user: UserID, toGroup group: GroupID) throws(RoleAssignmentError) {
        try self.withState { state throws(RoleAssignmentError) in
            let (profile, status) = state.present(user)
            if profile.affiliation == .guest, let known = state.profiles.groups[group] {
                try state.checkHoldings(known.holdings, by: .guest)
            }
            state.store(state.profiles.profile(profile, joining: group), status, of: user, self)
        }
    }

    /// Makes a user a member of a group no more; the user keeps roles of their own and those of other groups.
    ///
    /// - Returns: Whether the user was a member.
    /// - Complexity: that of ``add(_:toGroup:)``.
    @discardableResult
    public func remove(_ user: UserID, fromGroup group: GroupID) -> Bool {
        self.withState { state in
            let (profile, status) = state.present(user)
            guard let poorer = state.profiles.profile(profile, leaving: group) else { return false }
            state.store(poorer, status, of: user, self)
            return true
        }
    }

    /// Replaces what the table knows of a group.
    ///
    /// - Complexity: that of ``setRoles(_:ofGroup:)``.
    public func load(_ standing: GroupStanding) {
        self.withState { $0.store([standing], self) }
    }
}

extension ProfileStore {
    /// Whether a guest is a member of a group.
    ///
    /// - Complexity: O(profiles).
    fileprivate func hasGuests(in group: GroupID) -> Bool {
        self.inUse.contains { _, profile in
            profile.affiliation == .guest && profile.groups.contains { self.groups[$0].id == group }
        }
    }
}
