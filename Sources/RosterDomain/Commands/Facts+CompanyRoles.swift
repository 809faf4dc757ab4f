/// Who may do what to a role of the company. A role is as strong as what it contains.
extension Facts {
    /// A role of the company that a command names.
    func companyRole(_ id: CompanyRoleID) throws(RefusalReason) -> CompanyRole {
        guard let role = self.companyRoles[id], !role.isDeleted else { throw .unknownCompanyRole(role: id) }
        return role
    }

    /// Refuses unless the catalog lets companies define roles, and the principal may.
    func requireMayDefineRoles() throws(RefusalReason) {
        guard let permission = self.catalog.companyPermissions.defineRoles else { throw .companyRolesFixed }
        try self.require(permission)
    }

    /// Refuses unless the title of a role is free.
    func requireFree(_ role: CompanyRole) throws(RefusalReason) {
        let holders = role.definition.names.compactMap { self.companyRoleHolders[$0] }
        guard holders.allSatisfy({ $0.id == role.id }) else {
            throw .roleTitleTaken(title: role.definition.title.rawValue)
        }
    }

    /// The facts as they would be with a role defined, or refuses what would not be sound then.
    ///
    /// Problems that other roles had before, because the catalog has changed since, are no fault of this one.
    func defining(_ role: CompanyRole, inPlaceOf former: CompanyRole? = nil) throws(RefusalReason) -> Facts {
        let present = self.catalog.companyRoleDefinitions
        let before = self.catalog.problems(of: present)
        let roles = present.filter { $0.id != role.id } + [role]
        let problems = self.catalog.problems(of: roles).sorted { $0.key < $1.key }.flatMap { id, found in
            id == role.id ? found : found.filter { !(before[id] ?? []).contains($0) }
        }
        guard problems.isEmpty else { throw .roleDefinitionUnsound(problems: problems) }
        let added = role.definition.includes.subtracting(former?.definition.includes ?? [])
        if let retired = added.sorted().first(where: self.catalog.isRetired) { throw .roleRetired(role: retired) }
        return self.with(self.catalog.merging(roles))
    }

    /// Refuses unless the principal could give everything that a role contains, company-wide and for good.
    func requireMayGiveContents(of role: CompanyRole) throws(RefusalReason) {
        let definition = role.definition
        for part in definition.includes.sorted() where self.catalog.role(part) != nil {
            try self.requireMayGive(part, at: .company, during: .always)
        }
        let held = self.rolesInForce(of: try self.activePrincipal(), at: .company)
        for grant in definition.grants.sorted(by: Grant.precedes) where self.catalog.countsInCompanyRole(grant) {
            guard self.catalog.mayGive(grant, havingRoles: held) else {
                let sources = self.catalog.sources(of: grant)
                let whoMay = Set(sources.flatMap(self.catalog.rolesThatMayAssign)).sorted()
                throw .mayNotGrant(permission: grant.permission, whoMay: whoMay)
            }
        }
        try self.requireMayGive(role.role, at: .company, during: .always)
    }

    /// Refuses what would make more users holders of a role than may hold it.
    func requireRoom(forHoldersOf role: RoleID, addedTo former: Set<RoleContent>) throws(RefusalReason) {
        let holders = Set(
            self.members.filter { $0.countsAsHolder(at: self.now) && self.isHeld(role, by: $0) }.map(\.id))
        for limited in self.catalog.limitedRoles(in: role) where !former.contains(.role(limited)) {
            guard let limit = self.catalog.role(limited)?.maximumHolders else { continue }
            let all = self.holdersOfLimited[limited, default: []].union(holders)
            guard all.count <= limit else { throw .tooManyHolders(role: limited, limit: limit) }
        }
    }

    /// Whether a user who is not gone for good holds a role, or one that includes it, themselves or through a group.
    func isHeld(_ role: RoleID, by record: UserRecord) -> Bool {
        guard !self.isGoneForGood(record.user) else { return false }
        return record.heldAssignments.contains {
            self.catalog.role($0.role, includes: role) && !self.hasPassed($0.window)
        }
    }

    private func isGoneForGood(_ user: User) -> Bool {
        switch user.status {
        case .purged: true
        case .deleted: user.deletedAt.map { $0 + User.restorableFor <= self.now } ?? false
        default: false
        }
    }

    /// The roles of which a role of the company would make its holders holders by a change, and that have a maximum of them.
    package func limitedRolesGained(byDefining changes: [Change]) -> Set<RoleID> {
        changes.reduce(into: []) { gained, change in
            guard case .companyRoleChanged(let id, .changed(_, let definition)) = change else { return }
            let included = definition.includes.flatMap(self.catalog.limitedRoles)
            gained.formUnion(Set(included).subtracting(self.catalog.limitedRoles(in: RoleID(id))))
        }
    }
}

