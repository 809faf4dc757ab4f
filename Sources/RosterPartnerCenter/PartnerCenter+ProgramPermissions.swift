import RosterDomain

extension PartnerCenter {
    static let programPermissions = definitions(
        in: "Marketplace/Developer",
        [
            .ownAccount: "Own the account",
            .addUsersOfAnyType: "Add users of any type",
            .updatePayoutAndTax: "Update payout and tax information",
            .viewFeedbackReports: "View feedback reports and summaries",
            .enrollInPrograms: "Enroll the account into programs",
            .openTaxAndPayoutSettings: "Open the tax and payout settings",
            .managePublisherUsers: "Manage publisher users, roles and permissions",
            .manageTenants: "Manage tenants",
            .openAccountSettings: "Open the account settings",
            .updateAppsOrSettings: "Change apps or settings",
            .uploadPackages: "Upload packages",
            .submitApps: "Create and submit apps and add-ons",
            .viewUsageReports: "View usage reports for telemetry",
            .viewFinancialInformation: "View financial information",
            .setPrices: "Set prices",
            .viewPayoutReports: "View payout reports",
            .managePayoutAndTaxProfiles: "Manage payout and tax profiles",
            .respondToReviews: "Respond to customer reviews",
            .viewNonfinancialReports: "View reports that are not financial",
        ])
}
