package import RosterDomain
package import RosterPorts

extension Tenant {
    /// How often uses of sessions are told to the store; ours.
    static let useInterval: Duration = .seconds(30)
    /// How many rounds of telling come before sessions that are over are dropped.
    private static let roundsBetweenRemovals = 120

    /// Follows what other hosts end in the session store, until the task is canceled.
    func followSessions() async {
        var pause = GrowingPause(from: .milliseconds(200), to: .seconds(10))
        var position: Revision?
        // Until the store answers for the first time, this host counts as up to it for as long as the policy allows.
        self.sessions.touch(at: self.clock.now)
        defer { self.sessions.stopFollowing() }
        while !Task.isCancelled {
            do throws(SessionStoreError) {
                let reached = try await self.refreshSessions(after: position)
                position = reached
                pause.reset()
                try await self.waitForSessionChanges(after: reached)
            } catch {
                if case .noStore = error { return }
                try? await Task.sleep(for: pause.next())
            }
        }
    }

    /// Forgets the sessions that ended, at any host, after a position up to which this host has followed the store.
    ///
    /// - Parameter position: Nil for a host that begins to follow it.
    /// - Returns: The position from which to go on.
    package func refreshSessions(after position: Revision?) async throws(SessionStoreError) -> Revision {
        let moment = self.clock.now
        let changes = try await self.sessions.store.changes(after: position)
        // What ended before the store was followed was told to no one.
        if position == nil { await self.recordSessionUses() }
        self.forget(position == nil ? .forgotten(through: changes.through) : changes)
        self.sessions.touch(at: moment)
        return changes.through
    }

    /// Tells the session store of uses and drops what is over, until the task is canceled.
    func keepSessions() async {
        var rounds = 0
        while (try? await Task.sleep(for: Self.useInterval)) != nil {
            await self.recordSessionUses()
            rounds += 1
            guard rounds % Self.roundsBetweenRemovals == 0 else { continue }
            self.sessions.table.removeExpired(at: self.clock.now)
            try? await self.sessions.store.removeExpired(at: self.clock.now)
        }
    }

    /// Tells the session store when sessions were used last, so that other hosts, and this one when it starts again, know that they
    /// were not idle.
    ///
    /// ``run()`` does so every half minute and when it ends. What the store does not take is lost: sessions may then end for being
    /// idle too early, and never too late.
    public func recordSessionUses() async {
        let uses = self.sessions.table.takeUses()
        if !uses.isEmpty { try? await self.sessions.store.note(uses) }
    }

    private func forget(_ changes: SessionChanges) {
        switch changes {
        case .changed(let sessions, _): for session in sessions { self.sessions.table.remove(session) }
        // Those that still exist are met again.
        case .forgotten: self.sessions.table.removeAll()
        }
    }

    /// Waits for something to happen; asks now and then, to know that the store still answers.
    private func waitForSessionChanges(after position: Revision) async throws(SessionStoreError) {
        let store = self.sessions.store
        let limit = min(self.policy.sessions.maximumStaleness / 3, .seconds(10))
        try await waiting(upTo: limit) { () async throws(SessionStoreError) in
            _ = try await store.waitForChanges(after: position)
        }
    }
}
