/// Replace one's own password, having shown the present one.
package struct RecordPasswordChange: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// The credential that was shown.
    package let shown: CredentialID
    /// The credential that counts from then on.
    package let credential: CredentialID

    /// Names the user and the credentials.
    package init(of user: UserID, from shown: CredentialID, to credential: CredentialID) {
        self.user = user
        self.shown = shown
        self.credential = credential
    }

    /// What is wanted, in words.
    package var attempt: String { "change the password" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses when what was shown does not count any more, and accounts that are not in use.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard user.status == .active || user.status == .mustChangePassword else {
            throw .wrongStatus(status: user.status)
        }
        guard user.credential == self.shown else { throw .resetMeanwhile }
        // The first password of a new account is the first sign-in, and no alarm.
        let isFirst = user.status == .mustChangePassword && !user.hasSignedIn
        return [.passwordChanged(user: self.user, credential: self.credential)]
            + (isFirst ? [.firstSignIn(user: self.user)] : [])
    }
}
