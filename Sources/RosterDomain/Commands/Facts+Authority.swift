/// What the actor may do. Every refusal of a command that rests on authority is made here.
extension Facts {
    /// The user that a command names.
    func user(_ id: UserID) throws(RefusalReason) -> UserRecord {
        guard let record = self.users[id] else { throw .unknownUser(user: id) }
        return record
    }

    /// The actor, who must be a user of the tenant with an account in use.
    @discardableResult
    func activeActor() throws(RefusalReason) -> UserRecord {
        guard let actorRecord else {
            if case .user(let id) = self.actor { throw .unknownUser(user: id) }
            throw .actorNotActive(status: .invited)
        }
        guard actorRecord.user.status == .active else { throw .actorNotActive(status: actorRecord.user.status) }
        return actorRecord
    }

    /// Refuses unless the actor has a permission for the whole company.
    func require(_ permission: Permission) throws(RefusalReason) {
        let actor = try self.activeActor()
        let decision = ReferenceEvaluator(catalog: self.catalog).decide(actor.standing, permission, now: self.now)
        if case .denied(let reason, let remedy) = decision {
            let offered = remedy.offered(to: self.company?.programs ?? [], in: self.catalog)
            throw .notPermitted(permission: permission, why: reason, remedy: offered)
        }
    }

    /// Refuses unless the actor may assign and remove a role at a scope.
    func requireMayAssign(_ role: RoleID, at scope: Scope) throws(RefusalReason) {
        let actor = try self.activeActor()
        let held = self.rolesInForce(of: actor, at: scope)
        guard self.catalog.mayAssign(role, havingRoles: held) else {
            throw .mayNotAssign(role: role, scope: scope, whoMay: self.catalog.rolesThatMayAssign(role))
        }
    }

    /// Refuses unless the actor may do something to another person's account.
    ///
    /// Every role that the other person holds or will hold counts. The actor's authority must be company-wide: whoever
    /// administers a place could otherwise pull somebody within reach by giving them a role there.
    func requireMay(_ action: AccountAction, to target: UserRecord) throws(RefusalReason) {
        let actor = try self.activeActor()
        guard actor.id != target.id else { throw .ownAccount(action: action) }
        let targetRoles = Set(target.assignments.filter { !self.hasPassed($0.window) }.map(\.role))
        let held = self.rolesInForce(of: actor, at: .company)
        guard self.catalog.may(action, toHolderOf: targetRoles, havingRoles: held) else {
            let whoMay = self.catalog.rolesThatMay(action, toHolderOf: targetRoles)
            throw .mayNotActOn(action: action, holderOf: targetRoles.sorted(), whoMay: whoMay)
        }
    }

    /// The roles that a user holds here and now, included ones and those held by everybody among them.
    private func rolesInForce(of record: UserRecord, at scope: Scope) -> Set<RoleID> {
        let assigned = record.assignments.filter { $0.counts(at: scope, now: self.now) }.map(\.role)
        let implicit = self.catalog.rolesHeldImplicitly(by: record.user.affiliation)
        return Set((assigned + implicit).flatMap(self.catalog.rolesIncluded))
    }
}
