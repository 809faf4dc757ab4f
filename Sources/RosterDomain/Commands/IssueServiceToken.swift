/// Give a service a token, in the place of another one or beside those that it has.
package struct IssueServiceToken: TenantCommand {
    /// Whose token.
    package let service: UserID
    /// The token, as it is put on record.
    package let token: ServiceToken
    /// How long a token may be valid.
    package let lifetimeLimit: Duration

    /// Names the service and the token.
    package init(_ token: ServiceToken, for service: UserID, lifetimeLimit: Duration) {
        self.service = service
        self.token = token
        self.lifetimeLimit = lifetimeLimit
    }

    /// What is wanted, in words.
    package var attempt: String { "issue a token" }
    /// The service.
    package var needs: FactNeeds { FactNeeds(users: [self.service]) }

    /// Refuses principals who may not reset the password of a user with these roles, accounts of people or not in use, and lifetimes
    /// that are too long, or longer than the principal's authority lasts: with a token the principal could act on after it.
    ///
    /// A service may replace the token that it presents, and takes no further one: who got hold of one token shall not keep others.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.service)
        var latest = facts.now + self.lifetimeLimit
        if facts.principal != .user(id: self.service) || self.token.replaced == nil {
            if let end = try facts.end(ofMay: .resetPassword, to: record) { latest = min(latest, end) }
        }
        try record.require(.service)
        guard record.user.status == .active else { throw .wrongStatus(status: record.user.status) }
        guard facts.now < self.token.expiresAt, self.token.expiresAt <= latest else {
            throw .tokenLifetime(latest: latest)
        }
        return [.serviceTokenIssued(service: self.service, token: self.token)]
    }
}

extension UserRecord {
    /// Refuses an account of another kind.
    func require(_ kind: AccountKind) throws(RefusalReason) {
        guard self.user.accountKind == kind else { throw .wrongKind(kind: self.user.accountKind) }
    }
}
