public import RosterDomain
import RosterPorts

extension Tenant {
    /// The most accounts that can be taken in at once; ours.
    public static let existingUserLimit = AddExistingUsers.countLimit

    /// Takes in people who have an account with the company already; all of them get the same roles.
    ///
    /// No sign-in information is issued: they have a password with the identity provider that the credential vault stands
    /// for. Where the vault keeps passwords of its own, reset theirs to give them one. A user who is listed already keeps name
    /// and status, and gets the roles that they lack.
    ///
    /// - Parameters:
    ///   - accounts: The accounts, 1 to ``existingUserLimit``; all are taken in, or none.
    ///   - roles: The roles to give to each.
    ///   - scope: Where to give them.
    ///   - window: When they hold; without one they hold for good, except that a role which a user holds with an end keeps its
    ///     end, and one that has ended is given for as long as before.
    ///   - principal: Who does it. Needs the permission to create users, and the right to give each role.
    /// - Returns: The users, in the order of the accounts.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func addExistingUsers(
        _ accounts: [ExistingAccount], roles: [RoleID], at scope: Scope = .company,
        during window: ValidityWindow? = nil,
        by principal: UserID
    ) async throws(TenantError) -> [UserRecord] {
        let identified = accounts.map { (id: self.newUserID(), account: $0) }
        let command = AddExistingUsers(identified, roles: roles, at: scope, during: window)
        let performed = try await self.perform(command, by: .user(id: principal))
        await self.dropCodes(replacedBy: performed)
        return accounts.compactMap { performed.record(named: RecordName($0.email)) }
    }
}
