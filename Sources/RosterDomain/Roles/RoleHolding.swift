/// A role that a user holds at a scope, within a window: what an assignment means for access, without who gave it and when.
///
/// With the user it identifies the assignment: a user holds a role at a scope once.
public struct RoleHolding: Sendable, Hashable {
    /// The role held.
    public package(set) var role: RoleID
    /// Where it holds: at this scope and at every scope below.
    public package(set) var scope: Scope
    /// When it holds.
    public package(set) var window: ValidityWindow

    /// Creates a holding.
    public init(_ role: RoleID, at scope: Scope = .company, during window: ValidityWindow = .always) {
        self.role = role
        self.scope = scope
        self.window = window
    }

    /// Whether it counts at a place and a moment; without a moment, only one without beginning and end does.
    package func counts(at scope: Scope, now: Timestamp?) -> Bool {
        self.scope.contains(scope) && self.window.contains(now)
    }

    /// Whether this and another holding are of the same role at the same scope.
    func isOfSameRoleAndScope(as other: RoleHolding) -> Bool { self.role == other.role && self.scope == other.scope }

    /// The order in which a standing lists what is held: by role, then by scope.
    package static func precedes(_ left: RoleHolding, _ right: RoleHolding) -> Bool {
        left.role == right.role ? left.scope < right.scope : left.role < right.role
    }
}

extension RoleHolding: CustomStringConvertible {
    /// The role and, unless it is held for the whole company and for good, where and when.
    public var description: String {
        let place = self.scope == .company ? "" : " at `\(self.scope)`"
        let from = self.window.from.map { " from \($0)" } ?? ""
        let until = self.window.until.map { " until \($0)" } ?? ""
        return "`\(self.role)`" + place + from + until
    }
}
