import RosterDomain
import RosterPartnerCenter
import Testing

/// Law 3 for groups: a principal who changes what the members hold could have done it to each of them.
extension AuthorityCheck {
    func check(_ change: GroupChange, of id: GroupID) {
        let company = self.held(at: .company)
        guard let group = self.before.groups[id] else {
            Issue.record("there was no such group: \(self.place)")
            return
        }
        switch change {
        case .changed: #expect(PageRules.mayCreateUsers(company) && !group.isDeleted, self.place)
        case .deleted:
            #expect(PageRules.mayCreateUsers(company), self.place)
            for role in self.current(group) { self.checkTaking(role, of: group) }
        case .restored:
            #expect(PageRules.mayCreateUsers(company), self.place)
            for role in self.current(group) { self.checkGiving(role, of: group) }
        case .roleAssigned(let role):
            self.checkMayAssign(role.role, at: role.scope)
            #expect(role.grantedBy == self.commit.principal && role.grantedAt == self.commit.at, self.place)
            self.checkGiving(role, of: group)
        case .roleRemoved(let role):
            self.checkMayAssign(role.role, at: role.scope)
            if !self.isKept(role, of: id), self.counts(role) { self.checkTaking(role, of: group) }
        }
    }

    func checkJoining(_ user: UserID, _ id: GroupID) {
        guard let group = self.checkedGroup(id), let record = self.before.user(user) else { return }
        #expect(!group.isDeleted && ![.deleted, .purged].contains(record.user.status), self.place)
        for role in self.current(group) { self.checkGiving(role, to: [record]) }
    }

    func checkLeaving(_ user: UserID, _ id: GroupID) {
        guard let group = self.checkedGroup(id), let record = self.before.user(user), !group.isDeleted else { return }
        for role in self.current(group) { self.checkReach(taking: self.assignment(of: role, to: record)) }
    }

    /// Members are changed by owners and by those who manage groups.
    private func checkedGroup(_ id: GroupID) -> Group? {
        let group = self.before.groups[id]
        let isOwner = group?.profile.owners.contains(self.principal) ?? false
        #expect(isOwner || PageRules.mayCreateUsers(self.held(at: .company)), self.place)
        return group
    }

    private func checkGiving(_ role: GroupRole, of group: Group) {
        self.checkGiving(role, to: self.members(of: group.id))
    }

    private func checkGiving(_ role: GroupRole, to members: [UserRecord]) {
        self.checkMayGive(self.assignment(of: role, to: nil), as: self.principal)
        for member in members {
            #expect(
                PageRules.mayHold(role.role, at: role.scope, member.user.affiliation), "\(role): \(self.place)")
        }
    }

    private func checkTaking(_ role: GroupRole, of group: Group) {
        for member in self.members(of: group.id) {
            self.checkReach(taking: self.assignment(of: role, to: member))
        }
    }

    private func members(of group: GroupID) -> [UserRecord] {
        self.before.everybody.filter {
            $0.groups.contains(group) && ![.deleted, .purged].contains($0.user.status)
        }
    }

    /// Whether a role that is taken is given again for at least as long.
    private func isKept(_ role: GroupRole, of group: GroupID) -> Bool {
        self.commit.changes.contains { change in
            guard case .groupChanged(group, .roleAssigned(let new)) = change, new.role == role.role,
                new.scope == role.scope
            else { return false }
            return new.window.until.map { end in role.window.until.map { $0 <= end } ?? false } ?? true
        }
    }

    private func current(_ group: Group) -> [GroupRole] {
        group.roles.filter { self.counts($0) && $0.role != PageRules.retired }
    }

    private func counts(_ role: GroupRole) -> Bool { role.window.until.map { $0 > self.commit.at } ?? true }

    private func assignment(of role: GroupRole, to user: UserRecord?) -> RoleAssignment {
        RoleAssignment(
            of: role.role, to: user?.id ?? self.principal, at: role.scope, during: role.window,
            grantedBy: role.grantedBy, grantedAt: role.grantedAt)
    }
}
