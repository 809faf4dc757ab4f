public import RosterDomain

/// Permissions for referrals, the membership, incentives and reports.
extension Permission {
    // Referrals.

    /// Create and manage everything under Referrals; Referrals admin.
    public static let manageReferrals = Permission("partner/referrals/all")
    /// Create co-sell opportunities; Referrals admin and Referrals user.
    public static let createCoSellOpportunities = Permission("partner/cosell_opportunities/create")
    /// Create and manage co-sell opportunities; Referrals admin, and Referrals user in the deal's team.
    public static let manageCoSellOpportunities = Permission("partner/cosell_opportunities/manage")
    /// View and edit all co-sell opportunities and leads; Referrals admin.
    public static let updateCoSellOpportunities = Permission("partner/cosell_opportunities_leads/update")
    /// View and edit deals; Referrals admin, and Referrals user in the deal's team.
    public static let updateDeals = Permission("partner/deals/update")
    /// View and register deals that are won and eligible; Referrals admin, and Referrals user in the deal's team.
    public static let registerDeals = Permission("partner/deals/register")
    /// Assign team members to a deal; Referrals admin.
    public static let assignDealTeam = Permission("partner/deal_team/assign")
    /// Create and manage business profiles; Business profile admin, and Referrals admin (`create-a-marketing-profile`).
    public static let manageBusinessProfiles = Permission("partner/business_profiles/manage")
    /// View and edit business profiles; Referrals admin and Business profile admin.
    public static let updateBusinessProfiles = Permission("partner/business_profiles/update")
    /// Publish and edit solutions; Co-Sell Solution admin.
    public static let publishSolutions = Permission("partner/solutions/publish")
    /// Manage customer leads; Sales agent.
    public static let manageCustomerLeads = Permission("partner/customer_leads/manage")

    // Membership and benefits, all of MPN Partner Admin and Global admin.

    /// View, create and manage partner service requests; MPN Partner Admin and Global admin.
    public static let manageServiceRequests = Permission("partner/partner_service_requests/manage")
    /// View users' details and skills; MPN Partner Admin and Global admin.
    public static let viewUserSkills = Permission("partner/user_details_skills/read")
    /// View the company's designations; MPN Partner Admin and Global admin.
    public static let viewDesignations = Permission("partner/partner_designations/read")
    /// View and purchase program offers; MPN Partner Admin and Global admin.
    public static let purchaseProgramOffers = Permission("partner/program_offers/purchase")
    /// View orders and invoices of program offers; MPN Partner Admin and Global admin.
    public static let viewProgramOrders = Permission("partner/program_offer_orders_invoices/read")
    /// View partner contribution indicators; MPN Partner Admin and Global admin.
    public static let viewContributionIndicators = Permission("partner/partner_contribution_indicators/read")
    /// Work in the voucher validation tool; MPN Partner Admin and Global admin.
    public static let useVoucherTool = Permission("partner/voucher_validation_tool/use")
    /// View and manage benefits; MPN Partner Admin and Global admin.
    public static let manageBenefits = Permission("partner/benefits/manage")

    // Incentives.

    /// Initiate and manage incentives; Incentives admin.
    public static let manageIncentives = Permission("partner/incentives/manage")
    /// View and edit all of the incentive programs; Incentives admin.
    public static let updateIncentivePrograms = Permission("partner/incentive_programs/update")
    /// View incentive programs; Incentives admin and Incentives user.
    public static let viewIncentivePrograms = Permission("partner/incentive_programs/read")
    /// View and edit bank and tax details; Incentives admin.
    public static let updateBankAndTaxDetails = Permission("partner/bank_tax_details/update")
    /// View rebate and co-op earnings; Incentives admin and Incentives user.
    public static let viewRebateEarnings = Permission("partner/rebate_coop_earnings/read")
    /// Dispute incentive payments; Incentives admin.
    public static let disputeIncentivePayments = Permission("partner/incentive_payments/dispute")
    /// View and initiate incentive claims; Incentives user and Incentives admin.
    public static let initiateIncentiveClaims = Permission("partner/incentive_claims/initiate")

    // Insights.

    /// View every report, with all of its data; Executive report viewer.
    public static let viewAllReports = Permission("partner/reports/read_all")
    /// View reports without revenue and personal data; both report viewers.
    public static let viewReports = Permission("partner/reports/read")
    /// View revenue in reports; Executive report viewer.
    public static let viewRevenueReports = Permission("partner/reports.revenue/read")
    /// View customers' and employees' personal data in reports; Executive report viewer.
    public static let viewPersonalDataReports = Permission("partner/reports.personal_data/read")
    /// View customer analytics; MPN Partner Admin.
    public static let viewCustomerAnalytics = Permission("partner/customer_analytics/read")
}
