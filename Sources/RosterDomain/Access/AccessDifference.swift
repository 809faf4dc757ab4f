/// What a user would gain and lose by a change, such as giving a role, removing one or blocking the account.
public struct AccessDifference: Sendable, Hashable {
    /// What the user can do after the change and not before, or not as widely; sorted.
    public let gained: [Entitlement]
    /// What the user can do before the change and not after, or not as widely; sorted.
    public let lost: [Entitlement]

    /// Whether the change affects no answer.
    public var isEmpty: Bool { self.gained.isEmpty && self.lost.isEmpty }
}

extension AccessDifference: CustomStringConvertible {
    /// The difference in words: "gains `a/b/c` and `a/b/d`; loses `a/b/e` at `/x/1`".
    public var description: String {
        guard !self.isEmpty else { return "nothing changes" }
        let gained = self.gained.map(\.description).joined(separator: " and ")
        let lost = self.lost.map(\.description).joined(separator: " and ")
        return [gained.isEmpty ? nil : "gains \(gained)", lost.isEmpty ? nil : "loses \(lost)"]
            .compactMap(\.self).joined(separator: "; ")
    }
}

extension ReferenceEvaluator {
    /// What would change for a user if one standing replaced another.
    ///
    /// An answer changes from no to yes only where a gain covers the question, and from yes to no only where a loss
    /// does. If the user could already do part of what is gained, for example at one place below, the gain names the
    /// whole, and the loss does not name the part.
    ///
    /// - Parameters:
    ///   - before: The current standing of the user; nil when the tenant does not list the user.
    ///   - after: The standing of the user after the change.
    ///   - now: The moment; nil ignores every assignment with a beginning or an end.
    /// - Complexity: That of ``entitlements(of:now:)``.
    package func difference(
        from before: UserStanding?, to after: UserStanding?, now: Timestamp? = nil
    ) -> AccessDifference {
        let old = self.entitlements(of: before, now: now)
        let new = self.entitlements(of: after, now: now)
        return AccessDifference(gained: new.notCovered(by: old), lost: old.notCovered(by: new))
    }
}

extension [Entitlement] {
    fileprivate func notCovered(by others: [Entitlement]) -> [Entitlement] {
        var conditions: [Entitlement: [Set<Condition>]] = [:]
        for other in others { conditions[other.unconditionally(at: other.scope), default: []].append(other.conditions) }
        return self.filter { entitlement in
            !entitlement.scope.andEnclosing.contains { scope in
                conditions[entitlement.unconditionally(at: scope)]?
                    .contains { $0.isSubset(of: entitlement.conditions) } ?? false
            }
        }
    }
}

extension Entitlement {
    fileprivate func unconditionally(at scope: Scope) -> Entitlement { Entitlement(self.permission, at: scope) }
}

// MARK: - What if

extension UserStanding {
    /// The standing with another role, which replaces the same role at the same scope.
    package func gaining(_ holding: RoleHolding) -> UserStanding {
        var other = self
        other.hold(holding)
        return other
    }

    /// The standing without a role at a scope; unchanged if the user does not hold it there.
    package func losing(_ role: RoleID, at scope: Scope = .company) -> UserStanding {
        var other = self
        other.drop(RoleHolding(role, at: scope))
        return other
    }

    /// The standing with another account status.
    package func turning(_ status: AccountStatus) -> UserStanding {
        var other = self
        other.status = status
        return other
    }
}
