import RosterDomain
import RosterPorts

extension Tenant {
    /// How often a verb decides again because another caller first changed what it was decided on; ours.
    static let attemptLimit = 64

    /// Decides a command on the directory's present state and commits it if what it was decided on still
    /// is so.
    ///
    /// - Throws: ``TenantError/refused(_:)`` once the refusal is on record.
    @discardableResult
    func perform(_ command: some TenantCommand, by principal: Principal) async throws(TenantError) -> Performed {
        for _ in 0..<Self.attemptLimit {
            guard let decision = try await self.decide(command, by: principal) else { continue }
            if let performed = try await self.commit(decision) { return performed }
        }
        throw .busy
    }

    /// Commits what was decided, or returns nil when the basis holds no more.
    func commit(_ decision: Decision) async throws(TenantError) -> Performed? {
        let facts = decision.facts
        // What is so already is not put on record again.
        if decision.changes.isEmpty { return Performed(facts: facts, changes: []) }
        let commit = try await self.commit(
            decision.changes, by: facts.principal, at: facts.now, given: decision.basis)
        return commit.map { Performed(facts: facts, changes: $0.changes) }
    }

    /// Commits changes that need no decision.
    func record(_ changes: [Change], by principal: Principal) async throws(TenantError) {
        for _ in 0..<Self.attemptLimit
        where try await self.commit(changes, by: principal, at: self.clock.now, given: .versions([:])) != nil { return }
        throw .busy
    }

    /// What was decided, on what is known, and what must still be so when it is committed.
    struct Decision {
        let changes: [Change]
        let facts: Facts
        let basis: CommitPrecondition

        /// The version of a user's record that the decision rests on; 0 for a user who is being added.
        func version(of user: UserID) -> Int { self.facts.users[user]?.user.version ?? 0 }
    }

    /// Returns nil when what a refusal rests on changed before it was on record, and the decision must be made again.
    func decide(_ command: some TenantCommand, by principal: Principal) async throws(TenantError) -> Decision? {
        let (facts, basis) = try await self.wholeFacts(for: command, by: principal)
        do throws(RefusalReason) {
            return Decision(changes: try command.decision(given: facts), facts: facts, basis: basis)
        } catch {
            let name = command.nameRefused(for: error, given: facts)
            let refusal = Refusal(command.attempt, because: error, about: name)
            let isRecorded = try await self.record(refusal, facts: facts, given: basis)
            guard isRecorded else { return nil }
            throw .refused(refusal)
        }
    }

    /// Why commands would be refused, one after another, all on the same state; nothing happens, and nothing is put on record.
    ///
    /// - Parameters:
    ///   - needs: What all of them need to know.
    ///   - commands: The commands, made once that is known.
    func obstacles(
        knowing needs: FactNeeds, by principal: UserID, to commands: (Facts) -> [any TenantCommand]
    ) async throws(TenantError) -> [RefusalReason?] {
        var facts = try await self.facts(for: needs, by: .user(id: principal)).0
        let commands = commands(facts)
        let gained = commands.compactMap { try? $0.changes(given: facts) }.map { facts.limitedRolesGained(by: $0) }
        let limited = gained.reduce(into: Set<RoleID>()) { $0.formUnion($1) }
        if !limited.isEmpty { facts.holdersOfLimited = try await self.holders(ofLimited: limited) }
        return commands.map { command in
            do throws(RefusalReason) {
                _ = try command.decision(given: facts)
                return nil
            } catch {
                return error
            }
        }
    }

    /// Everything that a command needs to know, and who holds the roles of which it would make users holders.
    private func wholeFacts(
        for command: some TenantCommand, by principal: Principal
    ) async throws(TenantError) -> (Facts, CommitPrecondition) {
        var (facts, basis, revision) = try await self.facts(for: command.needs, by: principal)
        let withdrawn = command.needs.programs.map(facts.rolesWithdrawn) ?? []
        if !withdrawn.isEmpty {
            facts.holdersOfWithdrawn = try await self.holders(ofWithdrawn: withdrawn)
            basis = .history(at: revision)
        }
        guard let changes = try? command.changes(given: facts) else { return (facts, basis) }
        let limited = facts.limitedRolesGained(by: changes)
        if !limited.isEmpty { facts.holdersOfLimited = try await self.holders(ofLimited: limited) }
        // Which other users hold a role, and which programs the company is in, is no one record's version: nothing at all may happen
        // in between.
        if !limited.isEmpty || facts.restsOnPrograms(changes) { basis = .history(at: revision) }
        return (facts, basis)
    }

