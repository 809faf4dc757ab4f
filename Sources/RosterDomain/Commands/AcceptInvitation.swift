/// Accept an invitation; the invited person does it, having shown the code.
package struct AcceptInvitation: TenantCommand {
    /// Who was invited.
    package let user: UserID
    /// The credential of the invitation whose code was shown.
    package let shown: CredentialID
    /// The credential that counts from then on.
    package let credential: CredentialID
    /// The name that the person gives.
    package let fullName: FullName

    /// Names the invitation and the person.
    package init(user: UserID, showing shown: CredentialID, choosing credential: CredentialID, fullName: FullName) {
        self.user = user
        self.shown = shown
        self.credential = credential
        self.fullName = fullName
    }

    /// What is wanted, in words.
    package var attempt: String { "accept the invitation" }
    /// The invited account, and those on whose word it rests.
    package var needs: FactNeeds { FactNeeds(users: [self.user], backersOf: self.user) }

    /// Refuses when no invitation is pending, when it has expired or was sent again since the code was shown, and when its inviter
    /// may no longer invite with these roles.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let pending = try facts.pendingInvitation(of: self.user)
        guard pending.credential == self.shown else { throw .wrongCredentials }
        guard facts.now < pending.expiresAt else { throw .credentialsExpired }
        try facts.requireBacking(of: try facts.user(self.user), pending)
        let name = try facts.user(self.user).user.fullName
        return [
            .userRenamed(user: self.user, from: name, to: self.fullName),
            .statusChanged(user: self.user, from: .invited, to: .active),
            .passwordChanged(user: self.user, credential: self.credential),
        ]
    }
}

extension Facts {
    /// Refuses unless the inviter may still invite, and each role that comes with the invitation could still be given by the
    /// inviter or by the one who gave it.
    ///
    /// What the system did rests on no user's right.
    fileprivate func requireBacking(of record: UserRecord, _ invitation: Invitation) throws(RefusalReason) {
        guard let inviter = self.backer(invitation.invitedBy), self.mayInvite(inviter) else {
            throw .inviterMayNoLongerInvite(role: nil)
        }
        do throws(RefusalReason) {
            try self.requireMayHold(record) { assignment in
                // Who gave a role to a group did not give it to this person.
                [inviter, assignment.group == nil ? self.backer(assignment.grantedBy) : nil].compactMap(\.self)
            }
        } catch {
            switch error {
            case .mayNotAssign(let role, _, _), .authorityEnds(let role, _, _):
                throw .inviterMayNoLongerInvite(role: role)
            default: throw error
            }
        }
    }

    /// On whose right something rests; nil when the one who did it can do nothing any more.
    private func backer(_ principal: Principal) -> Backer? {
        switch principal {
        case .system: return .system
        case .user(let id):
            guard let record = self.backers[id], record.user.status == .active else { return nil }
            return .user(record)
        }
    }

    private func mayInvite(_ backer: Backer) -> Bool {
        guard case .user(let record) = backer else { return true }
        let permission = self.catalog.companyPermissions.createUsers
        return ReferenceEvaluator(catalog: self.catalog).permits(record.joinedStanding, permission, now: self.now)
    }
}
