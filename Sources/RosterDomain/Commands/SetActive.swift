/// Keep an account from being used, or let it be used again, as far as it is not so already.
package struct SetActive: TenantCommand {
    /// Whose account.
    package let user: UserID
    /// Whether it is to be used.
    package let isActive: Bool

    /// Names the user.
    package init(_ user: UserID, to isActive: Bool) {
        self.user = user
        self.isActive = isActive
    }

    private var step: SuspendUser { SuspendUser(self.isActive ? .unblock : .block, self.user) }

    /// What is wanted, in words.
    package var attempt: String { self.step.attempt }
    /// What blocking and unblocking need to know.
    package var needs: FactNeeds { self.step.needs }

    /// Refuses what blocking and unblocking refuse.
    ///
    /// - Returns: None when it is so already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let status = try facts.user(self.user).user.status
        return self.isActive == status.isUsable ? [] : try self.step.changes(given: facts)
    }
}

extension AccountStatus {
    /// Whether the account can be used, if need be after choosing a password.
    package var isUsable: Bool { self == .active || self == .mustChangePassword }
}
