extension RoleCatalog {
    /// The role with this name, or nil when the catalog has none.
    public func role(_ id: RoleID) -> Role? { self.rolesByID[id] }

    /// What the catalog says of a permission, or nil when it does not know it.
    public func definition(of permission: Permission) -> PermissionDefinition? {
        self.permissionNumbers[permission].map { self.permissions[$0] }
    }

    /// Turns a text into a permission of this catalog.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, when the catalog has no such permission.
    public func permission(named name: String) throws(UnknownNameError) -> Permission {
        let known = self.definition(of: Permission(name))?.id
        if let known, known.rawValue.isWrittenExactly(name) { return known }
        throw UnknownNameError(kind: .permission, name: name, nearest: self.nearestPermission(to: name))
    }

    /// Turns the names of a question that comes in as text into a permission, and checks the rest of them.
    package func permission(
        named name: String, at scope: Scope, given conditions: Set<Condition>
    ) throws(UnknownNameError) -> Permission {
        let permission = try self.permission(named: name)
        try self.check(scope)
        for condition in conditions.sorted() { _ = try self.condition(named: condition.rawValue) }
        return permission
    }

    /// Turns a text into a role of this catalog.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, when the catalog has no such role.
    public func role(named name: String) throws(UnknownNameError) -> RoleID {
        let known = self.rolesByID[RoleID(name)]?.id
        if let known, known.rawValue.isWrittenExactly(name) { return known }
        let nearest = nearestName(to: name, among: self.roles.map(\.id.rawValue))
        throw UnknownNameError(kind: .role, name: name, nearest: nearest)
    }

    /// Turns a text into a condition that some grant of this catalog requires.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, when no grant requires such a condition.
    /// - Complexity: O(grants).
    public func condition(named name: String) throws(UnknownNameError) -> Condition {
        let known = self.conditions
        if let condition = known.first(where: { $0.rawValue.isWrittenExactly(name) }) { return condition }
        let nearest = nearestName(to: name, among: known.map(\.rawValue))
        throw UnknownNameError(kind: .condition, name: name, nearest: nearest)
    }

    /// Turns a text into a scope whose kinds of places this catalog knows.
    ///
    /// - Throws: ``ScopeError`` when the text is no scope; ``UnknownNameError``, with the nearest known name, for a kind
    ///   of place that the catalog does not know.
    public func scope(at path: String) throws -> Scope {
        let scope = try Scope(path)
        try self.check(scope)
        return scope
    }

    /// Whether the catalog knows every kind of place that a scope names.
    public func knows(_ scope: Scope) -> Bool { self.unknownKind(in: scope) == nil }

    /// Refuses a scope of a kind of place that the catalog does not know.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, for the outermost unknown kind.
    public func check(_ scope: Scope) throws(UnknownNameError) {
        guard let kind = self.unknownKind(in: scope) else { return }
        let nearest = nearestName(to: kind, among: (self.scopeKinds ?? []).sorted())
        throw UnknownNameError(kind: .scopeKind, name: kind, nearest: nearest)
    }

    private func unknownKind(in scope: Scope) -> String? {
        guard let scopeKinds, scope != .company else { return nil }
        return scope.kinds.first { !scopeKinds.contains($0) }
    }

    /// The roles that a role includes, directly or through others, itself among them; empty for an unknown role.
    public func rolesIncluded(in role: RoleID) -> Set<RoleID> { self.inclusions.included(in: role) }

    /// Whether a role is another one or includes it.
    func role(_ role: RoleID, includes part: RoleID) -> Bool {
        let positions = self.inclusions.positions
        guard let position = positions[role], let part = positions[part] else { return false }
        return self.inclusions.contains(part, in: position)
    }

    /// The roles that active users of an affiliation hold without an assignment, in the catalog's order.
    func rolesHeldImplicitly(by affiliation: Affiliation) -> [RoleID] {
        switch affiliation {
        case .member: self.implicitRoles.ofMembers
        case .guest: self.implicitRoles.ofGuests
        }
    }

    /// The roles that grant a permission, themselves or through a role they include, in the catalog's order.
    public func rolesGranting(_ permission: Permission) -> [RoleID] {
        guard let number = self.permissionNumbers[permission] else { return [] }
        let granting = self.grantingPositions[number]
        let including = self.inclusions.including(anyOf: granting)
        guard !including.isEmpty else { return granting.map { self.inclusions.ids[$0] } }
        return Set(granting + including).sorted().map { self.inclusions.ids[$0] }
    }

    /// Everything that a role grants, itself or through roles it includes.
    public func grants(of role: RoleID) -> [Grant] {
        self.rolesIncluded(in: role).sorted().flatMap { self.rolesByID[$0]?.grants ?? [] }
    }

