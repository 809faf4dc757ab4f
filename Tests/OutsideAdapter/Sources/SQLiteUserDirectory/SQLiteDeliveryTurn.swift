import RosterPorts

/// The turn to deliver, as a row that its holder touches again and again.
///
/// A row that has stood still for a while belongs to a holder that is gone. How long it stood still is measured by who wants the turn,
/// so that clocks need not agree.
final class SQLiteDeliveryTurn: DeliveryTurn {
    private let directory: SQLiteDirectory
    private let holder: Int64
    private let heartbeat: Task<Void, Never>

    init(_ directory: SQLiteDirectory, holder: Int64, touchingEvery interval: Duration) {
        self.directory = directory
        self.holder = holder
        self.heartbeat = Task.detached {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                if !Task.isCancelled { await directory.touchTurn(of: holder) }
            }
        }
    }

    deinit {
        self.heartbeat.cancel()
        let (directory, holder) = (self.directory, self.holder)
        Task.detached { await directory.endTurn(of: holder) }
    }

    func note(_ notes: [UInt8]) async throws(UserDirectoryError) {
        try await self.directory.note(notes, by: self.holder)
    }

    func end() async {
        self.heartbeat.cancel()
        await self.directory.endTurn(of: self.holder)
    }
}

/// A row of the turn that was seen held, and since when it stands still.
struct SQLiteTurnSeen {
    let holder: Int64
    let beat: Int64
    let since: ContinuousClock.Instant
}

extension SQLiteTables {
    static let turnSchema = [
        "CREATE TABLE IF NOT EXISTS delivery (id INTEGER PRIMARY KEY CHECK (id = 1), holder INTEGER, beat INTEGER, notes BLOB)",
        "INSERT OR IGNORE INTO delivery VALUES (1, NULL, 0, x'')",
    ]

    var turn: (holder: Int64?, beat: Int64) {
        get throws {
            try self.connection.first("SELECT holder, beat, holder IS NULL FROM delivery") { row in
                (row.integer(2) == 1 ? nil : row.integer(0), row.integer(1))
            } ?? (nil, 0)
        }
    }

    var notes: [UInt8] {
        get throws { try self.connection.first("SELECT notes FROM delivery") { $0.bytes(0) } ?? [] }
    }

    /// Writes that a holder has the turn, nil for none, and is alive.
    func setTurn(_ holder: Int64?) throws {
        try self.connection.run(
            "UPDATE delivery SET holder = ?, beat = beat + 1", holder.map { .integer($0) } ?? .null)
    }

    func setNotes(_ notes: [UInt8]) throws {
        try self.connection.run("UPDATE delivery SET notes = ?", .bytes(notes))
    }
}
