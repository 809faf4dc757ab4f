/// A user who is authorized for more roles of a separation set than anyone may be, because the set is newer than the roles.
public struct SeparationBreach: Sendable, Hashable {
    /// Who.
    public let user: UserID
    /// The name of the set.
    public let set: String
    /// The roles of the set for which the user is authorized, by name.
    public let roles: [RoleID]

    /// Names a breach.
    public init(by user: UserID, of set: String, roles: [RoleID]) {
        self.user = user
        self.set = set
        self.roles = roles
    }
}

extension SeparationBreach: CustomStringConvertible {
    /// The user, the set and the roles.
    public var description: String {
        "user `\(self.user)` has \(self.roles.listed), which `\(self.set.forDisplay)` keeps apart"
    }
}

/// Finds breaches of separation sets, user after user.
///
/// Many users have the same roles, and what was found for these is not looked for again.
package struct SeparationInspection {
    private struct Holder: Hashable {
        let affiliation: Affiliation
        let roles: Set<RoleID>
    }

    private let catalog: RoleCatalog
    private let now: Timestamp
    private var known: [Holder: [(set: String, roles: [RoleID])]] = [:]

    /// Prepares to look at a moment.
    package init(_ catalog: RoleCatalog, at now: Timestamp) {
        self.catalog = catalog
        self.now = now
    }

    /// The sets that a user breaches.
    ///
    /// A role counts wherever it is held and whenever it holds, unless its window has passed. A deleted account has none.
    package mutating func breaches(by standing: UserStanding) -> [SeparationBreach] {
        guard !self.catalog.separationSets.isEmpty, !standing.status.isGone else { return [] }
        let current = standing.holdings.filter { holding in holding.window.until.map { $0 > self.now } ?? true }
        let holder = Holder(affiliation: standing.affiliation, roles: Set(current.map(\.role)))
        let found = self.known[holder] ?? self.breaches(by: holder)
        self.known[holder] = found
        return found.map { SeparationBreach(by: standing.id, of: $0.set, roles: $0.roles) }
    }

    private func breaches(by holder: Holder) -> [(set: String, roles: [RoleID])] {
        let authorized = self.catalog.rolesAuthorized(by: holder.roles, affiliation: holder.affiliation)
        return self.catalog.separationSets.filter { $0.isBreached(by: authorized) }.map { set in
            (set.name, set.roles.intersection(authorized).sorted())
        }
    }
}
