public import RosterDomain
import RosterPorts

extension Tenant {
    /// Purges a deleted account: nothing restores it, its names are free, and what is personal of it is erased from the directory,
    /// the vault and the session store.
    ///
    /// The history keeps every step, with `FullName.erased` and `UserName.erased` where the names were. Add the identifier to the list of
    /// purged accounts that the host keeps apart from its backups; see ``TenantParts/purgedUsers``.
    ///
    /// When this fails after the step is on record, what is left to erase is erased by ``run()``, ``purgeExpired()`` or the next
    /// opening.
    ///
    /// - Parameters:
    ///   - user: Whose account.
    ///   - principal: Who purges it: it takes the right to delete or restore the account.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.wrongStatus(status:)` for an account that is not deleted;
    ///   ``TenantError/directory(_:)``, ``TenantError/credentials(_:)``, ``TenantError/secondFactors(_:)``, ``TenantError/sessions(_:)``.
    public func purgeUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        // What this host counted quotes names, and would come on record after the purge.
        await self.recordRefusals()
        let begun = self.purges.begin()
        try await self.perform(PurgeUser(user), by: .user(id: principal))
        try await self.forget([user])
        self.purges.end(begun)
    }

    /// Purges the deleted accounts that can no longer be restored, and completes what earlier purges left to erase.
    ///
    /// ``run()`` does so by itself. Hosts that do not run call it now and then, once a day say. Several hosts may do so at once.
    ///
    /// - Returns: The accounts that this call purged.
    /// - Throws: ``TenantError/directory(_:)``, ``TenantError/credentials(_:)``, ``TenantError/sessions(_:)``, ``TenantError/busy``;
    ///   accounts that were purged before it failed stay purged.
    /// - Complexity: O(deleted accounts), O(purged accounts) for the first call, and O(history) for each 100 accounts that are due.
    @discardableResult
    public func purgeExpired() async throws(TenantError) -> [UserID] {
        try await self.finishPurges()
        let due = try await self.usersDueForPurge()
        if !due.isEmpty { await self.recordRefusals() }
        var purged: [UserID] = []
        // What was purged is told of whatever happens next: hosts keep their lists by it.
        defer { if !purged.isEmpty { self.observer.observe(.purged(purged)) } }
        for start in stride(from: 0, to: due.count, by: Self.purgeStepLimit) {
            let step = Set(due[start..<min(start + Self.purgeStepLimit, due.count)])
            let begun = self.purges.begin()
            let users = try await self.purgeStep(step, &purged)
            try await self.forget(Set(users))
            self.purges.end(begun)
            await Task.yield()
        }
        return purged
    }

    private func purgeStep(_ users: Set<UserID>, _ purged: inout [UserID]) async throws(TenantError) -> [UserID] {
        let performed: Performed
        do throws(TenantError) {
            performed = try await self.perform(PurgeExpiredUsers(users), by: .system)
        } catch {
            if case .directory(.erasureUnfinished(let commit, _)) = error { purged += commit.changes.purgedUsers }
            throw error
        }
        purged += performed.changes.purgedUsers
        return performed.changes.purgedUsers
    }

    /// The accounts that were ever purged, oldest first: what a host keeps apart from its backups for ``TenantParts/purgedUsers``.
    ///
    /// For the host: it asks no permission.
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(purged accounts).
    public func purgedUsers() async throws(TenantError) -> [UserID] {
        var users: [UserID] = []
        try await self.forEachPage(of: .purged) { users += $0.map(\.id) }
        return users
    }
}

// MARK: - Steps

extension Tenant {
    /// The most accounts that are purged in one step; ours.
    private static let purgeStepLimit = 100

    /// Purges deleted accounts as they become due, until the task is canceled.
    func purgeContinuously() async {
        var pause = GrowingPause(from: .seconds(5), to: .seconds(3_600))
        while !Task.isCancelled {
            guard self.purges.isDue(at: self.clock.now) else {
                // The host's clock can be set, so it is looked at; nothing else is.
                try? await Task.sleep(for: .seconds(60))
                continue
            }
            do throws(TenantError) {
                try await self.purgeExpired()
                pause.reset()
            } catch {
                if Task.isCancelled { return }
                let wait = pause.next()
                self.observer.observe(.purgeFailed(error, retryAfter: wait))
                try? await Task.sleep(for: wait)
            }
        }
    }

    /// Purges the accounts that the host lists, in whatever status a restored copy has them.
    func purgeListed(_ listed: Set<UserID>) async throws(TenantError) {
        guard !listed.isEmpty else { return }
        let users = listed.sorted()
        for start in stride(from: 0, to: users.count, by: Self.purgeStepLimit) {
            let step = Set(users[start..<min(start + Self.purgeStepLimit, users.count)])
            try await self.perform(PurgeListedUsers(step), by: .system)
            for user in step.sorted() where try await self.user(user).map({ $0.user.status != .purged }) ?? false {
                try await self.perform(PurgeListedUsers([user]), by: .system)
            }
        }
        // The copies of the vault and of the sessions know them still.
        try await self.forget(listed)
    }

    /// Erases what is left of accounts that were purged: a host may have died, or a store failed, after the step was on record.
    private func finishPurges() async throws(TenantError) {
        guard self.purges.isOpen else { return }
        let begun = self.purges.beginCompleting()
        try await askingDirectory { () async throws(UserDirectoryError) in try await self.directory.finishErasures() }
        try await self.forget(Set(try await self.purgedUsers()))
        self.purges.end(begun)
    }

    /// Erases users from the vault, the second factors and the session store.
    private func forget(_ users: Set<UserID>) async throws(TenantError) {
        guard !users.isEmpty else { return }
        try await askingVault { () async throws(CredentialVaultError) in try await self.credentials.forget(users) }
        do throws(SecondFactorStoreError) { try await self.secondFactors.forget(users) } catch {
            throw .secondFactors(error)
        }
        do throws(SessionStoreError) { try await self.sessions.store.forget(users) } catch { throw .sessions(error) }
    }

    /// The deleted accounts that can no longer be restored; notes when the next one is due.
    private func usersDueForPurge() async throws(TenantError) -> [UserID] {
        let now = self.clock.now
        var due: [UserID] = []
        var next = now + PurgeSchedule.longestPause
        try await self.forEachPage(of: .deleted) { records in
            for record in records {
                guard let end = record.user.restorableUntil else { continue }
                if end <= now { due.append(record.id) } else { next = min(next, end) }
            }
        }
        self.purges.setNext(next)
        return due
    }

    private func forEachPage(
        of status: AccountStatus, _ body: ([UserRecord]) -> Void
    ) async throws(TenantError) {
        var query = UserQuery(statuses: [status], pageSize: UserQuery.pageSizeLimit)
        while true {
            let page = try await askingDirectory { [query] () async throws(UserDirectoryError) in
                try await self.directory.users(matching: query)
            }
            body(page.records)
            guard let start = page.next else { return }
            query.start = start
        }
    }
}

extension [Change] {
    /// The users whose accounts are purged.
    fileprivate var purgedUsers: [UserID] {
        self.compactMap { change in if case .userPurged(let user) = change { user } else { nil as UserID? } }
    }
}
