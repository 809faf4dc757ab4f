public import RosterDomain
import RosterPorts

extension Tenant {
    /// The most addresses that can be invited at once, as on the product's page on managing users.
    public static let invitationLimit = InviteUsers.countLimit

    /// Invites people from outside by email.
    ///
    /// They have no access until they accept.
    ///
    /// Each gets a message with a code. The code is made when the message leaves and kept only as a hash.
    ///
    /// - Parameters:
    ///   - emails: 1 to ``invitationLimit`` addresses; all are invited, or none.
    ///   - roles: The roles to give to each; they must be open to guests.
    ///   - scope: Where to give them.
    ///   - window: When they hold; no longer than the principal may give them.
    ///   - principal: Who invites. Needs the permission to create users, and the right to give each role, now and when the
    ///     invitation is accepted. At most ``TenantPolicy/pendingInvitationLimit`` of one person's invitations are pending.
    /// - Returns: The invited accounts, in the order of the addresses.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func inviteUsers(
        _ emails: [EmailAddress], roles: [RoleID], at scope: Scope = .company, during window: ValidityWindow = .always,
        by principal: UserID
    ) async throws(TenantError) -> [UserRecord] {
        let invitees = emails.map { (id: self.newUserID(), credential: self.newCredentialID(), email: $0) }
        let command = InviteUsers(
            invitees, roles: roles, at: scope, during: window, expiringAt: self.invitationExpiry(),
            pendingLimit: self.policy.pendingInvitationLimit)
        let performed = try await self.perform(command, by: .user(id: principal))
        await self.dropCodes(replacedBy: performed)
        return invitees.compactMap { performed.record(of: $0.id) }
    }

    /// Sends a pending invitation again, with a new code and a new period; the former code stops working.
    ///
    /// The principal becomes the inviter, so it takes the same rights as inviting with these roles. It is refused within
    /// ``TenantPolicy/resendPause`` of the last time, and after ``TenantPolicy/invitationSendLimit`` times. The invitation of another
    /// user, or one that has expired, counts as one more of the principal's, for ``TenantPolicy/pendingInvitationLimit``.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func resendInvitation(to user: UserID, by principal: UserID) async throws(TenantError) {
        let command = ResendInvitation(
            to: user, credential: self.newCredentialID(), expiringAt: self.invitationExpiry(),
            pause: self.policy.resendPause, sendLimit: self.policy.invitationSendLimit,
            pendingLimit: self.policy.pendingInvitationLimit)
        try await self.perform(command, by: .user(id: principal))
    }

    /// Takes a pending invitation back.
    ///
    /// The code stops working, and the address is free again.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func revokeInvitation(of user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.perform(RevokeInvitation(of: user), by: .user(id: principal))
        // An identifier is never used again, so nothing of the account can ever be named.
        try? await self.credentials.settle(user, naming: [], at: .max)
    }

    /// Removes the codes of expired invitations that made room for others.
    ///
    /// They are useless already, so a failure is harmless.
    func dropCodes(replacedBy performed: Performed) async {
        for case .invitationRevoked(let user) in performed.changes {
            try? await self.credentials.settle(user, naming: [], at: .max)
        }
    }

    func invitationExpiry() -> Timestamp { self.clock.now + self.policy.invitationLifetime }
}
