/// Take in people who have an account with the company already; all of them get the same roles (the product page on
/// managing users: several selected at once share one role set).
///
/// Somebody whom the tenant does not list is added, in use at once, for the password is not ours to make. Somebody listed
/// already gets the roles that they lack. All are taken in, or none.
public struct AddExistingUsers: TenantCommand {
    /// The most accounts that can be taken in at once; ours.
    public static let countLimit = 100

    /// The accounts, each with the identifier that it gets if it is new here.
    public let accounts: [(id: UserID, account: ExistingAccount)]
    /// The roles to give to each.
    public let roles: [RoleID]
    /// Where to give them.
    public let scope: Scope

    /// Names the accounts and the roles.
    public init(_ accounts: [(id: UserID, account: ExistingAccount)], roles: [RoleID], at scope: Scope = .company) {
        self.accounts = accounts
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    public var attempt: String { "add \(self.accounts.count) existing user(s)" }
    /// Which of the addresses are listed already.
    public var needs: FactNeeds { FactNeeds(emails: Set(self.accounts.map(\.account.email))) }

    /// Refuses without the permission to create users and the right to give each role.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        guard (1...Self.countLimit).contains(self.accounts.count) else {
            throw .accountCount(count: self.accounts.count, limit: Self.countLimit)
        }
        var seen: Set<EmailAddress> = []
        var changes: [Change] = []
        for (id, account) in self.accounts {
            guard seen.insert(account.email).inserted else { throw .emailRepeated(email: account.email) }
            changes += try self.changes(id: id, account: account, given: facts)
        }
        guard !changes.isEmpty else {
            if let role = self.roles.first { throw .roleAlreadyHeld(role: role, scope: self.scope) }
            throw .emailTaken(email: self.accounts[0].account.email)
        }
        return changes
    }

    private func changes(id: UserID, account: ExistingAccount, given facts: Facts) throws(RefusalReason) -> [Change] {
        let listed = facts.usersByEmail[account.email]
        if let status = listed?.user.status, status == .deleted { throw .wrongStatus(status: status) }
        let wanted = try facts.assignable(self.roles, at: self.scope, to: listed?.user.affiliation ?? .member)
        let missing = wanted.filter { !(listed?.holds($0.role, at: $0.scope) ?? false) }
        let assignments = try facts.assignments(of: missing, to: listed?.id ?? id).map(Change.roleAssigned)
        guard listed == nil else { return assignments }
        let user = User(
            id: id, fullName: account.fullName, email: account.email, status: .active, addedAt: facts.now)
        return [.userAdded(user: user)] + assignments
    }
}

/// An account that the company's identity provider has already.
public struct ExistingAccount: Sendable, Hashable {
    /// The person's name.
    public let fullName: FullName
    /// The person's address.
    public let email: EmailAddress

    /// Names an account.
    public init(_ fullName: FullName, email: EmailAddress) {
        self.fullName = fullName
        self.email = email
    }
}
