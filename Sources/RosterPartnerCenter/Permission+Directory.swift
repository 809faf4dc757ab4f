public import RosterDomain

/// Permissions of the directory itself, under the directory's own names.
///
/// This is the subset for managing users, their roles and their groups. Devices, policies, access reviews, just-in-time
/// elevation and reading the portal are left out. If a role has `allProperties/allTasks` of something whose permissions
/// are listed here, the catalog grants the listed ones; otherwise such a name is a permission of its own. Global admin
/// has all of them.
extension Permission {
    // Users.

    /// List and view users and the roles they hold; every member of the company, and no guest without a directory role.
    public static let viewUsers = Permission("microsoft.directory/users/standard/read")
    /// Create users in the directory, as against partner users (``createUsers``); User Administrator.
    public static let createDirectoryUsers = Permission("microsoft.directory/users/create")
    /// Delete users; User Administrator and both authentication administrators.
    public static let deleteUsers = Permission("microsoft.directory/users/delete")
    /// Block users; User Administrator and both authentication administrators.
    public static let disableUsers = Permission("microsoft.directory/users/disable")
    /// Unblock users; User Administrator and both authentication administrators.
    public static let enableUsers = Permission("microsoft.directory/users/enable")
    /// Restore deleted users; User Administrator and both authentication administrators.
    public static let restoreUsers = Permission("microsoft.directory/users/restore")
    /// Restore users from among the deleted items; User Administrator and both authentication administrators.
    public static let restoreDeletedUsers = Permission("microsoft.directory/deletedItems.users/restore")
    /// Invite people from outside; User Administrator and Guest Inviter.
    public static let inviteGuests = Permission("microsoft.directory/users/inviteGuest")
    /// Make an external user a member; User Administrator.
    public static let convertExternalUsers = Permission(
        "microsoft.directory/users/convertExternalToInternalMemberUser")
    /// Update users' basic properties; User Administrator and both authentication administrators.
    public static let updateUsers = Permission("microsoft.directory/users/basic/update")
    /// Update the names users sign in with; User Administrator and both authentication administrators.
    public static let updateUserPrincipalNames = Permission("microsoft.directory/users/userPrincipalName/update")
    /// Update users' managers; User Administrator and both authentication administrators.
    public static let updateUserManagers = Permission("microsoft.directory/users/manager/update")
    /// Update users' photos; User Administrator.
    public static let updateUserPhotos = Permission("microsoft.directory/users/photo/update")
    /// Update users' sponsors; User Administrator.
    public static let updateUserSponsors = Permission("microsoft.directory/users/sponsors/update")
    /// Update where users are; User Administrator.
    public static let updateUsageLocations = Permission("microsoft.directory/users/usageLocation/update")
    /// View when users joined and left; User Administrator.
    public static let viewUserLifeCycle = Permission("microsoft.directory/users/lifeCycleInfo/read")
    /// Assign licenses to users; User Administrator.
    public static let assignLicenses = Permission("microsoft.directory/users/assignLicense")
    /// Reprocess users' licenses; User Administrator.
    public static let reprocessLicenses = Permission("microsoft.directory/users/reprocessLicenseAssignment")

    // Sign-in.

    /// Reset passwords; User, Helpdesk, Password and both authentication administrators, each for the users that the
    /// account authorities name.
    public static let resetPasswords = Permission("microsoft.directory/users/password/update")
    /// Sign users out everywhere; User, Helpdesk and both authentication administrators.
    public static let revokeSessions = Permission("microsoft.directory/users/invalidateAllRefreshTokens")
    /// View users' authentication methods; Privileged Authentication Administrator.
    public static let viewAuthenticationMethods = Permission(
        "microsoft.directory/users/authenticationMethods/standard/read")
    /// Add authentication methods to users; both authentication administrators.
    public static let createAuthenticationMethods = Permission(
        "microsoft.directory/users/authenticationMethods/create")
    /// Update users' authentication methods; both authentication administrators.
    public static let updateAuthenticationMethods = Permission(
        "microsoft.directory/users/authenticationMethods/basic/update")
    /// Delete users' authentication methods; both authentication administrators.
    public static let deleteAuthenticationMethods = Permission(
        "microsoft.directory/users/authenticationMethods/delete")

