package import RosterDomain
package import RosterPorts
package import RosterStore

/// All that the history of a directory amounts to, as `DirectoryState` defines it, without an object for any user: those who
/// changed lately are encoded in memory, all others are in a checkpoint.
///
/// It is kept under a lock. Everything here needs the lock; only what takes long does not: ``snapshot()`` and ``freeze()`` hand
/// out what can be read without it.
package struct DirectoryContent: Sendable {
    /// The position in the history.
    package private(set) var revision: Revision
    /// The company; nil before it is enrolled.
    package private(set) var company: Company?
    /// The position up to which notifications have been delivered.
    package private(set) var notifiedThrough: Revision
    /// What users have, or had once, as attributes.
    package private(set) var attributes: [AttributeExtent] = []
    private var table: RecordTable
    private var names: StoredNames
    /// Every group, deleted ones among them.
    private var groups = GroupTable()
    /// Every role of the company, deleted ones among them.
    private var companyRoles: [CompanyRoleID: CompanyRole] = [:]
    /// What is being written into a checkpoint.
    private var frozen: FrozenRecords?
    /// Where records are encoded before they are kept.
    private var scratch = ByteWriter()

    /// Creates the content of an empty history.
    ///
    /// - Parameter seed: What keys the hashes of identifiers and addresses, here and in every checkpoint; random for a new
    ///   store.
    package init(seed: KeyedHash.Seed = .random()) {
        self.revision = .start
        self.notifiedThrough = .start
        self.names = StoredNames()
        self.table = RecordTable(seed: seed)
    }

    /// Creates the content that a checkpoint holds.
    ///
    /// - Throws: `FileStoreError.damaged`.
    /// - Complexity: O(names of roles and scopes, and groups).
    package init(_ checkpoint: Checkpoint) throws(FileStoreError) {
        do throws(ByteReader.Malformed) {
            let (details, names) = try DirectoryDetails.read(checkpoint.info.details)
            self.company = details.company
            self.notifiedThrough = details.notifiedThrough
            self.attributes = details.attributes
            self.groups = GroupTable(details.groups)
            for role in details.companyRoles { self.companyRoles[role.id] = role }
            self.names = names
        } catch {
            throw error.explaining(
                .damaged(
                    path: checkpoint.path, offset: 0, revision: checkpoint.info.revision,
                    detail: "invalid encoding of the names or the details"))
        }
        self.table = RecordTable(checkpoint)
        self.revision = Revision(checkpoint.info.revision)
    }

    /// The number of users, deleted ones among them.
    package var userCount: Int { self.table.recordCount }

    /// The number of users who changed since what was last frozen.
    package var changedUserCount: Int { self.table.changedCount }
}

// MARK: - Reading

extension DirectoryContent {
    /// The user with this identifier, or nil.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged there.
    /// - Complexity: O(1).
    package func record(_ id: UserID) throws(FileStoreError) -> UserRecord? {
        guard let place = try self.table.place(of: id.key) else { return nil }
        return try self.table.record(of: id, at: place, self.names)
    }

    /// The user who has this name, or nil.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged there.
    /// - Complexity: O(1).
    package func record(named name: RecordName) throws(FileStoreError) -> UserRecord? {
        guard let holder = try self.table.holder(of: name) else { return nil }
        return try self.table.record(of: UserID(holder.key), at: holder.place, self.names)
    }

    /// The user who has this name; nil when it is free.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged there.
    /// - Complexity: O(1).
    package func userID(named name: RecordName) throws(FileStoreError) -> UserID? {
        try self.table.holder(of: name).map { UserID($0.key) }
    }

    /// All of it, as it is now, to be read without the lock.
    ///
    /// - Complexity: O(log users) for each user added since the last time, as a rule.
    package mutating func snapshot() -> DirectorySnapshot {
        self.table.settle()
        return DirectorySnapshot(
            self.table, names: self.names, groups: self.groups,
            companyRoles: self.companyRoles.values.sorted { $0.id < $1.id }, at: self.revision)
    }
}

extension DirectoryContent: DirectoryLookup {
    package var head: DirectoryHead {
        DirectoryHead(revision: self.revision, company: self.company, notifiedThrough: self.notifiedThrough)
    }

    package func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
        do throws(FileStoreError) {
            switch id {
            case .user(let id): return try self.record(id).map { .user($0) }
            case .group(let id): return self.groups[id].map { .group($0) }
            case .companyRole(let id): return self.companyRoles[id].map { .companyRole($0) }
            }
        } catch {
            throw LookupFailure(error)
        }
    }

    package func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        do throws(FileStoreError) {
            switch name.space {
            case .signIn, .attribute: return try self.userID(named: name).map { .user($0) }
            case .group, .groupExternalID: return self.groups.id(named: name).map { .group($0) }
            case .companyRole:
                return self.companyRoles.values.first { $0.names.contains(name) }.map { .companyRole($0.id) }
            }
        } catch {
            throw LookupFailure(error)
        }
    }
}

// MARK: - Changing

