public import RosterDomain

/// The conditions of ``RoleCatalog/partnerCenter``, which the host states about the request.
extension Condition {
    /// The record is the caller's own: the profile, or a support ticket that the caller created.
    public static let ownRecord = Condition("own_record")
    /// The caller belongs to the team of the deal.
    public static let teamMember = Condition("team_member")
    /// The opportunity is marked as won.
    public static let opportunityWon = Condition("opportunity_won")
    /// The opportunity is eligible for deal registration.
    public static let eligibleForRegistration = Condition("eligible_for_registration")
    /// The caller has passed multifactor authentication in this session.
    public static let multifactorCompleted = Condition("multifactor_completed")
    /// The caller administers the account.
    public static let administeredAccount = Condition("administered_account")
}
