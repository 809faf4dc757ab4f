/// Take note that a user has replaced the password, having shown the former one.
package struct RecordPasswordChange: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// ``User/resetCount`` when the former password was shown.
    package let resetCount: Int

    /// Names the user.
    package init(of user: UserID, resetCount: Int) {
        self.user = user
        self.resetCount = resetCount
    }

    /// What is wanted, in words.
    package var attempt: String { "change the password" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses when somebody reset the password after the former one was shown, and accounts that are not in use.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard user.resetCount == self.resetCount else { throw .resetMeanwhile }
        guard user.status == .active || user.status == .mustChangePassword else {
            throw .wrongStatus(status: user.status)
        }
        return [.passwordChanged(user: self.user)]
    }
}
