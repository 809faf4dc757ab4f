/// Take in people who have an account with the company already; all of them get the same roles (the product page on
/// managing users: several selected at once share one role set).
///
/// Somebody whom the tenant does not list is added, in use at once, for the password is not ours to make. Somebody listed
/// already gets the roles that they lack. All are taken in, or none.
package struct AddExistingUsers: TenantCommand {
    /// The most accounts that can be taken in at once; ours.
    package static let countLimit = 100

    /// The accounts, each with the identifier that it gets if it is new here.
    package let accounts: [(id: UserID, account: ExistingAccount)]
    /// The roles to give to each.
    package let roles: [RoleID]
    /// Where to give them.
    package let scope: Scope

    /// Names the accounts and the roles.
    package init(_ accounts: [(id: UserID, account: ExistingAccount)], roles: [RoleID], at scope: Scope = .company) {
        self.accounts = accounts
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    package var attempt: String { "add \(counted(self.accounts.count, "existing user"))" }
    /// Which of the addresses are listed already.
    package var needs: FactNeeds { FactNeeds(names: Set(self.accounts.map { RecordName($0.account.email) })) }

    /// Refuses without the permission to create users and the right to give each role.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        guard (1...Self.countLimit).contains(self.accounts.count) else {
            throw .accountCount(count: self.accounts.count, limit: Self.countLimit)
        }
        var seen: Set<EmailAddress> = []
        var listed: Set<UserID> = []
        var changes: [Change] = []
        for (id, account) in self.accounts {
            guard seen.insert(account.email).inserted else { throw .nameRepeated(name: UserName(account.email)) }
            // One account can be named twice: by its user name and by its address.
            if let holder = facts.holders[RecordName(account.email)], !listed.insert(holder.id).inserted {
                throw .nameRepeated(name: UserName(account.email))
            }
            changes += try self.changes(id: id, account: account, given: facts)
        }
        guard !changes.isEmpty else {
            if let role = self.roles.first { throw .roleAlreadyHeld(role: role, scope: self.scope) }
            throw .nameTaken(name: UserName(self.accounts[0].account.email))
        }
        return changes
    }

    private func changes(id: UserID, account: ExistingAccount, given facts: Facts) throws(RefusalReason) -> [Change] {
        let listed = facts.holders[RecordName(account.email)]
        if let status = listed?.user.status, status == .deleted { throw .wrongStatus(status: status) }
        let affiliation = listed?.user.affiliation ?? .member
        let wanted = try facts.assignable(self.roles, at: self.scope, to: affiliation)
        let given = try facts.giving(wanted, to: listed?.id ?? id, of: affiliation, who: listed)
        guard listed == nil else { return given }
        let user = User(
            id: id, fullName: account.fullName, email: account.email, status: .active, addedAt: facts.now)
        return [.userAdded(user: user)] + given
    }
}
