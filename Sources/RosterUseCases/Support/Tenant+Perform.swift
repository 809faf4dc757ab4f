import RosterDomain
import RosterPorts

extension Tenant {
    /// How often a verb decides again because another host committed first; ours.
    private static let attemptLimit = 64

    /// Decides a command on the directory's present state and commits it on exactly that state, then tells people.
    ///
    /// - Throws: ``TenantError/refused(_:)`` once the refusal is on record.
    @discardableResult
    func perform(_ command: some TenantCommand, by actor: Actor) async throws(TenantError) -> Performed {
        let performed = try await self.performQuietly(command, by: actor)
        await self.deliverNotifications()
        return performed
    }

    /// Does the same without telling people yet.
    @discardableResult
    func performQuietly(_ command: some TenantCommand, by actor: Actor) async throws(TenantError) -> Performed {
        try await self.commitQueue.run { () async throws(TenantError) in
            for _ in 0..<Self.attemptLimit {
                guard let decision = try await self.decide(command, by: actor) else { continue }
                let (changes, facts, revision) = decision
                if let commit = try await self.commit(changes, by: actor, at: facts.now, after: revision) {
                    return Performed(facts: facts, commit: commit)
                }
            }
            throw .busy
        }
    }

    /// Decides a command without committing it, so that nothing costly is done for what is refused anyway.
    ///
    /// - Throws: ``TenantError/refused(_:)`` once the refusal is on record.
    func rehearse(_ command: some TenantCommand, by actor: Actor) async throws(TenantError) {
        try await self.commitQueue.run { () async throws(TenantError) in
            for _ in 0..<Self.attemptLimit where try await self.decide(command, by: actor) != nil { return }
            throw .busy
        }
    }

    /// Commits changes that need no decision.
    func record(_ changes: [Change], by actor: Actor) async throws(TenantError) {
        try await self.commitQueue.run { () async throws(TenantError) in
            for _ in 0..<Self.attemptLimit {
                let revision = try await self.refresh()
                if try await self.commit(changes, by: actor, at: self.clock.now, after: revision) != nil { return }
            }
            throw .busy
        }
    }

    /// Puts a refusal on record, where it concerns a user of the tenant, and returns the error to throw.
    func refuse(
        _ attempt: String, because reason: RefusalReason, _ user: UserID?
    ) async throws(TenantError) -> TenantError {
        let refusal = Refusal(attempt, because: reason)
        if let user { try await self.record([.refused(refusal: refusal)], by: .user(id: user)) }
        return .refused(refusal)
    }

    /// Puts the refusal of somebody who has not shown who they are on record, and returns the error to throw.
    ///
    /// It is nobody's act, so the system is the actor. Guesses at one user are recorded once a minute at most, and a failure
    /// to record changes nothing in the answer: a stranger can neither flood the history nor learn from it who is listed.
    func refuseSignIn(_ attempt: String, because reason: RefusalReason, _ user: UserID?) async -> TenantError {
        if let user, self.recentGuesses.isNews(user, at: self.clock.now) {
            let refusal = Refusal("\(attempt) (user `\(user)`)", because: reason)
            try? await self.record([.refused(refusal: refusal)], by: .system)
        }
        return .refused(Refusal(attempt, because: reason))
    }

    private typealias Decision = (changes: [Change], facts: Facts, revision: Revision)

    /// Returns nil when another host committed before the refusal was on record, and the decision must be made again.
    private func decide(_ command: some TenantCommand, by actor: Actor) async throws(TenantError) -> Decision? {
        let (facts, revision) = try await self.facts(for: command, by: actor)
        do throws(RefusalReason) {
            return (try command.changes(given: facts), facts, revision)
        } catch {
            let refusal = Refusal(command.attempt, because: error)
            let isRecorded = try await self.recordRefusal(refusal, facts: facts, after: revision)
            guard isRecorded else { return nil }
            throw .refused(refusal)
        }
    }

    /// Somebody whom the tenant does not list leaves no trace: the history is not for strangers to write to.
    private func recordRefusal(
        _ refusal: Refusal, facts: Facts, after revision: Revision
    ) async throws(TenantError) -> Bool {
        guard facts.actorRecord != nil else { return true }
        let change = Change.refused(refusal: refusal)
        return try await self.commit([change], by: facts.actor, at: facts.now, after: revision) != nil
    }

    private func commit(
        _ changes: [Change], by actor: Actor, at moment: Timestamp, after revision: Revision
    ) async throws(TenantError) -> Commit? {
        do throws(UserDirectoryError) {
            let commit = try await self.directory.commit(changes, by: actor, at: moment, after: revision)
            self.access.apply(commit)
            return commit
        } catch {
            if case .conflict = error { return nil }
            throw .directory(error)
        }
    }
}

extension Tenant {
    /// Everything that a command needs to know, at one revision.
    ///
    /// The revision is read first: when the history moves on while the rest is read, the commit after it is a conflict.
    private func facts(
        for command: some TenantCommand, by actor: Actor
    ) async throws(TenantError) -> (Facts, Revision) {
        let revision = try await self.refresh()
        let needs = command.needs
        let role = self.catalog.indispensableRole
        let facts = try await askingDirectory { () async throws(UserDirectoryError) in
            var users: [UserID: UserRecord] = [:]
            for id in needs.users { users[id] = try await self.directory.user(id) }
            var usersByEmail: [EmailAddress: UserRecord] = [:]
            for email in needs.emails { usersByEmail[email] = try await self.directory.user(withEmail: email) }
            var hasOtherHolder = false
            if let user = needs.otherHolderThan, users[user]?.canBeCountedOn(for: role) == true {
                hasOtherHolder = try await self.hasHolder(of: role, otherThan: user)
            }
            return Facts(
                catalog: self.catalog, company: self.company, now: self.clock.now, actor: actor,
                actorRecord: try await self.record(of: actor), users: users, usersByEmail: usersByEmail,
                hasOtherHolder: hasOtherHolder)
        }
        return (facts, revision)
    }

    private func record(of actor: Actor) async throws(UserDirectoryError) -> UserRecord? {
        guard case .user(let id) = actor else { return nil }
        return try await self.directory.user(id)
    }

    private func hasHolder(of role: RoleID, otherThan user: UserID) async throws(UserDirectoryError) -> Bool {
        var query = UserQuery(role: role, at: .company, statuses: [.active])
        while true {
            let page = try await self.directory.users(matching: query)
            if page.records.contains(where: { $0.id != user && $0.canBeCountedOn(for: role) }) { return true }
            guard let next = page.next else { return false }
            query.after = next
        }
    }
}