    /// Commits changes, and along with them how far notifications have been delivered.
    ///
    /// Returns nil when the basis holds no more.
    @discardableResult
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given basis: CommitPrecondition
    ) async throws(TenantError) -> Commit? {
        let mark = self.deliveryProgress.takeMark()
        let changes = changes + (mark.map { [.notificationsDelivered(through: $0)] } ?? [])
        guard !changes.isEmpty else { return nil }
        let commit: Commit
        var unfinished: UserDirectoryError?
        do throws(UserDirectoryError) {
            commit = try await self.directory.commit(changes, by: principal, at: moment, given: basis)
        } catch {
            // Another host delivered further in the meantime.
            if case .erasureUnfinished(let step, _) = error {
                (commit, unfinished) = (step, error)
            } else {
                let isPassed = if case .contradiction(.deliveryMarkOutOfRange) = error { true } else { false }
                if let mark { self.deliveryProgress.settle(mark, isKept: isPassed) }
                switch error {
                // Another caller took the name after it was found to be free, or changed the company.
                case .conflict, .contradiction(.nameTaken), .contradiction(.deliveryMarkOutOfRange),
                    .contradiction(.companyDiffers):
                    return nil
                default: throw .directory(error)
                }
            }
        }
        if let mark { self.deliveryProgress.settle(mark, isKept: true) }
        // Others may have committed in between; what they did is applied first.
        if !self.apply(commit), self.access.revision < commit.revision { try await self.refresh() }
        self.freshness.touch(at: self.clock.now)
        if let unfinished { throw .directory(unfinished) }
        return commit
    }
}

extension Tenant {
    /// Reads everything that a command needs to know, and names the versions that the decision rests on.
    ///
    /// One read brings all of it as of one revision. Who else holds the indispensable role is looked for separately: when that
    /// user changes meanwhile, the commit that rests on the versions is a conflict.
    private func facts(
        for needs: FactNeeds, by principal: Principal
    ) async throws(TenantError) -> (Facts, CommitPrecondition, Revision) {
        return try await askingDirectory { () async throws(UserDirectoryError) in
            let excerpt = try await self.directory.read(RecordKeys(of: needs, and: principal))
            self.note(excerpt.head)
            let regained = try await self.holders(ofNamesReleasedBy: needs.restoring.flatMap(excerpt.user))
            let otherHolder = try await self.otherHolder(than: needs.otherHolderThan.flatMap(excerpt.user))
            let backers = try await self.backers(of: needs.backersOf.flatMap(excerpt.user))
            let invitations = needs.countsInvitations ? try await self.pendingInvitations(of: principal) : 0
            var facts = Facts(
                catalog: self.catalog, company: excerpt.head.company, now: self.clock.now, principal: principal,
                excerpt: excerpt, regained: regained, needs: needs, hasOtherHolder: otherHolder != nil,
                backers: backers, pendingInvitations: invitations)
            facts.activation = self.activation(of: principal)
            return (facts, .versions(Self.versions(of: facts, needs.users, otherHolder)), excerpt.head.revision)
        }
    }

    /// Who has the names meanwhile that a deleted account released and takes up again when restored.
    private func holders(
        ofNamesReleasedBy record: UserRecord?
    ) async throws(UserDirectoryError) -> [RecordName: UserRecord] {
        guard let user = record?.user, user.hasReleasedNames else { return [:] }
        let excerpt = try await self.directory.read(RecordKeys(named: user.ownNames))
        var holders: [RecordName: UserRecord] = [:]
        for name in user.ownNames { holders[name] = excerpt.user(named: name) }
        return holders
    }

    private static func versions(
        of facts: Facts, _ users: Set<UserID>, _ otherHolder: UserRecord?
    ) -> [RecordID: Int?] {
        var versions: [RecordID: Int?] = [:]
        for id in users { versions[.user(id)] = .some(facts.users[id]?.user.version) }
        for record in facts.holders.values + [facts.principalRecord, otherHolder].compactMap(\.self)
            + facts.backers.values
        {
            // Of a user who was read twice and differed, the version read first: it holds no more, which is a conflict.
            if versions[.user(record.id)] == nil { versions[.user(record.id)] = record.user.version }
        }
        return versions
    }

