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
    /// What the host would have to state about the case besides; usually nothing.
    public let conditions: Set<Condition>
    /// The roles whose holders may assign all of ``roles``; empty when it takes several people.
    public let whoMayAssign: [RoleID]
}

extension Remedy {
    /// The remedy without roles that a company in these programs is not offered.
    package func offered(to programs: Set<Program>, in catalog: RoleCatalog) -> Remedy {
        guard case .gainRoles(let choices) = self else { return self }
        let offered = choices.filter { choice in
            choice.roles.allSatisfy { catalog.role($0)?.isOffered(to: programs) ?? false }
        }
        return offered.isEmpty ? .nothing : .gainRoles(anyOf: offered)
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
        let stated = self.conditions.isEmpty ? "" : " when \(self.conditions.inWords)"
        let pronoun = self.roles.count == 1 ? "it" : "them"
        let who =
            self.whoMayAssign.isEmpty
            ? "different administrators can give \(pronoun)"
            : "holders of \(self.whoMayAssign.orList) can give \(pronoun)"
        return "\(roles)\(place) would do\(stated), and \(who)"
    }
}
