/// The answer to "may this user do this?", with its reasons.
public enum AccessDecision: Sendable, Hashable {
    /// Yes, with the grounds.
    case allowed(AccessGrounds)
    /// No, with the reason and what would help.
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

/// Why an answer is yes: held roles that are enough on their own.
public struct AccessGrounds: Sendable, Hashable, CustomStringConvertible {
    /// The role that grants the permission itself.
    public let grantingRole: RoleID
    /// The assigned role through which the user holds it: the granting role, or one that includes it.
    public let heldRole: RoleID
    /// The assigned roles that are enough: the one that grants the permission, and those that its rule needs.
    ///
    /// ``RoleHolding/group`` names the group through which a role is held; a role of the user's own comes first.
    /// Empty when users hold the role without an assignment.
    public let holdings: [RoleHolding]

    /// The grounds in words.
    public var description: String {
        let held = self.holdings.isEmpty ? "everyone holds `\(self.heldRole)`" : "`\(self.heldRole)` is held"
        let origin = self.holdings.first { $0.role == self.heldRole }?.origin ?? ""
        let through = self.heldRole == self.grantingRole ? "" : ", which includes `\(self.grantingRole)`"
        let others = self.holdings.filter { $0.role != self.heldRole }.map { "`\($0.role)`\($0.origin)" }
        let along = others.isEmpty ? "" : ", along with \(others.joined(separator: " and "))"
        return held + through + (through.isEmpty || origin.isEmpty ? "" : ",") + origin + along
    }
}
