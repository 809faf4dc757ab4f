/// What giving roles would lead to, no matter who gives them.
extension Facts {
    /// What a user would hold who were given roles, as ``AssignRoles`` gives them: with those that come along, and for as long.
    ///
    /// A role that the user holds for just that time already changes nothing. Only what can be said of the roles one by one is asked: not
    /// which roles are held together, nor how many users hold one.
    package func forecast(
        giving roles: [RoleID], to standing: UserStanding, at scope: Scope, during window: ValidityWindow
    ) throws(RefusalReason) -> UserStanding {
        if let until = window.until, self.hasPassed(window) { throw .windowPassed(until: until) }
        var (after, times) = (standing, CompanionTimes(self.catalog))
        for wanted in try self.assignable(roles, at: scope, to: standing.affiliation) {
            let held = standing.ownAssignment(of: wanted.role, at: wanted.scope)
            let present = held.flatMap { self.hasPassed($0.window) ? nil : $0 }
            if !wanted.isCompanion, let present, present.window == window {
                times.note(wanted.role, window)
                continue
            }
            let given = try self.window(.exactly(window), of: wanted, heldNow: present, before: held, &times)
            guard let given else { continue }
            after = after.gaining(RoleHolding(wanted.role, at: wanted.scope, during: given))
        }
        return after
    }
}

extension UserStanding {
    /// A holding of the user's own as an assignment; who gave it is not known.
    fileprivate func ownAssignment(of role: RoleID, at scope: Scope) -> RoleAssignment? {
        let wanted = RoleHolding(role, at: scope)
        return self.holdings.first { $0.isOfSameRoleAndScope(as: wanted) }.map { holding in
            RoleAssignment(
                of: role, to: self.id, at: scope, during: holding.window, grantedBy: .system,
                grantedAt: Timestamp(millisecondsSinceEpoch: 0))
        }
    }
}
