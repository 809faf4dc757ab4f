/// Take back one's own request for roles.
package struct WithdrawRoleRequest: TenantCommand {
    /// The request.
    package let request: RoleRequestID
    /// Who asked, and withdraws it.
    package let user: UserID

    /// Names the request.
    package init(_ request: RoleRequestID, of user: UserID) {
        self.request = request
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { "withdraw a request for roles" }
    /// The user who asked.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses when the request waits for no answer.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let principal = try facts.activePrincipal()
        let pending = principal.id == self.user ? principal.roleRequests.first { $0.id == self.request } : nil
        guard let pending else { throw .nothingPending }
        return [.roleRequestAnswered(request: pending, answer: .withdrawn)]
    }
}