extension DirectoryContent {
    /// Takes over a step that was checked against exactly this content.
    package mutating func absorb(_ draft: consuming DirectoryDraft) {
        precondition(draft.commit.revision == self.revision.next, "invariant: commits are absorbed in their order")
        // By position: an iterator would copy every record.
        for position in draft.users.indices {
            let (id, wasThere) = (draft.users[position].id, draft.users[position].wasThere)
            self.put(id, draft.takeRecord(at: position), wasThere: wasThere)
        }
        if !draft.groups.isEmpty { self.groups.take(draft.groups.map(\.group)) }
        for drafted in draft.companyRoles { self.companyRoles[drafted.role.id] = drafted.role }
        self.revision = draft.head.revision
        self.company = draft.head.company
        self.notifiedThrough = draft.head.notifiedThrough
    }

    private mutating func put(_ id: UserID, _ record: consuming UserRecord?, wasThere: Bool) {
        guard let record = consume record else { return self.table.remove(id.key, wasThere: wasThere) }
        let (keyHashes, group) = (self.table.hash.hashes(ofNamesOf: record), record.user.status.number)
        if !record.user.attributes.isEmpty { self.attributes.take(record.user.attributes) }
        self.scratch.bytes.removeAll(keepingCapacity: true)
        let roles = UserRecordCodec.write(consume record, to: &self.scratch, names: &self.names)
        let scan = self.scratch.bytes.withUnsafeBytes { try? UserRecordCodec.scan($0) }
        guard let scan else { preconditionFailure("invariant: what was encoded can be read") }
        let changed = ChangedRecord(
            key: id.key, keyHashes: keyHashes, group: group, flags: UserIndexing.flags(of: scan), listBits: roles,
            bytes: self.scratch.bytes)
        self.table.put(changed, wasThere: wasThere)
    }
}

// MARK: - In a store

extension DirectoryContent: StoreContent {
    package typealias Request = DirectoryRequest
    package typealias Reply = Result<Commit, UserDirectoryError>
    package typealias Round = DirectoryRound

    package static var kind: StoreKind { StoreKind(1) }

    package init(_ checkpoint: Checkpoint?) throws(FileStoreError) {
        if let checkpoint { try self.init(checkpoint) } else { self.init() }
    }

    package var reached: UInt64 { self.revision.number }

    package var changedByteCount: Int {
        // Refusals change no record, but opening reads them.
        max(self.table.changedByteCount, Self.readByteCountEach * Int(clamping: self.reached - self.checkpointRevision))
    }

    private var checkpointRevision: UInt64 { self.checkpoint?.info.revision ?? 0 }

    /// What reading a step that follows a checkpoint counts for, in bytes; ours.
    private static let readByteCountEach = 100

    package var checkpoint: Checkpoint? { self.table.checkpoint }

    package mutating func replay(_ frame: JournalFrame) throws(FileStoreError) {
        var failure: FileStoreError?
        try frame.forEachCommit { (number, bytes) throws(ByteReader.Malformed) in
            guard failure == nil else { return }
            let commit = try CommitCodec.read(bytes, revision: Revision(number))
            do throws(FileStoreError) { try self.replay(commit, in: frame) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private mutating func replay(_ commit: Commit, in frame: JournalFrame) throws(FileStoreError) {
        do throws(DraftError) {
            self.absorb(try DirectoryDraft(of: commit, over: self))
        } catch {
            switch error {
            case .failure(let failure):
                guard let cause = failure.cause as? FileStoreError else {
                    throw frame.damage(at: commit.revision.number, "\(failure.cause)")
                }
                throw cause
            case .contradiction:
                throw frame.damage(at: commit.revision.number, "the record contradicts those before it")
            }
        }
    }

    package mutating func absorb(_ round: DirectoryRound) {
        // From the end: an iterator would copy every draft.
        var drafts: [DirectoryDraft] = round.takeDrafts().reversed()
        while let draft = drafts.popLast() { self.absorb(draft) }
    }

    /// Whether something was frozen, and no checkpoint of it adopted yet.
    package var isFrozen: Bool { self.frozen != nil }

    package mutating func freeze() -> FrozenRecords {
        if let frozen { return frozen }
        self.table.settle()
        let details = DirectoryDetails(
            company: self.company, notifiedThrough: self.notifiedThrough, attributes: self.attributes,
            groups: self.groups.sorted, companyRoles: self.companyRoles.values.sorted { $0.id < $1.id })
        let frozen = FrozenRecords(
            self.table, at: self.revision.number, details: details.bytes(with: self.names),
            listCount: self.names.listCount, indexing: UserIndexing(names: self.names, hash: self.table.hash))
        self.table.freeze()
        self.frozen = frozen
        return frozen
    }

    package mutating func adopt(_ checkpoint: Checkpoint) {
        precondition(
            self.frozen?.revision == checkpoint.info.revision, "invariant: a checkpoint holds what was frozen for it")
        self.table.adopt(checkpoint)
        self.frozen = nil
    }
}
