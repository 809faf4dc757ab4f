/// Take a pending invitation back; the invited account is gone, and its address is free again.
package struct RevokeInvitation: TenantCommand {
    /// Who was invited.
    package let user: UserID

    /// Names the invitation.
    package init(of user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { "take the invitation back" }
    /// The invited account.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses without the permission to create users and the right to take each role, and when no invitation is pending.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        _ = try facts.pendingInvitation(of: self.user)
        for assignment in try facts.user(self.user).assignments {
            try facts.requireMayAssign(assignment.role, at: assignment.scope)
        }
        return [.invitationRevoked(user: self.user)]
    }
}
