internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// The credentials of a vault: those that have changed in memory, the others in a checkpoint.
struct CredentialContent: StoreContent {
    typealias Request = CredentialRequest
    /// Whether it was done: not when the user had other credentials than those to be replaced.
    typealias Reply = Result<Bool, CredentialVaultError>
    typealias Round = CredentialRound

    static var kind: StoreKind { StoreKind(2, dropsHistory: true) }
    /// About what a changed credential takes in memory.
    private static let changedByteCountEach = 200

    private(set) var reached: UInt64
    private var table: RecordTable
    private var frozen: FrozenRecords?

    init(_ checkpoint: Checkpoint?) throws(FileStoreError) {
        self.table = checkpoint.map { RecordTable($0) } ?? RecordTable()
        self.reached = checkpoint?.info.revision ?? 0
    }

    var checkpoint: Checkpoint? { self.table.checkpoint }

    /// Counts every change since the checkpoint, also of the same user: until there is another, the journal holds all.
    var changedByteCount: Int {
        Self.changedByteCountEach * Int(clamping: self.reached - (self.checkpoint?.info.revision ?? 0))
    }

    /// What a user has.
    func credentials(of user: UserID) throws(FileStoreError) -> UserCredentials {
        guard let place = try self.table.place(of: user.key) else { return UserCredentials() }
        let record = try self.table.bytes(at: place)
        do throws(ByteReader.Malformed) {
            return try CredentialCodec.readCredentials(record)
        } catch {
            throw self.table.malformed(at: place, error)
        }
    }

    /// The users with more than one credential.
    func unsettledUsers() throws(FileStoreError) -> [UserID] {
        var table = self.table
        table.settle()
        var filter = RecordFilter()
        filter.flags = CredentialIndexing.isUnsettled
        var (cursor, users) = (try RecordCursor(table, filter: filter), [UserID]())
        while let found = try cursor.next() { users.append(UserID(found.key)) }
        return users
    }

    mutating func replay(_ frame: JournalFrame) throws(FileStoreError) {
        try frame.forEachCommit { (revision, bytes) throws(ByteReader.Malformed) in
            self.take(try CredentialCodec.readRequest(bytes), revision)
        }
    }

    mutating func absorb(_ round: CredentialRound) {
        for request in round.requests { self.take(request, self.reached + 1) }
    }

    private mutating func take(_ request: CredentialRequest, _ revision: UInt64) {
        self.reached = revision
        // Whether there was a credential before is not looked up: the number of records is a limit only.
        let credentials = request.credentials
        guard !credentials.list.isEmpty else { return self.table.remove(request.user.key, wasThere: false) }
        var writer = ByteWriter()
        CredentialCodec.write(credentials, to: &writer)
        self.table.put(
            ChangedRecord(key: request.user.key, flags: CredentialIndexing.flags(of: credentials), bytes: writer.bytes),
            wasThere: false)
    }

    mutating func freeze() -> FrozenRecords {
        if let frozen { return frozen }
        self.table.settle()
        let frozen = FrozenRecords(
            self.table, at: self.reached, details: [], listCount: 0, indexing: CredentialIndexing())
        self.table.freeze()
        self.frozen = frozen
        return frozen
    }

    mutating func adopt(_ checkpoint: Checkpoint) {
        self.table.adopt(checkpoint)
        self.frozen = nil
    }
}

/// The store finds credentials by their users' identifiers, and lists those who have several.
private struct CredentialIndexing: RecordIndexing {
    /// The flag of a user with more than one credential.
    static let isUnsettled: UInt8 = 1 << 0

    static func flags(of credentials: UserCredentials) -> UInt8 {
        credentials.list.count > 1 ? self.isUnsettled : 0
    }

    func readFacts(of record: UnsafeRawBufferPointer, into facts: inout RecordFacts) throws(ByteReader.Malformed) {
        facts.flags = Self.flags(of: try CredentialCodec.readCredentials(record))
    }

    func readKeyHashes(of record: UnsafeRawBufferPointer, into hashes: inout [UInt64]) throws(ByteReader.Malformed) {}

    func check(_ record: UnsafeRawBufferPointer, of key: RecordKey) throws(ByteReader.Malformed) {
        _ = try CredentialCodec.readCredentials(record)
    }

    func haveSameKey(
        _ record: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, hash: UInt64
    ) throws(ByteReader.Malformed) -> Bool { false }
}

/// Requests to a vault that become durable together.
struct CredentialRound: StoreRound {
    private let content: SharedContent<CredentialContent>
    private(set) var requests: [CredentialRequest] = []

    init(over content: SharedContent<CredentialContent>) {
        self.content = content
    }

    mutating func decide(
        _ request: CredentialRequest, in group: inout JournalGroup
    ) -> Result<Bool, CredentialVaultError> {
        do throws(FileStoreError) {
            guard try self.isToBeDone(request) else { return .success(false) }
        } catch {
            return .failure(.unavailable(cause: error))
        }
        group.add { CredentialCodec.write(request, to: &$0) }
        self.requests.append(request)
        return .success(true)
    }

    private func isToBeDone(_ request: CredentialRequest) throws(FileStoreError) -> Bool {
        guard let former = request.former else { return true }
        if let earlier = self.requests.last(where: { $0.user == request.user }) {
            return earlier.credentials.isSame(as: former)
        }
        let present = try self.content.read { (content) throws(FileStoreError) in
            try content.credentials(of: request.user)
        }
        return present.isSame(as: former)
    }

    static func reply(to failure: StoreFailure) -> Result<Bool, CredentialVaultError> {
        switch failure {
        case .unavailable(let cause), .outcomeUnknown(let cause): .failure(.unavailable(cause: cause))
        }
    }
}
