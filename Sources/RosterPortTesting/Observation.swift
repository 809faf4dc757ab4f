import RosterDomain
import RosterPorts

/// Everything that can be read from a directory, for comparison as a whole.
struct Observation: Equatable {
    var head: DirectoryHead
    var records: [UserRecord]
    var groups: [Group]
    var standings: [DirectoryStanding]
    var standingsRevision: Revision
    var history: [Commit]

    /// Reads everything; no task may write meanwhile.
    init(of directory: some UserDirectory) async throws {
        self.head = try await directory.head()
        self.records = try await directory.everyRecord()
        self.groups = try await directory.everyGroup()
        var standings: [DirectoryStanding] = []
        self.standingsRevision = try await directory.readStandings { standings.append($0) }
        self.standings = standings
        self.history = try await directory.history(after: .start, limit: .max)
    }

    /// What a read would show if the directory follows exactly from its history.
    init(replaying history: [Commit]) throws {
        var state = DirectoryState()
        for commit in history { try state.apply(commit) }
        self.init(of: state, history: history)
    }

    /// What a directory of this state and history should show.
    init(of state: DirectoryState, history: [Commit]) {
        self.head = state.head
        self.standings = Array(state.standings)
        self.records = self.standings.compactMap { state.record($0.id)?.user }
        self.groups = self.standings.compactMap { state.record($0.id)?.group }
        self.standingsRevision = state.revision
        self.history = history
    }

    /// Fails at the first part in which two observations differ.
    func expectSame(as expected: Observation, _ what: String) throws(Mismatch) {
        try expect("\(what); the head", self.head, is: expected.head)
        try expect("\(what); the number of users", self.records.count, is: expected.records.count)
        for (seen, expected) in zip(self.records, expected.records) {
            try expect("\(what); a user", seen, is: expected)
        }
        try expect("\(what); the number of groups", self.groups.count, is: expected.groups.count)
        for (seen, expected) in zip(self.groups, expected.groups) {
            try expect("\(what); a group", seen, is: expected)
        }
        try expect("\(what); the standings' revision", self.standingsRevision, is: expected.standingsRevision)
        try expect("\(what); the standings", self.standings, is: expected.standings)
        try expect("\(what); the number of steps", self.history.count, is: expected.history.count)
        for (seen, expected) in zip(self.history, expected.history) {
            try expect("\(what); a step", seen, is: expected)
        }
    }
}

extension UserDirectory {
    /// Every user, including deleted ones, page by page.
    func everyRecord(
        _ query: UserQuery = UserQuery(statuses: Set(AccountStatus.allCases)), pageSize: Int = 1_000
    ) async throws -> [UserRecord] {
        var query = query
        query.pageSize = pageSize
        var records: [UserRecord] = []
        while true {
            let page = try await self.users(matching: query)
            records += page.records
            guard let next = page.next else { return records }
            // If pages do not advance, this loop would never end.
            try expect("a next page that begins after the last one", next.isAfter(query.start))
            query.start = next
        }
    }

    /// Every group, including deleted ones, page by page.
    func everyGroup(pageSize: Int = 1_000) async throws -> [Group] {
        let inUse = try await self.everyGroup(GroupQuery(), pageSize: pageSize)
        return (inUse + (try await self.everyGroup(GroupQuery(isDeleted: true), pageSize: pageSize)))
            .sorted { $0.id < $1.id }
    }

    /// Every group that matches a query, page by page.
    func everyGroup(_ query: GroupQuery, pageSize: Int) async throws -> [Group] {
        var query = query
        query.pageSize = pageSize
        var groups: [Group] = []
        while true {
            let page = try await self.groups(matching: query)
            groups += page.groups
            guard let next = page.next else { return groups }
            query.start = next
            // If pages do not advance, this loop would never end.
            try expect("no group twice", Set(groups.map(\.id)).count, is: groups.count)
        }
    }

    /// Adds a step at the end of a history that no other task writes.
    @discardableResult
    func add(_ changes: Change...) async throws -> Commit {
        try await self.commit(changes, by: .system, at: Sample.noon, after: self.head().revision)
    }

    /// Tries to add a step.
    func attempt(_ changes: [Change], after revision: Revision) async -> Result<Commit, UserDirectoryError> {
        await self.attempt(changes, given: .history(at: revision))
    }

    /// Tries to add a step.
    func attempt(
        _ changes: [Change], given precondition: CommitPrecondition
    ) async -> Result<Commit, UserDirectoryError> {
        do throws(UserDirectoryError) {
            return .success(try await self.commit(changes, by: .system, at: Sample.noon, given: precondition))
        } catch {
            return .failure(error)
        }
    }

    /// Adds a step after the latest revision, and retries when another task commits first.
    func attemptWithRetry(_ changes: [Change]) async throws -> Result<Commit, UserDirectoryError> {
        // Each conflict means that another task committed; a task that only conflicts is starved.
        for _ in 0..<10_000 {
            let result = await self.attempt(changes, after: try await self.head().revision)
            guard case .failure(.conflict) = result else { return result }
            await Task.yield()
        }
        throw Mismatch(expected: "a commit after the head's revision gets through", seen: "10000 conflicts in a row")
    }
}

extension PageStart<UserID> {
    /// Whether this start follows an identifier, and a later one than another start does.
    fileprivate func isAfter(_ start: PageStart<UserID>) -> Bool {
        guard case .after(let next) = self else { return false }
        if case .after(let previous) = start { return previous < next }
        return true
    }
}
