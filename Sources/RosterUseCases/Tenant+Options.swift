public import RosterDomain
import RosterPorts

// What menus and forms offer: what a principal may do to an account and which roles they may give, decided by the very commands that
// would do it. Nothing changes, and nothing is put on record.

/// A role that a principal may give, and what stands in the way for the user in question.
public struct RoleOption: Sendable, Hashable, Identifiable {
    /// The role.
    public let role: RoleID
    /// Why it cannot be given now, such as roles that are kept apart; nil when it can.
    public let obstacle: RefusalReason?

    /// Identifies the role.
    public var id: RoleID { self.role }
}

/// Something that an administrator does to an account.
public enum AccountVerb: String, Sendable, Hashable, CaseIterable {
    /// ``Tenant/resetPassword(of:by:)``.
    case resetPassword
    /// ``Tenant/blockUser(_:by:)``.
    case block
    /// ``Tenant/unblockUser(_:by:)``.
    case unblock
    /// ``Tenant/deleteUser(_:by:)``.
    case delete
    /// ``Tenant/restoreUser(_:by:)``.
    case restore
    /// ``Tenant/purgeUser(_:by:)``.
    case purge
    /// ``Tenant/renameUser(_:to:by:)``.
    case rename
    /// ``Tenant/requestAddressChange(to:of:by:)``.
    case changeAddress
    /// ``Tenant/endAllSessions(of:by:)``.
    case endSessions
    /// ``Tenant/liftLockout(of:by:)``.
    case liftLockout
    /// ``Tenant/removeSecondFactor(of:by:)-(UserID,UserID)``.
    case removeSecondFactor
    /// ``Tenant/issueServiceToken(for:named:lasting:activating:by:)``.
    case issueServiceToken
    /// ``Tenant/resendInvitation(to:by:)``.
    case resendInvitation
    /// ``Tenant/revokeInvitation(of:by:)``.
    case revokeInvitation
}

extension Tenant {
    /// The roles that a principal may give to a user now, in the catalog's order, each with what stands in the way.
    ///
    /// Roles that the principal may not give there to anyone are left out. What is offered can be overtaken: the verb decides again.
    ///
    /// - Parameters:
    ///   - user: Who would get them.
    ///   - scope: Where.
    ///   - window: When they would hold.
    ///   - principal: Who would give them.
    /// - Returns: None for a principal whose account is not in use, and for a user whom the principal may not see.
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(roles), and for roles with a maximum of holders O(holders).
    public func roleOptions(
        for user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always, by principal: UserID
    ) async throws(TenantError) -> [RoleOption] {
        guard self.mayLook(at: user, by: principal) else { return [] }
        return try await self.roleOptions(at: scope, by: principal) { role in
            AssignRoles([role], to: user, at: scope, during: window)
        }
    }

    /// The roles that a principal may give to a person who is about to be added or invited.
    ///
    /// - Parameters:
    ///   - affiliation: Whether the person would be a member, who is added, or a guest, who is invited.
    ///   - scope: Where.
    ///   - window: When they would hold.
    ///   - principal: Who would give them.
    /// - Returns: As ``roleOptions(for:at:during:by:)``; each with the same obstacle when the principal may add no one.
    /// - Throws: ``TenantError/directory(_:)``.
    public func roleOptions(
        forNew affiliation: Affiliation, at scope: Scope = .company, during window: ValidityWindow = .always,
        by principal: UserID
    ) async throws(TenantError) -> [RoleOption] {
        let (user, credential) = (self.newUserID(), self.newCredentialID())
        // A name that no account has: `.invalid` is reserved by RFC 2606.
        guard let email = try? EmailAddress("\(user)@roster.invalid") else { return [] }
        return try await self.roleOptions(at: scope, by: principal) { role in
            switch affiliation {
            case .member:
                AddUser(
                    userID: user, credential: credential, fullName: self.company.name, userName: UserName(email),
                    email: email, roles: [role], at: scope, during: window)
            case .guest:
                InviteUsers(
                    [(user, credential, email)], roles: [role], at: scope, during: window,
                    expiringAt: self.invitationExpiry(), pendingLimit: self.policy.pendingInvitationLimit)
            }
        }
    }

