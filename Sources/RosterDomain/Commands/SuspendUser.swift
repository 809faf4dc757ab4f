/// Block, unblock, delete or restore another user's account.
package struct SuspendUser: TenantCommand {
    /// What to do.
    package enum Step: String, Sendable, Hashable {
        /// Keep the person from signing in; roles are kept.
        case block
        /// Allow it again, with the status from before.
        case unblock
        /// Delete the account; it can be restored for ``User/restorableFor``.
        case delete
        /// Restore a deleted account, with its roles and the status from before.
        case restore
    }

    /// Whose account.
    package let user: UserID
    /// What to do.
    package let step: Step
    /// Whether an account that is deleted gives up its names.
    package let releasesNames: Bool

    /// Names the user and the step.
    package init(_ step: Step, _ user: UserID, releasingNames releasesNames: Bool = false) {
        self.step = step
        self.user = user
        self.releasesNames = releasesNames
    }

    /// What is wanted, in words.
    package var attempt: String { "\(self.step.rawValue) the account" }
    /// The user, whether released names are still free, and whether another user could still run the tenant.
    package var needs: FactNeeds {
        FactNeeds(
            users: [self.user], restoring: self.step == .restore ? self.user : nil, otherHolderThan: self.user)
    }

    /// Refuses principals who may not do it to a user with these roles, one's own account, the tenant's last key, roles that the
    /// principal could not give with a restored account, and names that were taken since they were released.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        if facts.principal == .system, self.step == .unblock {
            let user = try facts.user(self.user).user
            let status = try self.status(after: user, at: facts.now)
            return [.statusChanged(user: self.user, from: user.status, to: status)]
        }
        let principal = try facts.activePrincipal()
        let record = try facts.user(self.user)
        try facts.requireMay(self.action, to: record)
        if self.step == .block || self.step == .delete { try facts.requireOtherHolder(than: record) }
        let status = record.user.status
        let change = Change.statusChanged(
            user: self.user, from: status, to: try self.status(after: record.user, at: facts.now))
        switch self.step {
        case .block, .unblock: return [change]
        case .delete:
            // A request ends with the account, and does not come back with it.
            let lapsed = record.roleRequests.map { Change.roleRequestAnswered(request: $0, answer: .lapsed) }
            return [change] + lapsed + (self.releasesNames ? [.namesReleased(user: self.user)] : [])
        case .restore:
            // The roles come back with the account, so it takes the right to give them.
            try facts.requireMayHold(record) { _ in [.user(principal)] }
            guard record.user.hasReleasedNames else { return [change] }
            let freed = try facts.freeingNames(of: record.user)
            return freed + [.namesRegained(user: self.user, names: record.user.ownNames), change]
        }
    }

    private var action: AccountAction {
        switch self.step {
        case .block, .unblock: .block
        case .delete, .restore: .delete
        }
    }

    private func status(after user: User, at now: Timestamp) throws(RefusalReason) -> AccountStatus {
        switch (self.step, user.status) {
        case (.block, .active), (.block, .mustChangePassword): return .blocked
        case (.unblock, .blocked): return user.statusBeforeBlock ?? .mustChangePassword
        case (.delete, .active), (.delete, .mustChangePassword), (.delete, .blocked): return .deleted
        case (.restore, .deleted):
            guard let deletedAt = user.deletedAt, now < deletedAt + User.restorableFor else {
                throw .noLongerRestorable
            }
            return user.statusBeforeDeletion ?? .mustChangePassword
        default: throw .wrongStatus(status: user.status)
        }
    }
}
