extension AccessTable {
    /// Decides a question and says why.
    ///
    /// - Parameters:
    ///   - user: Who.
    ///   - permission: What; one that the catalog does not know is denied with the nearest known name.
    ///   - scope: Where.
    ///   - conditions: What the host states about the case in hand.
    ///   - now: When; nil leaves assignments out that begin or end.
    /// - Complexity: that of ``ReferenceEvaluator``; for people, not for a request's path.
    public func decide(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: Timestamp? = nil
    ) -> AccessDecision {
        let (catalog, standing) = self.withState { ($0.catalog.catalog, $0.standing(of: user)) }
        return ReferenceEvaluator(catalog: catalog)
            .decide(standing, permission, at: scope, given: conditions, now: now)
    }

    /// What the table knows of a user, or nil when it does not know the user.
    public func standing(of user: UserID) -> UserStanding? { self.withState { $0.standing(of: user) } }
}
