/// Send a pending invitation again; the former code stops working.
public struct ResendInvitation: TenantCommand {
    /// Who was invited.
    public let user: UserID
    /// The first moment at which the new invitation can no longer be accepted.
    public let expiresAt: Timestamp

    /// Names the invitation.
    public init(to user: UserID, expiringAt expiresAt: Timestamp) {
        self.user = user
        self.expiresAt = expiresAt
    }

    /// What is wanted, in words.
    public var attempt: String { "send the invitation again" }
    /// The invited account.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses without the permission to create users, and when no invitation is pending.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        let pending = try facts.pendingInvitation(of: self.user)
        let invitation = Invitation(
            invitedBy: facts.actor, sentAt: facts.now, expiresAt: self.expiresAt, timesSent: pending.timesSent + 1)
        return [.invitationSent(user: self.user, invitation: invitation)]
    }
}

/// Take a pending invitation back; the invited account is gone, and its address is free again.
public struct RevokeInvitation: TenantCommand {
    /// Who was invited.
    public let user: UserID

    /// Names the invitation.
    public init(of user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    public var attempt: String { "take the invitation back" }
    /// The invited account.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses without the permission to create users, and when no invitation is pending.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        _ = try facts.pendingInvitation(of: self.user)
        return [.invitationRevoked(user: self.user)]
    }
}

/// Accept an invitation; the invited person does it, having shown the code.
public struct AcceptInvitation: TenantCommand {
    /// Who was invited.
    public let user: UserID
    /// The name that the person gives.
    public let fullName: FullName

    /// Names the invitation and the person.
    public init(user: UserID, fullName: FullName) {
        self.user = user
        self.fullName = fullName
    }

    /// What is wanted, in words.
    public var attempt: String { "accept the invitation" }
    /// The invited account.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses when no invitation is pending, or it has expired.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let pending = try facts.pendingInvitation(of: self.user)
        guard facts.now < pending.expiresAt else { throw .credentialsExpired }
        let name = try facts.user(self.user).user.fullName
        return [
            .userRenamed(user: self.user, from: name, to: self.fullName),
            .statusChanged(user: self.user, from: .invited, to: .active),
            .passwordChanged(user: self.user),
        ]
    }
}

extension Facts {
    fileprivate func pendingInvitation(of id: UserID) throws(RefusalReason) -> Invitation {
        let record = try self.user(id)
        guard record.user.status == .invited, let invitation = record.invitation else { throw .nothingPending }
        return invitation
    }
}
