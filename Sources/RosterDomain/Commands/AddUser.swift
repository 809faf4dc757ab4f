/// Add a person with a new account, who must change the temporary password at first sign-in, or an account that has none: a service, or
/// a person who signs in elsewhere.
package struct AddUser: TenantCommand {
    /// The identifier that the user gets.
    package let userID: UserID
    /// The user's name.
    package let fullName: FullName
    /// What the user signs in with.
    package let userName: UserName
    /// The user's address; nil for an account without a mailbox.
    package let email: EmailAddress?
    /// The profile attributes to give.
    package let attributes: [AttributeName: AttributeValue]
    /// Which profile attributes there are.
    package let schema: AttributeSchema
    /// The credential that counts at first; nil for a service, and for a person who signs in elsewhere.
    package let credential: CredentialID?
    /// Whether the account is a person's or a program's.
    package let accountKind: AccountKind
    /// The source system that manages the account; nil for none.
    package let provisionedBy: Principal?
    /// The roles to give; none makes a user who can see no more than their own profile.
    package let roles: [RoleID]
    /// Where to give them.
    package let scope: Scope
    /// When they hold.
    package let window: ValidityWindow

    /// Names the user and the roles.
    package init(
        userID: UserID, credential: CredentialID?, accountKind: AccountKind = .person, fullName: FullName,
        userName: UserName, email: EmailAddress?,
        attributes: [AttributeName: AttributeValue] = [:], schema: AttributeSchema = .standard,
        provisionedBy: Principal? = nil, roles: [RoleID], at scope: Scope = .company,
        during window: ValidityWindow = .always
    ) {
        self.window = window
        self.accountKind = accountKind
        self.credential = credential
        self.provisionedBy = provisionedBy
        self.attributes = attributes
        self.schema = schema
        self.userID = userID
        self.fullName = fullName
        self.userName = userName
        self.email = email
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    package var attempt: String { "add a user" }
    /// Whether the user name, the address and unique values are free.
    package var needs: FactNeeds {
        FactNeeds(names: self.schema.names(of: self.attributes).union(self.names.map { RecordName($0) }))
    }

    /// The names that no other account may have.
    private var names: [UserName] { [self.userName] + (self.email.map { [UserName($0)] } ?? []) }

    /// Refuses without the permission to create users, the right to give each role for that long, and free names, and roles
    /// that are kept apart.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.require(facts.catalog.companyPermissions.createUsers)
        let roles = try facts.assignable(self.roles, at: self.scope, to: .member)
        let given = try facts.giving(roles, to: self.userID, of: .member, .exactly(self.window))
        let freed = try facts.freeing(self.names)
        let attributes = try facts.attributes(
            self.attributes, in: self.schema, fromSource: self.provisionedBy == facts.principal)
        let freedValues = try facts.freeing(attributes, for: self.userID).filter { !freed.contains($0) }
        var user = User(
            id: self.userID, fullName: self.fullName, userName: self.userName, email: self.email,
            status: self.credential == nil ? .active : .mustChangePassword, addedAt: facts.now, attributes: attributes,
            credential: self.credential, provisionedBy: self.provisionedBy)
        user.accountKind = self.accountKind
        return freed + freedValues + [.userAdded(user: user)] + given
    }

    /// The user name, where the reason names none.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? {
        switch reason {
        case .accountDeleted(let name, _), .nameTaken(let name): self.names.contains(name) ? nil : self.userName
        default: self.userName
        }
    }
}
