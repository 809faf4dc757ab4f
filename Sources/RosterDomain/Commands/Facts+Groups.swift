/// Who may do what to a group. A group is as strong as the roles that it holds.
extension Facts {
    /// A group in use that a command names.
    func group(_ id: GroupID) throws(RefusalReason) -> Group {
        guard let group = self.groups[id], !group.isDeleted else { throw .unknownGroup(group: id) }
        return group
    }

    /// Refuses unless the principal administers groups.
    func requireMayManageGroups() throws(RefusalReason) {
        try self.require(self.catalog.companyPermissions.manageGroups)
    }

    /// Refuses unless the principal owns the group or administers groups.
    func requireMayChangeMembers(of group: Group) throws(RefusalReason) {
        let principal = try self.activePrincipal()
        if !group.profile.owners.contains(principal.id) { try self.requireMayManageGroups() }
    }

    /// Refuses unless the group's names are free.
    func requireFree(_ profile: GroupProfile, for group: GroupID) throws(RefusalReason) {
        for name in profile.names {
            guard let holder = self.groupHolders[name], holder.id != group else { continue }
            let isName = name.space == .group
            throw .groupNameTaken(name: isName ? profile.name.rawValue : profile.externalID ?? "")
        }
    }

    /// Refuses owners whom the tenant does not list, or whose accounts are gone.
    func checkOwners(_ owners: Set<UserID>) throws(RefusalReason) {
        for owner in owners.sorted() { try self.checkOwner(owner) }
    }

    private func checkOwner(_ owner: UserID) throws(RefusalReason) {
        let user = try self.user(owner).user
        guard !user.status.isGone else { throw .wrongStatus(status: user.status) }
    }

    /// The first of the owners who is refused for this reason.
    func ownerInTheWay(of reason: RefusalReason, among owners: Set<UserID>) -> UserName? {
        for owner in owners.sorted() {
            do throws(RefusalReason) {
                try self.checkOwner(owner)
            } catch {
                if error == reason { return self.nameShown(of: owner) }
            }
        }
        return nil
    }

    /// Refuses unless the principal may give each role of a group, where and for as long as the group holds it.
    ///
    /// A role that the catalog does not know stands in the way: it could come back.
    func requireMayGiveRoles(of group: Group) throws(RefusalReason) {
        for role in self.rolesThatCount(of: group) {
            guard self.catalog.role(role.role) != nil else { throw .unknownRole(role: role.role, nearest: nil) }
            try self.requireMayGive(role.role, at: role.scope, during: role.window)
        }
    }

    /// Refuses unless a user may hold each of the roles beside what they hold.
    func requireMayHold(_ roles: [GroupRole], _ record: UserRecord) throws(RefusalReason) {
        for role in roles { try self.requireMayHold(role.role, at: role.scope, record.user.affiliation) }
        try self.requireSeparation(giving: roles.map(\.role), who: record, affiliation: record.user.affiliation)
    }

    /// Refuses unless the principal may take what members hold through a group.
    ///
    /// A role that the catalog does not know grants nothing: taking it takes nothing.
    func requireMayTake(_ roles: [GroupRole], from members: [UserRecord]) throws(RefusalReason) {
        let known = roles.filter { self.catalog.role($0.role) != nil }
        for role in known { try self.requireMayAssign(role.role, at: role.scope) }
        guard !known.isEmpty else { return }
        for member in members { try self.requireReach(over: member) }
    }

    /// The roles of a group that count now or will.
    func rolesThatCount(of group: Group) -> [GroupRole] { group.roles.filter { !self.hasPassed($0.window) } }

    /// Whether a group can no longer be restored.
    func isGoneForGood(_ group: Group) -> Bool {
        group.deletedAt.map { $0 + User.restorableFor <= self.now } ?? false
    }

    /// The members of the group asked about whose accounts are not gone.
    var presentMembers: [UserRecord] { self.members.filter { !$0.user.status.isGone } }
}
