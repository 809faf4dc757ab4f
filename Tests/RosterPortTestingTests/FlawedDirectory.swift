import RosterDomain
import RosterPorts
import Synchronization
import Testing

/// A user directory in memory that breaks one promise, to see whether the contract finds out.
final class FlawedDirectory: UserDirectory {
    enum Flaw: String, CaseIterable, CustomTestStringConvertible {
        case startsAtOne, returnsAnotherTime, keepsHeadBehind
        case ignoresOlderRevision, ignoresFutureRevision, namesWrongLatest
        case ignoresVersions, ignoresAbsence, conflictsOverOthers
        case ignoresCaseNowhere, racesForAddresses, keepsHalfABatch, forgetsRevokedOwners, takesEmptyCommits
        case takesUnknownUsers, takesSecondEnrollment, takesHeldRoles, takesAnyDeliveryMark
        case acknowledgesWithoutKeeping, losesRefusals, normalizesNames, sortsHistoryByTime
        case showsDeletedUsers, hidesDeletedByIdentifier, findsAddressesByCase
        case missesUserNames, findsReleasedNames, keepsReleasedNames, takesSpentNames
        case losesAttributes, findsNoAttributes, ignoresNames, ignoresHavingAttributes
        case repeatsPages, skipsOnPages, forgetsNextPage, ignoresLimits, refusesSmallPages, ignoresScope, ignoresStatus
        case tearsPages
        case cutsHistory, overlapsHistory, ignoresHistoryLimit
        case neverWakes, wakesEarly, ignoresCancellation, cancelsEverybody
        case losesStandings, unsortedStandings, standsAtWrongRevision
        case forgetsCompany, forgetsMark
        case neverAdmitsWriters
        case tearsReads, missesNamesInReads, findsCharacters, ignoresRank, countsOnlyThePage
        case givesManyTurns, keepsTurns, takesTurnsFromOthers, forgetsNotes, takesLateNotes, hidesNotes, notesInHistory
        case forgetsNotesWhenReopened
        case keepsPersonalHistory, dropsErasedSteps, keepsPurgedNames
        case losesLastWhenReopened, losesAllWhenReopened, repeatsLastWhenReopened

        var testDescription: String { self.rawValue }
    }

    private struct Waiter {
        let key: Int
        let after: Revision
        let continuation: CheckedContinuation<Revision?, Never>
    }

    private struct Content {
        var state = DirectoryState()
        var commits: [Commit] = []
        /// What was taken although it contradicts, as it is shown.
        var shown: [UserID: UserRecord] = [:]
        var waiting: [Waiter] = []
        var lastKey = 0
    }

    private let flaw: Flaw?
    private let content = Mutex(Content())
    fileprivate let turns: LocalDeliveryTurns

    init(_ flaw: Flaw?, notes: [UInt8] = []) {
        self.flaw = flaw
        self.turns = LocalDeliveryTurns(notes: notes)
        guard flaw == .startsAtOne else { return }
        self.content.withLock { content in
            let refusal = Refusal("begin", because: .nothingPending)
            _ = try? Self.add([.refused(refusal: refusal)], at: .distantPast, by: .system, to: &content)
        }
    }

