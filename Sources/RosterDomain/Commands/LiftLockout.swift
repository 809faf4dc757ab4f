/// End the pause that wrong passwords began at an account.
package struct LiftLockout: TenantCommand {
    /// Whose account.
    package let user: UserID

    /// Names the user.
    package init(of user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { "lift the lockout" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not reset the password of a user with these roles, and each user for their own account.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        if facts.principal != .system { try facts.activePrincipal() }
        let record = try facts.user(self.user)
        if facts.principal != .system { try facts.requireMay(.resetPassword, to: record) }
        return [.lockoutLifted(user: self.user)]
    }
}