    // Roles.

    /// Assign directory roles; Privileged Role Administrator.
    public static let manageRoleAssignments = Permission(
        "microsoft.directory/roleAssignments/allProperties/allTasks")
    /// Define directory roles; Privileged Role Administrator.
    public static let manageRoleDefinitions = Permission(
        "microsoft.directory/roleDefinitions/allProperties/allTasks")
    /// Manage directory roles in use; Privileged Role Administrator.
    public static let manageDirectoryRoles = Permission("microsoft.directory/directoryRoles/allProperties/allTasks")
    /// Manage the templates of directory roles; Global admin.
    public static let manageDirectoryRoleTemplates = Permission(
        "microsoft.directory/directoryRoleTemplates/allProperties/allTasks")
    /// Manage roles held over part of the directory; Privileged Role Administrator.
    public static let manageScopedRoleMemberships = Permission(
        "microsoft.directory/scopedRoleMemberships/allProperties/allTasks")
    /// Manage the parts that the directory is divided into; Privileged Role Administrator.
    public static let manageAdministrativeUnits = Permission(
        "microsoft.directory/administrativeUnits/allProperties/allTasks")

    // Groups.

    /// Create groups; User and Groups Administrators.
    public static let createGroups = Permission("microsoft.directory/groups/create")
    /// Delete groups; User and Groups Administrators.
    public static let deleteGroups = Permission("microsoft.directory/groups/delete")
    /// Restore deleted groups; User and Groups Administrators.
    public static let restoreGroups = Permission("microsoft.directory/groups/restore")
    /// Restore groups from among the deleted items; User and Groups Administrators.
    public static let restoreDeletedGroups = Permission("microsoft.directory/deletedItems.groups/restore")
    /// Update groups' basic properties; User and Groups Administrators.
    public static let updateGroups = Permission("microsoft.directory/groups/basic/update")
    /// Update groups' members; User and Groups Administrators.
    public static let updateGroupMembers = Permission("microsoft.directory/groups/members/update")
    /// Update groups' owners; User and Groups Administrators.
    public static let updateGroupOwners = Permission("microsoft.directory/groups/owners/update")
    /// Create groups that can hold roles; Privileged Role Administrator.
    public static let createRoleGroups = Permission("microsoft.directory/groupsAssignableToRoles/create")
    /// Delete groups that can hold roles; Privileged Role Administrator.
    public static let deleteRoleGroups = Permission("microsoft.directory/groupsAssignableToRoles/delete")
    /// Restore groups that can hold roles; Privileged Role Administrator.
    public static let restoreRoleGroups = Permission("microsoft.directory/groupsAssignableToRoles/restore")
    /// Update groups that can hold roles; Privileged Role Administrator.
    public static let updateRoleGroups = Permission("microsoft.directory/groupsAssignableToRoles/allProperties/update")

    // The directory as a whole.

    /// Permanently remove what was deleted; Global admin.
    public static let purgeDeletedItems = Permission("microsoft.directory/deletedItems/delete")
    /// Restore anything that was deleted; Global admin.
    public static let restoreDeletedItems = Permission("microsoft.directory/deletedItems/restore")
    /// View audit logs; Reports Reader.
    public static let viewAuditLogs = Permission("microsoft.directory/auditLogs/allProperties/read")
    /// View sign-ins; Reports Reader.
    public static let viewSignIns = Permission("microsoft.directory/signInReports/allProperties/read")
    /// Update the organization's basic properties; Billing admin.
    public static let updateOrganization = Permission("microsoft.directory/organization/basic/update")
    /// Manage the directory's own billing; Billing admin.
    public static let manageDirectoryBilling = Permission(
        "microsoft.commerce.billing/allEntities/allProperties/allTasks")
    /// Manage support tickets about the directory; every administrator but Password and Privileged Role ones.
    public static let manageDirectorySupportTickets = Permission(
        "microsoft.office365.supportTickets/allEntities/allTasks")
}
