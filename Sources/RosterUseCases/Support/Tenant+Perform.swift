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

        /// Joins what was decided with what it rests on: the company's programs, too, where a role is given that is offered for one.
        init(changes: [Change], facts: Facts, basis: CommitPrecondition) {
            self.changes = changes
            self.facts = facts
            guard case .versions(var versions, nil) = basis else {
                self.basis = basis
                return
            }
            versions.merge(facts.definitionsReliedOn(by: changes)) { first, _ in first }
            let programs = facts.restsOnPrograms(changes) ? facts.company?.programs : nil
            self.basis = .versions(versions, programs: programs)
        }

        /// The version of a user's record that the decision rests on; 0 for a user who is being added.
        func version(of user: UserID) -> Int { self.facts.users[user]?.user.version ?? 0 }
    }

    /// Returns nil when what a refusal rests on changed before it was on record, and the decision must be made again.
    func decide(_ command: some TenantCommand, by principal: Principal) async throws(TenantError) -> Decision? {
        let (facts, basis) = try await self.wholeFacts(for: command, by: principal)
        do throws(RefusalReason) {
            try ExpectedVersion.check(facts)
            return Decision(changes: try command.decision(given: facts), facts: facts, basis: basis)
        } catch {
            let name = command.nameRefused(for: error, given: facts)
            let refusal = Refusal(command.attempt, because: error, about: name)
            let isRecorded = try await self.record(refusal, facts: facts, given: basis)
            guard isRecorded else { return nil }
            throw self.refused(refusal)
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
        var facts = try await self.facts(for: needs, by: .user(id: principal)) { few in
            commands(few).allSatisfy { $0.isRefused(given: few) }
        }.0
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
    func wholeFacts(
        for command: some TenantCommand, by principal: Principal
    ) async throws(TenantError) -> (Facts, CommitPrecondition) {
        var (facts, basis, revision) = try await self.facts(
            for: command.needs, by: principal, unless: command.isRefused)
        let withdrawn = command.needs.programs.map(facts.rolesWithdrawn) ?? []
        // Who may not do it makes no one read the holders of roles.
        if !withdrawn.isEmpty, command.isRefused(given: facts) { return (facts, basis) }
        if !withdrawn.isEmpty {
            facts.holdersOfWithdrawn = try await self.holders(ofWithdrawn: withdrawn)
            basis = .history(at: revision)
        }
        // Deciding twice is for catalogs that need it.
        guard self.catalog.hasHolderLimits, let changes = try? command.changes(given: facts) else {
            return (facts, basis)
        }
        let limited = facts.limitedRolesGained(by: changes)
        if !limited.isEmpty {
            facts.holdersOfLimited = try await self.holders(ofLimited: limited)
            // Which other users hold a role is no one record's version: nothing at all may happen in between.
            basis = .history(at: revision)
        }
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

extension TenantCommand {
    /// Whether what is known is enough to refuse it.
    fileprivate func isRefused(given facts: Facts) -> Bool { (try? self.changes(given: facts)) == nil }
}
