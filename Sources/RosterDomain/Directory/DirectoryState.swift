/// The state that results from a history, which every directory keeps in some form.
///
/// Only commits change it, so the same history always gives the same state. An adapter can keep a `DirectoryState`, as
/// the adapter in memory does, or do the same with a database.
public struct DirectoryState: Sendable, Equatable, DirectoryLookup {
    /// The head of the history.
    public private(set) var head = DirectoryHead.start
    private var records: [UserID: UserRecord] = [:]
    /// Every group, deleted ones among them.
    public private(set) var groups: [GroupID: Group] = [:]
    /// Every role of the company, deleted ones among them.
    public private(set) var companyRoles: [CompanyRoleID: CompanyRole] = [:]
    private var holders: [RecordName: RecordID] = [:]
    /// Every identifier, sorted, for paging.
    private var sortedIDs: [UserID] = []
    /// The status of each of them, in the same order, so that users are counted without a look at their records.
    private var sortedStatuses: [StatusSet] = []

    /// Creates the state of an empty history.
    public init() {}

    /// The position in the history.
    public var revision: Revision { self.head.revision }

    /// The company; nil before it is enrolled.
    public var company: Company? { self.head.company }

    /// The position up to which notifications have been delivered.
    public var notifiedThrough: Revision { self.head.notifiedThrough }

    /// The number of users, including deleted ones.
    public var userCount: Int { self.records.count }

    /// The record with this identifier, or nil.
    ///
    /// - Complexity: O(1).
    public func record(_ id: RecordID) -> DirectoryRecord? {
        switch id {
        case .user(let id): self.records[id].map { .user($0) }
        case .group(let id): self.groups[id].map { .group($0) }
        case .companyRole(let id): self.companyRoles[id].map { .companyRole($0) }
        }
    }

    /// The identifier of the record that has this name, or nil.
    ///
    /// - Complexity: O(1).
    public func holder(of name: RecordName) -> RecordID? { self.holders[name] }

    /// The user with this identifier, or nil.
    ///
    /// - Complexity: O(1).
    public func user(_ id: UserID) -> UserRecord? { self.records[id] }

    /// The user who has this name, or nil.
    ///
    /// - Complexity: O(1).
    public func user(named name: RecordName) -> UserRecord? { self.holders[name].flatMap(self.record)?.user }

    /// The records with these identifiers and names.
    ///
    /// - Complexity: O(keys).
    public func excerpt(of keys: RecordKeys) -> DirectoryExcerpt {
        do throws(LookupFailure) {
            return try DirectoryExcerpt(of: keys, in: self)
        } catch {
            preconditionFailure("invariant: what is in memory can be told")
        }
    }

    /// Every standing, in the order of `RecordID`.
    public var standings: some Sequence<DirectoryStanding> {
        let roles = self.companyRoles.values.sorted { $0.id < $1.id }.map { DirectoryStanding.companyRole($0) }
        let groups = self.groups.values.sorted { $0.id < $1.id }.map { DirectoryStanding.group($0.standing) }
        let users = self.sortedIDs.lazy.compactMap { self.records[$0].map { DirectoryStanding.user($0.standing) } }
        return [AnySequence(roles), AnySequence(groups), AnySequence(users)].joined()
    }

    /// One page of the records that a query finds.
    ///
    /// - Complexity: O(log users + users visited).
    public func page(_ query: DirectoryQuery) -> DirectoryPage {
        switch query {
        case .users(let query): .users(self.page(query))
        case .groups(let query): .groups(query.page(of: self.groups.values))
        }
    }

    /// One page of users.
    ///
    /// - Complexity: O(log users + users visited); all users when the query asks for a count.
    public func page(_ query: UserQuery) -> UserPage {
        var pager = UserPager(query)
        if let name = query.name {
            guard let record = self.user(named: name), query.matches(record) else { return pager.page }
            if pager.take(record.id) { pager.add(record) }
            return pager.page
        }
        if let wanted = query.onlyStatuses { return self.page(&pager, wanted) }
        for id in self.sortedIDs[self.position(after: pager.scanStart)...] {
            guard let record = self.records[id], query.matches(record) else { continue }
            if pager.take(id) { pager.add(record) }
            if pager.isDone { break }
        }
        return pager.page
    }

