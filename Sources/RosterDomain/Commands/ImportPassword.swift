/// Let the password that a user has elsewhere count here.
package struct ImportPassword: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// The credential that counts from then on.
    package let credential: CredentialID

    /// Names the user.
    package init(of user: UserID, to credential: CredentialID) {
        self.user = user
        self.credential = credential
    }

    /// What is wanted, in words.
    package var attempt: String { "import the password" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not reset the password of a user with these roles, and accounts that are in use already: an
    /// administrator could give them a password that the administrator knows and the user need not change.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.user)
        try facts.requireMay(.resetPassword, to: record)
        try record.require(.person)
        guard record.user.status == .mustChangePassword, !record.user.hasSignedIn else {
            throw .wrongStatus(status: record.user.status)
        }
        return [.passwordChanged(user: self.user, credential: self.credential)]
    }
}
