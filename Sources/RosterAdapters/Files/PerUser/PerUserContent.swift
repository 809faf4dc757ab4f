internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// What a store on files keeps of each user, under the user's identifier: credentials, or sessions.
///
/// A step replaces all that is kept of one user. So the journal can be dropped up to a checkpoint.
protocol PerUserRecord: StoredRecord, Equatable {
    /// What the journal holds.
    static var kind: StoreKind { get }
    /// What is remembered of the latest steps, in memory alone.
    associatedtype Trace: PerUserTrace where Trace.Record == Self

    /// Whether there is nothing to keep.
    var isEmpty: Bool { get }
    /// Facts by which records are listed.
    var flags: UInt8 { get }
    /// Texts by which the record is found.
    var keys: [String] { get }
}

/// What a content remembers of the latest steps, in memory alone.
protocol PerUserTrace: Sendable {
    associatedtype Record
    /// Begins at a position.
    init(at position: UInt64)
    /// Takes note of what a step left.
    mutating func note(_ record: Record, at position: UInt64)
}

/// The records of a store: those that have changed in memory, the others in a checkpoint.
struct PerUserContent<Record: PerUserRecord>: StoreContent {
    typealias Request = PerUserRequest<Record>
    /// Whether it was done: not when something else was known of the user than what was to be replaced.
    typealias Reply = Result<Bool, FileStoreError>
    typealias Round = PerUserRound<Record>

    static var kind: StoreKind { Record.kind }

    private(set) var reached: UInt64
    private(set) var trace: Record.Trace
    private var table: RecordTable
    private var frozen: FrozenRecords?
    /// The bytes of steps before what is aside for a checkpoint, and since.
    private var stepByteCounts = (before: 0, since: 0)

    init(_ checkpoint: Checkpoint?) throws(FileStoreError) {
        self.table = checkpoint.map { RecordTable($0) } ?? RecordTable()
        self.reached = checkpoint?.info.revision ?? 0
        self.trace = Record.Trace(at: self.reached)
    }

    var checkpoint: Checkpoint? { self.table.checkpoint }

    /// Counts every step since the checkpoint, also of the same user: until there is another, the journal holds all.
    var changedByteCount: Int { self.stepByteCounts.before + self.stepByteCounts.since }

    /// About what a step takes beside its record, in bytes; ours.
    private static var byteCountEach: Int { 100 }
}

// MARK: - Reading

extension PerUserContent {
    /// What is known of a user.
    func record(of user: UserID) throws(FileStoreError) -> Record {
        guard let place = try self.table.place(of: user.key) else { return .blank }
        return try self.record(at: place)
    }

    /// The record that is found by a text; nil for none.
    func record(withKey key: String) throws(FileStoreError) -> Record? {
        let found = try self.table.find(keyHash: self.table.hash.hash(ofKey: key)) {
            (bytes) throws(ByteReader.Malformed) in
            try PerUserCodec<Record>.readRecord(bytes).keys.contains(key)
        }
        return try found.map { (found) throws(FileStoreError) in try self.record(at: found.place) }
    }

    /// The users whose records have flags.
    func users(withFlags flags: UInt8) throws(FileStoreError) -> [UserID] {
        var table = self.table
        table.settle()
        var filter = RecordFilter()
        filter.flags = flags
        var (cursor, users) = (try RecordCursor(table, filter: filter), [UserID]())
        while let found = try cursor.next() { users.append(UserID(found.key)) }
        return users
    }

    private func record(at place: RecordPlace) throws(FileStoreError) -> Record {
        let bytes = try self.table.bytes(at: place)
        do throws(ByteReader.Malformed) {
            return try PerUserCodec.readRecord(bytes)
        } catch {
            throw self.table.malformed(at: place, error)
        }
    }
}

// MARK: - Changing

extension PerUserContent {
    mutating func replay(_ frame: JournalFrame) throws(FileStoreError) {
        try frame.forEachCommit { (revision, bytes) throws(ByteReader.Malformed) in
            self.take(try PerUserCodec<Record>.readRequest(bytes), revision)
        }
    }

    mutating func absorb(_ round: PerUserRound<Record>) {
        for request in round.requests { self.take(request, self.reached + 1) }
    }

    private mutating func take(_ request: PerUserRequest<Record>, _ revision: UInt64) {
        self.reached = revision
        self.trace.note(request.record, at: revision)
        // Whether there was a record before is not looked up: the number of records is a limit only.
        let record = request.record
        self.stepByteCounts.since += Self.byteCountEach
        guard !record.isEmpty else { return self.table.remove(request.user.key, wasThere: false) }
        let (hashes, bytes) = (record.keys.map { self.table.hash.hash(ofKey: $0) }, StoredForm.encoded(record))
        self.stepByteCounts.since += bytes.count
        self.table.put(
            ChangedRecord(key: request.user.key, keyHashes: hashes, flags: record.flags, bytes: bytes),
            wasThere: false)
    }

    mutating func freeze() -> FrozenRecords {
        if let frozen { return frozen }
        self.table.settle()
        let frozen = FrozenRecords(
            self.table, at: self.reached, details: [], listCount: 0,
            indexing: PerUserIndexing<Record>(hash: self.table.hash))
        self.table.freeze()
        self.frozen = frozen
        self.stepByteCounts = (self.changedByteCount, 0)
        return frozen
    }

    mutating func adopt(_ checkpoint: Checkpoint) {
        self.table.adopt(checkpoint)
        self.frozen = nil
        self.stepByteCounts.before = 0
    }
}

extension KeyedHash {
    fileprivate func hash(ofKey key: String) -> UInt64 {
        var key = key
        return key.withUTF8 { self.hash(of: UnsafeRawBufferPointer($0)) }
    }
}

/// The store finds records by their users' identifiers and by their keys, and lists them by flags.
private struct PerUserIndexing<Record: PerUserRecord>: RecordIndexing {
    let hash: KeyedHash

    func readFacts(of record: UnsafeRawBufferPointer, into facts: inout RecordFacts) throws(ByteReader.Malformed) {
        let read = try PerUserCodec<Record>.readRecord(record)
        facts.flags = read.flags
        for key in read.keys { facts.keyHashes.append(self.hash.hash(ofKey: key)) }
    }

    func readKeyHashes(of record: UnsafeRawBufferPointer, into hashes: inout [UInt64]) throws(ByteReader.Malformed) {
        hashes += try PerUserCodec<Record>.readRecord(record).keys.map { self.hash.hash(ofKey: $0) }
    }

    func check(_ record: UnsafeRawBufferPointer, of key: RecordKey) throws(ByteReader.Malformed) {
        _ = try PerUserCodec<Record>.readRecord(record)
    }

    func haveSameKey(
        _ record: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, hash: UInt64
    ) throws(ByteReader.Malformed) -> Bool {
        let keys = Set(try PerUserCodec<Record>.readRecord(record).keys)
        return try PerUserCodec<Record>.readRecord(other).keys.contains {
            keys.contains($0) && self.hash.hash(ofKey: $0) == hash
        }
    }
}
