import RosterDomain

extension PartnerCenter {
    /// The permissions of the directory in this catalog; Global admin has all of them.
    static let directoryPermissions =
        userPermissions + signInPermissions + rolePermissions + groupPermissions + tenantPermissions

    private static let userPermissions = definitions(
        in: "Directory",
        [
            .viewUsers: "View users",
            .createDirectoryUsers: "Create users in the directory",
            .deleteUsers: "Delete users",
            .disableUsers: "Block users",
            .enableUsers: "Unblock users",
            .restoreUsers: "Restore users",
            .restoreDeletedUsers: "Restore users from the deleted items",
            .inviteGuests: "Invite guests",
            .convertExternalUsers: "Make external users members",
            .updateUsers: "Update users' basic properties",
            .updateUserPrincipalNames: "Update users' sign-in names",
            .updateUserManagers: "Update users' managers",
            .updateUserPhotos: "Update users' photos",
            .updateUserSponsors: "Update users' sponsors",
            .updateUsageLocations: "Update users' locations",
            .viewUserLifeCycle: "View when users joined and left",
            .assignLicenses: "Assign licenses",
            .reprocessLicenses: "Reprocess license assignments",
        ])

    private static let signInPermissions = definitions(
        in: "Directory",
        [
            .resetPasswords: "Reset passwords",
            .revokeSessions: "Sign users out everywhere",
            .viewAuthenticationMethods: "View authentication methods",
            .createAuthenticationMethods: "Add authentication methods",
            .updateAuthenticationMethods: "Update authentication methods",
            .deleteAuthenticationMethods: "Delete authentication methods",
        ])

    private static let rolePermissions = definitions(
        in: "Directory",
        [
            .manageRoleAssignments: "Assign directory roles",
            .manageRoleDefinitions: "Define directory roles",
            .manageDirectoryRoles: "Manage directory roles",
            .manageDirectoryRoleTemplates: "Manage templates of directory roles",
            .manageScopedRoleMemberships: "Manage scoped role memberships",
            .manageAdministrativeUnits: "Manage administrative units",
        ])

    private static let groupPermissions = definitions(
        in: "Directory",
        [
            .createGroups: "Create groups",
            .deleteGroups: "Delete groups",
            .restoreGroups: "Restore groups",
            .restoreDeletedGroups: "Restore groups from the deleted items",
            .updateGroups: "Update groups' basic properties",
            .updateGroupMembers: "Update groups' members",
            .updateGroupOwners: "Update groups' owners",
            .createRoleGroups: "Create role-assignable groups",
            .deleteRoleGroups: "Delete role-assignable groups",
            .restoreRoleGroups: "Restore role-assignable groups",
            .updateRoleGroups: "Update role-assignable groups",
        ])

    private static let tenantPermissions = definitions(
        in: "Directory",
        [
            .purgeDeletedItems: "Delete deleted items for good",
            .restoreDeletedItems: "Restore deleted items",
            .viewAuditLogs: "View audit logs",
            .viewSignIns: "View sign-ins",
            .updateOrganization: "Update the organization's basic properties",
            .manageDirectoryBilling: "Manage billing of the directory",
            .manageDirectorySupportTickets: "Manage support tickets of the directory",
        ])
}
