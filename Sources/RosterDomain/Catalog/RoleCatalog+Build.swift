/// What is worked out once, when a catalog is made.
extension RoleCatalog {
    /// The first element of each name.
    static func byID<Element: Identifiable>(_ elements: [Element]) -> [Element.ID: Element] {
        var result: [Element.ID: Element] = [:]
        result.reserveCapacity(elements.count)
        for element in elements {
            guard let former = result.updateValue(element, forKey: element.id) else { continue }
            result[element.id] = former
        }
        return result
    }

    /// The roles that each role includes, directly or through others, itself among them.
    ///
    /// - Complexity: O(roles + for each role, the inclusions of all that it includes).
    static func inclusionClosure(of roles: [RoleID: Role]) -> [RoleID: Set<RoleID>] {
        roles.mapValues { role in
            guard !role.includes.isEmpty else { return [role.id] }
            var reached: Set<RoleID> = [role.id]
            var waiting = Array(role.includes)
            while let next = waiting.popLast() {
                guard reached.insert(next).inserted else { continue }
                waiting.append(contentsOf: roles[next]?.includes ?? [])
            }
            return reached
        }
    }

    /// The first position of each permission.
    static func numbers(of permissions: [PermissionDefinition]) -> [Permission: Int] {
        var numbers: [Permission: Int] = [:]
        numbers.reserveCapacity(permissions.count)
        for position in permissions.indices {
            guard let first = numbers.updateValue(position, forKey: permissions[position].id) else { continue }
            numbers[permissions[position].id] = first
        }
        return numbers
    }

    /// For each permission, by number, the roles that grant it, themselves or through roles that they include, in the
    /// catalog's order.
    ///
    /// - Complexity: O(roles + for each role, the grants of all that it includes).
    static func grantingRoles(
        roles: [Role], permissions: [Permission: Int], count: Int, included: [RoleID: Set<RoleID>], byID: [RoleID: Role]
    ) -> [[RoleID]] {
        let granted = byID.mapValues { role in role.grants.compactMap { permissions[$0.permission] } }
        var granting: [[RoleID]] = Array(repeating: [], count: count)
        // Where a role has a permission twice, it is the last that was noted.
        var lastNoted = Array(repeating: -1, count: count)
        for (position, role) in roles.enumerated() {
            let parts = role.includes.isEmpty ? [role.id] : included[role.id] ?? []
            for part in parts {
                for number in granted[part] ?? [] where lastNoted[number] != position {
                    lastNoted[number] = position
                    granting[number].append(role.id)
                }
            }
        }
        return granting
    }
}
