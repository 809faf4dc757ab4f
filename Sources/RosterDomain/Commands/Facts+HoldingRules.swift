/// Prerequisite roles and the number of holders, decided for every command on what it would bring about.
extension TenantCommand {
    /// Decides, and refuses what would break a rule for holding roles.
    ///
    /// - Returns: What shall happen, in order; at least one change.
    /// - Throws: Why it shall not.
    package func decision(given facts: Facts) throws(RefusalReason) -> [Change] {
        let changes = try self.changes(given: facts)
        try facts.requireNonePurged(by: changes)
        try facts.requireHoldingRules(after: changes)
        return changes
    }
}

extension Facts {
    /// Refuses changes to an account that was purged: nothing follows a purge.
    fileprivate func requireNonePurged(by changes: [Change]) throws(RefusalReason) {
        for case let subject? in changes.map(\.subject) where self.users[subject]?.user.status == .purged {
            throw .wrongStatus(status: .purged)
        }
    }

    /// Refuses changes that would give a role without its prerequisites, take a prerequisite from under a role, or give a role
    /// to more users than may hold it.
    ///
    /// What users hold already is left alone: a rule that is newer than the roles takes nothing from anyone.
    package func requireHoldingRules(after changes: [Change]) throws(RefusalReason) {
        guard self.catalog.hasPrerequisites || self.catalog.hasHolderLimits else { return }
        let touched = self.records(after: changes)
        let concerned = Set(changes.compactMap { $0.isOfMembership ? nil : $0.holder })
        for (before, after) in touched {
            try self.requirePrerequisites(before, after, mayBeNew: concerned.contains(after.id))
        }
        let ids = touched.map(\.after.id)
        for role in self.limitedRoles(gainedBy: touched).sorted() {
            guard let limit = self.catalog.role(role)?.maximumHolders else { continue }
            let others = self.holdersOfLimited[role, default: []].subtracting(ids).count
            let holding = touched.count { self.limitedRoles(of: $0.after).contains(role) }
            guard others + holding <= limit else { throw .tooManyHolders(role: role, limit: limit) }
        }
    }

    /// The roles with a maximum number of holders of which users become holders: those whose holders must be known.
    package func limitedRolesGained(by changes: [Change]) -> Set<RoleID> {
        guard self.catalog.hasHolderLimits else { return [] }
        return self.limitedRoles(gainedBy: self.records(after: changes)).union(
            self.limitedRolesGained(byDefining: changes))
    }

    private func limitedRoles(gainedBy touched: [(before: UserRecord?, after: UserRecord)]) -> Set<RoleID> {
        touched.reduce(into: []) { gained, records in
            gained.formUnion(self.limitedRoles(of: records.after).subtracting(self.limitedRoles(of: records.before)))
        }
    }

    /// The users whose holding of roles the changes may concern, before and after them, in the order of the changes.
    private func records(after changes: [Change]) -> [(before: UserRecord?, after: UserRecord)] {
        var groups = self.groups
        var touched: [UserID: UserRecord] = [:]
        var order: [UserID] = []
        for change in changes {
            if case .groupChanged(let id, let change) = change {
                groups[id]?.apply(change, at: self.now)
                for member in self.members where touched[member.id] == nil {
                    touched[member.id] = member
                    order.append(member.id)
                }
            }
            guard let id = change.holder else { continue }
            if touched[id] == nil { order.append(id) }
            if let added = change.newRecord {
                touched[id] = added
            } else if var record = touched[id] ?? self.record(id) {
                record.apply(change, at: self.now)
                touched[id] = record
            }
        }
        return order.compactMap { id in touched[id].map { (self.record(id), $0.joined(with: groups)) } }
    }

    private func record(_ id: UserID) -> UserRecord? {
        self.users[id] ?? self.holders.values.first { $0.id == id }
            ?? self.principalRecord.flatMap { $0.id == id ? $0 : nil } ?? self.membersByID[id]
    }

    /// The roles with a maximum number of holders for which a user counts.
    private func limitedRoles(of record: UserRecord?) -> Set<RoleID> {
        guard let record, self.catalog.hasHolderLimits, record.countsAsHolder(at: self.now) else { return [] }
        let held = record.heldAssignments.filter { !self.hasPassed($0.window) }
        return Set(held.flatMap { self.catalog.limitedRoles(in: $0.role) })
    }

    /// Refuses a role without its prerequisites, and what would leave a role without one that it had.
    ///
    /// Roles of accounts that were not in use before, because they were invited or deleted, count as given anew.
    ///
    /// - Parameter mayBeNew: Whether the change is one of the account itself, and not of a group that it is in.
    func requirePrerequisites(
        _ before: UserRecord?, _ after: UserRecord, mayBeNew: Bool
    ) throws(RefusalReason) {
        guard self.catalog.hasPrerequisites, !after.user.status.isGone else { return }
        let former = before.flatMap { mayBeNew && [.deleted, .invited].contains($0.user.status) ? nil : $0 }
        for assignment in after.heldAssignments where !self.hasPassed(assignment.window) {
            let isKept = former?.heldAssignments.contains { held in
                held.isSameHolding(as: assignment) && held.window.covers(assignment.window)
            }
            for part in self.catalog.rolesIncluded(in: assignment.role).sorted() {
                let missing = self.missing(for: part, assignment, in: after)
                guard let first = missing.first else { continue }
                guard isKept ?? false, let former else {
                    throw .prerequisiteMissing(role: part, scope: assignment.scope, requires: missing)
                }
                let wasMissing = self.missing(for: part, assignment, in: former)
                guard Set(missing).isSubset(of: wasMissing) else {
                    throw .roleRequired(role: missing.first { !wasMissing.contains($0) } ?? first, by: part)
                }
            }
        }
    }

    /// The roles that one requires and that a user does not hold where and as long as the assignment holds.
    func missing(for role: RoleID, _ assignment: RoleAssignment, in record: UserRecord) -> [RoleID] {
        self.catalog.prerequisites(
            missingFor: role, in: assignment.holding, among: record.heldAssignments.map(\.holding),
            by: record.user.affiliation, at: self.now)
    }
}

extension UserRecord {
    /// Whether the account counts among the holders of its roles: not deleted, and no invitation that can no longer be accepted.
    package func countsAsHolder(at now: Timestamp) -> Bool {
        switch self.user.status {
        case .deleted, .purged: false
        case .invited: self.invitation.map { now < $0.expiresAt } ?? true
        case .active, .mustChangePassword, .blocked: true
        }
    }
}

extension Change {
    /// The user whose holding of roles a change may concern; nil for others.
    fileprivate var holder: UserID? {
        switch self {
        case .userAdded(let user): user.id
        case .roleAssigned(let assignment), .roleRemoved(let assignment): assignment.user
        case .statusChanged(let user, _, _): user
        case .invitationSent(let user, _), .memberAdded(let user, _), .memberRemoved(let user, _): user
        default: nil
        }
    }

    fileprivate var isOfMembership: Bool {
        switch self {
        case .memberAdded, .memberRemoved: true
        default: false
        }
    }

    fileprivate var newRecord: UserRecord? { if case .userAdded(let user) = self { UserRecord(user) } else { nil } }
}
