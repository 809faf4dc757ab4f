/// Send a pending invitation again; the former code stops working.
package struct ResendInvitation: TenantCommand {
    /// Who was invited.
    package let user: UserID
    /// The credential of the new invitation; codes of the former one stop working.
    package let credential: CredentialID
    /// The first moment at which the new invitation can no longer be accepted.
    package let expiresAt: Timestamp

    /// Names the invitation.
    package init(to user: UserID, credential: CredentialID, expiringAt expiresAt: Timestamp) {
        self.user = user
        self.credential = credential
        self.expiresAt = expiresAt
    }

    /// What is wanted, in words.
    package var attempt: String { "send the invitation again" }
    /// The invited account.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses without the permission to create users, when no invitation is pending, and without an address.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        let pending = try facts.pendingInvitation(of: self.user)
        try facts.requireAddress(of: self.user)
        let invitation = Invitation(
            invitedBy: facts.principal, credential: self.credential, sentAt: facts.now, expiresAt: self.expiresAt,
            timesSent: pending.timesSent + 1)
        return [.invitationSent(user: self.user, invitation: invitation)]
    }
}

extension Facts {
    func pendingInvitation(of id: UserID) throws(RefusalReason) -> Invitation {
        let record = try self.user(id)
        guard record.user.status == .invited, let invitation = record.invitation else { throw .nothingPending }
        return invitation
    }
}
