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
    /// The group through which it is held; nil for a role of the user's own.
    public package(set) var group: GroupID?

    /// Creates a holding.
    public init(
        _ role: RoleID, at scope: Scope = .company, during window: ValidityWindow = .always,
        through group: GroupID? = nil
    ) {
        self.role = role
        self.scope = scope
        self.window = window
        self.group = group
    }

    /// Whether it holds now or will hold.
    func holds(after now: Timestamp) -> Bool { self.window.until.map { $0 > now } ?? true }

    /// Whether it counts at a place and a moment; without a moment, only one without beginning and end does.
    package func counts(at scope: Scope, now: Timestamp?) -> Bool {
        self.scope.contains(scope) && self.window.contains(now)
    }

    /// Whether this and another holding are of the same role at the same scope, through the same group or none.
    func isOfSameRoleAndScope(as other: RoleHolding) -> Bool {
        self.role == other.role && self.scope == other.scope && self.group == other.group
    }

    /// The order in which a standing lists what is held: by role, then by scope, the user's own first.
    package static func precedes(_ left: RoleHolding, _ right: RoleHolding) -> Bool {
        if left.role != right.role { return left.role < right.role }
        if left.scope != right.scope { return left.scope < right.scope }
        guard let other = right.group else { return false }
        return left.group.map { $0 < other } ?? true
    }
}

extension RoleHolding: CustomStringConvertible {
    /// Through which group it is held; empty for a role of the user's own.
    var origin: String { self.group.map { " through the group `\($0)`" } ?? "" }

    /// The role and, unless it is held for the whole company and for good, where and when, and through which group.
    public var description: String {
        let place = self.scope == .company ? "" : " at `\(self.scope)`"
        let from = self.window.from.map { " from \($0)" } ?? ""
        let until = self.window.until.map { " until \($0)" } ?? ""
        return "`\(self.role)`" + place + from + until + self.origin
    }
}
