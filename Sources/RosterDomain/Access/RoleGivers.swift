/// Who may give which roles, computed for several roles in one pass over the catalog.
struct RoleGivers {
    private let catalog: RoleCatalog
    /// For each role that comes with a role in question, the roles whose holders may assign it by their own authority.
    private let holdersByPart: [RoleID: Set<RoleID>]
    /// The roles that are or include any of these holders, in the catalog's order, with the holders.
    private let givers: [(role: RoleID, holders: Set<RoleID>)]

    /// - Complexity: O(authorities × roles that come with these + roles of the catalog).
    init(of roles: Set<RoleID>, in catalog: RoleCatalog) {
        self.catalog = catalog
        let parts = catalog.rolesGiven(with: roles).compactMap(catalog.role)
        var holdersByPart: [RoleID: Set<RoleID>] = [:]
        for authority in catalog.assignmentAuthorities {
            for part in parts where authority.over.contains(part) {
                holdersByPart[part.id, default: []].insert(authority.holder)
            }
        }
        self.holdersByPart = holdersByPart
        let holders = holdersByPart.values.reduce(into: Set<RoleID>()) { $0.formUnion($1) }
        let isGiver = catalog.rolesIncluding(anyOf: holders).union(holders).membership
        self.givers = catalog.roles.indices.map { catalog.roles[$0].id }.filter(isGiver).map { role in
            (role, holders.intersection(catalog.rolesIncluded(in: role)))
        }
    }

    /// The roles whose holders may assign all of these roles, in the catalog's order.
    func whoMayAssignAll(of roles: Set<RoleID>) -> [RoleID] {
        let parts = self.catalog.rolesGiven(with: roles).map { self.holdersByPart[$0] ?? [] }
        return self.givers.filter { giver in
            parts.allSatisfy { !$0.isDisjoint(with: giver.holders) }
        }.map(\.role)
    }

    /// Who may assign a role: one person who holds all the roles of any one of these sets.
    ///
    /// Each set is a single role where one is enough, and otherwise as small as possible. Empty when no role can give
    /// it.
    func whoMayAssign(_ role: RoleID) -> [[RoleID]] {
        let single = self.whoMayAssignAll(of: [role])
        guard single.isEmpty else { return single.map { [$0] } }
        let parts = self.catalog.rolesGiven(with: [role]).sorted().map { self.holdersByPart[$0] ?? [] }
        guard parts.allSatisfy({ !$0.isEmpty }), parts.count > 1 else { return [] }
        for size in 2...parts.count {
            var found: Set<Set<RoleID>> = []
            self.combine(parts[...], [], upTo: size, into: &found)
            let possible = found.filter { !self.breachesSeparation($0) }
            guard possible.isEmpty else {
                return possible.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
            }
        }
        return []
    }

    private func combine(
        _ parts: ArraySlice<Set<RoleID>>, _ chosen: Set<RoleID>, upTo size: Int, into found: inout Set<Set<RoleID>>
    ) {
        guard found.count < RemedySearch.alikeLimit else { return }
        guard let open = parts.firstIndex(where: { $0.isDisjoint(with: chosen) }) else {
            found.insert(chosen)
            return
        }
        guard chosen.count < size else { return }
        for holder in parts[open].sorted() {
            self.combine(parts[(open + 1)...], chosen.union([holder]), upTo: size, into: &found)
        }
    }

    /// Whether a separation set forbids holding these roles together.
    private func breachesSeparation(_ roles: Set<RoleID>) -> Bool {
        guard !self.catalog.separationSets.isEmpty else { return false }
        let authorized = self.catalog.rolesAuthorized(by: roles, affiliation: .member)
        let held = Set(roles.flatMap(self.catalog.rolesIncluded))
        return self.catalog.separationSets.contains {
            !$0.roles.isDisjoint(with: held) && $0.isBreached(by: authorized)
        }
    }
}
