/// The roles of a catalog by position, for work that looks at all of them: numbers are cheaper to compare than names.
///
/// A name that is defined twice stands at its first position. Names that are not defined have no position and are left out.
struct RoleIndex {
    /// The roles, each name once, in the catalog's order.
    let roles: [Role]
    /// Where each role stands.
    let positions: [RoleID: Int]
    /// For each role, the roles that it includes, directly or through others, itself among them; in no order.
    let included: [[Int]]
    /// The roles of each plane.
    private let byCategory: [RoleCategory: [Int]]

    /// Numbers the roles.
    ///
    /// - Complexity: O(roles + inclusions, direct and through others).
    init(_ catalog: RoleCatalog) {
        self.init(catalog.roles, included: catalog.rolesIncludedByID)
    }

    init(_ named: [Role], included: [RoleID: Set<RoleID>]) {
        var roles: [Role] = []
        var positions: [RoleID: Int] = [:]
        roles.reserveCapacity(named.count)
        positions.reserveCapacity(named.count)
        for role in named where positions[role.id] == nil {
            positions[role.id] = roles.count
            roles.append(role)
        }
        self.roles = roles
        self.positions = positions
        self.included = roles.indices.map { position in
            let role = roles[position]
            guard !role.includes.isEmpty else { return [position] }
            return (included[role.id] ?? []).compactMap { positions[$0] }
        }
        self.byCategory = Dictionary(grouping: roles.indices) { roles[$0].category }
    }

    /// The roles that a choice contains, in the catalog's order.
    ///
    /// - Complexity: O(k log k) in the number of roles chosen, at each level of the choice.
    func selected(by selection: RoleSelection) -> [Int] {
        switch selection {
        case .everyRole: Array(self.roles.indices)
        case .roles(let ids): ids.compactMap { self.positions[$0] }.sorted()
        case .categories(let categories): categories.flatMap { self.byCategory[$0] ?? [] }.sorted()
        case .unprivileged(let categories):
            categories.flatMap { self.byCategory[$0] ?? [] }.filter { !self.roles[$0].isPrivileged }.sorted()
        case .union(let parts): Set(parts.flatMap(self.selected)).sorted()
        case .except(let base, let exceptions): self.selected(by: base, without: exceptions)
        }
    }

    private func selected(by base: RoleSelection, without exceptions: Set<RoleID>) -> [Int] {
        let left = Set(exceptions.compactMap { self.positions[$0] })
        return self.selected(by: base).filter { !left.contains($0) }
    }

    /// What an assigner of a role must be able to assign: the role, what comes along with it, and all that they include.
    func assignedWith(_ position: Int) -> [Int] {
        let role = self.roles[position]
        guard !role.accompaniedBy.isEmpty else { return self.included[position] }
        let companions = role.accompaniedBy.compactMap { self.positions[$0] }
        return Array(Set(([position] + companions).flatMap { self.included[$0] }))
    }
}
