public import RosterDomain
import RosterPorts

extension Tenant {
    /// Whether a user may do something.
    ///
    /// Touches no port; for every request.
    ///
    /// The answer is no for a user whom the tenant does not list, an account not in use, a temporary password not yet
    /// changed, and a permission that the catalog does not know; and to every question once the tenant has been without contact
    /// to the directory for longer than ``TenantPolicy/maximumStaleness``.
    ///
    /// - Parameters:
    ///   - user: Who.
    ///   - permission: What.
    ///   - scope: Where; an assignment holds at its scope and below.
    ///   - conditions: What the host states about the case in hand.
    /// - Complexity: O(assignments of the user that grant the permission).
    public func permits(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = []
    ) -> Bool {
        let now = self.clock.now
        return !self.freshness.isStale(at: now)
            && self.access.permits(user, permission, at: scope, given: conditions, now: now)
    }

    /// How often all sessions of a user were ended; nil for a user whom the tenant does not list.
    ///
    /// Touches no port; for every request. Keep the number with a session when it begins, and take the session as over as soon as
    /// another number, or nil, is answered: the account was blocked or deleted since, or its password was reset or changed.
    public func sessionEpoch(of user: UserID) -> Int? { self.access.sessionEpoch(of: user) }

    /// Decides the same question and says why; a denial says what would help, and which roles can give it.
    ///
    /// Touches no port, and takes its time: for people, not for every request. ``users(whoMayAssign:at:limit:)`` names
    /// the people to ask.
    public func decide(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = []
    ) -> AccessDecision {
        let now = self.clock.now
        if self.freshness.isStale(at: now) { return .denied(.outdated(since: self.freshness.lastContact), .nothing) }
        return self.offered(self.access.decide(user, permission, at: scope, given: conditions, now: now))
    }

    /// A decision whose remedy names no role that the company is not offered.
    func offered(_ decision: AccessDecision) -> AccessDecision {
        guard case .denied(let reason, let remedy) = decision else { return decision }
        return .denied(reason, remedy.offered(to: self.company.programs, in: self.catalog))
    }

    /// Decides a question whose names come in as text.
    ///
    /// - Throws: `UnknownNameError`, with the nearest known name, for a permission, a kind of place or a condition that the
    ///   catalog does not know: a misspelled name is never a quiet no.
    public func permits(
        _ user: UserID, permissionNamed name: String, at scope: Scope = .company, given conditions: Set<Condition> = []
    ) throws(UnknownNameError) -> Bool {
        let permission = try self.catalog.permission(named: name, at: scope, given: conditions)
        return self.permits(user, permission, at: scope, given: conditions)
    }

    /// Decides a question whose names come in as text, and says why.
    ///
    /// - Throws: `UnknownNameError`, as ``permits(_:permissionNamed:at:given:)`` does.
    public func decide(
        _ user: UserID, permissionNamed name: String, at scope: Scope = .company, given conditions: Set<Condition> = []
    ) throws(UnknownNameError) -> AccessDecision {
        let permission = try self.catalog.permission(named: name, at: scope, given: conditions)
        return self.decide(user, permission, at: scope, given: conditions)
    }
}
