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
    /// - Returns: The user, who is active now.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` for a wrong code and for an address
    ///   that was not invited alike, `RefusalReason.credentialsExpired`, `RefusalReason.unacceptablePassword(problems:)`,
    ///   `RefusalReason.inviterMayNoLongerInvite(role:)` when the inviter has lost the right to give what the invitation
    ///   brings: have it sent again by an administrator who has it;
    ///   ``TenantError/directory(_:)`` when the code is used up: have the invitation sent again.
    @discardableResult
    public func acceptInvitation(
        of name: String, code: InvitationCode, fullName: FullName, password: Password
    ) async throws(TenantError) -> UserID {
        let attempt = "accept the invitation"
        let code = code.withText { Password($0) }
        let problems = self.policy.passwords.problems(with: password)
        guard problems.isEmpty else {
            throw .refused(Refusal(attempt, because: .unacceptablePassword(problems: problems)))
        }
        let record = try await self.user(typed: name)
        guard let record, record.user.status == .invited else {
            _ = try await self.match(code, for: nil)
            throw .refused(Refusal(attempt, because: .wrongCredentials))
        }
        // Apart from deliveries, one of which might make a new code over the password that is being chosen.
        let match = try await self.deliveryQueue.run { () async throws(TenantError) in
            let match = try await self.replace(code, with: password, for: record.id)
            if match == .temporary {
                let command = AcceptInvitation(user: record.id, fullName: fullName)
                try await self.performQuietly(command, by: .user(id: record.id))
            }
            return match
        }
        guard match == .temporary else {
            let reason = match == .expired ? RefusalReason.credentialsExpired : .wrongCredentials
            throw await self.refuseSignIn(attempt, because: reason, record.id)
        }
        await self.deliverAfterCommit()
        return record.id
    }
}