    /// The roles whose holders may assign and remove a role, in the catalog's order; empty when no user may.
    ///
    /// A user who may assign a role may assign every role that it includes, and every role that comes along with it: a role
    /// is no way around the rules.
    public func rolesThatMayAssign(_ role: RoleID) -> [RoleID] {
        guard let position = self.inclusions.positions[role] else { return [] }
        return RoleGivers(in: self).whoMayAssignAll(of: [position]).map { self.inclusions.ids[$0] }
    }

    /// What an assigner of a role must be able to assign.
    private func rolesAssigned(with role: RoleID) -> [Role] {
        let companions = self.rolesByID[role]?.accompaniedBy ?? []
        return Set(([role] + companions).flatMap(self.rolesIncluded)).compactMap { self.rolesByID[$0] }
    }

    private func mayAssign(_ parts: [Role], by authorities: [AssignmentAuthority]) -> Bool {
        !parts.isEmpty && parts.allSatisfy { part in authorities.contains { $0.over.contains(part) } }
    }

    /// Whether a user with these roles, included ones among them, may assign and remove a role.
    ///
    /// A role that the catalog does not know, because it was retired, is taken by holders of the indispensable role.
    func mayAssign(_ role: RoleID, havingRoles held: Set<RoleID>) -> Bool {
        guard self.rolesByID[role] != nil else { return self.indispensableRole.map(held.contains) ?? false }
        let authorities = self.assignmentAuthorities.filter { held.contains($0.holder) }
        return !authorities.isEmpty && self.mayAssign(self.rolesAssigned(with: role), by: authorities)
    }

    /// The roles whose holders may do something to the account of a person who was assigned these roles.
    ///
    /// A role that the catalog does not know, because it was retired, is within reach only of a user who reaches every role.
    public func rolesThatMay(_ action: AccountAction, toHolderOf roles: Set<RoleID>) -> [RoleID] {
        let holders = self.holdersThatMay(action, toHolderOf: roles).compactMap { self.inclusions.positions[$0] }
        return Set(holders + self.inclusions.including(anyOf: holders)).sorted().map { self.inclusions.ids[$0] }
    }

    /// Whether a user with these roles, included ones among them, may do something to a holder of others.
    func may(_ action: AccountAction, toHolderOf roles: Set<RoleID>, havingRoles held: Set<RoleID>) -> Bool {
        !self.holdersThatMay(action, toHolderOf: roles).isDisjoint(with: held)
    }

    /// The roles whose authority of their own reaches a holder of others.
    private func holdersThatMay(_ action: AccountAction, toHolderOf roles: Set<RoleID>) -> Set<RoleID> {
        let known = roles.compactMap { self.inclusions.positions[$0] }
        let reached = self.inclusions.included(inAnyOf: known)
        let authorities = self.accountAuthorities.filter { authority in
            guard authority.actions.contains(action) else { return false }
            guard known.count == roles.count || authority.reachesRetiredRoles(in: self) else { return false }
            return authority.over.containsEveryRole || reached.allSatisfy { authority.over.contains(self.roles[$0]) }
        }
        let holders = Set(authorities.map(\.holder))
        guard action == .removeRoles, let indispensableRole else { return holders }
        return holders.union([indispensableRole])
    }

    func nearestPermission(to name: String) -> Permission? {
        nearestName(to: name, among: self.permissions.map(\.id.rawValue)).map { Permission($0) }
    }
}

extension String {
    /// Whether two texts are the same bytes; Unicode equality takes look-alikes such as `K` (U+212A) for the same.
    fileprivate func isWrittenExactly(_ other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }
}

/// A name from outside that a catalog does not know.
public struct UnknownNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was looked for.
    public enum Kind: String, Sendable, Hashable {
        /// A role.
        case role
        /// A permission.
        case permission
        /// A kind of place.
        case scopeKind = "kind of place"
        /// A condition.
        case condition
        /// A set of roles that are kept apart.
        case separationSet = "separation set"
        /// What permissions are about: all of a permission's name but the action.
        case object
    }

    /// What was looked for.
    public let kind: Kind
    /// The name that nothing has.
    public let name: String
    /// The nearest known name of the same kind; nil when none is near.
    public let nearest: String?

    package init(kind: Kind, name: String, nearest: String?) {
        self.kind = kind
        self.name = name
        self.nearest = nearest
    }

    init(kind: Kind, name: String, nearest: Permission?) {
        self.init(kind: kind, name: name, nearest: nearest?.rawValue)
    }

    /// The problem, for a person, with the nearest known name.
    public var description: String {
        let suggestion = self.nearest.map { "; did you mean `\($0.forDisplay(besides: self.name))`?" } ?? ""
        return "there is no \(self.kind.rawValue) `\(self.name.forDisplay(besides: self.nearest))`\(suggestion)"
    }
}
