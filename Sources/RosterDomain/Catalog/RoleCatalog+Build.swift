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

    /// The roles that grant each permission, themselves or through roles that they include, in the catalog's order.
    ///
    /// - Complexity: O(roles + for each role, the grants of all that it includes).
    static func grantingRoles(
        roles: [Role], permissionCount: Int, included: [RoleID: Set<RoleID>], byID: [RoleID: Role]
    ) -> [Permission: [RoleID]] {
        var numbering = PermissionNumbering(capacity: permissionCount)
        let granted = byID.mapValues { role in role.grants.map { numbering.number(of: $0.permission) } }
        var granting: [[RoleID]] = Array(repeating: [], count: numbering.permissions.count)
        var lastNoted = Array(repeating: -1, count: granting.count)
        for (position, role) in roles.enumerated() {
            let parts = role.includes.isEmpty ? [role.id] : included[role.id] ?? []
            for part in parts {
                for number in granted[part] ?? [] where lastNoted[number] != position {
                    lastNoted[number] = position
                    granting[number].append(role.id)
                }
            }
        }
        var result: [Permission: [RoleID]] = [:]
        result.reserveCapacity(granting.count)
        for (number, permission) in numbering.permissions.enumerated() { result[permission] = granting[number] }
        return result
    }
}

/// Numbers for permissions, in the order in which they are met: cheaper to compare than names.
struct PermissionNumbering {
    private(set) var permissions: [Permission] = []
    private var numbers: [Permission: Int] = [:]

    init(capacity: Int) {
        self.permissions.reserveCapacity(capacity)
        self.numbers.reserveCapacity(capacity)
    }

    mutating func number(of permission: Permission) -> Int {
        if let number = self.numbers[permission] { return number }
        self.numbers[permission] = self.permissions.count
        self.permissions.append(permission)
        return self.permissions.count - 1
    }
}
