/// Purge a deleted account by hand, before its 30 days are over.
package struct PurgeUser: TenantCommand {
    /// Whose account.
    package let user: UserID

    /// Names the user.
    package init(_ user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { "purge the account" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not delete or restore the account of a user with these roles, and accounts that are not deleted.
    ///
    /// A deleted account is none that the tenant counts on: its last key was kept when the account was deleted.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.user)
        try facts.requireMay(.delete, to: record)
        guard record.user.status == .deleted else { throw .wrongStatus(status: record.user.status) }
        return [.userPurged(user: self.user)]
    }
}

/// Purge deleted accounts that can no longer be restored; done by the system.
package struct PurgeExpiredUsers: TenantCommand {
    /// Whose accounts may be due.
    package let users: Set<UserID>

    /// Names the users.
    package init(_ users: Set<UserID>) {
        self.users = users
    }

    /// What is wanted, in words.
    package var attempt: String { "purge deleted accounts" }
    /// The users.
    package var needs: FactNeeds { FactNeeds(users: self.users) }

    /// Purges those that are due, and leaves the others: one may have been restored, or purged by another host.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        facts.users.values.filter { $0.user.isPurgeable(at: facts.now) }.map(\.id).sorted()
            .map { .userPurged(user: $0) }
    }
}

/// Purge accounts once more that were purged before the company was restored from a copy; done by the system.
package struct PurgeListedUsers: TenantCommand {
    /// Whose accounts.
    package let users: Set<UserID>

    /// Names the users.
    package init(_ users: Set<UserID>) {
        self.users = users
    }

    /// What is wanted, in words.
    package var attempt: String { "purge accounts that were purged before" }
    /// The users, and whether another user could still run the tenant, where only one is named.
    package var needs: FactNeeds {
        FactNeeds(users: self.users, otherHolderThan: self.users.count == 1 ? self.users.first : nil)
    }

    /// Purges them in whatever status the copy has them.
    ///
    /// Refuses the tenant's last key; of several users, leaves each who may be it.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        var changes: [Change] = []
        for record in facts.users.values.sorted(by: { $0.id < $1.id }) where record.user.status != .purged {
            if self.users.count == 1 {
                try facts.requireOtherHolder(than: record)
            } else if facts.catalog.indispensableRole.map(record.canBeCountedOn) ?? false {
                continue
            }
            changes.append(.userPurged(user: record.id))
        }
        return changes
    }
}

extension User {
    /// The moment from which on the account can no longer be restored; nil unless it is deleted.
    package var restorableUntil: Timestamp? {
        self.status == .deleted ? self.deletedAt.map { $0 + Self.restorableFor } : nil
    }

    /// Whether the account is deleted and can no longer be restored.
    package func isPurgeable(at now: Timestamp) -> Bool { self.restorableUntil.map { $0 <= now } ?? false }
}
