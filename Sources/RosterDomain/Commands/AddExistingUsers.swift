/// Take in people who have an account with the company already; all of them get the same roles (the product page on
/// managing users: several selected at once share one role set).
///
/// A person whom the tenant does not list is added, in use at once, for the password is not ours to make. A user who is listed
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
    /// When they hold; nil for good, except that a role which a user holds with an end keeps its end.
    package let window: ValidityWindow?

    /// Names the accounts and the roles.
    package init(
        _ accounts: [(id: UserID, account: ExistingAccount)], roles: [RoleID], at scope: Scope = .company,
        during window: ValidityWindow? = nil
    ) {
        self.window = window
        self.accounts = accounts
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    package var attempt: String { "add \(counted(self.accounts.count, "existing user"))" }
    /// Which of the addresses are listed already.
    package var needs: FactNeeds { FactNeeds(names: Set(self.accounts.map { RecordName($0.account.email) })) }

    /// Refuses without the permission to create users and the right to give each role for that long.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.companyPermissions.createUsers)
        guard (1...Self.countLimit).contains(self.accounts.count) else {
            throw .accountCount(count: self.accounts.count, limit: Self.countLimit)
        }
        try self.checkRight(given: facts)
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
        var listed = facts.holders[RecordName(account.email)]
        // What is given to a program is given to all who hold its tokens.
        if let user = listed?.user, user.status == .deleted || user.accountKind == .service {
            throw facts.taken(UserName(account.email), by: user)
        }
        let freed = listed.map(facts.isExpiredInvitation) ?? false ? try facts.freeing([UserName(account.email)]) : []
        if !freed.isEmpty { listed = nil }
        let affiliation = listed?.user.affiliation ?? .member
        let wanted = try facts.assignable(self.roles, at: self.scope, to: affiliation)
        let given = try facts.giving(
            wanted, to: listed?.id ?? id, of: affiliation, who: listed, .adding(self.window))
        guard listed == nil else { return given }
        let user = User(
            id: id, fullName: account.fullName, email: account.email, status: .active, addedAt: facts.now)
        return freed + [.userAdded(user: user)] + given
    }

    /// Refuses without the right to give each role, which depends on no account.
    private func checkRight(given facts: Facts) throws(RefusalReason) {
        for wanted in try facts.assignable(self.roles, at: self.scope, to: .member) {
            try facts.requireMayAssign(wanted.role, at: wanted.scope)
        }
    }

    /// The first account that is refused for a reason for which others are not.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        switch reason {
        case .accountDeleted, .nameTaken, .nameRepeated: return nil
        default: break
        }
        guard (try? self.checkRight(given: facts)) != nil else { return nil }
        let reasons = self.accounts.map { self.reason(against: $0.account, $0.id, given: facts) }
        guard reasons.contains(where: { $0 != reason }) else { return nil }
        return reasons.firstIndex(of: reason).map { UserName(self.accounts[$0].account.email) }
    }

    private func reason(against account: ExistingAccount, _ id: UserID, given facts: Facts) -> RefusalReason? {
        do throws(RefusalReason) {
            let changes = try self.changes(id: id, account: account, given: facts)
            // Prerequisites are looked at once all changes are known.
            try facts.requireHoldingRules(after: changes)
            return nil
        } catch {
            return error
        }
    }
}
