/// Who must show a second factor.
///
/// A person who has enrolled one must show it in every case. The policy says who must enroll one: until then, a session of theirs
/// allows nothing else. Programs (services) are exempt.
public enum SecondFactorPolicy: Sendable, Hashable {
    /// No user; each may enroll one.
    case optional
    /// Every user who holds one of these roles, or a role that includes one.
    case roles(Set<RoleID>)
    /// Every user who holds a role that the catalog marks as privileged, or a role that includes one.
    case privilegedRoles
    /// Every user, guests included: what the product demands of a partner's people.
    case everyUser
}

extension SecondFactorPolicy {
    /// Whether who must have a second factor depends on roles.
    var namesRoles: Bool {
        switch self {
        case .optional, .everyUser: false
        case .roles, .privilegedRoles: true
        }
    }

    /// Until when a user must have a second factor, by what they hold now; nil for never.
    ///
    /// A role counts from when it is given, even if it begins later, and until its window ends, wherever it is held.
    ///
    /// - Complexity: O(holdings × roles that they include).
    package func deadline(of standing: UserStanding, in catalog: RoleCatalog) -> Timestamp? {
        let roles = SecondFactorRoles(self, in: catalog)
        return roles.deadline(affiliation: standing.affiliation, holdings: standing.holdings)
    }
}

/// The roles of a catalog whose holders need a second factor.
struct SecondFactorRoles: Sendable {
    let roles: Set<RoleID>
    private let affiliations: Set<Affiliation>

    init(_ policy: SecondFactorPolicy, in catalog: RoleCatalog) {
        let named: Set<RoleID> =
            switch policy {
            case .optional, .everyUser: []
            case .roles(let roles): roles
            case .privilegedRoles: Set(catalog.roles.filter(\.isPrivileged).map(\.id))
            }
        let roles = Set(named.flatMap { catalog.rolesIncluding($0) })
        self.roles = roles
        self.affiliations = Set(
            Affiliation.allCases.filter { affiliation in
                policy == .everyUser || catalog.rolesHeldImplicitly(by: affiliation).contains(where: roles.contains)
            })
    }

    /// Until when a second factor is needed; nil for never, the end of time for always.
    func deadline(affiliation: Affiliation, holdings: some Sequence<RoleHolding>) -> Timestamp? {
        if self.affiliations.contains(affiliation) { return .distantFuture }
        if self.roles.isEmpty { return nil }
        var deadline: Timestamp?
        for holding in holdings where self.roles.contains(holding.role) {
            guard let until = holding.window.until else { return .distantFuture }
            deadline = max(deadline ?? until, until)
        }
        return deadline
    }
}
