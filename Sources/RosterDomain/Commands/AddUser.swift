/// Add a user with a new account, who must change the temporary password at first sign-in.
package struct AddUser: TenantCommand {
    /// The identifier that the user gets.
    package let userID: UserID
    /// The user's name.
    package let fullName: FullName
    /// The user's address, which nobody else may have.
    package let email: EmailAddress
    /// The roles to give; none makes a user who can see no more than their own profile.
    package let roles: [RoleID]
    /// Where to give them.
    package let scope: Scope

    /// Names the user and the roles.
    package init(userID: UserID, fullName: FullName, email: EmailAddress, roles: [RoleID], at scope: Scope = .company) {
        self.userID = userID
        self.fullName = fullName
        self.email = email
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    package var attempt: String { "add the user `\(self.email)`" }
    /// Whether the address is free.
    package var needs: FactNeeds { FactNeeds(emails: [self.email]) }

    /// Refuses without the permission to create users, the right to give each role, and a free address, and roles that are
    /// kept apart.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.provisioning.createUsers)
        let roles = try facts.assignable(self.roles, at: self.scope, to: .member)
        let given = try facts.giving(roles, to: self.userID, of: .member)
        guard facts.usersByEmail[self.email] == nil else { throw .emailTaken(email: self.email) }
        let user = User(
            id: self.userID, fullName: self.fullName, email: self.email, status: .mustChangePassword,
            addedAt: facts.now)
        return [.userAdded(user: user)] + given
    }
}
