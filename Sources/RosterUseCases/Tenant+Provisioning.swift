public import RosterDomain
import RosterPorts

// What a system does that provisions accounts, such as a SCIM client: it says what an account is to be, whole, and the account is that
// in one step, or nothing happens.

/// An account as a system that provisions accounts wants it.
public struct ProvisionedAccount: Sendable {
    /// What people call the user.
    public var fullName: FullName
    /// What the user signs in with.
    public var userName: UserName
    /// The address; nil for an account without a mailbox.
    public var email: EmailAddress?
    /// The profile attributes, those included that only the source system edits.
    public var attributes: [AttributeName: AttributeValue]
    /// The roles to hold for the whole company, for good.
    public var roles: [RoleID]
    /// Whether the account can be used.
    public var isActive: Bool
    /// The password; nil for a person who signs in elsewhere.
    public var password: Password?

    /// Describes an account.
    public init(
        _ fullName: FullName, userName: UserName, email: EmailAddress? = nil,
        attributes: [AttributeName: AttributeValue] = [:], roles: [RoleID] = [], isActive: Bool = true,
        password: Password? = nil
    ) {
        self.fullName = fullName
        self.userName = userName
        self.email = email
        self.attributes = attributes
        self.roles = roles
        self.isActive = isActive
        self.password = password
    }
}

/// What a system that provisions accounts wants to be otherwise; nil for what stays.
public struct ProvisionedChanges: Sendable {
    /// What people call the user.
    public var fullName: FullName?
    /// What the user signs in with.
    public var userName: UserName?
    /// The address, or none.
    public var email: EmailAddress??
    /// Profile attributes, those included that only the source system edits; a value of nil takes one out.
    public var attributes: [AttributeName: AttributeValue?] = [:]
    /// The roles to hold for the whole company by hand; others are taken.
    public var roles: [RoleID]?
    /// Whether ``roles`` names also the roles that are to stay of those that came along with others; if not, they stay.
    public var takesCompanions = false
    /// Whether the account can be used.
    ///
    /// By false an invitation stays as it is; to take it back, see ``Tenant/revokeInvitation(of:by:)``.
    public var isActive: Bool?
    /// The password.
    public var password: Password?

    /// Changes nothing.
    public init() {}

    /// Whether everything stays.
    public var isEmpty: Bool {
        self.fullName == nil && self.userName == nil && self.email == nil && self.attributes.isEmpty
            && self.roles == nil && self.isActive == nil && self.password == nil
    }
}

extension Tenant {
    /// Adds an account on behalf of the system that provisions it: name, attributes, roles, status and password in one step.
    ///
    /// `User.provisionedBy` names the system. Without a password the person signs in elsewhere, and the account is in use at once.
    ///
    /// - Parameters:
    ///   - account: The account, whole.
    ///   - principal: The system. It needs the permission to create users and the right to give each role; to block other accounts for one
    ///     that is not active. A service may set attributes that are the source's.
    /// - Returns: The user as added.
    /// - Throws: ``TenantError/refused(_:)``; ``TenantError/credentials(_:)`` and ``TenantError/directory(_:)``: the user was not added,
    ///   unless the directory's error says that the outcome is unknown.
    @discardableResult
    public func provisionUser(
        _ account: ProvisionedAccount, by principal: UserID
    ) async throws(TenantError) -> UserRecord {
        let (user, attempt) = (self.newUserID(), "add a user")
        if let password = account.password {
            try await self.check(password, for: account.fullName, account.userName, account.email, attempt)
        }
        let performed = try await self.perform(establishing: account.password, for: user, by: principal) { credential in
            let named = account.password == nil ? nil : credential
            var commands: [any TenantCommand] = [
                AddUser(
                    userID: user, credential: named, fullName: account.fullName, userName: account.userName,
                    email: account.email, attributes: account.attributes, schema: self.policy.attributes,
                    provisionedBy: .user(id: principal), roles: account.roles)
            ]
            if account.password != nil {
                commands.append(SetProvisionedPassword(of: user, to: credential, isNew: true))
            }
            if !account.isActive { commands.append(SetActive(user, to: false)) }
            return Together(attempt, commands)
        }
        await self.dropCodes(replacedBy: performed)
        guard let record = performed.record(of: user) else {
            preconditionFailure("invariant: a step that adds a user holds the user")
        }
        return record
    }

    /// Changes an account on behalf of the system that provisions it, in one step: everything, or nothing.
    ///
    /// - Parameters:
    ///   - user: Whose account.
    ///   - changes: What is to be otherwise; what is so already is no change, and not on record.
    ///   - principal: The system. Each change takes what its own verb takes: the names the right to edit the profile and to reset the
    ///     password, the status the right to block, the roles the right to give and take each of them. No code is mailed to a new address,
    ///     since the system answers for it; the former one is told. A password it sets only for accounts that it provisions.
    /// - Returns: The user as changed.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.lastHolder(role:)` for the last administrator; ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func changeProvisionedUser(
        _ user: UserID, to changes: ProvisionedChanges, by principal: UserID
    ) async throws(TenantError) -> UserRecord {
        let attempt = "change the account"
        if let password = changes.password, let present = try await self.user(user)?.user {
            try await self.check(
                password, for: changes.fullName ?? present.fullName, changes.userName ?? present.userName,
                changes.email ?? present.email, attempt)
        }
        let performed = try await self.perform(establishing: changes.password, for: user, by: principal) { credential in
            Together(attempt, self.commands(for: changes, of: user, naming: credential))
        }
        await self.dropCodes(replacedBy: performed)
        guard let record = performed.record(of: user) else {
            throw .refused(Refusal(attempt, because: .unknownUser(user: user)))
        }
        if !performed.changes.isEmpty { await self.settle(record) }
        return record
    }

    /// The commands that make an account what it is to be.
    ///
    /// An account is let in again first and kept out last, so that everything between is decided on an account in use.
    private func commands(
        for changes: ProvisionedChanges, of user: UserID, naming credential: CredentialID
    ) -> [any TenantCommand] {
        var commands: [any TenantCommand] = []
        if changes.isActive == true { commands.append(SetActive(user, to: true)) }
        if let name = changes.fullName { commands.append(RenameUser(user, to: name)) }
        if changes.userName != nil || changes.email != nil {
            commands.append(ChangeSignInNames(of: user, to: changes.userName, email: changes.email))
        }
        if !changes.attributes.isEmpty {
            commands.append(
                ChangeAttributes(of: user, to: changes.attributes, schema: self.policy.attributes, fromSource: true))
        }
        if let roles = changes.roles {
            commands.append(SetRoles(of: user, to: roles, takingCompanions: changes.takesCompanions))
        }
        if changes.password != nil { commands.append(SetProvisionedPassword(of: user, to: credential)) }
        if changes.isActive == false { commands.append(SetActive(user, to: false)) }
        if commands.isEmpty { commands.append(ChangeSignInNames(of: user, to: nil, email: nil)) }
        return commands
    }

    private func check(
        _ password: Password, for fullName: FullName, _ userName: UserName, _ email: EmailAddress?, _ attempt: String
    ) async throws(TenantError) {
        try self.checkRules(for: password, attempt: attempt)
        try await self.checkPersonalRules(for: password, of: fullName, userName, email, attempt: attempt)
    }
}