    /// A page of the users who have one of some statuses.
    private func page(_ pager: inout UserPager, _ wanted: StatusSet) -> UserPage {
        for position in self.position(after: pager.scanStart)..<self.sortedIDs.count
        where !wanted.isDisjoint(with: self.sortedStatuses[position]) {
            let id = self.sortedIDs[position]
            if pager.take(id), let record = self.records[id] { pager.add(record) }
            if pager.isDone { break }
        }
        return pager.page
    }

    /// Checks a batch of changes against the state, without changing it.
    ///
    /// - Returns: What the state would become, for ``absorb(_:)``.
    /// - Throws: ``ChangeError`` when a change contradicts the state or an earlier change of the batch.
    /// - Complexity: O(changes), independent of the size of the state.
    public func draft(of commit: Commit) throws(ChangeError) -> DirectoryDraft {
        do throws(DraftError) {
            return try DirectoryDraft(of: commit, over: self)
        } catch {
            switch error {
            case .contradiction(let contradiction): throw contradiction
            case .failure: preconditionFailure("invariant: what is in memory can be told")
            }
        }
    }

    /// Whether a precondition holds.
    ///
    /// - Complexity: O(users named).
    public func meets(_ precondition: CommitPrecondition) -> Bool {
        do throws(LookupFailure) {
            return try precondition.holds(in: self)
        } catch {
            preconditionFailure("invariant: what is in memory can be told")
        }
    }

    /// Applies a batch that was checked against exactly this state.
    public mutating func absorb(_ draft: DirectoryDraft) {
        precondition(
            draft.commit.revision == self.revision.next, "invariant: a draft is absorbed by the state it was made of")
        self.head = draft.head
        for drafted in draft.names { self.holders[drafted.name] = drafted.after }
        for drafted in draft.groups { self.groups[drafted.group.id] = drafted.group }
        for drafted in draft.companyRoles { self.companyRoles[drafted.role.id] = drafted.role }
        for user in draft.users {
            if let record = user.record {
                self.remember(user.id, as: StatusSet(record.user.status), isNew: !user.wasThere)
            } else {
                self.forget(user.id)
            }
            self.records[user.id] = user.record
        }
    }

    /// Replays one step of a history.
    ///
    /// - Throws: ``ChangeError`` when the step contradicts what came before it.
    public mutating func apply(_ commit: Commit) throws(ChangeError) {
        self.absorb(try self.draft(of: commit))
    }

    /// The position of the first identifier after a given one, by binary search.
    private func position(after id: UserID?) -> Int {
        guard let id else { return 0 }
        var (low, high) = (0, self.sortedIDs.count)
        while low < high {
            let middle = (low + high) / 2
            if self.sortedIDs[middle] <= id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func remember(_ id: UserID, as status: StatusSet, isNew: Bool) {
        // New identifiers are usually the greatest so far.
        let isLast = isNew && self.sortedIDs.last.map { $0 < id } ?? true
        let position = isLast ? self.sortedIDs.count : self.position(after: id)
        guard isNew else {
            self.sortedStatuses[position - 1] = status
            return
        }
        self.sortedIDs.insert(id, at: position)
        self.sortedStatuses.insert(status, at: position)
    }

    private mutating func forget(_ id: UserID) {
        let position = self.position(after: id) - 1
        guard position >= 0, self.sortedIDs[position] == id else { return }
        self.sortedIDs.remove(at: position)
        self.sortedStatuses.remove(at: position)
    }
}

/// Some statuses, as bits.
private struct StatusSet: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ status: AccountStatus) {
        switch status {
        case .invited: self.init(rawValue: 1 << 0)
        case .mustChangePassword: self.init(rawValue: 1 << 1)
        case .active: self.init(rawValue: 1 << 2)
        case .blocked: self.init(rawValue: 1 << 3)
        case .deleted: self.init(rawValue: 1 << 4)
        case .purged: self.init(rawValue: 1 << 5)
        }
    }
}

extension UserQuery {
    /// The statuses that the query asks for; nil when it asks for something else beside.
    fileprivate var onlyStatuses: StatusSet? {
        let plain = UserQuery(
            statuses: self.statuses, from: self.start, pageSize: self.pageSize,
            countingUpTo: self.countLimit)
        guard self == plain else { return nil }
        return self.statuses.reduce(into: StatusSet()) { $0.formUnion(StatusSet($1)) }
    }
}
