import RosterDomain

extension PartnerCenter {
    /// The roles that do not manage the tenant.
    ///
    /// Three of them are open to guests. The page lists these three; an older page lists every role of this plane. The
    /// catalog follows the stricter one.
    static let companyRoles =
        [accountAdmin, mpnPartnerAdmin, businessProfileAdmin, coSellSolutionAdmin, complianceAdmin]
        + referralRoles + incentiveRoles + reportRoles

    private static let accountAdmin = Role(
        .accountAdmin, title: "Account admin", category: .company,
        grants: Grant.each([
            .createUsers, .assignCompanyRoles, .assignReportViewerRoles, .addLocations, .enrollLocations,
            .monitorAccountVerification, .manageCompanyAccounts,
        ])
            + Grant.each([.manageAccountProfiles], given: [.administeredAccount])
            + Grant.supportTickets,
        isPrivileged: true, scoping: .companyOnly)

    /// The role comes with Executive report viewer for the whole company.
    ///
    /// That is a companion role and not a grant, because it can be removed.
    private static let mpnPartnerAdmin = Role(
        .mpnPartnerAdmin, title: "MPN Partner Admin", category: .company,
        grants: Grant.each([
            .manageServiceRequests, .viewUserSkills, .viewDesignations, .purchaseProgramOffers, .viewProgramOrders,
            .viewContributionIndicators, .useVoucherTool, .manageBenefits, .viewCompanyProfiles, .viewUserRoles,
            .exportLearningUsers, .viewCustomerAnalytics, .monitorAccountVerification, .managePaymentMethods,
        ]) + Grant.supportTickets,
        accompaniedBy: [.executiveReportViewer], scoping: .companyOnly, isOpenToGuests: true)

    private static let businessProfileAdmin = Role(
        .businessProfileAdmin, title: "Business profile admin", category: .company,
        grants: Grant.each([.manageBusinessProfiles, .updateBusinessProfiles]) + Grant.supportTickets,
        scoping: .companyOnly, isOpenToGuests: true)

    private static let coSellSolutionAdmin = Role(
        .coSellSolutionAdmin, title: "Co-Sell Solution admin", category: .company,
        grants: Grant.each([.publishSolutions]), scoping: .companyOnly)

    private static let complianceAdmin = Role(
        .complianceAdmin, title: "Compliance admin", category: .company,
        grants: Grant.each([.monitorAccountVerification, .updateLegalBusinessProfile, .completeComplianceTraining]),
        isPrivileged: true, scoping: .companyOnly)
}

extension PartnerCenter {
    /// The roles that a user can hold for single locations as well as for the whole company.
    private static let byLocation = RoleScoping.companyOr(kinds: scopeKinds)

    /// An admin has the whole workspace, and every deal in scope; a user has the deals of their own teams.
    private static let referralRoles = [
        Role(
            .referralsAdmin, title: "Referrals admin", category: .company,
            grants: Grant.each([
                .manageReferrals, .createCoSellOpportunities, .manageCoSellOpportunities, .updateCoSellOpportunities,
                .updateDeals, .assignDealTeam, .updateBusinessProfiles, .manageBusinessProfiles,
            ])
                + Grant.each([.registerDeals], given: [.opportunityWon, .eligibleForRegistration])
                + Grant.supportTickets,
            scoping: byLocation, isOpenToGuests: true),
        Role(
            .referralsUser, title: "Referrals user", category: .company,
            grants: Grant.each([.createCoSellOpportunities])
                + Grant.each([.manageCoSellOpportunities, .updateDeals], given: [.teamMember])
                + Grant.each([.registerDeals], given: [.teamMember, .opportunityWon, .eligibleForRegistration])
                + Grant.supportTickets,
            scoping: byLocation),
    ]

    /// An admin has the whole workspace, claims included.
    private static let incentiveRoles = [
        Role(
            .incentivesAdmin, title: "Incentives admin", category: .company,
            grants: Grant.each([
                .manageIncentives, .updateIncentivePrograms, .viewIncentivePrograms, .updateBankAndTaxDetails,
                .viewRebateEarnings, .disputeIncentivePayments, .initiateIncentiveClaims,
            ]) + Grant.supportTickets,
            scoping: byLocation),
        Role(
            .incentivesUser, title: "Incentives user", category: .company,
            grants: Grant.each([.viewIncentivePrograms, .initiateIncentiveClaims, .viewRebateEarnings])
                + Grant.supportTickets,
            scoping: byLocation),
    ]

    private static let reportRoles = [
        Role(
            .executiveReportViewer, title: "Executive report viewer", category: .company,
            grants: Grant.each([.viewAllReports, .viewReports, .viewRevenueReports, .viewPersonalDataReports])
                + Grant.supportTickets,
            scoping: byLocation),
        Role(
            .reportViewer, title: "Report viewer", category: .company,
            grants: Grant.each([.viewReports]) + Grant.supportTickets, scoping: byLocation),
    ]
}
