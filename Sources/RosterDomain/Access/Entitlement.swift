/// Something that a user can do: a permission, where, and in which cases.
///
/// The answer is yes at its scope and at every scope below, whenever the host states at least its conditions.
public struct Entitlement: Sendable, Hashable {
    /// What can be done.
    public let permission: Permission
    /// Where: here and below.
    public let scope: Scope
    /// What the host must state about the request; all of it.
    public let conditions: Set<Condition>

    /// Creates an entitlement.
    public init(_ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = []) {
        self.permission = permission
        self.scope = scope
        self.conditions = conditions
    }

    /// Whether another entitlement follows from this one.
    public func covers(_ other: Entitlement) -> Bool {
        self.permission == other.permission && self.conditions.isSubset(of: other.conditions)
            && self.scope.contains(other.scope)
    }

    /// Whether the answer to a question is yes because of this.
    public func covers(_ permission: Permission, at scope: Scope, given conditions: Set<Condition>) -> Bool {
        self.covers(Entitlement(permission, at: scope, given: conditions))
    }
}

extension Entitlement: Comparable {
    /// Whether one is listed before another: by permission, then by scope, then with fewer conditions, then by these.
    public static func < (left: Entitlement, right: Entitlement) -> Bool {
        if left.permission != right.permission { return left.permission < right.permission }
        if left.scope != right.scope { return left.scope < right.scope }
        if left.conditions.count != right.conditions.count { return left.conditions.count < right.conditions.count }
        return left.conditions.sorted().lexicographicallyPrecedes(right.conditions.sorted())
    }
}

extension Entitlement: CustomStringConvertible {
    /// The permission and, if limited, where and when: "`blog/articles/edit` at `/blogs/7` when `own_article`".
    public var description: String {
        let place = self.scope == .company ? "" : " at `\(self.scope)`"
        return "`\(self.permission)`" + place + (self.conditions.isEmpty ? "" : " when \(self.conditions.inWords)")
    }
}
