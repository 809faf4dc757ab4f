import RosterDomain

extension PartnerCenter {
    static let referralPermissions = definitions(
        in: "Referrals",
        [
            .manageReferrals: "Create and manage everything in referrals",
            .createCoSellOpportunities: "Create co-sell opportunities",
            .manageCoSellOpportunities: "Create and manage co-sell opportunities",
            .updateCoSellOpportunities: "View and edit all co-sell opportunities and leads",
            .updateDeals: "View and edit deals",
            .registerDeals: "View and register deals",
            .assignDealTeam: "Assign team members to a deal",
            .manageBusinessProfiles: "Create and manage business profiles",
            .updateBusinessProfiles: "View and edit business profiles",
            .publishSolutions: "Publish and edit solutions",
            .manageCustomerLeads: "Manage customer leads",
        ])

    static let membershipPermissions =
        definitions(
            in: "Membership",
            [
                .manageServiceRequests: "View, create and manage partner service requests",
                .viewUserSkills: "View users' details and skills",
                .viewDesignations: "View partner designations",
                .purchaseProgramOffers: "View and purchase program offers",
                .viewProgramOrders: "View orders and invoices of program offers",
                .viewContributionIndicators: "View partner contribution indicators",
                .useVoucherTool: "Work in the voucher validation tool",
            ]) + definitions(in: "Benefits", [.manageBenefits: "View and manage benefits"])

    static let incentivePermissions = definitions(
        in: "Incentives",
        [
            .manageIncentives: "Initiate and manage incentives",
            .updateIncentivePrograms: "View and edit incentive programs",
            .viewIncentivePrograms: "View incentive programs",
            .updateBankAndTaxDetails: "View and edit bank and tax details",
            .viewRebateEarnings: "View rebate and co-op earnings",
            .disputeIncentivePayments: "Dispute incentive payments",
            .initiateIncentiveClaims: "View and initiate incentive claims",
        ])

    static let insightPermissions = definitions(
        in: "Insights",
        [
            .viewAllReports: "View all reports",
            .viewReports: "View reports",
            .viewRevenueReports: "View revenue in reports",
            .viewPersonalDataReports: "View personal data in reports",
            .viewCustomerAnalytics: "View customer analytics",
        ])
}
