import RosterDomain

extension PartnerCenter {
    static let programRoles = [owner, manager] + contributorRoles

    /// The grants that Owner and Manager share: everything in the account except its payouts and taxes.
    private static let management: [Permission] = [
        .managePublisherUsers, .manageTenants, .openAccountSettings, .updateAppsOrSettings,
        .monitorAccountVerification,
    ]

    private static let owner = Role(
        .owner, title: "Owner", category: .developerProgram,
        grants: Grant.each(
            [
                .ownAccount, .addUsersOfAnyType, .updatePayoutAndTax, .openTaxAndPayoutSettings, .viewFeedbackReports,
                .enrollInPrograms, .viewPayoutReports,
            ] + management),
        isPrivileged: true, scoping: .companyOnly)

    private static let manager = Role(
        .manager, title: "Manager", category: .developerProgram, grants: Grant.each(management),
        isPrivileged: true, scoping: .companyOnly)

    private static let contributorRoles = [
        Role(
            .developer, title: "Developer", category: .developerProgram,
            grants: Grant.each([.uploadPackages, .submitApps, .viewUsageReports]), scoping: .companyOnly),
        Role(
            .businessContributor, title: "Business contributor", category: .developerProgram,
            grants: Grant.each([.viewFinancialInformation, .setPrices]), scoping: .companyOnly),
        Role(
            .financialContributor, title: "Financial contributor", category: .developerProgram,
            grants: Grant.each([.viewPayoutReports, .managePayoutAndTaxProfiles]), scoping: .companyOnly),
        Role(
            .marketer, title: "Marketer", category: .developerProgram,
            grants: Grant.each([.respondToReviews, .viewNonfinancialReports]), scoping: .companyOnly),
    ]
}

extension PartnerCenter {
    /// Roles that users hold without an assignment.
    static let implicitRoles = [
        Role(
            .defaultUser, title: "Default user", category: .implicit,
            grants: Grant.each([.viewOwnProfile, .viewOwnLearningProfile], given: [.ownRecord]),
            scoping: .companyOnly, heldImplicitlyBy: .everyone),
        // Members of the directory may list its users and their roles; guests may not.
        Role(
            .directoryMember, title: "Directory member", category: .implicit, grants: Grant.each([.viewUsers]),
            scoping: .companyOnly, heldImplicitlyBy: .members),
    ]
}
