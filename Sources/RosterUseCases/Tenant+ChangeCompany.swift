public import RosterDomain

extension Tenant {
    /// Changes the company's name, or the programs that it is in.
    ///
    /// What the company was is in the history. From then on, letters and the password rules use the new name, and roles that a new
    /// program brings can be given: at this host when it returns, at others as soon as they follow.
    ///
    /// A program can be left once no user holds a role that is offered because of it, deleted accounts that can be restored among them.
    /// So no role is taken from users without their administrators' doing, and none is held that the company is not offered.
    ///
    /// - Parameters:
    ///   - name: The name to have; nil to leave it as it is.
    ///   - programs: All programs to be in; nil to leave them as they are.
    ///   - seen: The company as the principal saw it; ``company`` unless given. What another administrator has changed since is not
    ///     overwritten.
    ///   - principal: Who changes it: it takes the permissions of `ProvisioningPermissions.renameCompany` and
    ///     `ProvisioningPermissions.changePrograms`, as far as the one or the other is given.
    /// - Returns: Whether anything changed.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.companyDiffers`, with `RefusalReason.rolesStillHeld(roles:holders:)`, or
    ///   with `RefusalReason.companyFixed` when the catalog does not say who may; ``TenantError/directory(_:)``.
    /// - Complexity: O(1), and O(users) for programs that are left.
    @discardableResult
    public func changeCompany(
        name: FullName? = nil, programs: Set<Program>? = nil, seeing seen: Company? = nil, by principal: UserID
    ) async throws(TenantError) -> Bool {
        let command = ChangeCompany(name: name, programs: programs, seeing: seen ?? self.company)
        return try await !self.perform(command, by: .user(id: principal)).changes.isEmpty
    }
}
