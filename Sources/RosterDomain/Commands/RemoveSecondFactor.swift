/// Remove a second factor: one's own, having shown it, or that of a person who has lost it.
package struct RemoveSecondFactor: TenantCommand {
    /// Whose it is.
    package let user: UserID
    /// The factor that the person has shown; nil for an administrator, who has not.
    package let shown: SecondFactorID?

    /// Names the user and what was shown.
    package init(of user: UserID, showing shown: SecondFactorID?) {
        self.user = user
        self.shown = shown
    }

    /// What is wanted, in words.
    package var attempt: String { "remove the second factor" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not reset the password of a user with these roles, each user for their own unless they have shown it,
    /// and accounts without one.
    ///
    /// The system may: a person at the command line of the machine can do anything with its files. No other holder of the
    /// indispensable role is needed, since the person can sign in at least as well as before.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let record = try facts.user(self.user)
        if let shown {
            guard try facts.activePrincipal().id == self.user, record.user.secondFactor == shown else {
                throw .secondFactorDiffers
            }
        } else if facts.principal != .system {
            try facts.requireMay(.resetPassword, to: record)
        }
        guard record.user.status != .invited, record.user.status != .deleted else {
            throw .wrongStatus(status: record.user.status)
        }
        guard record.user.secondFactor != nil else { throw .secondFactorDiffers }
        return [.secondFactorRemoved(user: self.user)]
    }
}
