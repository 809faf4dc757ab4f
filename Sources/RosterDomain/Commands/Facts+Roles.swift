/// Which roles can be given to whom, no matter who gives them.
extension Facts {
    /// The most roles that can be given or taken at once; ours.
    static let roleCountLimit = 100

    /// The roles to assign, those that come along with them included, after checking that each can be held.
    func assignable(
        _ roles: [RoleID], at scope: Scope, to affiliation: Affiliation
    ) throws(RefusalReason) -> [WantedRole] {
        try self.checkNamedOnce(roles)
        guard self.catalog.knows(scope) else { throw .unknownScope(scope: scope) }
        for role in roles { try self.requireMayHold(role, at: scope, affiliation) }
        var result = roles.map { WantedRole(role: $0, scope: scope, isCompanion: false) }
        for companion in roles.flatMap({ (self.catalog.role($0)?.accompaniedBy ?? []).sorted() })
        where !result.contains(where: { $0.role == companion }) {
            // A user who may not hold the companion holds the role without it.
            guard (try? self.check(companion, at: .company, for: affiliation)) != nil else { continue }
            result.append(WantedRole(role: companion, scope: .company, isCompanion: true))
        }
        return result
    }

    /// What gives a user roles that the principal may give, for as long as the principal may give them.
    ///
    /// A role that is held for another time is renewed: taken and given again in one step. See ``RoleGiving`` for which time it
    /// has then.
    ///
    /// - Parameters:
    ///   - affiliation: Whether the user is a member or a guest, for what they hold implicitly.
    ///   - record: What is known of the user; nil when the user is new.
    func giving(
        _ roles: [WantedRole], to user: UserID, of affiliation: Affiliation, who record: UserRecord? = nil,
        _ giving: RoleGiving
    ) throws(RefusalReason) -> [Change] {
        if let window = giving.window, let until = window.until, self.hasPassed(window) {
            throw .windowPassed(until: until)
        }
        var changes: [Change] = []
        var given: [RoleID] = []
        var times = CompanionTimes(self.catalog)
        for wanted in roles {
            let held = record?.assignment(of: wanted.role, at: wanted.scope)
            let present = held.flatMap { self.hasPassed($0.window) ? nil : $0 }
            let window = try self.window(giving, of: wanted, heldNow: present, before: held, &times)
            guard let window else { continue }
            try self.requireMayGive(wanted.role, at: wanted.scope, during: window)
            if let record, let present, window.endsSooner(than: present.window) {
                try self.requireMayTake(present, from: record)
            }
            if let held { changes.append(.roleRemoved(assignment: held)) }
            let assignment = RoleAssignment(
                of: wanted.role, to: user, at: wanted.scope, during: window, grantedBy: self.principal,
                grantedAt: self.now)
            changes.append(.roleAssigned(assignment: assignment))
            given.append(wanted.role)
        }
        try self.requireSeparation(giving: given, who: record, affiliation: affiliation)
        return changes
    }

    /// Refuses roles that the catalog does not know, or that are named more than once.
    func checkNamedOnce(_ roles: [RoleID]) throws(RefusalReason) {
        guard roles.count <= Self.roleCountLimit else {
            throw .roleCount(count: roles.count, limit: Self.roleCountLimit)
        }
        for role in roles where self.catalog.role(role) == nil {
            throw self.catalog.unknown(role)
        }
        var seen: Set<RoleID> = []
        for role in roles {
            guard seen.insert(role).inserted else { throw .roleRepeated(role: role) }
        }
    }

    /// Refuses a role that users of an affiliation cannot come to hold at a scope: a retired one stays with its holders alone.
    func requireMayHold(_ role: RoleID, at scope: Scope, _ affiliation: Affiliation) throws(RefusalReason) {
        try self.check(role, at: scope, for: affiliation)
        if self.catalog.isRetired(role) { throw .roleRetired(role: role) }
    }

    /// Refuses a role that users of an affiliation may not hold at a scope.
    func check(_ id: RoleID, at scope: Scope, for affiliation: Affiliation) throws(RefusalReason) {
        guard let role = self.catalog.role(id) else { throw .unknownRole(role: id, nearest: nil) }
        do throws(RoleAssignmentError) {
            try self.catalog.checkHolding(of: id, at: scope, by: affiliation)
        } catch {
            throw RefusalReason(error, at: scope)
        }
        guard role.isOffered(to: self.company?.programs ?? []) else {
            throw .roleNotOffered(role: id, programs: role.offeredTo.sorted { $0.rawValue < $1.rawValue })
        }
    }
}

extension Facts {
    /// Refuses to take the indispensable role, or the account, from the last person who holds it and can sign in.
    func requireOtherHolder(than target: UserRecord) throws(RefusalReason) {
        guard let role = self.catalog.indispensableRole, target.canBeCountedOn(for: role) else { return }
        guard !self.isLastHolder else { throw .lastHolder(role: role) }
    }
}

extension RefusalReason {
    /// The refusal of a role that cannot be held.
    fileprivate init(_ error: RoleAssignmentError, at scope: Scope) {
        switch error {
        case .unknownName: self = .unknownScope(scope: scope)
        case .heldImplicitly(let role): self = .mayNotAssign(role: role, scope: scope, whoMay: [])
        case .roleNotForScope(let role, let scope): self = .roleNotForScope(role: role, scope: scope)
        case .roleNotForGuests(let role): self = .roleNotForGuests(role: role)
        }
    }
}

extension RoleCatalog {
    /// The refusal of a role that the catalog does not know, with the nearest name.
    func unknown(_ role: RoleID) -> RefusalReason {
        let nearest = nearestName(to: role.rawValue, among: self.roles.map(\.id.rawValue))
        // What is kept forever is cut to what can be read.
        return .unknownRole(role: RoleID(role.rawValue.forDisplay), nearest: nearest.map { RoleID($0) })
    }
}
