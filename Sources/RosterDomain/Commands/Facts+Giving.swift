/// Whether a role may be given to a user, at a scope, during a window: every command that leads to holding a role asks here.
extension Facts {
    /// Refuses unless the principal may give a role at a scope for all of a window, as far as it lies ahead.
    ///
    /// Users give a role only for as long as their own authority over it lasts, to others and to themselves alike.
    func requireMayGive(_ role: RoleID, at scope: Scope, during window: ValidityWindow) throws(RefusalReason) {
        try self.requireMayGive(role, at: scope, during: window, as: try self.activePrincipal())
    }

    /// Refuses unless a user may give a role at a scope for all of a window, as far as it lies ahead.
    func requireMayGive(
        _ role: RoleID, at scope: Scope, during window: ValidityWindow, as giver: UserRecord
    ) throws(RefusalReason) {
        let authority = self.authority(of: giver, over: role, at: scope)
        guard let present = authority.first, present.contains(self.now) else {
            throw .mayNotAssign(role: role, scope: scope, whoMay: self.catalog.rolesThatMayAssign(role))
        }
        let start = max(window.from ?? self.now, self.now)
        // Where the role would begin without authority, the caller is told how long the present authority lasts.
        let span = authority.first { $0.contains(start) } ?? present
        let isWithin =
            span.contains(start) && (span.until.map { end in window.until.map { $0 <= end } ?? false } ?? true)
        if !isWithin, let until = span.until { throw .authorityEnds(role: role, scope: scope, until: until) }
    }

    /// When a user may give and take a role at a scope, from now on: the union of the windows of the assignments that give the
    /// authority, in order, with a gap between each two.
    ///
    /// - Complexity: O(n²) in the assignments of the giver that hold at the scope and begin or end ahead.
    private func authority(of giver: UserRecord, over role: RoleID, at scope: Scope) -> [ValidityWindow] {
        self.spans(of: giver, at: scope) { self.catalog.mayAssign(role, havingRoles: $0) }
    }

    /// Until when the principal may do something to another person's account, if they may now; nil for good.
    func end(ofMay action: AccountAction, to target: UserRecord) throws(RefusalReason) -> Timestamp? {
        try self.requireMay(action, to: target)
        let roles = Set(target.heldAssignments.filter { !self.hasPassed($0.window) }.map(\.role))
        let spans = self.spans(of: try self.activePrincipal(), at: .company) { held in
            self.catalog.may(action, toHolderOf: roles, havingRoles: held)
        }
        return spans.first?.until
    }

    /// When the roles that a user holds at a scope suffice for something, from now on.
    private func spans(
        of giver: UserRecord, at scope: Scope, _ suffices: (Set<RoleID>) -> Bool
    ) -> [ValidityWindow] {
        let held = self.authority(of: giver).holdings.filter { $0.scope.contains(scope) && !self.hasPassed($0.window) }
        let implicit = self.catalog.rolesHeldImplicitly(by: giver.user.affiliation)
        func isAuthority(_ holdings: [RoleHolding]) -> Bool {
            suffices(Set((holdings.map(\.role) + implicit).flatMap(self.catalog.rolesIncluded)))
        }
        if isAuthority(held.filter { $0.window.until == nil && $0.window.contains(self.now) }) { return [.always] }
        let moments = [self.now] + Set(held.flatMap(\.window.ends)).filter { $0 > self.now }.sorted()
        var spans: [ValidityWindow] = []
        for (position, moment) in moments.enumerated()
        where isAuthority(held.filter { $0.window.contains(moment) }) {
            let end = position + 1 < moments.count ? moments[position + 1] : nil
            guard let span = try? ValidityWindow(from: moment, until: end) else { continue }
            if let last = spans.last, last.until == moment, let joined = last.union(span) {
                spans[spans.count - 1] = joined
            } else {
                spans.append(span)
            }
        }
        return spans
    }

    /// Whether a window has ended.
    func hasPassed(_ window: ValidityWindow) -> Bool { window.until.map { $0 <= self.now } ?? false }

    /// Refuses unless every role that a user holds, or will hold, could be held by them today and is given by one who may.
    ///
    /// This is asked where roles that were assigned before come into force: an invitation that is sent again or accepted, an
    /// account that is restored. A role that the catalog no longer knows grants nothing and does not count.
    ///
    /// A retired role stays with those who held it before, deleted and invited accounts among them; to invite anew is to give it.
    ///
    /// - Parameters:
    ///   - isGiven: Whether the roles are given anew.
    ///   - givers: Those of whom one must be able to give the role, for each assignment; the refusal speaks of the first.
    func requireMayHold(
        _ record: UserRecord, anew isGiven: Bool = false, givenBy givers: (RoleAssignment) -> [Backer]
    ) throws(RefusalReason) {
        let assignments = record.heldAssignments.filter {
            !self.hasPassed($0.window) && self.catalog.role($0.role) != nil
        }
        for assignment in assignments {
            if isGiven {
                try self.requireMayHold(assignment.role, at: assignment.scope, record.user.affiliation)
            } else {
                try self.check(assignment.role, at: assignment.scope, for: record.user.affiliation)
            }
            try self.requireGiver(of: assignment, among: givers(assignment))
        }
        try self.requireSeparation(
            giving: assignments.map(\.role), who: record, affiliation: record.user.affiliation)
    }

    private func requireGiver(of assignment: RoleAssignment, among givers: [Backer]) throws(RefusalReason) {
        var refusal: RefusalReason?
        for case .user(let giver) in givers {
            do throws(RefusalReason) {
                return try self.requireMayGive(
                    assignment.role, at: assignment.scope, during: assignment.window, as: giver)
            } catch {
                refusal = refusal ?? error
            }
        }
        if givers.contains(where: \.isSystem) { return }
        throw refusal ?? .mayNotAssign(role: assignment.role, scope: assignment.scope, whoMay: [])
    }
}

/// On whose right something rests.
enum Backer {
    /// Roster itself or the host, which may do everything.
    case system
    /// A user with an account in use.
    case user(UserRecord)

    fileprivate var isSystem: Bool { if case .system = self { true } else { false } }
}

extension ValidityWindow {
    /// The moments at which the window begins and ends, as far as it does.
    fileprivate var ends: [Timestamp] { [self.from, self.until].compactMap(\.self) }
}
