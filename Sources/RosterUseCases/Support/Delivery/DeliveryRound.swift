import RosterDomain
import RosterPorts

/// The delivery of everything that is due, by the holder of the turn.
///
/// It walks through the history and delivers one letter after another. A letter that takes longer than a moment is left under way,
/// and its recipient is put off: the walk passes over the recipient's later letters. Once the attempt has succeeded, they are found
/// by walking again, for this recipient alone. So each recipient is told in order, and none waits for another.
final class DeliveryRound {
    /// How long the walk waits for a letter before it goes on with others; ours.
    static let grace: Duration = .milliseconds(100)
    /// The most letters under way at once, and how many in a row that no recipient takes end the round; ours.
    static let underWayLimit = 64
    /// The most recipients that are put off at once, beyond which the walk stands still; ours.
    static let putOffLimit = 800
    /// How many steps are read at once.
    static let pageSize = 256

    let tenant: Tenant
    let turn: any DeliveryTurn
    /// Whether recipients who were put off are tried at once, each once.
    let ignoresPauses: Bool
    var notes: DeliveryNotes
    /// How far the directory says that everything was delivered; nil before it was asked.
    private(set) var keptMark: Revision?
    var report = DeliveryReport()
    var underWay: [UserID: DeliveryAttempt] = [:]
    /// Who was tried in vain in this round.
    var tried: Set<UserID> = []
    var timeoutsInARow = 0
    var lastNote = ContinuousClock.now
    let wakeUp = WakeUp()

    init(_ tenant: Tenant, _ turn: any DeliveryTurn, _ notes: DeliveryNotes, ignoringPauses: Bool) {
        self.tenant = tenant
        self.turn = turn
        self.notes = notes
        self.ignoresPauses = ignoringPauses
    }

    /// Delivers until nothing is due, the notifier does not answer at all, or the task is canceled.
    func run() async throws(NotificationError) {
        do throws(NotificationError) {
            try await self.deliver()
            try await self.finish()
        } catch {
            for attempt in self.underWay.values { attempt.cancel() }
            throw error
        }
        if self.isUnanswered { throw .notifierDoesNotAnswer }
    }

    private func deliver() async throws(NotificationError) {
        while !Task.isCancelled {
            try await self.settleEnded()
            let hasRetried = try await self.retryDue()
            let hasWalked = try await self.walk()
            if hasRetried || hasWalked { continue }
            if self.underWay.isEmpty { return }
            await self.wakeUp.wait(upTo: .seconds(1))
        }
    }

    /// Waits a moment for what is under way when the task was canceled, and notes how far the round came.
    private func finish() async throws(NotificationError) {
        let deadline = ContinuousClock.now + .seconds(1)
        while !self.underWay.isEmpty, .now < deadline {
            // A canceled task cannot wait.
            await Task { [wakeUp] in await wakeUp.wait(upTo: .milliseconds(50)) }.value
            try await self.settleEnded()
        }
        for attempt in self.underWay.values { attempt.cancel() }
        self.underWay = [:]
        self.report.waitingRecipientCount = self.notes.putOff.count
        try await self.note()
    }

    /// Whether the notifier let every attempt run into its time limit.
    var isUnanswered: Bool { self.timeoutsInARow >= Self.underWayLimit }
}

// MARK: - Walking

extension DeliveryRound {
    /// Walks through some of the history; false when there is none, or the walk cannot go on now.
    private func walk() async throws(NotificationError) -> Bool {
        try await self.takeOverMark()
        let commits = try await self.tenant.steps(after: self.notes.walked, limit: Self.pageSize)
        for commit in commits {
            for letter in try await self.tenant.letters(of: commit) where !self.notes.hasPassed(letter) {
                if Task.isCancelled { return true }
                if self.notes.putOff[letter.recipient] != nil {
                    self.notes.pass(letter)
                    continue
                }
                guard self.notes.putOff.count < Self.putOffLimit, try await self.attempt(letter) else { return false }
            }
            self.notes.finish(commit)
            if Task.isCancelled { return true }
        }
        if !commits.isEmpty { try await self.note() }
        return !commits.isEmpty
    }

    /// Takes over how far the directory says that everything was delivered: the host may have skipped some.
    private func takeOverMark() async throws(NotificationError) {
        do {
            let head = try await self.tenant.directory.head()
            let mark = head.notifiedThrough
            self.tenant.note(head)
            self.keptMark = mark
            self.notes.skip(through: mark)
        } catch {
            throw .directory(error)
        }
    }

    /// Tries the recipients whose time has come; false when there are none.
    private func retryDue() async throws(NotificationError) -> Bool {
        let due = self.notes.putOff.filter { self.underWay[$0.key] == nil && self.isDue($0.key, $0.value) }
        for user in due.sorted(by: { $0.value.place < $1.value.place }).map(\.key) {
            if Task.isCancelled || self.isUnanswered { return false }
            try await self.catchUp(user)
        }
        return !due.isEmpty
    }

    private func isDue(_ user: UserID, _ entry: DeliveryNotes.PutOff) -> Bool {
        if self.tried.contains(user) && self.ignoresPauses { return false }
        return self.ignoresPauses || entry.isDue(at: self.tenant.clock.now)
    }

    /// Delivers what a recipient waits for, until the walk is reached or something stands in the way.
    private func catchUp(_ user: UserID) async throws(NotificationError) {
        while let entry = self.notes.putOff[user], !Task.isCancelled {
            guard let letter = try await self.nextLetter(to: user, from: entry.place) else {
                self.notes.putOff[user] = nil
                return try await self.note()
            }
            guard try await self.attempt(letter), self.underWay[user] == nil, self.notes.putOff[user]?.attempts == 0
            else { return }
        }
    }

    /// The first letter to a recipient, from a place on, that the walk has passed.
    private func nextLetter(to user: UserID, from place: ChangePlace) async throws(NotificationError) -> Letter? {
        var position = Revision(place.revision.number - 1)
        while position <= self.notes.walked {
            let commits = try await self.tenant.steps(after: position, limit: Self.pageSize)
            for commit in commits {
                let letters = try await self.tenant.letters(of: commit, to: user)
                if let letter = letters.first(where: { $0.place >= place }) {
                    return self.notes.hasPassed(letter) ? letter : nil
                }
            }
            guard let last = commits.last else { return nil }
            position = last.revision
        }
        return nil
    }
}

extension DeliveryNotes.PutOff {
    /// The longest pause between two attempts; ours.
    private static let longestPause: Duration = .seconds(3_600)

    /// Whether it is time for the next attempt; also when the clock was set back behind the pause.
    func isDue(at now: Timestamp) -> Bool {
        self.attempts == 0 || self.nextAttempt <= now || now + Self.longestPause < self.nextAttempt
    }

    /// The pause after the last attempt: 10 seconds, doubled each time, an hour at most.
    var pause: Duration {
        min(.seconds(10) * (1 << min(max(self.attempts, 1) - 1, 20)), Self.longestPause)
    }
}
