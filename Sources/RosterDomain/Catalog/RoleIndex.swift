/// The roles of a catalog by position, for work that looks at all of them: numbers are cheaper to compare than names.
///
/// A name that is defined twice stands at its first position. Names that are not defined have no position and are left out.
struct RoleIndex {
    /// The roles, each name once, in the catalog's order.
    let roles: [Role]
    /// Where each role stands.
    let positions: [RoleID: Int]
    /// Which roles include which, at the same positions; roles that are not defined come after them.
    private let inclusions: RoleInclusions
    /// The roles of each plane.
    private let byCategory: [RoleCategory: [Int]]

    /// Numbers the roles.
    ///
    /// - Complexity: O(roles).
    init(_ catalog: RoleCatalog) {
        self.roles = catalog.inclusions.ids.compactMap { catalog.rolesByID[$0] }
        self.positions = catalog.inclusions.positions.filter { catalog.rolesByID[$0.key] != nil }
        self.inclusions = catalog.inclusions
        let roles = self.roles
        self.byCategory = Dictionary(grouping: roles.indices) { roles[$0].category }
    }

    /// The roles that a role includes, directly or through others, itself among them.
    func included(_ position: Int) -> [Int] { self.inclusions.included(in: position).filter(self.isDefined) }

    /// The roles that a role includes by name.
    func includedDirectly(_ position: Int) -> [Int] {
        self.roles[position].includes.compactMap { self.positions[$0] }
    }

    /// The roles that include others, those that include one another together, each after those that it includes.
    var groups: [[Int]] { self.inclusions.groups.map { $0.filter(self.isDefined) } }

    private func isDefined(_ position: Int) -> Bool { position < self.roles.count }

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
}