    func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        var content = self.content.withLock { $0 }
        var records: [DirectoryRecord] = []
        var holders: [RecordName: RecordID] = [:]
        for case .user(let id) in keys.ids {
            if let record = self.user(id, in: content) { records.append(.user(record)) }
        }
        let head = self.head(of: content.state)
        if self.flaw == .tearsReads {
            await self.leaveTimeForOthers()
            content = self.content.withLock { $0 }
        }
        for name in keys.names where self.flaw != .missesNamesInReads || keys.names.count == 1 {
            let holder = self.holder(of: name, in: content.state)
            guard let record = holder.map({ DirectoryRecord.user($0) }) else { continue }
            holders[name] = record.id
            records.append(record)
        }
        return DirectoryExcerpt(of: keys, at: head, records: records, holders: holders)
    }

    private func holder(of name: RecordName, in state: DirectoryState) -> UserRecord? {
        let record = state.user(named: name)
        switch self.flaw {
        case .findsAddressesByCase: return record?.user.userName.rawValue == name.key ? record : nil
        case .missesUserNames: return record?.user.email.map { RecordName($0) } == name ? record : nil
        case .findsNoAttributes: return name.space == .signIn ? record : nil
        case .findsReleasedNames:
            let deleted = state.page(UserQuery(statuses: [.deleted])).records
            return record ?? deleted.first { $0.user.ownNames.contains(name) }
        default: return record
        }
    }

    private func head(of state: DirectoryState) -> DirectoryHead {
        var revision = state.revision
        if self.flaw == .keepsHeadBehind, revision > Revision(2) { revision = Revision(revision.number - 1) }
        return DirectoryHead(
            revision: revision, company: self.flaw == .forgetsCompany ? nil : state.company,
            notifiedThrough: self.flaw == .forgetsMark ? .start : state.notifiedThrough)
    }

    private func user(_ id: UserID, in content: Content) -> UserRecord? {
        let record = content.shown[id] ?? content.state.user(id)
        return self.flaw == .hidesDeletedByIdentifier && record?.user.status == .deleted ? nil : record
    }

    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        switch query {
        case .users(let query): .users(await self.users(matching: query))
        }
    }

    private func users(matching query: UserQuery) async -> UserPage {
        var query = query
        let asked = query
        switch self.flaw {
        case .showsDeletedUsers where query.statuses.contains(.active): query.statuses.insert(.deleted)
        case .ignoresScope: query.scope = nil
        case .ignoresNames: query.name = nil
        case .ignoresHavingAttributes: query.hasAttributes = false
        case .ignoresRank: if case .rank = query.start { query.start = .beginning }
        case .ignoresStatus: query.statuses = Set(AccountStatus.allCases)
        case .repeatsPages: query.start = query.start.moved(by: -1)
        case .skipsOnPages: query.start = query.start.moved(by: 1)
        default: break
        }
        let (state, shown) = self.content.withLock { ($0.state, $0.shown) }
        var page = state.page(query)
        switch self.flaw {
        case .ignoresLimits where asked.pageSize > UserQuery.pageSizeLimit:
            query.start = page.next ?? .beginning
            page = UserPage(records: page.records + (page.next == nil ? [] : state.page(query).records), next: nil)
        case .refusesSmallPages where asked.pageSize < 1: page = UserPage(records: [], next: nil)
        case .forgetsNextPage where page.records.count == query.pageSize:
            page = UserPage(records: page.records, next: nil)
        case .countsOnlyThePage where query.includesTotalCount:
            page = UserPage(records: page.records, next: page.next, totalCount: page.records.count)
        case .findsCharacters: page = Self.page(query, of: state)
        case .tearsPages:
            await Task.yield()
            let records = page.records.compactMap { record in self.content.withLock { $0.state.user(record.id) } }
            page = UserPage(records: records.filter(query.matches), next: page.next, totalCount: page.totalCount)
        default: break
        }
        let extra = shown.values.filter { record in
            !page.records.contains { $0.id == record.id } && query.matches(record)
        }
        return UserPage(
            records: (page.records + extra).sorted { $0.id < $1.id }, next: page.next, totalCount: page.totalCount)
    }

    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        if self.flaw == .racesForAddresses { await self.leaveTimeForOthers() }
        let (commit, woken) = try self.content.withLock { (content) throws(UserDirectoryError) in
            try self.check(precondition, of: content)
            var changes = changes
            if self.flaw == .normalizesNames { changes = changes.map(Self.composed) }
            if self.flaw == .losesAttributes {
                changes.removeAll { if case .attributesChanged = $0 { true } else { false } }
            }
            if self.flaw == .keepsPurgedNames, changes.count == 1, case .userPurged(let user) = changes[0] {
                changes = [.sessionsEnded(user: user, session: nil)]
            }
            if self.flaw == .keepsReleasedNames {
                changes.removeAll { if case .namesReleased = $0 { true } else { false } }
            }
            let commit = try self.take(changes, at: moment, by: principal, in: &content)
            let reached = self.flaw == .wakesEarly ? Revision(.max) : content.state.revision
            let woken = self.flaw == .neverWakes ? [] : content.waiting.filter { $0.after < reached }
            content.waiting.removeAll { $0.after < reached }
            return (commit, woken.map(\.continuation))
        }
        for continuation in woken { continuation.resume(returning: commit.revision) }
        guard self.flaw == .returnsAnotherTime else { return commit }
        return Commit(
            revision: commit.revision, at: Timestamp(millisecondsSinceEpoch: 0), principal: principal, changes: changes)
    }

    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        var commits = self.content.withLock { $0.commits }
        if self.flaw == .sortsHistoryByTime { commits.sort { $0.at < $1.at } }
        if self.flaw == .losesRefusals {
            commits.removeAll { if case .refused = $0.changes.first { true } else { false } }
        }
        if self.flaw == .dropsErasedSteps { commits.removeAll { $0.changes.contains(where: Self.isErased) } }
        if self.flaw == .cutsHistory { commits = Array(commits.prefix(10)) }
        let start = self.flaw == .overlapsHistory ? Revision(max(1, revision.number) - 1) : revision
        return Array(commits.filter { $0.revision > start }.prefix(self.flaw == .ignoresHistoryLimit ? .max : limit))
    }

    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        let key = self.content.withLock { content in
            content.lastKey += 1
            return content.lastKey
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Revision?? = self.content.withLock { content in
                    if content.state.revision > revision { return .some(content.state.revision) }
                    if Task.isCancelled, self.flaw != .ignoresCancellation { return .some(nil) }
                    content.waiting.append(Waiter(key: key, after: revision, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            guard self.flaw != .ignoresCancellation else { return }
            self.wakeCanceled(key)
        }
    }

    func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        let state = self.content.withLock { $0.state }
        var standings = Array(state.standings)
        if self.flaw == .losesStandings { standings.removeAll { $0.user?.status == .deleted } }
        if self.flaw == .unsortedStandings { standings.reverse() }
        standings.forEach(body)
        return self.flaw == .standsAtWrongRevision ? Revision(UInt64(standings.count)) : state.revision
    }

    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        let turn = self.flaw == .givesManyTurns ? LocalDeliveryTurns().take() : self.turns.take()
        if self.flaw == .notesInHistory, let turn {
            let change = Change.refused(refusal: Refusal("note", because: .nothingPending))
            _ = try await self.commit([change], by: .system, at: .distantPast, given: .versions([:]))
            return turn
        }
        return turn.map { FlawedTurn($0, in: self, self.flaw) }
    }

    func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] {
        switch self.flaw {
        case .forgetsNotes: []
        case .hidesNotes: self.turns.take().map { _ in self.turns.notes } ?? []
        default: self.turns.notes
        }
    }

    /// What would be there after closing and opening.
    func reopened() -> FlawedDirectory {
        var commits = self.content.withLock { $0.commits }
        if self.flaw == .losesLastWhenReopened { _ = commits.popLast() }
        if self.flaw == .losesAllWhenReopened { commits = [] }
        if self.flaw == .repeatsLastWhenReopened, let last = commits.last { commits.append(last) }
        let notes = self.flaw == .forgetsNotesWhenReopened ? [] : self.turns.notes
        let directory = FlawedDirectory(self.flaw, notes: notes)
        directory.content.withLock { content in
            for commit in commits {
                _ = try? Self.add(commit.changes, at: commit.at, by: commit.principal, to: &content)
            }
        }
        return directory
    }
}

