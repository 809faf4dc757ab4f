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
        let implicit = roles.filter { $0.heldImplicitlyBy != .nobody }
        func held(by affiliation: Affiliation) -> [RoleID] {
            implicit.filter { $0.heldImplicitlyBy.include(affiliation) }.map(\.id)
        }
        return (held(by: .member), held(by: .guest))
    }
}
