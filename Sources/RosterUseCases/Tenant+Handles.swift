public import RosterDomain
import RosterPorts

// For hot paths: what a request asks again and again is looked up once.

extension Tenant {
    /// Resolves a permission, so that a check does not look it up.
    ///
    /// Do it once, when the host starts: the answer stays good as long as the tenant is open.
    ///
    /// - Throws: `UnknownNameError`, with the nearest known name, when the catalog does not have the permission.
    public func handle(for permission: Permission) throws(UnknownNameError) -> PermissionHandle {
        try self.access.handle(for: permission)
    }

    /// Resolves a user, so that a check does not look the user up; nil when the tenant does not list the user.
    ///
    /// Do it when a session begins. Whatever happens to the user afterwards counts at once.
    public func handle(for user: UserID) -> UserHandle? { self.access.handle(for: user) }

    /// Resolves conditions that the host states about the case in hand, so that a check does not look them up.
    public func stated(_ conditions: Set<Condition>) -> StatedConditions { self.access.stated(conditions) }

    /// Whether a resolved user may do something; `SessionAdmission.subject` is one.
    ///
    /// The answer is the same as for the user's identifier, but for a session that does not have all roles active: then only those count
    /// that it has.
    ///
    /// - Complexity: O(1) for what is held company-wide, for good and without conditions; otherwise O(assignments of the roles
    ///   that grant it and of those that its rule needs).
    public func permits(
        _ user: UserHandle, _ permission: PermissionHandle, at scope: Scope = .company,
        given conditions: StatedConditions = .none
    ) -> Bool {
        let now = self.clock.now
        return !self.freshness.isStale(at: now)
            && (self.access.permits(user, permission, at: scope, given: conditions, now: now)
                || self.sessions.table.subjects.permits(user, permission, at: scope, given: conditions, now: now))
    }

    /// Whether a resolved user may do something; `SessionAdmission.subject` is one.
    ///
    /// The answer is as with the permission resolved. A permission that the catalog does not know is never allowed.
    ///
    /// - Complexity: As with the permission resolved, and the look-up of its name.
    public func permits(
        _ user: UserHandle, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = []
    ) -> Bool {
        let now = self.clock.now
        return !self.freshness.isStale(at: now)
            && (self.access.permits(user, permission, at: scope, given: conditions, now: now)
                || self.sessions.table.subjects.permits(user, permission, at: scope, given: conditions, now: now))
    }

    /// Whether a user may do something, with the permission resolved.
    ///
    /// - Complexity: As with a resolved user, and the look-up of the user.
    public func permits(
        _ user: UserID, _ permission: PermissionHandle, at scope: Scope = .company,
        given conditions: StatedConditions = .none
    ) -> Bool {
        let now = self.clock.now
        return !self.freshness.isStale(at: now)
            && self.access.permits(user, permission, at: scope, given: conditions, now: now)
    }

    /// Answers a question for each user and permission in one call: for the whole company, with nothing stated.
    ///
    /// Assignments that begin or end do not count here: it reads no clock.
    ///
    /// - Parameters:
    ///   - users: Who, one after another.
    ///   - permissions: What, one for each user.
    ///   - answers: Where the answers go; those beyond the number of users are left as they are.
    /// - Precondition: There are as many permissions as users, and room for as many answers.
    /// - Complexity: O(users); faster than as many calls where the index is larger than the processor's caches.
    public func permits(
        _ users: Span<UserID>, _ permissions: Span<PermissionHandle>, into answers: inout MutableSpan<Bool>
    ) {
        self.access.permits(users, permissions, into: &answers)
        guard self.freshness.isStale(at: self.clock.now) else { return }
        for position in 0..<min(users.count, answers.count) { answers[position] = false }
    }
}
