/// Invite people from outside by email.
///
/// They are guests, and have no access before they accept.
package struct InviteUsers: TenantCommand {
    /// The most addresses that can be invited at once (the product page on managing users).
    package static let countLimit = 10

    /// The addresses, each with the identifiers that the invited account and its invitation's credential get.
    package let invitees: [(id: UserID, credential: CredentialID, email: EmailAddress)]
    /// The roles to give to each.
    package let roles: [RoleID]
    /// Where to give them.
    package let scope: Scope
    /// When they hold.
    package let window: ValidityWindow
    /// The first moment at which the invitations can no longer be accepted.
    package let expiresAt: Timestamp
    /// The most invitations of one person that may be pending.
    package let pendingLimit: Int

    /// Names the addresses and the roles.
    package init(
        _ invitees: [(id: UserID, credential: CredentialID, email: EmailAddress)], roles: [RoleID],
        at scope: Scope = .company, during window: ValidityWindow = .always, expiringAt expiresAt: Timestamp,
        pendingLimit: Int = .max
    ) {
        self.pendingLimit = pendingLimit
        self.window = window
        self.invitees = invitees
        self.roles = roles
        self.scope = scope
        self.expiresAt = expiresAt
    }

    /// What is wanted, in words.
    package var attempt: String { "invite \(counted(self.invitees.count, "user"))" }
    /// Whether the addresses are free, and how many invitations of the principal are pending.
    package var needs: FactNeeds {
        FactNeeds(names: Set(self.invitees.map { RecordName($0.email) }), countsInvitations: true)
    }

    /// Refuses without the permission to create users, for more than ten addresses, for roles closed to guests, and when too
    /// many invitations are pending already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.companyPermissions.createUsers)
        guard (1...Self.countLimit).contains(self.invitees.count) else {
            throw .invitationCount(count: self.invitees.count, limit: Self.countLimit)
        }
        guard facts.pendingInvitations <= self.pendingLimit - min(self.invitees.count, self.pendingLimit) else {
            throw .invitationLimit(limit: self.pendingLimit)
        }
        let roles = try facts.assignable(self.roles, at: self.scope, to: .guest)
        var seen: Set<EmailAddress> = []
        var changes: [Change] = []
        for (id, credential, email) in self.invitees {
            guard seen.insert(email).inserted else { throw .nameRepeated(name: UserName(email)) }
            changes += try facts.freeing([UserName(email)])
            let user = User(
                id: id, fullName: FullName(placeholderFor: email), email: email, affiliation: .guest, status: .invited,
                addedAt: facts.now)
            changes.append(.userAdded(user: user))
            changes += try facts.giving(roles, to: id, of: .guest, .exactly(self.window))
            let invitation = Invitation(
                invitedBy: facts.principal, credential: credential, sentAt: facts.now, expiresAt: self.expiresAt)
            changes.append(.invitationSent(user: id, invitation: invitation))
        }
        return changes
    }
}
