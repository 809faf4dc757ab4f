import RosterDomain
import RosterPorts

// How refusals come on record without letting anyone fill the disk or delay an answer.

extension Tenant {
    /// Puts on record what has been refused and waits to be recorded: attempts to sign in, and the counts of what was repeated.
    ///
    /// Call it now and then, before a process ends, and to see everything in the history; what waits in a process
    /// that dies is lost. When the directory fails, what it did not take is lost, too: the answers were given all the same.
    public func recordRefusals() async {
        self.refusals.expireAll()
        await self.recordWaitingRefusalsNow()
    }

    /// Waits until what waits is on record; what is counted is still counted.
    package func recordWaitingRefusalsNow() async {
        await self.refusals.recorder { await self.recordWaitingRefusals() }?.value
    }

    /// Puts a refusal on record, where it concerns a user of the tenant, and returns the error to throw.
    func refuse(
        _ attempt: String, because reason: RefusalReason, _ user: UserID?
    ) async throws(TenantError) -> TenantError {
        let refusal = Refusal(attempt, because: reason)
        if let user { try await self.note(refusal, of: user) }
        return self.refused(refusal)
    }

    /// The error to throw for a refusal; it tells roles of the company by their titles.
    func refused(_ refusal: Refusal) -> TenantError { .refused(refusal.titled(by: self.catalog)) }

    /// Puts a refusal of a user of the tenant on record, or counts it.
    func note(_ refusal: Refusal, of user: UserID) async throws(TenantError) {
        guard self.isNews(refusal, of: user) else { return }
        try await self.record([.refused(refusal: refusal)], by: .user(id: user))
    }

    /// Has the refusal of a person who has not shown who they are put on record, and returns the error to throw.
    ///
    /// The system is the principal, for it is no act of the user whose name was typed. Recording is no part of the answer: however long
    /// it takes, and whatever becomes of it, the answer is the same for a user who is listed and for one who is not.
    func refuseSignIn(_ attempt: String, because reason: RefusalReason, _ user: UserID?) -> TenantError {
        if let user {
            let refusal = Refusal("\(attempt) (user `\(user)`)", because: reason)
            let subject = RefusalLog.Subject(user: user, principal: .system)
            if self.refusals.isNews(refusal, of: subject, at: self.clock.now) {
                self.refusals.enqueue(refusal, by: .system)
            }
            self.refusals.recorder { await self.recordWaitingRefusals() }
        }
        return .refused(Refusal(attempt, because: reason))
    }

    /// Puts the refusal of a command on record if what it rests on still is so.
    ///
    /// A stranger, whom the tenant does not list, leaves no trace: the history is not for strangers to write to.
    ///
    /// - Returns: Whether the refusal holds.
    func record(
        _ refusal: Refusal, facts: Facts, given basis: CommitPrecondition
    ) async throws(TenantError) -> Bool {
        guard let principal = facts.principalRecord, self.isNews(refusal, of: principal.id) else { return true }
        let change = Change.refused(refusal: refusal)
        return try await self.commit([change], by: facts.principal, at: facts.now, given: basis) != nil
    }

    /// Whether a user's refusal is to be recorded by itself.
    private func isNews(_ refusal: Refusal, of user: UserID) -> Bool {
        let subject = RefusalLog.Subject(user: user, principal: .user(id: user))
        defer { self.refusals.recorder { await self.recordWaitingRefusals() } }
        return self.refusals.isNews(refusal, of: subject, at: self.clock.now)
    }

    /// Records what waits, a step for each principal, until nothing does.
    private func recordWaitingRefusals() async {
        while true {
            let entries = self.refusals.take()
            if entries.isEmpty { return }
            for (principal, entries) in Dictionary(grouping: entries, by: \.principal) {
                try? await self.record(entries.map { .refused(refusal: $0.refusal) }, by: principal)
            }
        }
    }
}
