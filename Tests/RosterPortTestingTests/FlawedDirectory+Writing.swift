import RosterDomain
import RosterPorts
import Synchronization
import Testing

// What a flawed directory does with a step.
extension FlawedDirectory {
    func check(_ precondition: CommitPrecondition, of content: Content) throws(UserDirectoryError) {
        let latest = content.state.revision
        switch precondition {
        case .history(let revision): try self.checkRevision(revision, of: content)
        case .versions(let versions, let programs):
            if self.flaw == .ignoresVersions { return }
            if self.flaw == .conflictsOverOthers, latest.number > 5 { throw .conflict(latest: latest) }
            let checked = versions.filter {
                ($0.value != nil || self.flaw != .ignoresAbsence) && self.checks($0.key)
            }
            guard content.state.meets(.versions(checked, programs: programs)) else { throw .conflict(latest: latest) }
        }
    }

    func checkRevision(_ revision: Revision, of content: Content) throws(UserDirectoryError) {
        let latest = content.state.revision
        if self.flaw == .neverAdmitsWriters, latest.number > 30 { throw .conflict(latest: latest) }
        if self.flaw == .ignoresOlderRevision || self.flaw == .racesForAddresses, revision < latest { return }
        if self.flaw == .ignoresFutureRevision, revision > latest { return }
        guard revision == latest else {
            throw .conflict(latest: self.flaw == .namesWrongLatest ? revision : latest)
        }
    }

    func take(
        _ changes: [Change], at moment: Timestamp, by principal: Principal, in content: inout Content
    ) throws(UserDirectoryError) -> Commit {
        let commit = Commit(revision: content.state.revision.next, at: moment, principal: principal, changes: changes)
        do throws(ChangeError) {
            if self.flaw == .acknowledgesWithoutKeeping, content.commits.count > 3 { return commit }
            return try Self.add(
                changes, at: moment, by: principal, to: &content, erasing: self.flaw != .keepsPersonalHistory)
        } catch {
            if self.flaw == .keepsHalfABatch, let first = changes.first, changes.count > 1 {
                _ = try? Self.add([first], at: moment, by: principal, to: &content)
            }
            guard self.overlooks(error) else { throw .contradiction(error) }
            // Taken all the same: the history holds it, and a user added is shown beside the others.
            let refusal = Change.refused(refusal: Refusal("overlook", because: .nothingPending))
            try? content.state.apply(
                Commit(revision: commit.revision, at: moment, principal: principal, changes: [refusal]))
            content.commits.append(commit)
            for case .userAdded(let user) in changes { content.shown[user.id] = UserRecord(user) }
            return commit
        }
    }

    func overlooks(_ error: ChangeError) -> Bool {
        switch (self.flaw, error) {
        case (.ignoresCaseNowhere, .nameTaken), (.racesForAddresses, .nameTaken),
            (.takesSpentNames, .namesMissing),
            (.forgetsRevokedOwners, .notInvited),
            (.takesEmptyCommits, .noChange), (.takesUnknownUsers, .unknownUser),
            (.takesSecondEnrollment, .companyExists),
            (.takesHeldRoles, .roleHeld), (.takesAnyDeliveryMark, .deliveryMarkOutOfRange):
            true
        default: self.overlooksGroups(error)
        }
    }

    @discardableResult
    static func add(
        _ changes: [Change], at moment: Timestamp, by principal: Principal, to content: inout Content,
        erasing: Bool = true
    ) throws(ChangeError) -> Commit {
        let commit = Commit(revision: content.state.revision.next, at: moment, principal: principal, changes: changes)
        try content.state.apply(commit)
        content.commits.append(commit)
        if erasing { PersonalErasure.erase(for: commit, from: &content.commits) }
        return commit
    }

    static func isErased(_ change: Change) -> Bool {
        if case .userAdded(let user) = change { user.isErased } else { false }
    }

    static func composed(_ change: Change) -> Change {
        guard case .userAdded(let user) = change, user.fullName.rawValue == "Zo\u{EB}",
            let name = try? FullName("Zo\u{EB}")
        else { return change }
        return .userAdded(
            user: User(
                id: user.id, fullName: name, userName: user.userName, email: user.email, status: user.status,
                addedAt: user.addedAt))
    }

    func wakeCanceled(_ key: Int) {
        let found = self.content.withLock { content in
            let found = content.waiting.filter { $0.key == key || self.flaw == .cancelsEverybody }
            content.waiting.removeAll { waiter in found.contains { $0.key == waiter.key } }
            return found
        }
        for waiter in found { waiter.continuation.resume(returning: nil) }
    }

    func leaveTimeForOthers() async {
        for _ in 0..<3 { await Task.yield() }
    }
}

/// A turn that breaks what its directory is to break.
final class FlawedTurn: DeliveryTurn {
    private let turn: any DeliveryTurn
    private let directory: FlawedDirectory
    private let flaw: FlawedDirectory.Flaw?

    init(_ turn: any DeliveryTurn, in directory: FlawedDirectory, _ flaw: FlawedDirectory.Flaw?) {
        self.turn = turn
        self.directory = directory
        self.flaw = flaw
        if flaw == .keepsTurns { Self.kept.withLock { $0.append(turn) } }
    }

    /// Turns whose holders are gone without giving them back.
    private static let kept = Mutex<[any DeliveryTurn]>([])

    func note(_ notes: [UInt8]) async throws(UserDirectoryError) {
        do {
            try await self.turn.note(notes)
        } catch {
            if self.flaw != .takesLateNotes { throw error }
        }
    }

    func end() async {
        await self.turn.end()
        if self.flaw == .takesTurnsFromOthers { self.directory.turns.takeAway() }
    }
}
