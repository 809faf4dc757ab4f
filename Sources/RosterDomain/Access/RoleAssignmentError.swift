/// Why a user cannot hold a role, no matter who gives it.
public enum RoleAssignmentError: Error, Sendable, Hashable {
    /// The catalog has no such role, or no such kind of place.
    case unknownName(UnknownNameError)
    /// Users hold the role without an assignment, so it is never given.
    case heldImplicitly(role: RoleID)
    /// The role may not be held at this scope.
    case roleNotForScope(role: RoleID, scope: Scope)
    /// The role may not be held by guests.
    case roleNotForGuests(role: RoleID)
}

extension RoleAssignmentError: CustomStringConvertible {
    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .unknownName(let error): error.description
        case .heldImplicitly(let role): "the role `\(role)` is held without an assignment and cannot be given"
        case .roleNotForScope(let role, let scope): "the role `\(role)` cannot be held at `\(scope)`"
        case .roleNotForGuests(let role): "the role `\(role)` cannot be held by guests"
        }
    }
}

extension RoleCatalog {
    /// Refuses a role that no user of an affiliation may hold at a scope.
    ///
    /// Whether a company may use the role at all depends on its programs, and is not asked here.
    func checkHolding(of id: RoleID, at scope: Scope, by affiliation: Affiliation) throws(RoleAssignmentError) {
        guard let role = self.role(id) else { return try self.checkName(of: id) }
        do throws(UnknownNameError) {
            try self.check(scope)
        } catch {
            throw .unknownName(error)
        }
        guard role.heldImplicitlyBy == .noUsers else { throw .heldImplicitly(role: id) }
        guard role.scoping.allows(scope) else { throw .roleNotForScope(role: id, scope: scope) }
        guard affiliation == .member || role.isOpenToGuests else { throw .roleNotForGuests(role: id) }
    }

    private func checkName(of role: RoleID) throws(RoleAssignmentError) {
        do throws(UnknownNameError) {
            _ = try self.role(named: role.rawValue)
        } catch {
            throw .unknownName(error)
        }
    }
}
