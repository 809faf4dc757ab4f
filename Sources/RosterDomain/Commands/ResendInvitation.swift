/// Send a pending invitation again; the former code stops working.
///
/// The user who sends it again becomes the inviter.
package struct ResendInvitation: TenantCommand {
    /// Who was invited.
    package let user: UserID
    /// The credential of the new invitation; codes of the former one stop working.
    package let credential: CredentialID
    /// The first moment at which the new invitation can no longer be accepted.
    package let expiresAt: Timestamp
    /// How long after an invitation was sent it can be sent again.
    package let pause: Duration
    /// The most times that an invitation is sent.
    package let sendLimit: Int
    /// The most invitations of one person that may be pending.
    package let pendingLimit: Int

    /// Names the invitation.
    package init(
        to user: UserID, credential: CredentialID, expiringAt expiresAt: Timestamp, pause: Duration = .zero,
        sendLimit: Int = .max, pendingLimit: Int = .max
    ) {
        self.pendingLimit = pendingLimit
        self.user = user
        self.credential = credential
        self.expiresAt = expiresAt
        self.pause = pause
        self.sendLimit = sendLimit
    }

    /// What is wanted, in words.
    package var attempt: String { "send the invitation again" }
    /// The invited account, and how many invitations of the principal are pending.
    package var needs: FactNeeds { FactNeeds(users: [self.user], countsInvitations: true) }

    /// Refuses what inviting with the same roles would be refused for, when no invitation is pending, without an address, and
    /// when it was sent a moment ago or too often.
    ///
    /// An invitation that another user sent, or that has expired, is one more of the principal's pending ones from then on.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let principal = try facts.activePrincipal()
        try facts.require(facts.catalog.companyPermissions.createUsers)
        let pending = try facts.pendingInvitation(of: self.user)
        try facts.requireAddress(of: self.user)
        try facts.requireMayHold(try facts.user(self.user), anew: true) { _ in [.user(principal)] }
        try self.checkPace(of: pending, at: facts.now)
        let isCounted = pending.invitedBy == facts.principal && facts.now < pending.expiresAt
        guard isCounted || facts.pendingInvitations < self.pendingLimit else {
            throw .invitationLimit(limit: self.pendingLimit)
        }
        let invitation = Invitation(
            invitedBy: facts.principal, credential: self.credential, sentAt: facts.now, expiresAt: self.expiresAt,
            timesSent: pending.timesSent.countedUp)
        return [.invitationSent(user: self.user, invitation: invitation)]
    }

    private func checkPace(of pending: Invitation, at now: Timestamp) throws(RefusalReason) {
        guard pending.timesSent < self.sendLimit else { throw .sentTooOften(limit: self.sendLimit) }
        let next = pending.sentAt + self.pause
        // A clock that was set back must not extend the pause.
        if pending.sentAt <= now, now < next { throw .tooSoon(until: next) }
    }
}

extension Facts {
    func pendingInvitation(of id: UserID) throws(RefusalReason) -> Invitation {
        let record = try self.user(id)
        guard record.user.status == .invited, let invitation = record.invitation else { throw .nothingPending }
        return invitation
    }
}
