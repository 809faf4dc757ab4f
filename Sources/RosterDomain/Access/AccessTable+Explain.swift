extension AccessTable {
    /// Decides a question and says why.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - permission: The permission; one that the catalog does not know is denied with the nearest known name.
    ///   - scope: The scope.
    ///   - conditions: The conditions that the host states about the request.
    ///   - now: The moment; nil ignores assignments that begin or end.
    /// - Returns: The decision; its grounds say which roles are held through which group, and its remedy which groups would
    ///   help.
    /// - Complexity: O(roles and grants of the catalog + roles of all groups); meant for people, not for every request.
    public func decide(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: Timestamp? = nil
    ) -> AccessDecision {
        let (catalog, standing) = self.withState { ($0.catalog.whole, $0.joinedStanding(of: user)) }
        let decision = ReferenceEvaluator(catalog: catalog)
            .decide(standing, permission, at: scope, given: conditions, now: now)
        guard case .denied(let reason, .gainRoles(let choices)) = decision, let standing else { return decision }
        let named = self.withState { $0.namingGroups(in: choices, for: standing, at: scope, now: now, catalog) }
        return .denied(reason, .gainRoles(anyOf: named))
    }

    /// Decides a question about the user with a name, and says why; see ``addName(_:to:)``.
    ///
    /// A name that no user has is answered as a user is that the table does not know.
    public func decide(
        named name: String, _ permission: Permission, at scope: Scope = .company,
        given conditions: Set<Condition> = [], now: Timestamp? = nil
    ) -> AccessDecision {
        guard let user = self.user(named: name) else {
            return ReferenceEvaluator(catalog: self.catalog)
                .decide(nil, permission, at: scope, given: conditions, now: now)
        }
        return self.decide(user, permission, at: scope, given: conditions, now: now)
    }

    /// Decides a question whose names come in as text, and says why.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, for a permission, a kind of place or a condition that
    ///   the catalog does not know.
    public func decide(
        _ user: UserID, permissionNamed name: String, at scope: Scope = .company,
        given conditions: Set<Condition> = [], now: Timestamp? = nil
    ) throws(UnknownNameError) -> AccessDecision {
        let permission = try self.catalog.permission(named: name, at: scope, given: conditions)
        return self.decide(user, permission, at: scope, given: conditions, now: now)
    }

    /// What the table knows of a user, with what the user holds through groups; nil when it does not know the user.
    ///
    /// - Complexity: O(roles of the user and of the user's groups).
    public func standing(of user: UserID) -> UserStanding? { self.withState { $0.joinedStanding(of: user) } }

    /// What a user can do, and where, in the order of entitlements: complete, and none of them implied by another.
    ///
    /// - Parameters:
    ///   - user: The user; one that the table does not know can do nothing.
    ///   - now: The moment; nil ignores assignments that begin or end.
    ///   - previous: The last entitlement of the page before; nil for the first page.
    ///   - limit: The most entitlements on a page; nil for all.
    /// - Returns: At most `limit` entitlements; fewer mean that there are no more.
    /// - Complexity: O(entitlements of the user), for every page.
    public func entitlements(
        of user: UserID, now: Timestamp? = nil, after previous: Entitlement? = nil, limit: Int? = nil
    ) -> [Entitlement] {
        let (evaluator, standing) = self.withState { state in
            (ReferenceEvaluator(catalog: state.catalog.whole), state.joinedStanding(of: user))
        }
        let all = evaluator.entitlements(of: standing, now: now)
        let rest = all.drop { entitlement in previous.map { entitlement <= $0 } ?? false }
        return Array(limit.map { rest.prefix(max(0, $0)) } ?? rest)
    }

    /// What a user would gain from a role, without giving it.
    ///
    /// - Throws: ``RoleAssignmentError``, as ``assign(_:to:as:at:during:)`` does: for a role that the user cannot hold there, and for an unknown
    ///   name.
    /// - Complexity: O(entitlements before and after).
    public func difference(
        assigning role: RoleID, to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always,
        now: Timestamp? = nil
    ) throws(RoleAssignmentError) -> AccessDifference {
        let affiliation = self.standing(of: user)?.affiliation ?? .member
        try self.catalog.checkHolding(of: role, at: scope, by: affiliation)
        return self.difference(of: user, now: now) { $0.gaining(RoleHolding(role, at: scope, during: window)) }
    }

    /// What a user would lose without a role, without removing it.
    ///
    /// - Complexity: O(entitlements before and after).
    public func difference(
        removing role: RoleID, from user: UserID, at scope: Scope = .company, now: Timestamp? = nil
    ) -> AccessDifference {
        self.difference(of: user, now: now) { $0.losing(role, at: scope) }
    }

    private func difference(
        of user: UserID, now: Timestamp?, _ change: (UserStanding) -> UserStanding
    ) -> AccessDifference {
        let (evaluator, known) = self.withState { state in
            (ReferenceEvaluator(catalog: state.catalog.whole), state.joinedStanding(of: user))
        }
        let standing = known ?? UserStanding(id: user, affiliation: .member, status: .active, holdings: [])
        return evaluator.difference(from: known, to: change(standing), now: now)
    }
}
