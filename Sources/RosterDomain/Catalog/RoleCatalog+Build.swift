extension RoleCatalog {
    /// The same catalog with other separation sets, or everything that is wrong with it.
    ///
    /// It keeps apart what it names once a tenant is opened with it. That users have roles already that a new set keeps apart is found then:
    /// see ``OpeningReport/breaches``.
    ///
    /// - Parameters:
    ///   - fixed: The roles that no user may have together; nil for those of this catalog.
    ///   - dynamic: The roles that no session may have active together; nil for those of this catalog.
    /// - Throws: ``RoleCatalogError``, with every problem found.
    /// - Complexity: That of making a catalog.
    public func separating(
        statically fixed: [SeparationSet]? = nil, dynamically dynamic: [SeparationSet]? = nil
    ) throws(RoleCatalogError) -> RoleCatalog {
        try RoleCatalog(
            roles: self.roles, permissions: self.permissions, assignmentAuthorities: self.assignmentAuthorities,
            accountAuthorities: self.accountAuthorities, scopeKinds: self.scopeKinds,
            provisioning: self.provisioning, indispensableRole: self.indispensableRole,
            enrollmentRoles: self.enrollmentRoles, separationSets: fixed ?? self.separationSets,
            dynamicSeparationSets: dynamic ?? self.dynamicSeparationSets)
    }
}

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

    /// The roles that active users hold without an assignment: members, and guests.
    static func implicitRoles(_ roles: [Role]) -> (ofMembers: [RoleID], ofGuests: [RoleID]) {
        let implicit = roles.filter { $0.heldImplicitlyBy != .noUsers }
        func held(by affiliation: Affiliation) -> [RoleID] {
            implicit.filter { $0.heldImplicitlyBy.include(affiliation) }.map(\.id)
        }
        return (held(by: .member), held(by: .guest))
    }
}
