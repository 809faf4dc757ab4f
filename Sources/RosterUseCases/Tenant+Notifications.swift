public import RosterDomain
import RosterPorts

extension Tenant {
    /// Delivers every notification that follows from the history and has not been delivered yet.
    ///
    /// For hosts that do not call ``run()``, and for programs that end: verbs, enrollment and opening deliver nothing. Recipients who
    /// were put off are tried too, whatever pause they are in. The call waits for deliveries that are under way, each up to the
    /// policy's time limit, and for another holder of the turn up to that limit as well.
    ///
    /// How far everything was delivered is on record when it returns: the next process does not deliver it again.
    ///
    /// - Returns: How many were delivered, put off and given up, and what stood in the way.
    @discardableResult
    public func deliverNotifications() async -> DeliveryReport {
        var report = DeliveryReport()
        do throws(NotificationError) {
            let turn = try await self.deliveryTurn(within: self.policy.deliveryTimeLimit)
            try await self.deliver(in: turn, ignoringPauses: true, report: &report)
            try await self.recordDelivered()
        } catch {
            report.stoppedBy = error
        }
        return report
    }

    /// Tells people nothing of what has happened up to now.
    ///
    /// For an import or a migration: opening a directory delivers nothing, so call this between opening it and ``run()``. Invitations
    /// among what was imported are not mailed either; send them again on purpose. What another host has under way
    /// may still arrive.
    ///
    /// - Returns: The last step that is told no more.
    /// - Throws: ``TenantError/directory(_:)``.
    @discardableResult
    public func skipNotifications() async throws(TenantError) -> Revision {
        let last = try await self.head().revision
        // Other hosts may deliver and skip meanwhile; what they mark counts too.
        while try await self.head().notifiedThrough < last {
            try await self.commit(
                [.notificationsDelivered(through: last)], by: .system, at: self.clock.now, given: .versions([:]))
        }
        return last
    }

    func head() async throws(TenantError) -> DirectoryHead {
        try await askingDirectory { () async throws(UserDirectoryError) in try await self.directory.head() }
    }

    /// Lists the notifications that were given up, user by user.
    ///
    /// - Parameters:
    ///   - start: Where the page of users begins.
    ///   - pageSize: The most users on a page.
    ///   - principal: Who asks; needs the permission to view users.
    /// - Returns: Users whose `undelivered` lists notifications.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func usersWithUndeliveredNotifications(
        from start: PageStart<UserID> = .beginning, pageSize: Int = 100, by principal: UserID
    ) async throws(TenantError) -> UserPage {
        try await self.users(
            matching: UserQuery(hasUndeliveredNotifications: true, from: start, pageSize: pageSize), by: principal)
    }

    /// Has a notification delivered again that was given up, under the same identifier.
    ///
    /// - Parameters:
    ///   - notification: The notification, as it stands in the user's record.
    ///   - user: Whom it is for.
    ///   - principal: Who asks; needs the permission to create users.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingPending` when the record does not list it.
    public func deliverAgain(
        _ notification: UndeliveredNotification, to user: UserID, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(RetryNotification(notification, to: user), by: .user(id: principal))
    }
}

// MARK: - Rounds

extension Tenant {
    /// Beyond how many steps the mark is recorded by a commit of its own while the tenant runs; ours.
    static let markInterval: UInt64 = 1_000

    /// Takes the turn, waiting for another holder for as long as a limit.
    private func deliveryTurn(within limit: Duration) async throws(NotificationError) -> any DeliveryTurn {
        let deadline = ContinuousClock.now + limit
        var pause = Duration.milliseconds(5)
        while true {
            if let turn = try await self.takeDeliveryTurn() { return turn }
            guard .now < deadline else { throw .turnTaken }
            do { try await Task.sleep(for: pause) } catch { throw .canceled }
            pause = min(pause * 2, .milliseconds(200))
        }
    }

    func takeDeliveryTurn() async throws(NotificationError) -> (any DeliveryTurn)? {
        do { return try await self.directory.takeDeliveryTurn() } catch { throw .directory(error) }
    }

    /// Delivers what is due, and gives the turn back.
    ///
    /// - Returns: What the next holder finds.
    @discardableResult
    func deliver(
        in turn: any DeliveryTurn, ignoringPauses: Bool, report: inout DeliveryReport
    ) async throws(NotificationError) -> DeliveryNotes {
        let round: DeliveryRound
        do throws(NotificationError) {
            round = DeliveryRound(self, turn, try await self.deliveryNotes(), ignoringPauses: ignoringPauses)
        } catch {
            await turn.end()
            throw error
        }
        let failure: NotificationError?
        do throws(NotificationError) {
            try await round.run()
            failure = nil
        } catch {
            failure = error
        }
        await turn.end()
        report = round.report
        if let kept = round.keptMark, await self.isWorthMarking(round.notes.mark, after: kept) {
            self.deliveryProgress.reach(round.notes.mark, keeping: kept)
        }
        if let failure { throw failure }
        return round.notes
    }

    /// Whether there is anything to tell between two marks, or very much that tells nothing: to record a mark is a step, too.
    private func isWorthMarking(_ mark: Revision, after kept: Revision) async -> Bool {
        guard mark > kept else { return false }
        let steps = try? await self.steps(after: kept, limit: DeliveryRound.pageSize)
        guard let steps, let last = steps.last, last.revision <= mark else {
            return steps?.contains { $0.revision <= mark && $0.mayTell } ?? true
        }
        return steps.contains(where: \.mayTell) || mark.number - kept.number > Self.markInterval
    }

    /// The notes of the last holder of the turn; new ones where they were lost or belong to another history.
    func deliveryNotes() async throws(NotificationError) -> DeliveryNotes {
        let (bytes, head): ([UInt8], DirectoryHead)
        do throws(UserDirectoryError) {
            bytes = try await self.directory.deliveryNotes()
            head = try await self.directory.head()
        } catch {
            throw .directory(error)
        }
        self.note(head)
        var notes = DeliveryNotes(bytes) ?? DeliveryNotes(after: head.notifiedThrough)
        if try await !self.areOfThisHistory(notes, head) { notes = DeliveryNotes(after: head.notifiedThrough) }
        notes.skip(through: head.notifiedThrough)
        return notes
    }

    /// A history that was restored from a copy has other steps, or fewer.
    private func areOfThisHistory(
        _ notes: DeliveryNotes, _ head: DirectoryHead
    ) async throws(NotificationError) -> Bool {
        guard notes.walked <= head.revision else { return false }
        guard let moment = notes.formerStepAt, notes.walked > .start else { return true }
        let step = try await self.steps(after: Revision(notes.walked.number - 1), limit: 1).first
        return step?.at == moment
    }

    func steps(after revision: Revision, limit: Int) async throws(NotificationError) -> [Commit] {
        do {
            return try await self.directory.history(after: revision, limit: limit)
        } catch {
            throw .directory(error)
        }
    }

    /// Records how far everything was delivered, if the directory does not know yet and it is further than some steps.
    func recordDelivered(ifBehindBy steps: UInt64 = 0) async throws(NotificationError) {
        while let mark = self.deliveryProgress.mark {
            do throws(TenantError) {
                let head = try await self.head()
                guard mark > head.notifiedThrough else {
                    self.deliveryProgress.settle(mark, isKept: true)
                    continue
                }
                guard mark.number - head.notifiedThrough.number > steps else { return }
                let commit = try await self.commit([], by: .system, at: self.clock.now, given: .versions([:]))
                // Another commit carries the mark, or another host has passed it: see again.
                if commit == nil { await Task.yield() }
            } catch {
                throw .tenant(error)
            }
        }
    }
}
