/// Take a pending invitation back; the invited account is gone, and its address is free again.
package struct RevokeInvitation: TenantCommand {
    /// Who was invited.
    package let user: UserID

    /// Names the invitation.
    package init(of user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    package var attempt: String { "take the invitation back" }
    /// The invited account.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses without the permission to create users and the right to take each role, those held through groups among them, and when no invitation is pending.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.companyPermissions.createUsers)
        _ = try facts.pendingInvitation(of: self.user)
        let held = try facts.user(self.user).heldAssignments
        for assignment in held where !facts.hasPassed(assignment.window) {
            try facts.requireMayAssign(assignment.role, at: assignment.scope)
        }
        return [.invitationRevoked(user: self.user)]
    }
}

extension Facts {
    /// Refuses names that belong to another account.
    ///
    /// An invitation that has expired is no account: it makes room.
    ///
    /// - Returns: What takes expired invitations out; it stands before what gives the names.
    func freeing(_ names: [UserName]) throws(RefusalReason) -> [Change] {
        var expired: [UserRecord] = []
        for name in names {
            guard let holder = self.holders[RecordName(name)] else { continue }
            guard self.isExpiredInvitation(holder) else { throw self.taken(name, by: holder.user) }
            expired.append(holder)
        }
        return self.takingOut(expired)
    }

    /// What takes invitations out, each once.
    func takingOut(_ invitations: [UserRecord]) -> [Change] {
        Set(invitations.map(\.id)).sorted().map { .invitationRevoked(user: $0) }
    }

    /// Whether a record is nothing but an invitation that can no longer be accepted.
    func isExpiredInvitation(_ record: UserRecord) -> Bool {
        record.user.status == .invited && record.invitation.map { $0.expiresAt <= self.now } ?? false
    }
}
