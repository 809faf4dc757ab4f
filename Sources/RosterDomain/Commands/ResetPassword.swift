/// Replace another user's password by a temporary one, which they must change.
package struct ResetPassword: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// The credential that counts from then on.
    package let credential: CredentialID
    /// The first moment at which the temporary password no longer works.
    package let expiresAt: Timestamp

    /// Names the user.
    package init(of user: UserID, to credential: CredentialID, expiringAt expiresAt: Timestamp) {
        self.user = user
        self.credential = credential
        self.expiresAt = expiresAt
    }

    /// What is wanted, in words.
    package var attempt: String { "reset the password" }
    /// The user, and whether another user could still run the tenant.
    package var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses principals who may not reset the password of a user with these roles, each user for their own, and the tenant's
    /// last key: it could not be counted on until a new password is chosen.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        // Who can run a command on the machine has every right, and the last administrator needs it most.
        let isSystem = facts.principal == .system
        if !isSystem { try facts.activePrincipal() }
        let record = try facts.user(self.user)
        if !isSystem { try facts.requireMay(.resetPassword, to: record) }
        try record.require(.person)
        if !isSystem { try facts.requireOtherHolder(than: record) }
        switch record.user.status {
        case .invited, .deleted, .purged: throw .wrongStatus(status: record.user.status)
        case .mustChangePassword, .active, .blocked: break
        }
        return [.passwordReset(user: self.user, credential: self.credential, expiresAt: self.expiresAt)]
    }
}
