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
        case tearsReads, missesNamesInReads, findsCharacters, findsOneEncoding, ignoresRank, countsOnlyThePage,
            ignoresCountLimit
        case givesManyTurns, keepsTurns, takesTurnsFromOthers, forgetsNotes, takesLateNotes, hidesNotes, notesInHistory
        case forgetsNotesWhenReopened
        case keepsPersonalHistory, dropsErasedSteps, keepsPurgedNames
        case hidesDeletedGroups, findsNoGroups, findsDeletedGroups, showsDeletedGroups, ignoresOwners, ignoresGroupRoles
        case repeatsGroups, ignoresMembership, ignoresGroupVersions, losesGroupStandings, losesDepartures
        case findsNoTitles, findsDeletedTitles, hidesDeletedRoles, ignoresRoleVersions, losesRoleStandings,
            unsortedRoles
        case takesTitlesTwice, takesUnknownRoles, takesRolesTwice, takesStaleDefinitions, losesRetirements
        case erasesRoles
        case takesMembersTwice, takesStrangers, takesUnknownGroups, takesStaleProfiles, takesGroupNamesTwice
        case losesLastWhenReopened, losesAllWhenReopened, repeatsLastWhenReopened

        var testDescription: String { self.rawValue }
    }

    struct Waiter {
        let key: Int
        let after: Revision
        let continuation: CheckedContinuation<Revision?, Never>
    }

    struct Content {
        var state = DirectoryState()
        var commits: [Commit] = []
        /// What was taken although it contradicts, as it is shown.
        var shown: [UserID: UserRecord] = [:]
        var waiting: [Waiter] = []
        var lastKey = 0
    }

    let flaw: Flaw?
    let content = Mutex(Content())
    let turns: LocalDeliveryTurns

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
        for id in keys.ids {
            if let record = self.record(id, in: content) { records.append(record) }
        }
        let head = self.head(of: content.state)
        if self.flaw == .tearsReads {
            await self.leaveTimeForOthers()
            content = self.content.withLock { $0 }
        }
        for name in keys.names where self.flaw != .missesNamesInReads || keys.names.count == 1 {
            guard let record = self.holder(of: name, in: content.state) else { continue }
            holders[name] = record.id
            records.append(record)
        }
        return DirectoryExcerpt(of: keys, at: head, records: records, holders: holders)
    }

    private func holder(of name: RecordName, in state: DirectoryState) -> DirectoryRecord? {
        switch name.space {
        case .group, .groupExternalID: self.groupHolding(name, in: state)
        case .companyRole: self.roleTitled(name, in: state)
        case .signIn, .attribute: self.userHolding(name, in: state).map { .user($0) }
        }
    }

    private func userHolding(_ name: RecordName, in state: DirectoryState) -> UserRecord? {
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

    func user(_ id: UserID, in content: Content) -> UserRecord? {
        let record = content.shown[id] ?? content.state.user(id)
        return self.flaw == .hidesDeletedByIdentifier && record?.user.status == .deleted ? nil : record
    }

    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        switch query {
        case .users(let query): .users(await self.users(matching: query))
        case .groups(let query): .groups(self.groupPage(query))
        }
    }

    private func users(matching query: UserQuery) async -> UserPage {
        var query = query
        let asked = query
        switch self.flaw {
        case .showsDeletedUsers where query.statuses.contains(.active): query.statuses.insert(.deleted)
        case .ignoresScope: query.scope = nil
        case .ignoresNames: query.name = nil
        case .ignoresMembership: query.group = nil
        case .ignoresHavingAttributes: query.hasAttributes = false
        case .ignoresCountLimit: if query.countLimit > 0 { query.countLimit = .max }
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
        case .countsOnlyThePage where query.countLimit > 0:
            page = UserPage(records: page.records, next: page.next, totalCount: page.records.count)
        case .findsCharacters: page = Self.page(query, of: state)
        case .findsOneEncoding: page = Self.uncomposed(query, of: state)
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
            if self.flaw == .losesDepartures {
                changes.removeAll { if case .memberRemoved = $0 { true } else { false } }
            }
            if self.flaw == .losesRetirements { changes.removeAll(where: Self.isRetirement) }
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
        if self.flaw == .erasesRoles { Self.eraseRoles(from: &commits) }
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
        if self.flaw == .losesGroupStandings { standings.removeAll { $0.group != nil } }
        self.spoilRoles(in: &standings)
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

extension FlawedDirectory {
    /// A page of those whose name contains the text as both are encoded.
    private static func uncomposed(_ query: UserQuery, of state: DirectoryState) -> UserPage {
        guard let text = query.text.map(CaseFolding.foldedForSearch) else { return state.page(query) }
        let page = state.page(query)
        let found = page.records.filter { record in
            let name = CaseFolding.foldedForSearch(record.user.fullName.rawValue)
            return Array(name.utf8).contains(bytes: Array(text.utf8)) || text.utf8.allSatisfy { $0 < 0x80 }
        }
        return UserPage(records: found, next: page.next, totalCount: page.totalCount)
    }

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
