/// The definition of access in the plainest code: slow, and easy to verify.
///
/// A user may do something when the account is active and, at the place and moment in question,
/// 1. a role held there grants the permission, under conditions that the host states, and
/// 2. the roles held there satisfy the permission's rule.
///
/// Every other evaluation in Roster must equal this one.
package struct ReferenceEvaluator: Sendable {
    /// The roles and permissions in use.
    package let catalog: RoleCatalog

    /// Creates an evaluator.
    package init(catalog: RoleCatalog) {
        self.catalog = catalog
    }

    /// Decides one question.
    ///
    /// - Parameters:
    ///   - standing: The standing of the user; nil when the tenant does not list the user.
    ///   - permission: The permission.
    ///   - scope: The scope.
    ///   - conditions: The conditions that the host states about the request.
    ///   - now: The moment; nil ignores every assignment with a beginning or an end.
    /// - Complexity: A yes takes O(assignments² × rule), a no O(roles + roles that grant the permission × what they
    ///   include); not meant for every request.
    package func decide(
        _ standing: UserStanding?, _ permission: Permission, at scope: Scope = .company,
        given conditions: Set<Condition> = [], now: Timestamp? = nil
    ) -> AccessDecision {
        guard self.catalog.definition(of: permission) != nil else {
            let nearest = self.catalog.nearestPermission(to: permission.rawValue)
            return .denied(.unknownPermission(permission: permission, nearest: nearest), .nothing)
        }
        guard let standing else { return .denied(.unknownUser, .beAdded) }
        guard standing.status == .active else {
            return .denied(.notActive(status: standing.status), self.remedy(for: standing))
        }
        let question = AccessQuestion(
            permission, at: scope, given: conditions, now: now, of: standing, in: self.catalog)
        return question.grounds().map { .allowed($0) } ?? question.denial()
    }

    /// Whether a user may do something: the answer of ``decide(_:_:at:given:now:)`` without its reasons.
    ///
    /// - Complexity: O(assignments × rule + roles).
    package func permits(
        _ standing: UserStanding?, _ permission: Permission, at scope: Scope = .company,
        given conditions: Set<Condition> = [], now: Timestamp? = nil
    ) -> Bool {
        guard self.catalog.definition(of: permission) != nil, let standing, standing.status == .active else {
            return false
        }
        return AccessQuestion(permission, at: scope, given: conditions, now: now, of: standing, in: self.catalog)
            .isAllowed
    }

    private func remedy(for standing: UserStanding) -> Remedy {
        let roles = Set(standing.holdings.map(\.role))
        return switch standing.status {
        case .active, .purged: .nothing
        case .invited, .mustChangePassword: .finishSigningUp
        case .blocked: .reinstate(by: self.catalog.rolesThatMay(.block, toHolderOf: roles))
        case .deleted: .reinstate(by: self.catalog.rolesThatMay(.delete, toHolderOf: roles))
        }
    }
}
