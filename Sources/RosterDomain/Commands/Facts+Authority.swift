/// What the principal may do. Every refusal of a command that rests on authority is made here.
extension Facts {
    /// The user that a command names.
    ///
    /// Principals who do not see that there is such an account hear what they would hear if there were none.
    func user(_ id: UserID) throws(RefusalReason) -> UserRecord {
        guard let record = self.users[id], self.isSeen(record) else { throw .unknownUser(user: id) }
        return record
    }

    private func isSeen(_ record: UserRecord) -> Bool {
        guard !record.user.isInUse, self.principal != .user(id: record.id) else { return true }
        guard let principalRecord, principalRecord.user.status == .active else { return true }
        return RecordReader(self.authority(of: principalRecord), catalog: self.catalog, now: self.now).administers
    }

    /// The principal, who must be a user of the tenant with an account in use.
    @discardableResult
    func activePrincipal() throws(RefusalReason) -> UserRecord {
        guard let principalRecord else {
            if case .user(let id) = self.principal { throw .unknownUser(user: id) }
            throw .principalNotActive(status: .invited)
        }
        guard principalRecord.user.status == .active else {
            throw .principalNotActive(status: principalRecord.user.status)
        }
        return principalRecord
    }

    /// Refuses unless the principal has a permission for the whole company.
    func require(_ permission: Permission) throws(RefusalReason) {
        let principal = try self.activePrincipal()
        let (evaluator, authority) = (ReferenceEvaluator(catalog: self.catalog), self.authority(of: principal))
        if evaluator.permits(authority, permission, now: self.now) { return }
        if case .denied(let reason, let remedy) = evaluator.decide(authority, permission, now: self.now) {
            let offered = remedy.offered(to: self.company?.programs ?? [], in: self.catalog)
            throw .notPermitted(permission: permission, why: reason, remedy: offered)
        }
    }

    /// Whether the principal may assign and remove a role at a scope, no matter who gets it.
    package func mayAssign(_ role: RoleID, at scope: Scope) -> Bool {
        (try? self.requireMayAssign(role, at: scope)) != nil
    }

    /// Refuses unless the principal may assign and remove a role at a scope.
    func requireMayAssign(_ role: RoleID, at scope: Scope) throws(RefusalReason) {
        let principal = try self.activePrincipal()
        let held = self.rolesInForce(of: principal, at: scope)
        guard self.catalog.mayAssign(role, havingRoles: held) else {
            throw .mayNotAssign(role: role, scope: scope, whoMay: self.catalog.rolesThatMayAssign(role))
        }
    }

    /// Refuses unless the principal may do something to another person's account.
    ///
    /// Every role that the other person holds or will hold counts. The principal's authority must be company-wide: a user who
    /// administers a place could otherwise pull a user within reach by giving them a role there.
    func requireMay(_ action: AccountAction, to target: UserRecord) throws(RefusalReason) {
        let principal = try self.activePrincipal()
        guard principal.id != target.id else { throw .ownAccount(action: action) }
        let targetRoles = Set(target.heldAssignments.filter { !self.hasPassed($0.window) }.map(\.role))
        let held = self.rolesInForce(of: principal, at: .company)
        guard self.catalog.may(action, toHolderOf: targetRoles, havingRoles: held) else {
            let whoMay = self.catalog.rolesThatMay(action, toHolderOf: targetRoles)
            throw .mayNotActOn(action: action, holderOf: targetRoles.sorted(), whoMay: whoMay)
        }
    }

    /// Refuses unless the principal may take a role from a user, or let it end sooner.
    ///
    /// It takes the right to give the role, and authority over the account: a lesser administrator takes nothing from a stronger
    /// one. Users may take from themselves what they may give, but for the role that the tenant must not be without.
    func requireMayTake(_ assignment: RoleAssignment, from target: UserRecord) throws(RefusalReason) {
        let principal = try self.activePrincipal()
        try self.requireMayAssign(assignment.role, at: assignment.scope)
        try self.requireReach(over: target)
        guard assignment.role == self.catalog.indispensableRole, assignment.scope == .company else { return }
        guard principal.id != target.id else { throw .ownIndispensableRole(role: assignment.role) }
        try self.requireOtherHolder(than: target)
    }

    /// Refuses unless the principal has authority over an account whose roles are taken: all of them lesser, or such as the principal
    /// could give.
    func requireReach(over target: UserRecord) throws(RefusalReason) {
        let principal = try self.activePrincipal()
        guard principal.id != target.id, !self.mayGiveEverything(of: target, as: principal) else { return }
        try self.requireMay(.removeRoles, to: target)
    }

    /// Whether a user could give every role that another one holds or will hold, where it is held.
    private func mayGiveEverything(of target: UserRecord, as giver: UserRecord) -> Bool {
        target.heldAssignments.filter { !self.hasPassed($0.window) }.allSatisfy { assignment in
            let held = self.rolesInForce(of: giver, at: assignment.scope)
            return self.catalog.mayAssign(assignment.role, havingRoles: held)
        }
    }

    /// What a user may act with: in a session that does not have all roles active, what the principal has active in it.
    func authority(of record: UserRecord) -> UserStanding {
        let standing = record.joinedStanding
        guard let activation = self.activation, self.principal == .user(id: record.id) else { return standing }
        return UserStanding(
            id: standing.id, affiliation: standing.affiliation, status: standing.status,
            holdings: activation.holdings(of: standing.holdings))
    }

    /// The roles that a user can act with here and now, included ones and those held by every user among them.
    func rolesInForce(of record: UserRecord, at scope: Scope) -> Set<RoleID> {
        let assigned = self.authority(of: record).holdings.filter { $0.counts(at: scope, now: self.now) }.map(\.role)
        let implicit = self.catalog.rolesHeldImplicitly(by: record.user.affiliation)
        return Set((assigned + implicit).flatMap(self.catalog.rolesIncluded))
    }
}
