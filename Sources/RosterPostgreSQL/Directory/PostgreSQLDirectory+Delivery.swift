#if PostgreSQL
    internal import RosterDomain
    public import RosterPorts
    internal import Synchronization

    extension PostgreSQLDirectory {
        /// Takes the turn to deliver; nil while another holder has it and touches its row.
        ///
        /// The turn of a holder that is gone can be taken when its row has stood still for as long as the limits say, by the clock of the
        /// host that wants it.
        public func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
            let holder = TurnHolder()
            let (schema, company, turns, limits) = (self.core.schema, self.company, self.turns, self.limits)
            let isTaken = try await self.translating { () throws(PostgreSQLError) in
                try await self.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                    let rows = try connection.write(
                        [schema.limits(limits), schema.turnAddition(company), schema.turn(of: company)],
                        within: limits.answer)
                    let beat: Int64 = try rows[2].integer(0, 1)
                    let former = rows[2].isNull(0, 0) ? nil : TurnHolder(try rows[2].uuid(0, 0))
                    guard turns.isFree(former, beat, after: limits.turnPatience) else { return false }
                    let taken = try connection.write(
                        [schema.limits(limits), schema.taking(holder, company, at: beat)], within: limits.answer)
                    return taken[1].affectedCount == 1
                }
            }
            return isTaken ? PostgreSQLDeliveryTurn(self, holder) : nil
        }

        /// Returns what the last holder of the turn noted.
        public func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] {
            let (request, limit) = (self.core.schema.notes(of: self.company), self.limits.answer)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.pool.perform { (connection) throws(PostgreSQLError) in
                    let rows = try connection.run(request, within: limit)
                    return rows.isEmpty ? [] : rows.bytes(0, 0)
                }
            }
        }

        /// Changes the row of the turn if a holder still has it; false when another one does.
        fileprivate func move(_ holder: TurnHolder, _ step: TurnStep) async throws(UserDirectoryError) -> Bool {
            let (schema, limits) = (self.core.schema, self.limits)
            let request = schema.moving(holder, self.company, step)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                    try connection.write([schema.limits(limits), request], within: limits.answer)[1].affectedCount == 1
                }
            }
        }
    }

    /// What the holder of a turn does to its row.
    private enum TurnStep: Sendable {
        case touch
        case note([UInt8])
        case end
    }

    /// Identifies one who took a turn.
    ///
    /// Two words, because Swift 6.3 on x86-64 corrupts the stack when a `UInt128` is passed on it to an async function.
    struct TurnHolder: Sendable, Hashable {
        private let high: UInt64
        private let low: UInt64

        /// A new one.
        init() {
            self.init(UInt128.random(in: 0 ... .max))
        }

        init(_ bits: UInt128) {
            self.high = UInt64(truncatingIfNeeded: bits >> 64)
            self.low = UInt64(truncatingIfNeeded: bits)
        }

        var bits: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }
    }

    /// How long the turn of another holder has stood still, as one directory has seen it.
    final class TurnWatch: Sendable {
        private struct Seen {
            let holder: TurnHolder
            let beat: Int64
            let since: ContinuousClock.Instant
        }

        private let seen = Mutex(Seen?.none)

        /// Whether a turn can be taken: it has no holder, or one that has not touched it for a while.
        func isFree(_ holder: TurnHolder?, _ beat: Int64, after patience: Duration) -> Bool {
            guard let holder else { return true }
            return self.seen.withLock { seen in
                guard let last = seen, last.holder == holder, last.beat == beat else {
                    seen = Seen(holder: holder, beat: beat, since: .now)
                    return false
                }
                return .now - last.since > patience
            }
        }
    }

    /// The turn to deliver, as a row that its holder touches again and again.
    private final class PostgreSQLDeliveryTurn: DeliveryTurn {
        private let directory: PostgreSQLDirectory
        private let holder: TurnHolder
        private let heartbeat: Task<Void, Never>

        init(_ directory: PostgreSQLDirectory, _ holder: TurnHolder) {
            self.directory = directory
            self.holder = holder
            self.heartbeat = Task.detached {
                while !Task.isCancelled {
                    try? await Task.sleep(for: directory.limits.turnPatience / 4)
                    if !Task.isCancelled { _ = try? await directory.move(holder, .touch) }
                }
            }
        }

        deinit {
            self.heartbeat.cancel()
            let (directory, holder) = (self.directory, self.holder)
            Task.detached { _ = try? await directory.move(holder, .end) }
        }

        func note(_ notes: [UInt8]) async throws(UserDirectoryError) {
            guard try await self.directory.move(self.holder, .note(notes)) else {
                throw .unavailable(cause: DeliveryTurnLost())
            }
        }

        func end() async {
            self.heartbeat.cancel()
            _ = try? await self.directory.move(self.holder, .end)
        }
    }

    extension SchemaName {
        fileprivate func turnAddition(_ company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "add-turn",
                "INSERT INTO \(self).turns (company, beat, notes) VALUES ($1, 0, '') ON CONFLICT DO NOTHING",
                .uuid(company.bits))
        }

        fileprivate func turn(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest("turn", "SELECT holder, beat FROM \(self).turns WHERE company = $1", .uuid(company.bits))
        }

        fileprivate func notes(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest("notes", "SELECT notes FROM \(self).turns WHERE company = $1", .uuid(company.bits))
        }

        /// Takes the turn, unless it has moved since it was looked at.
        fileprivate func taking(_ holder: TurnHolder, _ company: CompanyID, at beat: Int64) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "take-turn", "UPDATE \(self).turns SET holder = $2, beat = beat + 1 WHERE company = $1 AND beat = $3",
                .uuid(company.bits), .uuid(holder.bits), .big(beat))
        }

        fileprivate func moving(_ holder: TurnHolder, _ company: CompanyID, _ step: TurnStep) -> PostgreSQLRequest {
            let (id, bits) = (PostgreSQLValue.uuid(company.bits), PostgreSQLValue.uuid(holder.bits))
            let update = "UPDATE \(self).turns SET beat = beat + 1"
            return switch step {
            case .touch: PostgreSQLRequest("touch-turn", "\(update) WHERE company = $1 AND holder = $2", id, bits)
            case .note(let notes):
                PostgreSQLRequest(
                    "note-turn", "\(update), notes = $3 WHERE company = $1 AND holder = $2", id, bits, .bytes(notes))
            case .end:
                PostgreSQLRequest("end-turn", "\(update), holder = NULL WHERE company = $1 AND holder = $2", id, bits)
            }
        }
    }
#endif
