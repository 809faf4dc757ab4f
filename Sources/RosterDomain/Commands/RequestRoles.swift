/// Ask for roles for oneself; those who may give them are told.
package struct RequestRoles: TenantCommand {
    /// The request.
    package let request: RoleRequest

    /// Names the request.
    package init(_ request: RoleRequest) {
        self.request = request
    }

    /// What is wanted, in words.
    package var attempt: String { "ask for \(self.request.roles.listed)" }
    /// The user who asks.
    package var needs: FactNeeds { FactNeeds(users: [self.request.user]) }

    /// Refuses roles that could not be given, alone or with what is held, are held already, or were asked for already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let principal = try facts.activePrincipal()
        guard !self.request.roles.isEmpty else { throw .noRole }
        try self.checkReason()
        let wanted = try facts.assignable(self.request.roles, at: self.request.scope, to: principal.user.affiliation)
        let scope = self.request.scope
        for role in self.request.roles {
            let held = principal.assignment(of: role, at: scope)
            guard held?.window != .always else { throw .roleAlreadyHeld(role: role, scope: scope) }
            let isPending = principal.roleRequests.contains { $0.scope == scope && $0.roles.contains(role) }
            guard !isPending else { throw .roleAlreadyRequested(role: role, scope: scope) }
        }
        try facts.requireSeparation(giving: wanted.map(\.role), who: principal, affiliation: principal.user.affiliation)
        return [.rolesRequested(request: self.request)]
    }

    private func checkReason() throws(RefusalReason) {
        let count = self.request.reason.unicodeScalars.count
        guard count <= RoleRequest.reasonCharacterLimit else {
            throw .reasonTooLong(characterCount: count, limit: RoleRequest.reasonCharacterLimit)
        }
        guard !self.request.reason.unicodeScalars.contains(where: { $0 != "\n" && $0.isUnsafeInText }) else {
            throw .reasonUnsafe
        }
    }
}
