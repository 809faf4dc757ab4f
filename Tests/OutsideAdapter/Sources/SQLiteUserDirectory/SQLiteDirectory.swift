public import RosterDomain
public import RosterPorts

/// A user directory in tables of its own in an SQLite database.
///
/// Several processes can open the same file. Each commit decides within a transaction that excludes other writers, so a
/// step never rests on a state that another process has changed meanwhile. A commit is on the disk when
/// ``commit(_:by:at:given:)`` returns.
///
/// The file contains personal data, so keep it in a folder that only the host's account can enter.
public actor SQLiteDirectory: UserDirectory {
    private let executor = BlockingExecutor()
    private let waiters = HistoryWaiters(at: .start)
    private var connection: SQLiteConnection?
    private var follower: Task<Void, Never>?
    private let turnPatience: Duration
    private var turnSeen: SQLiteTurnSeen?

    /// The executor on which calls wait for SQLite.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { self.executor.asUnownedSerialExecutor() }

    /// Opens the directory in a file, and creates the file if it does not exist.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - interval: How often to look for commits of other processes, on behalf of waiting tasks.
    ///   - turnPatience: How long the turn to deliver may stand still before its holder counts as gone.
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    public init(
        at path: String, lookingEvery interval: Duration = .milliseconds(200), turnPatience: Duration = .seconds(10)
    ) async throws(UserDirectoryError) {
        self.turnPatience = turnPatience
        do {
            let connection = try SQLiteConnection(path: path)
            let settings = ["busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"]
            for setting in settings { try connection.run("PRAGMA \(setting)") }
            for statement in SQLiteTables.schema + SQLiteTables.turnSchema { try connection.run(statement) }
            self.waiters.advance(to: try SQLiteTables(connection).head.revision)
            self.connection = connection
        } catch {
            throw .unavailable(cause: error)
        }
        self.follower = Task.detached { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                await self?.lookForCommits()
            }
        }
    }

    deinit { self.follower?.cancel() }

    /// Closes the database; every later call throws.
    public func close() {
        self.follower?.cancel()
        self.connection = nil
    }

    /// Reads records by identifier and by name, all of them as of one revision.
    public func read(_ keys: RecordKeys) throws(UserDirectoryError) -> DirectoryExcerpt {
        try self.reading { tables in try DirectoryExcerpt(of: keys, in: tables) }
    }

    /// Returns one page of users or of groups.
    public func page(_ query: DirectoryQuery) throws(UserDirectoryError) -> DirectoryPage {
        switch query {
        case .users(let query): return try self.reading { tables in .users(try tables.page(query)) }
        case .groups(let query): return try self.reading { tables in .groups(query.page(of: try tables.groups())) }
        @unknown default: throw .unavailable(cause: UnknownKindError())
        }
    }

    /// Adds a step to the history, if the precondition holds and the changes contradict nothing.
    public func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) throws(UserDirectoryError) -> Commit {
        let commit = try self.writing { tables in
            let latest = tables.head.revision
            guard try precondition.holds(in: tables) else { throw UserDirectoryError.conflict(latest: latest) }
            let commit = Commit(revision: latest.next, at: moment, principal: principal, changes: changes)
            try tables.write(DirectoryDraft(of: commit, over: tables))
            return commit
        }
        self.waiters.advance(to: commit.revision)
        return commit
    }

    /// Returns steps of the history, oldest first.
    public func history(after revision: Revision, limit: Int) throws(UserDirectoryError) -> [Commit] {
        try self.reading { tables in try tables.history(after: revision, limit: limit) }
    }

    /// Waits until the history reaches further than a revision, or the task is canceled.
    public nonisolated func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        await self.waiters.wait(after: revision)
    }

    // With `nonisolated(nonsending)`, the closure stays on the caller's task; the actor returns what it read.
    /// Calls `body` with every standing; needs O(users) of memory.
    public nonisolated(nonsending) func readStandings(
        _ body: (DirectoryStanding) -> Void
    ) async throws(UserDirectoryError) -> Revision {
        let (revision, standings) = try await self.standings()
        standings.forEach(body)
        return revision
    }

    private func standings() throws(UserDirectoryError) -> (Revision, [DirectoryStanding]) {
        try self.reading { tables in (tables.head.revision, try tables.standings()) }
    }

    private func lookForCommits() {
        // An error here recurs at the next call, which throws it.
        guard let head = try? self.reading({ tables in tables.head }) else { return }
        self.waiters.advance(to: head.revision)
    }
}

