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
