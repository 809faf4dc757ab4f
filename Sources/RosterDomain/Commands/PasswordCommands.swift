/// Replace somebody else's password by a temporary one, which they must change.
public struct ResetPassword: TenantCommand {
    /// Whose password.
    public let user: UserID
    /// The first moment at which the temporary password no longer works.
    public let expiresAt: Timestamp

    /// Names the user.
    public init(of user: UserID, expiringAt expiresAt: Timestamp) {
        self.user = user
        self.expiresAt = expiresAt
    }

    /// What is wanted, in words.
    public var attempt: String { "reset the password" }
    /// The user, and whether somebody else could still run the tenant.
    public var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses whoever may not reset the password of somebody with these roles, everybody for their own, and the tenant's
    /// last key: it could not be counted on until a new password is chosen.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activeActor()
        let record = try facts.user(self.user)
        try facts.requireMay(.resetPassword, to: record)
        try facts.requireOtherHolder(than: record)
        switch record.user.status {
        case .invited, .deleted: throw .wrongStatus(status: record.user.status)
        case .mustChangePassword, .active, .blocked: break
        }
        return [.passwordReset(user: self.user, expiresAt: self.expiresAt)]
    }
}

/// Take note that a user has replaced the password, having shown the former one.
public struct RecordPasswordChange: TenantCommand {
    /// Whose password.
    public let user: UserID
    /// ``User/resetCount`` when the former password was shown.
    public let resetCount: Int

    /// Names the user.
    public init(of user: UserID, resetCount: Int) {
        self.user = user
        self.resetCount = resetCount
    }

    /// What is wanted, in words.
    public var attempt: String { "change the password" }
    /// The user.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses when somebody reset the password after the former one was shown, and accounts that are not in use.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard user.resetCount == self.resetCount else { throw .resetMeanwhile }
        guard user.status == .active || user.status == .mustChangePassword else {
            throw .wrongStatus(status: user.status)
        }
        return [.passwordChanged(user: self.user)]
    }
}

/// Take note that somebody taken in with an account of their own has signed in for the first time.
public struct RecordFirstSignIn: TenantCommand {
    /// Who signed in.
    public let user: UserID

    /// Names the user.
    public init(of user: UserID) {
        self.user = user
    }

    /// What is wanted, in words.
    public var attempt: String { "sign in" }
    /// The user.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses accounts that are not in use.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let user = try facts.user(self.user).user
        guard user.status == .active else { throw .wrongStatus(status: user.status) }
        return [.firstSignIn(user: self.user)]
    }
}
