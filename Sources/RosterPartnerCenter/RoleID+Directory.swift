public import RosterDomain

/// The roles of the directory beneath Partner Center that administer users.
///
/// ``globalAdmin`` and ``billingAdmin`` are roles of the directory too. ``userAdmin`` is separate from
/// ``userManagementAdmin``: adding users needs a role of each plane, and this would mean nothing if one role counted
/// for both.
extension RoleID {
    /// User admin, in the directory User Administrator: creates, changes, blocks and deletes users with few privileges.
    public static let userAdmin = RoleID("user_admin")
    /// Privileged Role Administrator: assigns directory roles, including Global admin; creates no users.
    public static let privilegedRoleAdmin = RoleID("privileged_role_admin")
    /// Helpdesk Administrator: resets passwords of users and of minor administrators.
    public static let helpdeskAdmin = RoleID("helpdesk_admin")
    /// Password Administrator: resets passwords of users and of the least privileged administrators.
    public static let passwordAdmin = RoleID("password_admin")
    /// Authentication Administrator: authentication methods of users and of minor administrators.
    public static let authenticationAdmin = RoleID("auth_admin")
    /// Privileged Authentication Administrator: authentication methods of all users in the directory.
    public static let privilegedAuthenticationAdmin = RoleID("privileged_auth_admin")
    /// Groups Administrator: groups and their members.
    public static let groupsAdmin = RoleID("groups_admin")
    /// Directory Readers: reads the directory.
    public static let directoryReaders = RoleID("directory_readers")
    /// Guest Inviter: invites people from outside.
    public static let guestInviter = RoleID("guest_inviter")
    /// Message Center Reader: reads announcements; in the catalog because its holders' passwords may be reset.
    public static let messageCenterReader = RoleID("message_center_reader")
    /// Reports Reader: reads sign-in and audit logs.
    public static let reportsReader = RoleID("reports_reader")
    /// User Experience Success Manager: reads usage; in the catalog because its holders' passwords may be reset.
    public static let userExperienceSuccessManager = RoleID("user_experience_success_manager")
    /// Usage Summary Reports Reader: reads usage totals; in the catalog because its holders' passwords may be reset.
    public static let usageSummaryReportsReader = RoleID("usage_summary_reports_reader")
}
