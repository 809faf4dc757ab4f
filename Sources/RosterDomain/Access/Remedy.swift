/// What would change a denial into a yes.
public enum Remedy: Sendable, Hashable {
    /// Gain more roles: any one of these sets, the smallest request first.
    ///
    /// Every role of a set is needed. If very many sets would do, the ones that ask for most are left out.
    case gainRoles(anyOf: [RoleRemedy])
    /// The host must state that more is true of the case: any one of these sets.
    case stateConditions(anyOf: [Set<Condition>])
    /// The host must state the moment: there are moments at which the answer is yes.
    case stateMoment
    /// Change the temporary password, or accept the invitation: only the user can.
    case finishSigningUp
    /// The account must be unblocked or restored; holders of these roles can do so.
    case reinstate(by: [RoleID])
    /// The user must be added to the tenant.
    case beAdded
    /// Wait until the role holds.
    case wait(until: Timestamp)
    /// Activate roles that the user holds in this session, instead of others that dynamic separation keeps apart from them.
    case activateRoles([RoleID], insteadOf: [RoleID])
    /// Begin a session: this one is over.
    case beginSession
    /// No role that the user could gain would help, under any conditions, and neither would waiting.
    case nothing
}

/// Roles that a user would have to gain, and who can give them.
public struct RoleRemedy: Sendable, Hashable {
    /// The roles to gain, sorted by name; all of them.
    public package(set) var gains: [RoleGain]
    /// What the host would also have to state about the case; usually nothing.
    public package(set) var conditions: Set<Condition>
    /// The roles whose holders may assign all of ``gains``, in the catalog's order; empty when no single role is
    /// enough.
    ///
    /// If it is empty, ``RoleGain/givers`` says who may give each role.
    public package(set) var whoMayAssign: [RoleID]

    package init(gains: [RoleGain], conditions: Set<Condition>, whoMayAssign: [RoleID]) {
        self.gains = gains
        self.conditions = conditions
        self.whoMayAssign = whoMayAssign
    }

    /// The names of the roles to gain, sorted.
    public var roles: [RoleID] { self.gains.map(\.role) }

    /// The smallest scope at which all of the roles may be held, for asking for them at once.
    public var scope: Scope {
        // The scopes of the gains lie on one path, so the shortest contains the others.
        self.gains.map(\.scope).min { $0.path.utf8.count < $1.path.utf8.count } ?? .company
    }
}

/// A role that a user would have to gain, or to hold again where it has ended.
public struct RoleGain: Sendable, Hashable {
    /// The role.
    public package(set) var role: RoleID
    /// The smallest scope that is enough, and at which the role may be held.
    public package(set) var scope: Scope
    /// Who may give it: one person who holds all the roles of any one of these sets.
    ///
    /// Each set is a single role if the holders of one role may give it, and otherwise as small as possible.
    public package(set) var givers: [[RoleID]]
    /// Groups whose members hold it here and now, and all of whose roles the user could hold: to become a member of one does as well.
    ///
    /// At most ten; ours. Those with the fewest roles come first. Only ``AccessTable/decide(_:_:at:given:now:)`` knows the groups.
    public package(set) var groups: [GroupID]

    package init(role: RoleID, scope: Scope, givers: [[RoleID]], groups: [GroupID] = []) {
        self.role = role
        self.scope = scope
        self.givers = givers
        self.groups = groups
    }
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
        case .stateMoment: "state the moment"
        case .finishSigningUp: "sign in and choose a password first"
        case .reinstate(let roles):
            roles.isEmpty ? "no role can reinstate it" : "holders of \(roles.orList) can reinstate it"
        case .beAdded: "an administrator can add the user"
        case .wait(let moment): "wait until \(moment)"
        case .activateRoles(let roles, let others):
            "activate \(roles.listed) in this session" + (others.isEmpty ? "" : " instead of \(others.listed)")
        case .beginSession: "sign in again"
        case .nothing: "nothing known would help"
        }
    }
}

extension RoleRemedy: CustomStringConvertible {
    /// The roles to gain and who can give them.
    public var description: String {
        let stated = self.conditions.isEmpty ? "" : " when \(self.conditions.inWords)"
        return "\(self.wanted) would do\(stated), and \(self.who)\(self.groups)"
    }

    private var groups: String {
        self.gains.filter { !$0.groups.isEmpty }.map { gain in
            let role = self.gains.count == 1 ? "it" : "`\(gain.role)`"
            return ", and the members of the group \(gain.groups.map(\.description).orList) hold \(role)"
        }.joined()
    }

    private var wanted: String {
        let scopes = Set(self.gains.map(\.scope))
        guard scopes.count == 1, let scope = scopes.first else {
            return self.gains.map { $0.scope == .company ? "\($0) for the company" : "\($0)" }.joined(
                separator: " and ")
        }
        let place = scope == .company ? "" : " at `\(scope)`"
        return self.roles.map { "`\($0)`" }.joined(separator: " and ") + place
    }

    private var who: String {
        guard self.whoMayAssign.isEmpty else {
            return "holders of \(self.whoMayAssign.orList) can give \(self.gains.count == 1 ? "it" : "them")"
        }
        guard self.gains.count > 1 else { return self.gains.map { "\($0.who) can give it" }.joined() }
        return self.gains.map { "\($0.who) can give `\($0.role)`" }.joined(separator: ", and ")
    }
}

extension RoleGain: CustomStringConvertible {
    /// The role and, unless it is for the whole company, where.
    public var description: String { "`\(self.role)`" + (self.scope == .company ? "" : " at `\(self.scope)`") }

    fileprivate var who: String {
        guard self.givers.contains(where: { $0.count > 1 }) else {
            return self.givers.isEmpty ? "no role" : "holders of \(self.givers.joined().map { $0 }.orList)"
        }
        return
            "a user who holds \(self.givers.map { $0.map { "`\($0)`" }.joined(separator: " and ") }.joined(separator: ", or "))"
    }
}
