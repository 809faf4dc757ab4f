/// Let a password count that the system which provisions the account sends.
///
/// A person who administers users never sets a password that the user need not change: they would know it. The system that provisions
/// the account is where the person's password is; it sets it for its own accounts, and for no others.
package struct SetProvisionedPassword: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// The credential that counts from then on.
    package let credential: CredentialID
    /// Whether the account is added in the same step: the caller who adds an account can sign in to it first in any case.
    package let isNew: Bool

    /// Names the user.
    package init(of user: UserID, to credential: CredentialID, isNew: Bool = false) {
        self.isNew = isNew
        self.user = user
        self.credential = credential
    }

    /// What is wanted, in words.
    package var attempt: String { "set the password" }
    /// The user, and whether another user could still run the tenant.
    package var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses principals who do not provision the account, or may not reset the password of a user with these roles.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.user)
        if !self.isNew { try facts.requireMay(.resetPassword, to: record) }
        guard record.user.provisionedBy == facts.principal else { throw .notProvisionedBy(user: self.user) }
        try record.require(.person)
        try facts.requireOtherHolder(than: record)
        switch record.user.status {
        case .active, .mustChangePassword, .blocked: break
        case .invited, .deleted, .purged: throw .wrongStatus(status: record.user.status)
        }
        return [.passwordChanged(user: self.user, credential: self.credential)]
    }
}
