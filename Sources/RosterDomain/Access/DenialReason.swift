/// Why an answer is no.
///
/// The list is closed, so code that explains denials must explain every one. If several things are missing, the reason
/// is the one nearest to a yes, in this order: what is missing here and now, where else the permission holds, when else
/// it holds.
public enum DenialReason: Sendable, Hashable {
    /// The catalog does not know the permission.
    case unknownPermission(permission: Permission, nearest: Permission?)
    /// The user is not in the tenant.
    case unknownUser
    /// The account is not in use.
    case notActive(status: AccountStatus)
    /// No role was assigned to the user.
    case noRole
    /// No role that the user holds, at any scope and time, grants it.
    case notGranted(heldRoles: [RoleID])
    /// It holds only later: from this moment on the answer to the same question is yes.
    case notYetValid(from: Timestamp)
    /// It held until this moment, and at no time since.
    case noLongerValid(since: Timestamp)
    /// It holds for a time only, and the question names no moment.
    case momentNotStated
    /// It holds elsewhere: at each of these scopes, and below them, the answer to the same question is yes.
    case wrongScope(holdsAt: [Scope])
    /// These assignments would grant it, but none of them holds here and now, and where and when they hold, something
    /// else is missing.
    case notHeldHereAndNow(holdings: [RoleHolding])
    /// A role held here and now grants it, but only under further conditions; any one of these sets is enough.
    case missingConditions(anyOf: [Set<Condition>])
    /// A role held here and now grants it, perhaps under further conditions, but these parts of the permission's rule
    /// are not met here and now. All of them are missing, except that a part that meeting another one would meet too is
    /// left out.
    case ruleUnmet(parts: [UnmetRulePart])
    /// The host allows answers only for so long without contact to the directory, and there was none since this moment.
    case outdated(since: Timestamp)
    /// The user holds what grants it, but the session does not have these roles active.
    case rolesInactive(roles: [RoleID])
    /// The session is over.
    case sessionOver
}

/// A part of a permission's rule that the held roles do not meet: which roles are missing, and their planes of
/// authority.
public struct UnmetRulePart: Sendable, Hashable {
    /// The roles that are missing; any one of the sets is enough, and roles that the user already holds are left out.
    public package(set) var missing: PermissionRule.Alternatives
    /// The titles of the planes of authority that these roles belong to, sorted.
    public package(set) var planes: [String]

    package init(missing: PermissionRule.Alternatives, planes: [String]) {
        self.missing = missing
        self.planes = planes
    }
}

extension DenialReason: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .unknownPermission(let permission, let nearest):
            UnknownNameError(kind: .permission, name: permission.rawValue, nearest: nearest).description
        case .unknownUser: "the user is not listed in this tenant"
        case .notActive(let status): "the account is not in use: \(status)"
        case .noRole: "no role is held"
        case .notGranted(let roles): "no role held grants it (held: \(roles.map { "`\($0)`" }.joined(separator: ", ")))"
        case .notYetValid(let from): "the role that grants it holds only from \(from)"
        case .noLongerValid(let since): "the role that grants it ended at \(since)"
        case .momentNotStated: "the role that grants it holds for a time only, and no moment was stated"
        case .wrongScope(let scopes): "the role that grants it is held only at \(scopes.orList)"
        case .notHeldHereAndNow(let holdings):
            "what would grant it does not hold here and now (\(holdings.map(\.description).joined(separator: ", ")))"
        case .missingConditions(let sets): "it holds only when \(sets.map(\.inWords).joined(separator: ", or "))"
        case .outdated(let since): "what is known of roles has not been up to date since \(since)"
        case .rolesInactive(let roles): "the session does not have \(roles.listed) active, which the user holds"
        case .sessionOver: "the session is over"
        case .ruleUnmet(let parts): "it also needs \(parts.map(\.description).joined(separator: ", and "))"
        }
    }
}

extension UnmetRulePart: CustomStringConvertible {
    /// The missing roles and their planes: "`global_admin` or `user_admin` (of `Azure AD tenant` or `Directory`)".
    public var description: String {
        let planes = self.planes.map(\.forDisplay).orList
        return self.missing.rule.description + (self.planes.isEmpty ? "" : " (of \(planes))")
    }
}

extension Set where Element == Condition {
    var inWords: String { self.sorted().map { "`\($0)`" }.joined(separator: " and ") }
}
