public import RosterDomain

/// The programs that decide which roles of ``RoleCatalog/partnerCenter`` a company is offered.
extension Program {
    /// The company is a tier-1 or tier-2 indirect provider; only then is Sales agent offered.
    public static let indirectProvider = Program("indirect_provider")
}
