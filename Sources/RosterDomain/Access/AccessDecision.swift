/// The answer to "may this user do this?", with its reasons.
public enum AccessDecision: Sendable, Hashable {
    /// Yes, and because of what.
    case allowed(AccessGrounds)
    /// No, why, and what would help.
    case denied(DenialReason, Remedy)

    /// Whether the answer is yes.
    public var isAllowed: Bool {
        if case .allowed = self { true } else { false }
    }
}

extension AccessDecision: CustomStringConvertible {
    /// The answer in one sentence.
    public var description: String {
        switch self {
        case .allowed(let grounds): "allowed: \(grounds)"
        case .denied(let reason, let remedy): "denied: \(reason); \(remedy)"
        }
    }
}

/// What makes an answer yes: roles held that suffice on their own.
public struct AccessGrounds: Sendable, Hashable, CustomStringConvertible {
    /// The role that grants the permission itself.
    public let grantingRole: RoleID
    /// The assigned role through which it is held: the granting role, or one that includes it.
    public let heldRole: RoleID
    /// The assigned roles that suffice: the one that grants, and those that the permission's rule needs.
    ///
    /// Empty when the role is held by everybody without an assignment.
    public let holdings: [RoleHolding]

    /// The grounds in words.
    public var description: String {
        let held = self.holdings.isEmpty ? "everyone holds `\(self.heldRole)`" : "`\(self.heldRole)` is held"
        let through = self.heldRole == self.grantingRole ? "" : ", which includes `\(self.grantingRole)`"
        let others = self.holdings.map(\.role).filter { $0 != self.heldRole }
        let along = others.isEmpty ? "" : ", along with \(others.map { "`\($0)`" }.joined(separator: " and "))"
        return held + through + along
    }
}

/// Why an answer is no.
///
/// A closed list: whoever explains denials explains every one.
public enum DenialReason: Sendable, Hashable, Codable {
    /// The catalog does not know the permission.
    case unknownPermission(permission: Permission, nearest: Permission?)
    /// The user is not in the tenant.
    case unknownUser
    /// The account is not in use.
    case notActive(status: AccountStatus)
    /// No role was assigned to the user.
    case noRole
    /// None of the roles held grants it.
    case notGranted(heldRoles: [RoleID])
    /// A role that grants it is held, but does not hold yet.
    case notYetValid(from: Timestamp)
    /// A role that grants it was held, but no longer holds.
    case noLongerValid(since: Timestamp)
    /// A role that grants it is held, but elsewhere.
    case wrongScope(heldAt: [Scope])
    /// A role that grants it is held, but only for cases of which more must be true; any one of these sets would do.
    case missingConditions(anyOf: [Set<Condition>])
    /// A role that grants it is held, but the permission's rule needs roles that are not.
    case ruleUnmet(rule: PermissionRule.Alternatives)
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
        case .wrongScope(let scopes): "the role that grants it is held only at \(scopes.orList)"
        case .missingConditions(let sets): "it holds only when \(sets.map(\.inWords).joined(separator: ", or "))"
        case .ruleUnmet(let rule): "it also needs \(rule.rule)"
        }
    }
}

extension Set where Element == Condition {
    var inWords: String { self.sorted().map { "`\($0)`" }.joined(separator: " and ") }
}
