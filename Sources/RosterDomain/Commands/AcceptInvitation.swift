/// Accept an invitation; the invited person does it, having shown the code.
package struct AcceptInvitation: TenantCommand {
    /// Who was invited.
    package let user: UserID
    /// The credential of the invitation whose code was shown.
    package let shown: CredentialID
    /// The credential that counts from then on.
    package let credential: CredentialID
    /// The name that the person gives.
    package let fullName: FullName

    /// Names the invitation and the person.
    package init(user: UserID, showing shown: CredentialID, choosing credential: CredentialID, fullName: FullName) {
        self.user = user
        self.shown = shown
        self.credential = credential
        self.fullName = fullName
    }

    /// What is wanted, in words.
    package var attempt: String { "accept the invitation" }
    /// The invited account.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses when no invitation is pending, or it has expired or was sent again since the code was shown.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let pending = try facts.pendingInvitation(of: self.user)
        guard pending.credential == self.shown else { throw .wrongCredentials }
        guard facts.now < pending.expiresAt else { throw .credentialsExpired }
        let name = try facts.user(self.user).user.fullName
        return [
            .userRenamed(user: self.user, from: name, to: self.fullName),
            .statusChanged(user: self.user, from: .invited, to: .active),
            .passwordChanged(user: self.user, credential: self.credential),
        ]
    }
}
