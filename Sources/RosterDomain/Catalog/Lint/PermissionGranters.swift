/// The roles that grant a permission themselves, for asking which of them a role includes.
struct PermissionGranters {
    /// In the catalog's order, once for each of their grants.
    private(set) var grants: [(role: Int, conditions: Set<Condition>)] = []
    /// The same roles by the conditions that they ask for; empty where it is faster to look at each grant.
    private var rolesByConditions: [Set<Condition>: PositionSet] = [:]

    /// The granters of each permission, by number.
    static func each(_ ownGrants: [[LintFacts.NumberedGrant]], permissionCount: Int) -> [PermissionGranters] {
        var each = Array(repeating: PermissionGranters(), count: permissionCount)
        for (role, grants) in ownGrants.enumerated() {
            for grant in grants { each[grant.permission].grants.append((role, grant.conditions)) }
        }
        for number in each.indices where each[number].grants.count > 64 { each[number].group(ownGrants.count) }
        return each
    }

    private mutating func group(_ roleCount: Int) {
        var groups: [Set<Condition>: PositionSet] = [:]
        for (role, conditions) in self.grants {
            groups[conditions, default: PositionSet(count: roleCount)].insert(role)
            if groups.count * 64 > self.grants.count { return }
        }
        self.rolesByConditions = groups
    }

    /// The first role in the catalog's order that another one includes and that grants the permission under the same or fewer
    /// conditions.
    func first(in position: Int, under conditions: Set<Condition>, _ inclusions: RoleInclusions) -> Int? {
        guard self.rolesByConditions.isEmpty else {
            return self.rolesByConditions.lazy.filter { $0.key.isSubset(of: conditions) }
                .compactMap { inclusions.first(in: position, among: $0.value) }.min()
        }
        return self.grants.first {
            $0.role != position && inclusions.contains($0.role, in: position) && $0.conditions.isSubset(of: conditions)
        }?.role
    }
}
