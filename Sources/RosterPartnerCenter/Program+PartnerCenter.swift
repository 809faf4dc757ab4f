public import RosterDomain

/// The programs that decide which roles of ``RoleCatalog/partnerCenter`` are offered to a company.
extension Program {
    /// The company is a tier-1 or tier-2 indirect provider; Sales agent is offered only to such companies.
    public static let indirectProvider = Program("indirect_provider")
}
