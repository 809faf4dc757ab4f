import RosterDomain
import RosterPorts

extension DeliveryRound {
    /// How long the turn may go without a note before it is made sure of; ours.
    private static let noteInterval: Duration = .seconds(3)

    /// Tries to deliver a letter; it may still be under way afterwards.
    ///
    /// Returns false when no more attempts can be begun now.
    func attempt(_ letter: Letter) async throws(NotificationError) -> Bool {
        try await self.settleEnded()
        guard try await self.hasRoom() else { return false }
        // A process that stood still may have lost the turn.
        if .now - self.lastNote > Self.noteInterval { try await self.note() }
        let notification: AccountNotification
        do throws(NotificationError) {
            guard let made = try await self.tenant.notification(for: letter) else {
                self.notes.settle(letter)
                return true
            }
            notification = made
        } catch {
            guard case .credentials(let cause) = error else { throw error }
            try await self.putOff(letter, because: cause)
            return true
        }
        let attempt = DeliveryAttempt(
            letter, notification, by: self.tenant.notifier, within: self.tenant.policy.deliveryTimeLimit,
            waking: self.wakeUp)
        try await self.follow(attempt)
        return true
    }

    /// Waits for an attempt for a moment, and leaves it under way after that.
    private func follow(_ attempt: DeliveryAttempt) async throws(NotificationError) {
        let deadline = ContinuousClock.now + Self.grace
        while attempt.outcome == nil, !Task.isCancelled, .now < deadline {
            await self.wakeUp.wait(upTo: deadline - .now)
            // What others came to is noted at once: after a death it must not come again.
            try await self.settleEnded()
        }
        if let outcome = attempt.outcome { return try await self.settle(attempt.letter, outcome) }
        _ = self.notes.keep(attempt.letter, at: self.tenant.clock.now)
        self.underWay[attempt.letter.recipient] = attempt
        try await self.note()
    }

    /// Waits until another attempt can be begun; false when the notifier lets all of them run into their time limit.
    private func hasRoom() async throws(NotificationError) -> Bool {
        while self.underWay.count >= Self.underWayLimit, !Task.isCancelled {
            await self.wakeUp.wait(upTo: .seconds(1))
            try await self.settleEnded()
        }
        return !self.isUnanswered && !Task.isCancelled
    }

    /// Takes note of what came of attempts that were under way.
    func settleEnded() async throws(NotificationError) {
        for (user, attempt) in self.underWay {
            guard let outcome = attempt.outcome else { continue }
            self.underWay[user] = nil
            try await self.settle(attempt.letter, outcome)
        }
    }

    private func settle(_ letter: Letter, _ outcome: DeliveryAttempt.Outcome) async throws(NotificationError) {
        switch outcome {
        case .delivered:
            self.timeoutsInARow = 0
            let attempts = (self.notes.putOff[letter.recipient]?.attempts ?? 0) + 1
            self.notes.settle(letter)
            self.tried.remove(letter.recipient)
            self.report.deliveredCount += 1
            try await self.note()
            self.tell(.notificationDelivered(id: letter.id, recipient: letter.recipient, attempts: attempts))
        case .failed(.undeliverable(let cause)):
            self.timeoutsInARow = 0
            try await self.giveUp(letter, .undeliverable, because: cause)
        case .failed(let error):
            self.timeoutsInARow = 0
            try await self.putOff(letter, because: error)
        case .timedOut:
            self.timeoutsInARow += 1
            try await self.putOff(letter, because: DeliveryTimedOut(limit: self.tenant.policy.deliveryTimeLimit))
        }
    }

    /// Puts a recipient off, or gives the letter up once the policy's patience has ended.
    private func putOff(_ letter: Letter, because cause: any Error) async throws(NotificationError) {
        let now = self.tenant.clock.now
        var entry = self.notes.keep(letter, at: now)
        if entry.attempts == 0 { entry.firstFailure = now }
        entry.attempts += 1
        entry.nextAttempt = now + entry.pause
        self.notes.putOff[letter.recipient] = entry
        let hasWaited = entry.firstFailure + self.tenant.policy.deliveryPatience <= now
        if entry.attempts > 1, hasWaited, try await self.isGivenUp(letter, .patienceEnded, because: cause) { return }
        self.tried.insert(letter.recipient)
        self.report.add(letter, cause)
        self.report.putOffCount += 1
        try await self.note()
        self.tell(
            .notificationPutOff(id: letter.id, recipient: letter.recipient, until: entry.nextAttempt, cause: cause))
    }

    private func giveUp(
        _ letter: Letter, _ reason: UndeliveredNotification.Reason, because cause: any Error
    ) async throws(NotificationError) {
        // What cannot be recorded comes again.
        if try await !self.isGivenUp(letter, reason, because: cause) { try await self.putOff(letter, because: cause) }
    }

    /// Gives a letter up on record; false when that could not be recorded.
    private func isGivenUp(
        _ letter: Letter, _ reason: UndeliveredNotification.Reason, because cause: any Error
    ) async throws(NotificationError) -> Bool {
        guard await self.tenant.recordGivenUp(letter, reason) else { return false }
        self.notes.settle(letter)
        self.tried.remove(letter.recipient)
        self.report.add(letter, cause)
        self.report.givenUpCount += 1
        try await self.note()
        self.tell(.notificationGivenUp(id: letter.id, recipient: letter.recipient, reason: reason, cause: cause))
        return true
    }

    /// Notes how far the round has come.
    func note() async throws(NotificationError) {
        do { try await self.turn.note(self.notes.bytes) } catch { throw .directory(error) }
        self.lastNote = .now
    }

    private func tell(_ event: TenantEvent) { self.tenant.observer.observe(event) }
}

extension Tenant {
    /// Puts on record that a letter was given up; false when that could not be recorded.
    fileprivate func recordGivenUp(_ letter: Letter, _ reason: UndeliveredNotification.Reason) async -> Bool {
        let notification = UndeliveredNotification(
            revision: letter.origin.revision, position: letter.origin.position, reason: reason,
            givenUpAt: self.clock.now)
        do throws(TenantError) {
            try await self.record(
                [.notificationGivenUp(user: letter.recipient, notification: notification)], by: .system)
            return true
        } catch {
            // The account is gone meanwhile, and no one is left to be told.
            if case .directory(.contradiction(.unknownUser)) = error { return true }
            return false
        }
    }
}

/// The notifier did not answer within the policy's time limit, and was left.
public struct DeliveryTimedOut: Error, Sendable, Hashable, CustomStringConvertible {
    /// The time limit.
    public let limit: Duration

    /// What went wrong, for a person.
    public var description: String { "the notifier did not answer within \(self.limit)" }
}
