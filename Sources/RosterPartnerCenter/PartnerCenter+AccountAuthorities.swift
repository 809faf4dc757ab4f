import RosterDomain

extension PartnerCenter {
    /// Who may act on whose account: each authority covers users **all** of whose roles are in the selection.
    ///
    /// - Source: the directory's tables "who can reset passwords" and "who can perform sensitive actions".
    /// - The Partner Center page lets only Global admin reset passwords, which is stricter than the tables. So the
    ///   tables hold for users with directory roles or no roles, and only Global admin may reset the password of a user
    ///   with a role of another plane. This is the only place where Privileged Authentication Administrator may do less
    ///   than in the table.
    /// - The tables do not contain the roles of Partner Center. For blocking and deleting, User Administrator treats a
    ///   role that is not privileged as no administrator role. A privileged role counts as "any other role", and so
    ///   does Billing admin, a built-in role of the directory.
    static let accountAuthorities = [
        AccountAuthority(.globalAdmin, may: everything, holdersOf: .everyRole),
        AccountAuthority(.privilegedAuthenticationAdmin, may: sensitiveActions, holdersOf: .everyRole),
        AccountAuthority(.privilegedAuthenticationAdmin, may: [.resetPassword], holdersOf: .categories([.directory])),
        AccountAuthority(.userAdmin, may: [.resetPassword], holdersOf: .roles(withinUserAdmin)),
        AccountAuthority(
            .userAdmin, may: sensitiveActions,
            holdersOf: .union([.roles(withinUserAdmin), .unprivileged([.csp, .company, .developerProgram])])),
        AccountAuthority(.authenticationAdmin, may: everything, holdersOf: .roles(withinAuthenticationAdmin)),
        AccountAuthority(.helpdeskAdmin, may: [.resetPassword], holdersOf: .roles(withinHelpdeskAdmin)),
        AccountAuthority(.passwordAdmin, may: [.resetPassword], holdersOf: .roles(withinPasswordAdmin)),
    ]

    private static let everything = Set(AccountAction.allCases)
    private static let sensitiveActions: Set<AccountAction> = [.block, .delete, .editProfile]

    private static let withinPasswordAdmin: Set<RoleID> = [.directoryReaders, .guestInviter, .passwordAdmin]

    private static let usageReaders: Set<RoleID> = [
        .messageCenterReader, .reportsReader, .userExperienceSuccessManager, .usageSummaryReportsReader,
    ]

    private static let withinHelpdeskAdmin = withinPasswordAdmin.union(usageReaders).union([.helpdeskAdmin])

    private static let withinAuthenticationAdmin =
        withinPasswordAdmin.union(usageReaders).union([.authenticationAdmin])

    private static let withinUserAdmin = withinHelpdeskAdmin.union([.groupsAdmin, .userAdmin])
}