// MARK: - The turn to deliver

extension SQLiteDirectory {
    /// Takes the turn to deliver; nil while another holder has it and touches its row.
    public func takeDeliveryTurn() throws(UserDirectoryError) -> (any DeliveryTurn)? {
        let holder = Int64.random(in: 1 ... .max)
        let seen = self.turnSeen
        let found = try self.writing { tables -> SQLiteTurnSeen? in
            let turn = try tables.turn
            if let other = turn.holder {
                let isSame = seen?.holder == other && seen?.beat == turn.beat
                guard isSame, let seen, .now - seen.since > self.turnPatience else {
                    return isSame ? seen : SQLiteTurnSeen(holder: other, beat: turn.beat, since: .now)
                }
            }
            try tables.setTurn(holder)
            return nil
        }
        self.turnSeen = found
        return found == nil ? SQLiteDeliveryTurn(self, holder: holder, touchingEvery: self.turnPatience / 4) : nil
    }

    /// Returns what the last holder of the turn noted.
    public func deliveryNotes() throws(UserDirectoryError) -> [UInt8] {
        try self.reading { tables in try tables.notes }
    }

    func note(_ notes: [UInt8], by holder: Int64) throws(UserDirectoryError) {
        try self.writing { tables in
            guard try tables.turn.holder == holder else {
                throw UserDirectoryError.unavailable(cause: DeliveryTurnLost())
            }
            try tables.setTurn(holder)
            try tables.setNotes(notes)
        }
    }

    func touchTurn(of holder: Int64) {
        try? self.writing { tables in if try tables.turn.holder == holder { try tables.setTurn(holder) } }
    }

    func endTurn(of holder: Int64) {
        try? self.writing { tables in if try tables.turn.holder == holder { try tables.setTurn(nil) } }
    }
}

// MARK: - Transactions

extension SQLiteDirectory {
    /// Reads in a transaction, so that everything is as of one revision.
    private func reading<Value>(
        _ body: (SQLiteTables) throws -> Value
    ) throws(UserDirectoryError) -> Value {
        let connection = try self.opened()
        defer { try? connection.run("ROLLBACK") }
        do {
            try connection.run("BEGIN")
            return try body(SQLiteTables(connection))
        } catch {
            throw Self.translated(error)
        }
    }

    /// Reads and writes in a transaction that excludes other writers from its beginning.
    private func writing<Value>(
        _ body: (SQLiteTables) throws -> Value
    ) throws(UserDirectoryError) -> Value {
        let connection = try self.opened()
        let value: Value
        do {
            try connection.run("BEGIN IMMEDIATE")
            value = try body(SQLiteTables(connection))
        } catch {
            try? connection.run("ROLLBACK")
            throw Self.translated(error)
        }
        do {
            try connection.run("COMMIT")
        } catch {
            // The step may or may not be on the disk; SQLite finds out when the database is opened again.
            self.close()
            throw .outcomeUnknown(cause: error)
        }
        return value
    }

    private func opened() throws(UserDirectoryError) -> SQLiteConnection {
        guard let connection = self.connection else { throw .unavailable(cause: ClosedError()) }
        return connection
    }

    private static func translated(_ error: any Error) -> UserDirectoryError {
        switch error {
        case let error as UserDirectoryError: error
        case let error as DraftError: UserDirectoryError(error)
        case let error as LookupFailure: UserDirectoryError(error)
        default: .unavailable(cause: error)
        }
    }
}

/// The directory was closed, or has closed itself because the outcome of a commit is unknown.
struct ClosedError: Error, CustomStringConvertible {
    let description = "the directory is closed; open it again"
}
