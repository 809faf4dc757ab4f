public import RosterDomain

extension Tenant {
    /// Gives a user roles at a scope: all of them, or none.
    ///
    /// A role that the user holds there already ends when the window ends, be it later or sooner than so far; its beginning is
    /// never moved to a later moment. That a role ends sooner takes what ``removeRoles(_:from:at:by:)`` takes. Where a gap lies
    /// between the two times, it is refused.
    ///
    /// - Parameters:
    ///   - roles: The roles to give. What comes along with them is given too, where it is not held.
    ///   - user: Who gets them.
    ///   - scope: Where they hold, and below.
    ///   - window: When they hold; no longer than the principal may give them.
    ///   - principal: Who gives them, for as long as their own right to it lasts. The catalog says who may give which role.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.authorityEnds(role:scope:until:)` when the principal may give
    ///   a role only until a moment; ``TenantError/directory(_:)``.
    public func assignRoles(
        _ roles: [RoleID], to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always,
        by principal: UserID
    ) async throws(TenantError) {
        let command = AssignRoles(roles, to: user, at: scope, during: window)
        try await self.perform(command, by: .user(id: principal))
    }

    /// Gives a user a role without an end, and refuses one that the user holds there already, until whatever time.
    ///
    /// - Throws: As ``assignRoles(_:to:at:during:by:)``, with `RefusalReason.roleAlreadyHeld(role:scope:)`.
    package func assignAnew(
        _ role: RoleID, to user: UserID, at scope: Scope, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(AssignRoles([role], to: user, at: scope, onlyAnew: true), by: .user(id: principal))
    }
}