    /// The inviter of a user, and those who gave the user roles.
    private func backers(of record: UserRecord?) async throws(UserDirectoryError) -> [UserID: UserRecord] {
        let principals = record.map { [$0.invitation?.invitedBy].compactMap(\.self) + $0.assignments.map(\.grantedBy) }
        let ids = Set((principals ?? []).compactMap { if case .user(let id) = $0 { id } else { nil } })
        guard !ids.isEmpty else { return [:] }
        let excerpt = try await self.directory.read(RecordKeys(ids.map { .user($0) }))
        return ids.reduce(into: [:]) { $0[$1] = excerpt.user($1) }
    }

    /// How many invitations of a principal can still be accepted.
    ///
    /// - Complexity: O(users), less where the directory finds users by status faster.
    private func pendingInvitations(of principal: Principal) async throws(UserDirectoryError) -> Int {
        let now = self.clock.now
        var query = UserQuery(statuses: [.invited], pageSize: UserQuery.pageSizeLimit)
        var count = 0
        while true {
            let page = try await self.directory.users(matching: query)
            count += page.records.count { record in
                record.invitation.map { $0.invitedBy == principal && now < $0.expiresAt } ?? false
            }
            guard let next = page.next else { return count }
            query.start = next
        }
    }

    /// The users who count among the holders of roles, and no more of them than it takes to know that there are too many.
    ///
    /// - Complexity: O(holders of the roles and of those that include them).
    private func holders(ofLimited roles: Set<RoleID>) async throws(TenantError) -> [RoleID: Set<UserID>] {
        let now = self.clock.now
        return try await askingDirectory { () async throws(UserDirectoryError) in
            var holders: [RoleID: Set<UserID>] = [:]
            for role in roles {
                let limit = self.catalog.role(role)?.maximumHolders ?? 0
                for holding in self.catalog.rolesIncluding(role) {
                    var query = UserQuery(role: holding, pageSize: UserQuery.pageSizeLimit)
                    while holders[role, default: []].count <= limit + AddExistingUsers.countLimit {
                        let page = try await self.directory.users(matching: query)
                        let counting = page.records.filter { record in
                            record.countsAsHolder(at: now)
                                && record.assignments.contains { $0.role == holding && $0.holds(after: now) }
                        }
                        holders[role, default: []].formUnion(counting.map(\.id))
                        guard let next = page.next else { break }
                        query.start = next
                    }
                }
            }
            return holders
        }
    }

    /// Another user who can be counted on for the indispensable role; nil also when that does not matter, because the
    /// user cannot be counted on either.
    private func otherHolder(than user: UserRecord?) async throws(UserDirectoryError) -> UserRecord? {
        guard let role = self.catalog.indispensableRole, let user, user.canBeCountedOn(for: role) else { return nil }
        var query = UserQuery(role: role, at: .company, statuses: [.active])
        while true {
            let page = try await self.directory.users(matching: query)
            if let other = page.records.first(where: { $0.id != user.id && $0.canBeCountedOn(for: role) }) {
                return other
            }
            guard let next = page.next else { return nil }
            query.start = next
        }
    }
}

extension RecordKeys {
    /// Everything that a command names, and who wants it.
    fileprivate init(of needs: FactNeeds, and principal: Principal) {
        var users = needs.users
        if case .user(let id) = principal { users.insert(id) }
        self.init(users.map { .user($0) }, named: Array(needs.names))
    }
}

extension Facts {
    fileprivate init(
        catalog: RoleCatalog, company: Company?, now: Timestamp, principal: Principal, excerpt: DirectoryExcerpt,
        regained: [RecordName: UserRecord], needs: FactNeeds, hasOtherHolder: Bool,
        backers: [UserID: UserRecord], pendingInvitations: Int
    ) {
        var users: [UserID: UserRecord] = [:]
        for id in needs.users { users[id] = excerpt.user(id) }
        var holders = regained
        for name in needs.names { holders[name] = excerpt.user(named: name) }
        let principalRecord = if case .user(let id) = principal { excerpt.user(id) } else { nil as UserRecord? }
        self.init(
            catalog: catalog, company: company, now: now, principal: principal, principalRecord: principalRecord,
            users: users, holders: holders, hasOtherHolder: hasOtherHolder, backers: backers,
            pendingInvitations: pendingInvitations)
    }
}
