public import RosterDomain
import RosterPorts

extension Tenant {
    /// Takes in people who have an account with the company already; all of them get the same roles.
    ///
    /// No sign-in information is issued: they have a password with the identity provider that the credential vault stands
    /// for. Where the vault keeps passwords of its own, reset theirs to give them one. Somebody listed already keeps name
    /// and status, and gets the roles that they lack.
    ///
    /// - Parameters:
    ///   - accounts: The accounts, 1 to `AddExistingUsers.countLimit`; all are taken in, or none.
    ///   - roles: The roles to give to each.
    ///   - scope: Where to give them.
    ///   - actor: Who does it. Needs the permission to create users, and the right to give each role.
    /// - Returns: The users, in the order of the accounts.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func addExistingUsers(
        _ accounts: [ExistingAccount], roles: [RoleID], at scope: Scope = .company, by actor: UserID
    ) async throws(TenantError) -> [UserRecord] {
        let identified = accounts.map { (id: self.newUserID(), account: $0) }
        try await self.perform(AddExistingUsers(identified, roles: roles, at: scope), by: .user(id: actor))
        var records: [UserRecord] = []
        for account in accounts {
            if let record = try await self.user(withEmail: account.email) { records.append(record) }
        }
        return records
    }

    /// The user with an address, in any case; nil when nobody has it.
    ///
    /// For the host: it asks no permission.
    public func user(withEmail email: EmailAddress) async throws(TenantError) -> UserRecord? {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.user(withEmail: email)
        }
    }

    /// The user with an identifier; nil when there is none.
    ///
    /// For the host: it asks no permission.
    public func user(_ id: UserID) async throws(TenantError) -> UserRecord? {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.user(id)
        }
    }
}
