/// Let a person choose a new password with a code; the system does it, on the request of a person who has not shown who they are.
package struct RequestPasswordRecovery: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// The credential that new codes belong to, unless former ones have more than half of their time left.
    package let credential: CredentialID

    /// Names the user and the credential.
    package init(of user: UserID, to credential: CredentialID) {
        self.user = user
        self.credential = credential
    }

    /// What is wanted, in words.
    package var attempt: String { "recover the password" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses users as principals, and accounts that get no code.
    ///
    /// A code that was mailed a moment ago goes on working beside the new one: a stranger who asks again and again makes none useless.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        guard facts.principal == .system else { throw .wrongCredentials }
        let user = try facts.user(self.user).user
        guard user.canRecoverPassword else { throw .wrongStatus(status: user.status) }
        let fresh = PasswordRecovery(
            by: self.credential, at: facts.now, expiringAt: facts.now + PasswordRecovery.lifetime)
        guard let former = user.recovery, former.requestedAt <= facts.now,
            facts.now + PasswordRecovery.lifetime / 2 < former.expiresAt
        else { return [.recoveryRequested(user: self.user, recovery: fresh)] }
        let again = PasswordRecovery(by: former.credential, at: facts.now, expiringAt: former.expiresAt)
        return [.recoveryRequested(user: self.user, recovery: again)]
    }
}

/// Choose a new password, having shown a code.
package struct RecoverPassword: TenantCommand {
    /// Whose password.
    package let user: UserID
    /// The credential whose code was shown.
    package let shown: CredentialID
    /// The credential that counts from then on.
    package let credential: CredentialID

    /// Names the user and the credentials.
    package init(of user: UserID, showing shown: CredentialID, choosing credential: CredentialID) {
        self.user = user
        self.shown = shown
        self.credential = credential
    }

    /// What is wanted, in words.
    package var attempt: String { "recover the password" }
    /// The user.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses a code that was spent or overtaken or has expired, and other principals than the user.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard facts.principal == .user(id: self.user), user.canRecoverPassword, let recovery = user.recovery,
            recovery.credential == self.shown
        else { throw .wrongCredentials }
        guard facts.now < recovery.expiresAt else { throw .credentialsExpired }
        return [.recoverySpent(user: self.user), .passwordChanged(user: self.user, credential: self.credential)]
    }
}

extension User {
    /// Whether the person can be mailed a code for a new password: not when an administrator has just given them a temporary one.
    package var canRecoverPassword: Bool {
        self.accountKind == .person && self.status == .active && self.credential != nil && self.email != nil
    }
}
