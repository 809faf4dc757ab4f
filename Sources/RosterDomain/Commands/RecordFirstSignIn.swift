/// Take note that somebody taken in with an account of their own has signed in for the first time.
package struct RecordFirstSignIn: TenantCommand {
    /// Who signed in.
    package let user: UserID

    /// Names the user.
    package init(of user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { "sign in" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses accounts that are not in use.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard user.status == .active else { throw .wrongStatus(status: user.status) }
        return [.firstSignIn(user: self.user)]
    }
}
