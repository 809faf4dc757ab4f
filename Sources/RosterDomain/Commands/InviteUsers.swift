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
    /// The first moment at which the invitations can no longer be accepted.
    package let expiresAt: Timestamp

    /// Names the addresses and the roles.
    package init(
        _ invitees: [(id: UserID, credential: CredentialID, email: EmailAddress)], roles: [RoleID],
        at scope: Scope = .company,
        expiringAt expiresAt: Timestamp
    ) {
        self.invitees = invitees
        self.roles = roles
        self.scope = scope
        self.expiresAt = expiresAt
    }

    /// What is wanted, in words.
    package var attempt: String { "invite \(counted(self.invitees.count, "user"))" }
    /// Whether the addresses are free.
    package var needs: FactNeeds { FactNeeds(names: Set(self.invitees.map { RecordName($0.email) })) }

    /// Refuses without the permission to create users, for more than ten addresses, and for roles closed to guests.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        guard (1...Self.countLimit).contains(self.invitees.count) else {
            throw .invitationCount(count: self.invitees.count, limit: Self.countLimit)
        }
        let roles = try facts.assignable(self.roles, at: self.scope, to: .guest)
        var seen: Set<EmailAddress> = []
        var changes: [Change] = []
        for (id, credential, email) in self.invitees {
            guard seen.insert(email).inserted else { throw .nameRepeated(name: UserName(email)) }
            try facts.requireFree(UserName(email))
            let user = User(
                id: id, fullName: FullName(placeholderFor: email), email: email, affiliation: .guest, status: .invited,
                addedAt: facts.now)
            changes.append(.userAdded(user: user))
            changes += try facts.giving(roles, to: id, of: .guest)
            let invitation = Invitation(
                invitedBy: facts.principal, credential: credential, sentAt: facts.now, expiresAt: self.expiresAt)
            changes.append(.invitationSent(user: id, invitation: invitation))
        }
        return changes
    }
}