// MARK: - Writing

extension FlawedDirectory {
    private func check(_ precondition: CommitPrecondition, of content: Content) throws(UserDirectoryError) {
        let latest = content.state.revision
        switch precondition {
        case .history(let revision): try self.checkRevision(revision, of: content)
        case .versions(let versions):
            if self.flaw == .ignoresVersions { return }
            if self.flaw == .conflictsOverOthers, latest.number > 5 { throw .conflict(latest: latest) }
            let checked = versions.filter { $0.value != nil || self.flaw != .ignoresAbsence }
            guard content.state.meets(.versions(checked)) else { throw .conflict(latest: latest) }
        }
    }

    private func checkRevision(_ revision: Revision, of content: Content) throws(UserDirectoryError) {
        let latest = content.state.revision
        if self.flaw == .neverAdmitsWriters, latest.number > 30 { throw .conflict(latest: latest) }
        if self.flaw == .ignoresOlderRevision || self.flaw == .racesForAddresses, revision < latest { return }
        if self.flaw == .ignoresFutureRevision, revision > latest { return }
        guard revision == latest else {
            throw .conflict(latest: self.flaw == .namesWrongLatest ? revision : latest)
        }
    }

    private func take(
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

    private func overlooks(_ error: ChangeError) -> Bool {
        switch (self.flaw, error) {
        case (.ignoresCaseNowhere, .nameTaken), (.racesForAddresses, .nameTaken),
            (.takesSpentNames, .namesMissing),
            (.forgetsRevokedOwners, .notInvited),
            (.takesEmptyCommits, .noChange), (.takesUnknownUsers, .unknownUser),
            (.takesSecondEnrollment, .companyExists),
            (.takesHeldRoles, .roleHeld), (.takesAnyDeliveryMark, .deliveryMarkOutOfRange):
            true
        default: false
        }
    }

    @discardableResult
    private static func add(
        _ changes: [Change], at moment: Timestamp, by principal: Principal, to content: inout Content,
        erasing: Bool = true
    ) throws(ChangeError) -> Commit {
        let commit = Commit(revision: content.state.revision.next, at: moment, principal: principal, changes: changes)
        try content.state.apply(commit)
        content.commits.append(commit)
        if erasing { PersonalErasure.erase(for: commit, from: &content.commits) }
        return commit
    }

    private static func isErased(_ change: Change) -> Bool {
        if case .userAdded(let user) = change { user.isErased } else { false }
    }

    private static func composed(_ change: Change) -> Change {
        guard case .userAdded(let user) = change, user.fullName.rawValue == "Zo\u{EB}",
            let name = try? FullName("Zo\u{EB}")
        else { return change }
        return .userAdded(
            user: User(
                id: user.id, fullName: name, userName: user.userName, email: user.email, status: user.status,
                addedAt: user.addedAt))
    }

    private func wakeCanceled(_ key: Int) {
        let found = self.content.withLock { content in
            let found = content.waiting.filter { $0.key == key || self.flaw == .cancelsEverybody }
            content.waiting.removeAll { waiter in found.contains { $0.key == waiter.key } }
            return found
        }
        for waiter in found { waiter.continuation.resume(returning: nil) }
    }

    private func leaveTimeForOthers() async {
        for _ in 0..<3 { await Task.yield() }
    }
}

extension FlawedDirectory {
    /// A page of those whose name or address contains the text, character by character.
    private static func page(_ query: UserQuery, of state: DirectoryState) -> UserPage {
        guard let text = query.text?.lowercased(), !text.isEmpty else { return state.page(query) }
        var wider = query
        wider.text = nil
        let page = state.page(wider)
        let found = page.records.filter { $0.user.searchText.contains(text) }
        return UserPage(records: found, next: page.next, totalCount: page.totalCount)
    }
}

extension PageStart<UserID> {
    /// The start after the next identifier but one, or the one before.
    fileprivate func moved(by distance: Int) -> PageStart<UserID> {
        guard case .after(let id) = self else { return self }
        return .after(UserID(bits: distance < 0 ? id.bits - 1 : id.bits + 1))
    }
}

/// A turn that breaks what its directory is to break.
private final class FlawedTurn: DeliveryTurn {
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
