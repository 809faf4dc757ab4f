public import RosterDomain

/// The roles of the directory that the product stands on, as far as they administer users.
///
/// ``globalAdmin`` and ``billingAdmin`` belong here as well. ``userAdmin`` is a role of its own beside
/// ``userManagementAdmin``: adding users needs a role of each plane, which means nothing if one role counts for both.
extension RoleID {
    /// User admin, in the directory User Administrator: creates, changes, blocks and deletes users of little privilege.
    public static let userAdmin = RoleID("user_admin")
    /// Privileged Role Administrator: assigns directory roles, Global admin among them; creates no users.
    public static let privilegedRoleAdmin = RoleID("privileged_role_admin")
    /// Helpdesk Administrator: resets passwords of users and of minor administrators.
    public static let helpdeskAdmin = RoleID("helpdesk_admin")
    /// Password Administrator: resets passwords of users and of the least of administrators.
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
    /// Message Center Reader: reads announcements; known here because its holders' passwords may be reset.
    public static let messageCenterReader = RoleID("message_center_reader")
    /// Reports Reader: reads sign-in and audit logs.
    public static let reportsReader = RoleID("reports_reader")
    /// User Experience Success Manager: reads usage; known here because its holders' passwords may be reset.
    public static let userExperienceSuccessManager = RoleID("user_experience_success_manager")
    /// Usage Summary Reports Reader: reads usage totals; known here because its holders' passwords may be reset.
    public static let usageSummaryReportsReader = RoleID("usage_summary_reports_reader")
}
