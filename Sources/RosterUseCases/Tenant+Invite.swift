public import RosterDomain
import RosterPorts

extension Tenant {
    /// Invites people from outside by email.
    ///
    /// They have no access until they accept.
    ///
    /// Each gets a message with a code. The code is made when the message leaves and kept only as a hash.
    ///
    /// - Parameters:
    ///   - emails: 1 to `InviteUsers.countLimit` addresses; all are invited, or none.
    ///   - roles: The roles to give to each; they must be open to guests.
    ///   - scope: Where to give them.
    ///   - actor: Who invites. Needs the permission to create users, and the right to give each role.
    /// - Returns: The invited accounts, in the order of the addresses.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func inviteUsers(
        _ emails: [EmailAddress], roles: [RoleID], at scope: Scope = .company, by actor: UserID
    ) async throws(TenantError) -> [UserRecord] {
        let invitees = emails.map { (id: self.newUserID(), email: $0) }
        let command = InviteUsers(invitees, roles: roles, at: scope, expiringAt: self.invitationExpiry())
        try await self.perform(command, by: .user(id: actor))
        var records: [UserRecord] = []
        for invitee in invitees {
            if let record = try await self.user(invitee.id) { records.append(record) }
        }
        return records
    }

    /// Sends a pending invitation again, with a new code and a new period; the former code stops working.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func resendInvitation(to user: UserID, by actor: UserID) async throws(TenantError) {
        let command = ResendInvitation(to: user, expiringAt: self.invitationExpiry())
        try await self.perform(command, by: .user(id: actor))
    }

    /// Takes a pending invitation back.
    ///
    /// The code stops working, and the address is free again.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``; ``TenantError/credentials(_:)`` when the
    ///   invitation is gone and only the useless code could not be removed.
    public func revokeInvitation(of user: UserID, by actor: UserID) async throws(TenantError) {
        try await self.perform(RevokeInvitation(of: user), by: .user(id: actor))
        try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.revoke(user)
        }
    }

    /// Accepts an invitation: the person shows the code, gives a name and chooses a password.
    ///
    /// - Parameters:
    ///   - email: The address that was invited.
    ///   - code: The code from the message.
    ///   - fullName: The person's name.
    ///   - password: The password to keep.
    /// - Returns: The user, who is active now.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` for a wrong code and for an address
    ///   that was not invited alike, `RefusalReason.credentialsExpired`, `RefusalReason.unacceptablePassword(problems:)`;
    ///   ``TenantError/directory(_:)`` when the code is used up: have the invitation sent again.
    public func acceptInvitation(
        email: EmailAddress, code: Password, fullName: FullName, password: Password
    ) async throws(TenantError) -> UserID {
        let attempt = "accept the invitation"
        let problems = self.policy.passwords.problems(with: password)
        guard problems.isEmpty else {
            throw .refused(Refusal(attempt, because: .unacceptablePassword(problems: problems)))
        }
        let record = try await self.user(withEmail: email)
        guard let record, record.user.status == .invited else {
            _ = try await self.match(code, for: nil)
            throw .refused(Refusal(attempt, because: .wrongCredentials))
        }
        let match = try await self.replace(code, with: password, for: record.id)
        guard match == .temporary else {
            throw try await self.refuse(
                attempt, because: match == .expired ? .credentialsExpired : .wrongCredentials, record.id)
        }
        try await self.perform(AcceptInvitation(user: record.id, fullName: fullName), by: .user(id: record.id))
        return record.id
    }

    private func invitationExpiry() -> Timestamp { self.clock.now + self.policy.invitationLifetime }
}
