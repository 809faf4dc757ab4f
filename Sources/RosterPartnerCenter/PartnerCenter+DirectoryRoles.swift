import RosterDomain

extension PartnerCenter {
    /// The roles of the directory, except Global admin and Billing admin, which are tenant roles.
    ///
    /// A role grants the actions that are both in the directory's own list and in this catalog. Privileged Role Administrator
    /// also has the partner plane's permission for what it may do there.
    static let directoryRoles = userAdministrators + authenticationAdministrators + readers

    private static let userAdministrators = [
        administrator(
            .userAdmin, "User admin",
            accountActions + groupActions + [
                .createDirectoryUsers, .inviteGuests, .convertExternalUsers, .updateUserPhotos, .updateUserSponsors,
                .updateUsageLocations, .viewUserLifeCycle, .assignLicenses, .reprocessLicenses,
                .manageDirectorySupportTickets,
            ]),
        administrator(
            .privilegedRoleAdmin, "Privileged Role Administrator",
            [
                .manageRoleAssignments, .manageRoleDefinitions, .manageDirectoryRoles, .manageScopedRoleMemberships,
                .manageAdministrativeUnits, .createRoleGroups, .deleteRoleGroups, .restoreRoleGroups, .updateRoleGroups,
                .assignAzureADRoles,
            ]),
        administrator(
            .groupsAdmin, "Groups Administrator", groupActions + [.manageDirectorySupportTickets]),
    ]

    private static let authenticationAdministrators = [
        administrator(
            .helpdeskAdmin, "Helpdesk Administrator",
            [.resetPasswords, .revokeSessions, .manageDirectorySupportTickets]),
        administrator(.passwordAdmin, "Password Administrator", [.resetPasswords]),
        administrator(
            .authenticationAdmin, "Authentication Administrator", accountActions + authenticationActions),
        administrator(
            .privilegedAuthenticationAdmin, "Privileged Authentication Administrator",
            accountActions + authenticationActions + [.viewAuthenticationMethods]),
    ]

    /// Three roles grant nothing; the catalog needs them to say who may reset their holders' passwords.
    private static let readers = [
        reader(.directoryReaders, "Directory Readers", [.viewUsers]),
        reader(.guestInviter, "Guest Inviter", [.inviteGuests, .viewUsers]),
        reader(.messageCenterReader, "Message Center Reader"),
        reader(.reportsReader, "Reports Reader", [.viewAuditLogs, .viewSignIns]),
        reader(.userExperienceSuccessManager, "User Experience Success Manager"),
        reader(.usageSummaryReportsReader, "Usage Summary Reports Reader"),
    ]

    /// Resetting passwords and the sensitive actions; the account authorities say on whose accounts.
    private static let accountActions: [Permission] = [
        .resetPasswords, .revokeSessions, .disableUsers, .enableUsers, .deleteUsers, .restoreUsers,
        .restoreDeletedUsers, .updateUsers, .updateUserPrincipalNames, .updateUserManagers,
    ]

    private static let authenticationActions: [Permission] = [
        .createAuthenticationMethods, .updateAuthenticationMethods, .deleteAuthenticationMethods,
        .manageDirectorySupportTickets,
    ]

    private static let groupActions: [Permission] = [
        .createGroups, .deleteGroups, .restoreGroups, .restoreDeletedGroups, .updateGroups, .updateGroupMembers,
        .updateGroupOwners,
    ]

    private static func administrator(_ id: RoleID, _ title: String, _ permissions: [Permission]) -> Role {
        Role(
            id, title: title, category: .directory, grants: Grant.each(permissions), isPrivileged: true,
            scoping: .companyOnly)
    }

    private static func reader(_ id: RoleID, _ title: String, _ permissions: [Permission] = []) -> Role {
        Role(id, title: title, category: .directory, grants: Grant.each(permissions), scoping: .companyOnly)
    }
}
