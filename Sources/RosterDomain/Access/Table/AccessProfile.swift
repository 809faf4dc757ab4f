/// What users must have in common to share a row.
struct AccessProfile: Sendable, Hashable {
    let affiliation: Affiliation
    /// The assigned roles, by role and scope.
    let holdings: [RoleHolding]

    init(_ standing: UserStanding) {
        self.affiliation = standing.affiliation
        self.holdings = standing.holdings
    }

    /// The standing of one of the users who share the profile.
    func standing(of user: UserID, _ status: AccountStatus) -> UserStanding {
        UserStanding(id: user, affiliation: self.affiliation, status: status, sortedHoldings: self.holdings)
    }

    static func == (left: AccessProfile, right: AccessProfile) -> Bool {
        left.affiliation == right.affiliation && left.holdings == right.holdings
    }

    /// Hashes what usually differs: the roles, and scopes and windows that are not the usual ones.
    func hash(into hasher: inout Hasher) {
        hasher.combine(self.holdings.count)
        for holding in self.holdings {
            hasher.combine(holding.role)
            if holding.scope != .company { hasher.combine(holding.scope) }
            if holding.window != .always { hasher.combine(holding.window) }
        }
    }
}
