import RosterDomain

extension PartnerCenter {
    static let programRoles = [owner, manager] + contributorRoles

    /// What the holder of "complete ownership" and the Manager share: all of the account but its payouts.
    private static let management: [Permission] = [
        .managePublisherUsers, .manageTenants, .openAccountSettings, .updateAppsOrSettings,
    ]

    private static let owner = Role(
        .owner, title: "Owner", category: .developerProgram,
        grants: Grant.each(
            [
                .ownAccount, .addUsersOfAnyType, .updatePayoutAndTax, .openTaxAndPayoutSettings, .viewFeedbackReports,
                .enrollInPrograms,
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
    /// Roles that are held without an assignment.
    static let implicitRoles = [
        Role(
            .defaultUser, title: "Default user", category: .implicit,
            grants: Grant.each([.viewOwnProfile, .viewOwnLearningProfile], given: [.ownRecord]),
            scoping: .companyOnly, heldImplicitlyBy: .everyone),
        // Members of a directory may read who is in it and which roles they hold; guests may not.
        Role(
            .directoryMember, title: "Directory member", category: .implicit, grants: Grant.each([.viewUsers]),
            scoping: .companyOnly, heldImplicitlyBy: .members),
    ]
}
