/// End sessions of a user, or look at them.
package struct EndSessions: TenantCommand {
    /// What to do.
    package enum Step: Sendable, Hashable {
        /// Look at them.
        case review
        /// End one.
        case endOne(UserSessionID)
        /// End all.
        case endAll
    }

    /// Whose sessions.
    package let user: UserID
    /// What to do.
    package let step: Step

    /// Names the user and the step.
    package init(_ step: Step, of user: UserID) {
        self.step = step
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { self.step == .review ? "list the sessions" : "end sessions" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not reset the password of a user with these roles; users may do it to their own sessions.
    ///
    /// The same matrix covers both in the directory beneath Partner Center ("Who can perform sensitive actions").
    ///
    /// - Returns: What goes on record: nothing when users end one session of their own.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let isOwn = facts.principal == .user(id: self.user)
        if !isOwn { try facts.activePrincipal() }
        let record = try facts.user(self.user)
        if isOwn {
            guard record.user.status == .active || record.user.status == .mustChangePassword else {
                throw .principalNotActive(status: record.user.status)
            }
        } else {
            try facts.requireMay(.resetPassword, to: record)
        }
        switch self.step {
        case .review: return []
        case .endOne(let session): return isOwn ? [] : [.sessionsEnded(user: self.user, session: session)]
        case .endAll: return [.sessionsEnded(user: self.user, session: nil)]
        }
    }
}