/// What a change of a role of the company means to each of its holders.
struct HolderReview {
    private let before: Facts
    private let after: Facts
    /// The role, and those that include it.
    private let concerned: Set<RoleID>
    /// What the role contains before the change.
    let former: Set<RoleContent>
    private let new: Set<RoleContent>

    init(of role: RoleID, from before: Facts, to after: Facts) {
        (self.before, self.after) = (before, after)
        (self.former, self.new) = (before.catalog.contents(of: role), after.catalog.contents(of: role))
        self.concerned = Set(after.catalog.rolesIncluding(role))
    }

    /// Refuses what the holder may not hold, and what the principal may not take from them.
    ///
    /// What a rule forbids already, because it is newer than what the holder holds, is no fault of the change.
    func check(_ holder: UserRecord) throws(RefusalReason) {
        let held = holder.heldAssignments.filter {
            self.concerned.contains($0.role) && !self.before.hasPassed($0.window)
        }
        guard !held.isEmpty else { return }
        let (affiliation, roles) = (holder.user.affiliation, held.map(\.role))
        for assignment in held {
            try self.refuse { (facts) throws(RefusalReason) in
                try facts.check(assignment.role, at: assignment.scope, for: affiliation)
            }
        }
        if !self.new.isSubset(of: self.former) { try self.checkSeparation(of: roles, holder) }
        if self.new != self.former { try self.checkPrerequisites(of: holder) }
        if !self.former.isSubset(of: self.new) { try self.before.requireReach(over: holder) }
    }

    /// Refuses for what a rule says after the change and did not say before it.
    private func refuse(_ rule: (Facts) throws(RefusalReason) -> Void) throws(RefusalReason) {
        do throws(RefusalReason) { try rule(self.after) } catch {
            do throws(RefusalReason) { try rule(self.before) } catch let former {
                if former == error { return }
            }
            throw error
        }
    }

    /// Refuses roles of a set that must stay apart and was not breached in the same way before.
    private func checkSeparation(of roles: [RoleID], _ holder: UserRecord) throws(RefusalReason) {
        let affiliation = holder.user.affiliation
        do throws(RefusalReason) {
            return try self.after.requireSeparation(giving: roles, who: holder, affiliation: affiliation)
        } catch {
            // One of the sets is breached, as it may have been before: each is asked by itself.
            for set in self.after.catalog.separationSets {
                try self.refuse { (facts) throws(RefusalReason) in
                    try facts.requireSeparation(giving: roles, who: holder, affiliation: affiliation, by: [set])
                }
            }
        }
    }

    /// Refuses unless the holder has every prerequisite that was not missing before.
    private func checkPrerequisites(of holder: UserRecord) throws(RefusalReason) {
        guard self.after.catalog.hasPrerequisites, !holder.user.status.isGone else { return }
        for assignment in holder.heldAssignments where !self.before.hasPassed(assignment.window) {
            let former = self.before.catalog.rolesIncluded(in: assignment.role)
            for part in self.after.catalog.rolesIncluded(in: assignment.role).sorted() {
                let missing = self.after.missing(for: part, assignment, in: holder)
                let before = former.contains(part) ? self.before.missing(for: part, assignment, in: holder) : []
                guard Set(missing).isSubset(of: before) else {
                    throw .prerequisiteMissing(role: part, scope: assignment.scope, requires: missing)
                }
            }
        }
    }

    /// Why the change is refused for the sake of a holder; nil when it is not.
    func refusal(of holder: UserRecord) -> RefusalReason? {
        do throws(RefusalReason) {
            try self.check(holder)
            return nil
        } catch {
            return error
        }
    }
}

/// One thing that a role contains.
enum RoleContent: Hashable {
    /// A role that it includes.
    case role(RoleID)
    /// Something that it, or a role of the company that it includes, grants itself.
    case grant(Grant)
}

extension RoleCatalog {
    /// What a role of the company contains of the catalog: the roles that it includes, and what it and other roles of the company in it
    /// grant themselves.
    func contents(of role: RoleID) -> Set<RoleContent> {
        let included = self.rolesIncluded(in: role)
        let own = included.filter { $0.companyRole != nil }.compactMap { self.role($0) }
        return Set(
            included.filter { $0.companyRole == nil }.map { .role($0) } + own.flatMap(\.grants).map { .grant($0) })
    }

    /// The roles of the company as they were defined, but for their descriptions.
    var companyRoleDefinitions: [CompanyRole] { self.company?.roles.roles(in: self) ?? [] }
}