    /// What a principal may do to an account now: for each verb nil, or why it would be refused.
    ///
    /// For a user whom the principal may not see it is `RefusalReason.unknownUser(user:)`.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func obstacles(
        on user: UserID, by principal: UserID
    ) async throws(TenantError) -> [AccountVerb: RefusalReason?] {
        guard self.mayLook(at: user, by: principal) else {
            return Dictionary(uniqueKeysWithValues: AccountVerb.allCases.map { ($0, .unknownUser(user: user)) })
        }
        let name = try await self.user(user)?.user.fullName ?? self.company.name
        // Only to resend an invitation matters how many are pending, and it takes a search to know.
        let isInvited = self.access.standing(of: user)?.status == .invited
        let needs = FactNeeds(users: [user], restoring: user, otherHolderThan: user, countsInvitations: isInvited)
        let found = try await self.obstacles(knowing: needs, by: principal) { _ in
            AccountVerb.allCases.map { self.command($0, user, name) }
        }
        var obstacles = Dictionary(uniqueKeysWithValues: zip(AccountVerb.allCases, found))
        // Their own address people change with their password.
        if user == principal, obstacles[.changeAddress] == .some(nil) {
            obstacles[.changeAddress] = .ownAccount(action: .editProfile)
        }
        return obstacles
    }

    private func roleOptions(
        at scope: Scope, by principal: UserID, _ command: (RoleID) -> any TenantCommand
    ) async throws(TenantError) -> [RoleOption] {
        guard let first = self.catalog.roles.first else { return [] }
        var roles: [RoleID] = []
        let obstacles = try await self.obstacles(knowing: command(first.id).needs, by: principal) { facts in
            roles = self.catalog.roles.map(\.id).filter { facts.mayAssign($0, at: scope) }
            return roles.map(command)
        }
        return zip(roles, obstacles).map { RoleOption(role: $0, obstacle: $1) }
    }

    /// Whether a principal may see that there is such an account; others hear what they would hear if there were none.
    private func mayLook(at user: UserID, by principal: UserID) -> Bool {
        guard let reader = self.reader(principal), let standing = self.access.standing(of: user) else { return false }
        let isInUse = standing.status == .active || standing.status == .mustChangePassword
        return reader.administers || isInUse || user == principal
    }

    /// A command as the verb makes it, with values of no account's.
    private func command(_ verb: AccountVerb, _ user: UserID, _ name: FullName) -> any TenantCommand {
        let (now, credential) = (self.clock.now, self.newCredentialID())
        switch verb {
        case .resetPassword: return ResetPassword(of: user, to: credential, expiringAt: self.temporaryPasswordExpiry)
        case .block: return SuspendUser(.block, user)
        case .unblock: return SuspendUser(.unblock, user)
        case .delete: return SuspendUser(.delete, user, releasingNames: self.policy.releasesNamesOfDeletedAccounts)
        case .restore: return SuspendUser(.restore, user)
        case .purge: return PurgeUser(user)
        case .rename: return RenameUser(user, to: name)
        case .changeAddress: return RequestAddressChange(nil, of: user)
        case .endSessions: return EndSessions(.endAll, of: user)
        case .liftLockout: return LiftLockout(of: user)
        case .removeSecondFactor: return RemoveSecondFactor(of: user, showing: nil)
        case .issueServiceToken:
            let limit = self.policy.sessions.serviceTokenLifetime
            let token = ServiceToken(self.newSessionID(), named: DeviceName(""), expiringAt: now + limit)
            return IssueServiceToken(token, for: user, lifetimeLimit: limit)
        case .resendInvitation:
            return ResendInvitation(
                to: user, credential: credential, expiringAt: self.invitationExpiry(), pause: self.policy.resendPause,
                sendLimit: self.policy.invitationSendLimit, pendingLimit: self.policy.pendingInvitationLimit)
        case .revokeInvitation: return RevokeInvitation(of: user)
        }
    }
}
