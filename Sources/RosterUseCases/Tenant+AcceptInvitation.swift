public import RosterDomain
import RosterPorts

extension Tenant {
    /// Accepts an invitation: the person shows the code, gives a name and chooses a password.
    ///
    /// - Parameters:
    ///   - name: What was typed: the address that was invited, or the user name of the invited account.
    ///   - code: The code from the message.
    ///   - fullName: The person's name.
    ///   - password: The password to keep.
    ///   - source: Where the attempt comes from; see ``signIn(_:password:from:)``.
    /// - Returns: The user, who is active now.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` for a wrong code and for an address
    ///   that was not invited alike, `RefusalReason.credentialsExpired`, `RefusalReason.unacceptablePassword(problems:)`;
    ///   `RefusalReason.inviterMayNoLongerInvite(role:)` when the inviter has lost the right to give what the invitation
    ///   brings: have it sent again by an administrator who has it; ``TenantError/breachedPasswords(_:)``. After ``TenantError/directory(_:)`` the code works as
    ///   before, unless the error says that the outcome is unknown.
    @discardableResult
    public func acceptInvitation(
        of name: String, code: InvitationCode, fullName: FullName, password: Password, from source: String? = nil
    ) async throws(TenantError) -> UserID {
        let attempt = "accept the invitation"
        let code = code.withText { text in InvitationCode(typed: text).withText { Password($0) } }
        try self.checkRules(for: password, attempt: attempt)
        let record = try await self.user(typed: name)
        let invitation = record?.user.status == .invited ? record?.invitation : nil
        let match = try await self.match(
            code, of: invitation == nil ? nil : record?.user, credential: invitation?.credential, typed: name,
            from: source)
        guard let record, let invitation, match == .temporary else {
            let reason = match == .expired ? RefusalReason.credentialsExpired : .wrongCredentials
            throw self.refuseSignIn(attempt, because: reason, invitation == nil ? nil : record?.id)
        }
        try await self.checkPersonalRules(
            for: password, of: fullName, record.user.userName, record.user.email, attempt: attempt)
        try await self.establish(password, for: record.id) { credential in
            AcceptInvitation(
                user: record.id, showing: invitation.credential, choosing: credential, fullName: fullName)
        }
        return record.id
    }
}
