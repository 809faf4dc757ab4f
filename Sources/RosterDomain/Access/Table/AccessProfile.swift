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

    /// Hashes what usually differs: the roles, and scopes and windows that are not the usual ones.
    func hash(into hasher: inout Hasher) {
        var folded = UInt64(self.holdings.count)
        for holding in self.holdings {
            let key = NameBytes.lend(holding.role.rawValue) { WideKey($0, seed: 0x9E37_79B9_7F4A_7C15) }
            folded = mixed(folded ^ key.high, key.low ^ 0xD6E8_FEB8_6659_FD93) &+ folded
            if holding.scope != .company { hasher.combine(holding.scope) }
            if holding.window != .always { hasher.combine(holding.window) }
        }
        hasher.combine(folded)
    }
}
