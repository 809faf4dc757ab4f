/// Why an answer is no.
///
/// A closed list: whoever explains denials explains every one. Where several things are missing, the reason is the one that
/// comes nearest to a yes, in this order: what is missing here and now, then where else it holds, then when else.
public enum DenialReason: Sendable, Hashable {
    /// The catalog does not know the permission.
    case unknownPermission(permission: Permission, nearest: Permission?)
    /// The user is not in the tenant.
    case unknownUser
    /// The account is not in use.
    case notActive(status: AccountStatus)
    /// No role was assigned to the user.
    case noRole
    /// None of the roles held, wherever and whenever they hold, grants it.
    case notGranted(heldRoles: [RoleID])
    /// It holds only later: from this moment on the answer to the same question is yes.
    case notYetValid(from: Timestamp)
    /// It held until this moment, and at no time since.
    case noLongerValid(since: Timestamp)
    /// It holds for a time only, and the question names no moment.
    case momentNotStated
    /// It holds elsewhere: at each of these scopes, and below them, the answer to the same question is yes.
    case wrongScope(holdsAt: [Scope])
    /// These assignments would grant it, but none of them holds here and now, and where and when they do, more is missing.
    case notHeldHereAndNow(holdings: [RoleHolding])
    /// A role held here and now grants it, but only for cases of which more must be true; any one of these sets would do.
    case missingConditions(anyOf: [Set<Condition>])
    /// A role held here and now grants it, perhaps under further conditions, but these parts of the permission's rule are
    /// not met here and now. All of them are missing; a part that would be met along with another is left out.
    case ruleUnmet(parts: [UnmetRulePart])
}

/// A part of a permission's rule that the roles held do not meet: what is missing, and from which planes of authority.
public struct UnmetRulePart: Sendable, Hashable {
    /// The roles that are missing; any one of the sets would do, and what is held already is left out of them.
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
