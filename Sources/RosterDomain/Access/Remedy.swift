/// What would turn a denial into a yes.
public enum Remedy: Sendable, Hashable, Codable {
    /// Hold more roles: any one of these sets, the smallest first.
    case gainRoles(anyOf: [RoleRemedy])
    /// The host must state that more is true of the case: any one of these sets.
    case stateConditions(anyOf: [Set<Condition>])
    /// Change the temporary password, or accept the invitation: only the user can.
    case finishSigningUp
    /// Somebody must unblock or restore the account: holders of these roles can.
    case reinstate(by: [RoleID])
    /// Somebody must add the user to the tenant.
    case beAdded
    /// Wait until the role holds.
    case wait(until: Timestamp)
    /// Nothing that Roster knows of would help.
    case nothing
}

/// Roles that a user would have to gain, and who can give them.
public struct RoleRemedy: Sendable, Hashable, Codable {
    /// The roles to gain, sorted by name; all of them.
    public let roles: [RoleID]
    /// Where they must be held.
    public let scope: Scope
    /// For each of ``roles``, the roles whose holders may assign it.
    public let whoMayAssign: [[RoleID]]

    /// Whether one person can hold a role that may assign all of them.
    public var rolesThatMayAssignAll: [RoleID] {
        guard let first = self.whoMayAssign.first else { return [] }
        return first.filter { role in self.whoMayAssign.allSatisfy { $0.contains(role) } }
    }
}

extension Remedy: CustomStringConvertible {
    /// The remedy in words, as advice.
    public var description: String {
        switch self {
        case .gainRoles(let choices): choices.prefix(3).map(\.description).joined(separator: "; or ")
        case .stateConditions(let sets): "state \(sets.map(\.inWords).joined(separator: ", or "))"
        case .finishSigningUp: "sign in and choose a password first"
        case .reinstate(let roles):
            roles.isEmpty ? "nobody can reinstate it" : "holders of \(roles.orList) can reinstate it"
        case .beAdded: "an administrator can add the user"
        case .wait(let moment): "wait until \(moment)"
        case .nothing: "nothing known would help"
        }
    }
}

extension RoleRemedy: CustomStringConvertible {
    /// The roles to gain and who can give them.
    public var description: String {
        let roles = self.roles.map { "`\($0)`" }.joined(separator: " and ")
        let place = self.scope == .company ? "" : " at `\(self.scope)`"
        let givers = self.rolesThatMayAssignAll
        let who = givers.isEmpty ? "different administrators can give them" : "holders of \(givers.orList) can give it"
        return "\(roles)\(place) would do, and \(who)"
    }
}
