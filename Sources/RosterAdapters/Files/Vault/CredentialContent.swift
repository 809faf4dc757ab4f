internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// The credentials of a vault: those that have changed in memory, the others in a checkpoint.
struct CredentialContent: StoreContent {
    typealias Request = CredentialRequest
    /// Whether it was done: not when there was another credential than the one to be replaced.
    typealias Reply = Result<Bool, CredentialVaultError>
    typealias Round = CredentialRound

    /// Credentials that a new checkpoint is to hold, over those of the former one.
    struct Frozen: Sendable {
        let checkpoint: Checkpoint?
        let changed: [UserID: UserCredentials?]
        let revision: UInt64
    }

    static var kind: StoreKind { StoreKind(2, dropsHistory: true) }
    /// About what a changed credential takes in memory.
    private static let changedByteCountEach = 200

    private(set) var reached: UInt64
    private(set) var checkpoint: Checkpoint?
    private var changed: [UserID: UserCredentials?] = [:]
    private var frozen: Frozen?

    init(_ checkpoint: Checkpoint?) throws(FileStoreError) {
        self.checkpoint = checkpoint
        self.reached = checkpoint?.info.revision ?? 0
    }

    /// Counts every change since the checkpoint, also of the same user: until there is another, the journal holds all.
    var changedByteCount: Int {
        Self.changedByteCountEach * Int(clamping: self.reached - (self.checkpoint?.info.revision ?? 0))
    }

    /// What a user has.
    func credentials(of user: UserID) throws(FileStoreError) -> UserCredentials {
        if let changed = self.changed[user] ?? self.frozen?.changed[user] { return changed ?? UserCredentials() }
        guard let checkpoint, let ordinal = try checkpoint.find(user.key) else { return UserCredentials() }
        let record = try checkpoint.user(ordinal).record
        do throws(ByteReader.Malformed) {
            return try CredentialCodec.readCredentials(record)
        } catch {
            throw checkpoint.damaged(entry: ordinal, "the record is whole but cannot be understood")
        }
    }

    /// The users with more than one credential.
    func unsettledUsers() throws(FileStoreError) -> [UserID] {
        var found: Set<UserID> = []
        for ordinal in 0..<(self.checkpoint?.userCount ?? 0) {
            guard let user = try self.checkpoint?.user(ordinal) else { continue }
            if try self.credentials(of: UserID(user.key)).list.count > 1 { found.insert(UserID(user.key)) }
        }
        let changed = (self.frozen?.changed ?? [:]).merging(self.changed) { _, later in later }
        for (user, credentials) in changed {
            if (credentials?.list.count ?? 0) > 1 { found.insert(user) } else { found.remove(user) }
        }
        return found.sorted()
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
        self.changed[request.user] = .some(request.credentials.list.isEmpty ? nil : request.credentials)
        self.reached = revision
    }

    mutating func freeze() -> Frozen {
        if let frozen { return frozen }
        let frozen = Frozen(checkpoint: self.checkpoint, changed: self.changed, revision: self.reached)
        self.frozen = frozen
        self.changed = [:]
        return frozen
    }

    mutating func adopt(_ checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
        self.frozen = nil
    }

    static func revision(of frozen: Frozen) -> UInt64 { frozen.revision }

    static func write(
        _ frozen: Frozen, of store: StoreID, to file: any StoreFile, path: String
    ) throws(FileStoreError) {
        let seed = KeyedHash.SeedWords.random()
        let info = CheckpointInfo(
            store: store, revision: frozen.revision, kind: Self.kind.number, details: [],
            seed: (seed.first, seed.second))
        let builder = try CheckpointBuilder(
            file, path: path, info: info, roles: [], scopes: [],
            userLimit: (frozen.checkpoint?.userCount ?? 0) + frozen.changed.count)
        var writing = CredentialWriting(builder, former: frozen.checkpoint)
        for (user, credential) in frozen.changed.sorted(by: { $0.key < $1.key }) {
            try writing.write(credential, of: user)
        }
        try writing.finish()
    }
}

/// A checkpoint that is being written from a former one and what has changed since.
private struct CredentialWriting {
    private let builder: CheckpointBuilder
    private let none: UInt32
    private let former: Checkpoint?
    /// How many users of the former checkpoint are dealt with.
    private var ordinal = 0
    private var writer = ByteWriter()

    init(_ builder: CheckpointBuilder, former: Checkpoint?) {
        self.builder = builder
        self.none = builder.holdings(UnsafeRawBufferPointer(start: nil, count: 0), roles: [])
        self.former = former
    }

    /// Writes what a user has now, after all that come before; nil for nothing.
    ///
    /// Users come in ascending order.
    mutating func write(_ credential: UserCredentials?, of user: UserID) throws(FileStoreError) {
        try self.copy(while: { $0 < user })
        if let former, self.ordinal < former.userCount, try former.key(self.ordinal) == user.key { self.ordinal += 1 }
        guard let credential else { return }
        self.writer.bytes.removeAll(keepingCapacity: true)
        CredentialCodec.write(credential, to: &self.writer)
        try self.add(user, self.writer.bytes)
    }

    mutating func finish() throws(FileStoreError) {
        try self.copy(while: { _ in true })
        try self.builder.finish()
    }

    private mutating func copy(while isWanted: (UserID) -> Bool) throws(FileStoreError) {
        guard let former else { return }
        while self.ordinal < former.userCount {
            let user = try former.user(self.ordinal)
            guard isWanted(UserID(user.key)) else { return }
            try self.add(UserID(user.key), [UInt8](user.record))
            self.ordinal += 1
        }
    }

    private func add(_ user: UserID, _ record: [UInt8]) throws(FileStoreError) {
        var failure: FileStoreError?
        record.withUnsafeBytes { bytes in
            let entry = CheckpointUser(key: user.key, status: 0, flags: 0, holdings: self.none, record: bytes)
            do throws(FileStoreError) { try self.builder.add(entry, emailHash: nil) } catch { failure = error }
        }
        if let failure { throw failure }
    }
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
