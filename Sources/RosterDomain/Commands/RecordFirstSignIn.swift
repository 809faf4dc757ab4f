/// Take note that the owner of an account that was taken in has signed in for the first time.
package struct RecordFirstSignIn: TenantCommand {
    /// Who signed in.
    package let user: UserID
    /// The credential that was shown; nil when passwords are managed elsewhere.
    package let shown: CredentialID?

    /// Names the user.
    package init(of user: UserID, showing shown: CredentialID?) {
        self.user = user
        self.shown = shown
    }

    /// What is wanted, in words.
    package var attempt: String { "sign in" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses accounts that are not in use, and what does not count any more.
    ///
    /// - Returns: One change, or none when another sign-in came first.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard user.status == .active else { throw .wrongStatus(status: user.status) }
        guard user.credential == self.shown else { throw .resetMeanwhile }
        return user.hasSignedIn ? [] : [.firstSignIn(user: self.user)]
    }
}
