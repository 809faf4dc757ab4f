public import RosterDomain

extension Tenant {
    /// Changes the full name of a user.
    ///
    /// The former name is in the history. The user name and the address stay as they are.
    ///
    /// - Parameters:
    ///   - user: Whose name.
    ///   - fullName: The name to have.
    ///   - principal: Who changes it: it takes the permission to edit users, and the right to act on the account. People without that
    ///     permission cannot rename themselves.
    /// - Returns: Whether anything changed.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func renameUser(
        _ user: UserID, to fullName: FullName, by principal: UserID
    ) async throws(TenantError) -> Bool {
        try await !self.perform(RenameUser(user, to: fullName), by: .user(id: principal)).changes.isEmpty
    }
}
