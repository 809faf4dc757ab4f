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

    /// Assignments of roles that the actor may give.
    func assignments(
        of roles: [(role: RoleID, scope: Scope)], to user: UserID, during window: ValidityWindow = .always
    ) throws(RefusalReason) -> [RoleAssignment] {
        var assignments: [RoleAssignment] = []
        for (role, scope) in roles {
            try self.requireMayAssign(role, at: scope)
            assignments.append(
                RoleAssignment(
                    of: role, to: user, at: scope, during: window, grantedBy: self.actor, grantedAt: self.now))
        }
        return assignments
    }

    /// Refuses roles that the catalog does not know, or that are named more than once.
    func checkNamedOnce(_ roles: [RoleID]) throws(RefusalReason) {
        var seen: Set<RoleID> = []
        for role in roles {
            guard self.catalog.role(role) != nil else {
                let nearest = nearestName(to: role.rawValue, among: self.catalog.roles.map(\.id.rawValue))
                throw .unknownRole(role: role, nearest: nearest.map { RoleID($0) })
            }
            guard seen.insert(role).inserted else { throw .roleRepeated(role: role) }
        }
    }

    private func check(_ id: RoleID, at scope: Scope, for affiliation: Affiliation) throws(RefusalReason) {
        guard let role = self.catalog.role(id) else { throw .unknownRole(role: id, nearest: nil) }
        guard role.heldImplicitlyBy == .nobody else { throw .mayNotAssign(role: id, scope: scope, whoMay: []) }
        guard role.scoping.allows(scope) else { throw .roleNotForScope(role: id, scope: scope) }
        guard affiliation == .member || role.isOpenToGuests else { throw .roleNotForGuests(role: id) }
        let isOffered = role.offeredTo.isEmpty || !role.offeredTo.isDisjoint(with: self.company?.programs ?? [])
        guard isOffered else {
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

extension UserRecord {
    /// Whether the person holds a role for the whole company and for good, and can really sign in.
    ///
    /// That takes an account in use and a password of their own that has worked: an administrator who never signed in, is
    /// blocked, or must still change a temporary password cannot be counted on.
    public func canBeCountedOn(for role: RoleID) -> Bool {
        self.user.status == .active && self.user.hasSignedIn
            && self.assignments.contains { $0.role == role && $0.scope == .company && $0.window == .always }
    }
}
