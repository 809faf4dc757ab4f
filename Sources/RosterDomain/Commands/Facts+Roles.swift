/// Which roles can be given to whom, whoever gives them.
extension Facts {
    /// The most roles that can be given or taken at once; ours.
    static let roleCountLimit = 100

    /// The roles to assign, those that come along with them included, after checking that each can be held.
    func assignable(
        _ roles: [RoleID], at scope: Scope, to affiliation: Affiliation
    ) throws(RefusalReason) -> [(role: RoleID, scope: Scope)] {
        try self.checkNamedOnce(roles)
        guard self.catalog.knows(scope) else { throw .unknownScope(scope: scope) }
        for role in roles { try self.check(role, at: scope, for: affiliation) }
        var result = roles.map { (role: $0, scope: scope) }
        for companion in roles.flatMap({ (self.catalog.role($0)?.accompaniedBy ?? []).sorted() })
        where !result.contains(where: { $0.role == companion }) {
            // Somebody who may not hold the companion holds the role without it.
            guard (try? self.check(companion, at: .company, for: affiliation)) != nil else { continue }
            result.append((companion, .company))
        }
        return result
    }

    /// What gives a user roles that the principal may give, where the user does not hold them for that long already.
    ///
    /// A role that is held for another time is renewed: taken and given again in one step, for both times together, so that
    /// giving never takes away. Where a gap lies between the two it is refused.
    ///
    /// - Parameters:
    ///   - affiliation: Whether the user is a member or a guest, for what they hold implicitly.
    ///   - record: What is known of the user; nil when the user is new.
    func giving(
        _ roles: [(role: RoleID, scope: Scope)], to user: UserID, of affiliation: Affiliation,
        who record: UserRecord? = nil, during window: ValidityWindow = .always
    ) throws(RefusalReason) -> [Change] {
        if let until = window.until, self.hasPassed(window) { throw .windowPassed(until: until) }
        var changes: [Change] = []
        var given: [RoleID] = []
        for (role, scope) in roles {
            let held = record?.assignment(of: role, at: scope)
            if let held, held.window.covers(window) { continue }
            try self.requireMayAssign(role, at: scope)
            if let held { changes.append(.roleRemoved(assignment: held)) }
            let present = held.flatMap { self.hasPassed($0.window) ? nil : $0.window } ?? window
            guard let together = present.union(window) else { throw .roleAlreadyHeld(role: role, scope: scope) }
            let assignment = RoleAssignment(
                of: role, to: user, at: scope, during: together, grantedBy: self.principal, grantedAt: self.now)
            changes.append(.roleAssigned(assignment: assignment))
            given.append(role)
        }
        try self.requireSeparation(giving: given, who: record, affiliation: affiliation)
        return changes
    }

    /// Whether a window has ended.
    func hasPassed(_ window: ValidityWindow) -> Bool { window.until.map { $0 <= self.now } ?? false }

    /// Refuses roles that the catalog does not know, or that are named more than once.
    func checkNamedOnce(_ roles: [RoleID]) throws(RefusalReason) {
        guard roles.count <= Self.roleCountLimit else {
            throw .roleCount(count: roles.count, limit: Self.roleCountLimit)
        }
        for role in roles where self.catalog.role(role) == nil {
            let nearest = nearestName(to: role.rawValue, among: self.catalog.roles.map(\.id.rawValue))
            // What is kept forever is cut to what can be read.
            throw .unknownRole(role: RoleID(role.rawValue.forDisplay), nearest: nearest.map { RoleID($0) })
        }
        var seen: Set<RoleID> = []
        for role in roles {
            guard seen.insert(role).inserted else { throw .roleRepeated(role: role) }
        }
    }

    private func check(_ id: RoleID, at scope: Scope, for affiliation: Affiliation) throws(RefusalReason) {
        guard let role = self.catalog.role(id) else { throw .unknownRole(role: id, nearest: nil) }
        guard role.heldImplicitlyBy == .nobody else { throw .mayNotAssign(role: id, scope: scope, whoMay: []) }
        guard role.scoping.allows(scope) else { throw .roleNotForScope(role: id, scope: scope) }
        guard affiliation == .member || role.isOpenToGuests else { throw .roleNotForGuests(role: id) }
        guard role.isOffered(to: self.company?.programs ?? []) else {
            throw .roleNotOffered(role: id, programs: role.offeredTo.sorted { $0.rawValue < $1.rawValue })
        }
    }
}

extension Facts {
    /// Refuses to take the indispensable role, or the account, from the last person who holds it and can sign in.
    func requireOtherHolder(than target: UserRecord) throws(RefusalReason) {
        guard target.canBeCountedOn(for: self.catalog.indispensableRole) else { return }
        guard self.hasOtherHolder else { throw .lastHolder(role: self.catalog.indispensableRole) }
    }
}
