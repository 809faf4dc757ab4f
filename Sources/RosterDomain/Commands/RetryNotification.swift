/// Have a notification delivered again that was given up.
package struct RetryNotification: TenantCommand {
    /// Whom it is for.
    package let user: UserID
    /// Which one, as it stands in the user's record.
    package let notification: UndeliveredNotification

    /// Names the notification.
    package init(_ notification: UndeliveredNotification, to user: UserID) {
        self.user = user
        self.notification = notification
    }

    /// What is wanted, in words.
    package var attempt: String { "have a notification delivered again" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not create users, and what was not given up.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.companyPermissions.createUsers)
        let listed = try facts.user(self.user).undelivered.first { $0.isSame(as: self.notification) }
        guard let listed else { throw .nothingPending }
        return [.notificationRetried(user: self.user, notification: listed)]
    }
}
