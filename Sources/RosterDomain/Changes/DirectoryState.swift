/// All that a history amounts to: the state that every directory keeps, in one way or another.
///
/// It moves only by commits, and by nothing else: the same history always gives the same state. An adapter may use it
/// as it is (the adapters in memory and on files do), or do the same with a database.
public struct DirectoryState: Sendable, Equatable, DirectoryLookup {
    /// The position in the history.
    public private(set) var revision = Revision.start
    /// The company; nil before it is enrolled.
    public private(set) var company: Company?
    /// The position up to which notifications have been delivered.
    public private(set) var notifiedThrough = Revision.start
    private var records: [UserID: UserRecord] = [:]
    private var idsByKey: [UniqueKey: UserID] = [:]
    /// Every identifier, sorted, for paging.
    private var sortedIDs: [UserID] = []

    /// Creates the state of an empty history.
    public init() {}

    /// The number of users, deleted ones among them.
    public var userCount: Int { self.records.count }

    /// The user with this identifier, or nil.
    ///
    /// O(1).
    public func record(_ id: UserID) -> UserRecord? { self.records[id] }

    /// The user to whom a key leads, or nil.
    ///
    /// O(1).
    public func record(having key: UniqueKey) -> UserRecord? { self.idsByKey[key].flatMap { self.records[$0] } }

    /// The same without the record, for drafts.
    package func knownHolder(of key: UniqueKey) -> UserID? { self.idsByKey[key] }

    /// The same as ``record(_:)``, for drafts.
    package func knownRecord(_ id: UserID) -> UserRecord? { self.records[id] }

    /// Every user's standing, in the order of their identifiers.
    public var standings: some Sequence<UserStanding> {
        self.sortedIDs.lazy.compactMap { self.records[$0]?.standing }
    }

    /// One page of users.
    ///
    /// O(log users + users looked at).
    public func page(_ query: UserQuery) -> UserPage {
        if let key = query.key {
            let record = self.record(having: key).flatMap { record in
                query.matches(record) && query.after.map { $0 < record.id } ?? true ? record : nil
            }
            return UserPage(records: record.map { [$0] } ?? [], next: nil)
        }
        var found: [UserRecord] = []
        for id in self.sortedIDs[self.position(after: query.after)...] {
            guard let record = self.records[id], query.matches(record) else { continue }
            if found.count == query.effectivePageSize { return UserPage(records: found, next: found.last?.id) }
            found.append(record)
        }
        return UserPage(records: found, next: nil)
    }

    /// Checks a batch of changes against the state, without changing it.
    ///
    /// - Returns: What the state would become, for ``absorb(_:)``.
    /// - Throws: ``ChangeError`` when a change contradicts the state or an earlier change of the batch.
    /// - Complexity: O(changes), however large the state is.
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

    /// Whether what a commit was decided on is still so.
    ///
    /// - Complexity: O(users named).
    public func meets(_ precondition: CommitPrecondition) -> Bool {
        do throws(LookupFailure) {
            return try precondition.holds(in: self)
        } catch {
            preconditionFailure("invariant: what is in memory can be told")
        }
    }

    /// Takes over a batch that has been checked against exactly this state.
    public mutating func absorb(_ draft: DirectoryDraft) {
        precondition(
            draft.commit.revision == self.revision.next, "invariant: a draft is absorbed by the state it was made of")
        self.revision = draft.commit.revision
        self.company = draft.company ?? self.company
        self.notifiedThrough = draft.notifiedThrough ?? self.notifiedThrough
        for holder in draft.holders { self.idsByKey[holder.key] = holder.user }
        for user in draft.users {
            if user.record == nil { self.forget(user.id) } else if !user.wasThere { self.remember(user.id) }
            self.records[user.id] = user.record
        }
    }

    /// Replays one step of a history.
    ///
    /// - Throws: ``ChangeError`` when the step contradicts what came before it.
    public mutating func apply(_ commit: Commit) throws(ChangeError) {
        self.absorb(try self.draft(of: commit))
    }

    /// The position of the first identifier after one, by binary search.
    private func position(after id: UserID?) -> Int {
        guard let id else { return 0 }
        var (low, high) = (0, self.sortedIDs.count)
        while low < high {
            let middle = (low + high) / 2
            if self.sortedIDs[middle] <= id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func remember(_ id: UserID) {
        // New identifiers mostly are the greatest so far.
        let isLast = self.sortedIDs.last.map { $0 < id } ?? true
        self.sortedIDs.insert(id, at: isLast ? self.sortedIDs.count : self.position(after: id))
    }

    private mutating func forget(_ id: UserID) {
        let position = self.position(after: id) - 1
        if position >= 0, self.sortedIDs[position] == id { self.sortedIDs.remove(at: position) }
    }
}
