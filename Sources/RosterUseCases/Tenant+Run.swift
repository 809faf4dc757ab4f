import RosterDomain
import RosterPorts

extension Tenant {
    /// Follows other hosts, delivers notifications, records refusals, keeps sessions and purges deleted accounts, until the calling task is canceled.
    ///
    /// Call it once, in a task of its own, for as long as the host uses the tenant:
    /// ```swift
    /// let running = Task { try await tenant.run() }
    /// ```
    /// One host at a time delivers; the others take over when it ends or dies. What fails begins again after a pause. The observer
    /// among the parts hears of everything that happens.
    ///
    /// After it was canceled it gives deliveries that are under way a second to end, and records how far it came.
    ///
    /// - Throws: ``TenantError/directory(_:)`` with `UserDirectoryError.historyTakenBack(at:)`, which no pause mends: the host opens the company
    ///   again, or ends.
    public func run() async throws(TenantError) {
        let failure = await withTaskGroup(of: TenantError?.self) { group in
            group.add { () async throws(TenantError) in try await self.follow() }
            group.add { await self.deliverContinuously() }
            group.add { await self.recordRefusalsContinuously() }
            group.add { await self.keepSessions() }
            group.add { await self.purgeContinuously() }
            return await group.firstFailure()
        }
        // A canceled task may not be able to commit.
        await Task {
            try? await self.recordDelivered()
            await self.recordRefusals()
            await self.recordSessionUses()
        }.value
        if let failure { throw failure }
    }

    private func recordRefusalsContinuously() async {
        while (try? await Task.sleep(for: .seconds(60))) != nil { await self.recordRefusals() }
    }

    /// Delivers whatever comes to be due, until the task is canceled.
    private func deliverContinuously() async {
        var pause = GrowingPause(from: .seconds(1), to: .seconds(60))
        var outlook = DeliveryOutlook()
        while !Task.isCancelled {
            do throws(NotificationError) {
                try await self.look(&outlook)
                if outlook.isDue {
                    guard try await self.deliverInTurn(&outlook) else {
                        try? await Task.sleep(for: .milliseconds(500))
                        continue
                    }
                    pause.reset()
                } else {
                    try await self.waitForWork(outlook)
                }
            } catch {
                if Task.isCancelled { return }
                let wait = pause.next()
                self.observer.observe(.deliveryFailed(error, retryAfter: wait))
                try? await Task.sleep(for: wait)
            }
        }
    }

    /// Delivers what is due; false when another holder has the turn.
    private func deliverInTurn(_ outlook: inout DeliveryOutlook) async throws(NotificationError) -> Bool {
        guard let turn = try await self.takeDeliveryTurn() else { return false }
        var report = DeliveryReport()
        let notes = try await self.deliver(in: turn, ignoringPauses: false, report: &report)
        outlook.seen = notes.walked
        try await self.recordDelivered(ifBehindBy: Self.markInterval)
        return true
    }

    /// Looks whether anything is due, without the turn.
    private func look(_ outlook: inout DeliveryOutlook) async throws(NotificationError) {
        let notes = try await self.deliveryNotes()
        let now = self.clock.now
        outlook.isDue = notes.putOff.values.contains { $0.isDue(at: now) }
        outlook.hasPutOff = !notes.putOff.isEmpty
        outlook.seen = max(outlook.seen, notes.walked)
        // The walk stands still while too many wait.
        guard !outlook.isDue, notes.putOff.count < DeliveryRound.putOffLimit else { return }
        while !outlook.isDue {
            let commits = try await self.steps(after: outlook.seen, limit: DeliveryRound.pageSize)
            guard let last = commits.last else { return }
            // Steps that tell nothing are passed by the walk once they are many.
            let isFar = last.revision.number - notes.walked.number > Self.markInterval
            outlook.isDue = isFar || commits.contains(where: \.mayTell)
            if !outlook.isDue { outlook.seen = last.revision }
        }
    }

    /// Waits until the history grows, or a recipient who was put off may be due.
    private func waitForWork(_ outlook: DeliveryOutlook) async throws(NotificationError) {
        // Pauses are told by the host's clock, which can be set: it is looked at every second.
        let limit: Duration = outlook.hasPutOff ? .seconds(1) : .seconds(3_600)
        do throws(UserDirectoryError) {
            try await self.directory.waitForHistory(after: outlook.seen, upTo: limit)
        } catch {
            throw .directory(error)
        }
    }
}

/// What a host that runs knows of the notifications to come.
private struct DeliveryOutlook {
    /// The last step that was looked at.
    var seen = Revision.start
    var isDue = false
    var hasPutOff = false
}
