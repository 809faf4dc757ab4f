package import RosterDomain
package import RosterPorts
package import RosterStore

/// All that the history of a directory amounts to, as `DirectoryState` defines it, without an object for any user: those who
/// changed lately are encoded in memory, all others are in a checkpoint.
///
/// It is kept under a lock. Everything here needs the lock; only what takes long does not: ``snapshot()`` and ``freeze()`` hand
/// out what can be read without it. Commits come in through ``absorb(_:)``. When
/// ``changedByteCount`` has grown, what there is is frozen, written into a checkpoint while commits go on, and the checkpoint
/// adopted.
package struct DirectoryContent: Sendable {
    /// The position in the history.
    package private(set) var revision: Revision
    /// The company; nil before it is enrolled.
    package private(set) var company: Company?
    /// The position up to which notifications have been delivered.
    package private(set) var notifiedThrough: Revision
    private var levels: RecordLevels
    /// What is being written into a checkpoint.
    private var frozen: FrozenContent?
    /// Where records are encoded before they are kept.
    private var scratch = ByteWriter()

    /// Creates the content of an empty history.
    ///
    /// - Parameter seed: What keys the hashes of identifiers and addresses, here and in every checkpoint; random for a new
    ///   store.
    package init(seed: KeyedHash.SeedWords = .random()) {
        let hash = KeyedHash(seed: seed)
        self.revision = .start
        self.notifiedThrough = .start
        self.levels = RecordLevels(names: StoredNames(), hash: hash, overlays: [RecordOverlay(hash: hash)])
    }

    /// Creates the content that a checkpoint holds.
    ///
    /// - Throws: `FileStoreError.damaged(path:offset:revision:detail:)`.
    /// - Complexity: O(names of roles and scopes).
    package init(_ checkpoint: Checkpoint) throws(FileStoreError) {
        let hash = KeyedHash(seed: KeyedHash.SeedWords(checkpoint.info.seed.0, checkpoint.info.seed.1))
        let (roles, scopes) = (try checkpoint.roles(), try checkpoint.scopes())
        do throws(ByteReader.Malformed) {
            let details = try DirectoryDetails(checkpoint.info.details)
            self.company = details.company
            self.notifiedThrough = details.notifiedThrough
            self.levels = RecordLevels(
                names: try understanding { () throws(StoredFormError) in try StoredNames(roles: roles, scopes: scopes)
                }, hash: hash, overlays: [RecordOverlay(hash: hash)],
                checkpoint: checkpoint)
        } catch {
            throw checkpoint.blocks.damaged(at: 0, "the names or the details are not such as are written")
        }
        self.revision = Revision(checkpoint.info.revision)
    }

    /// The number of users, deleted ones among them.
    package var userCount: Int { self.levels.userCount }

    /// The checkpoint under everything; nil for none.
    package var checkpoint: Checkpoint? { self.levels.checkpoint }

    /// The bytes, about, of users who changed since what was last frozen.
    package var changedByteCount: Int { self.levels.overlays[0].byteCount }

    /// The number of users who changed since what was last frozen.
    package var changedUserCount: Int { self.levels.overlays[0].count }
}

// MARK: - Reading

extension DirectoryContent {
    /// The user with this identifier, or nil.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged there.
    /// - Complexity: O(1).
    package func record(_ id: UserID) throws(FileStoreError) -> UserRecord? {
        guard let place = try self.levels.place(of: id) else { return nil }
        return try self.levels.record(of: id, at: place)
    }

    /// The user with this address in any case, or nil.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged there.
    /// - Complexity: O(1).
    package func record(withEmail email: EmailAddress) throws(FileStoreError) -> UserRecord? {
        guard let holder = try self.levels.holder(of: email) else { return nil }
        return try self.levels.record(of: holder.id, at: holder.place)
    }

    /// The user who has this folded address; nil when it is free.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged there.
    /// - Complexity: O(1).
    func holder(ofAddress folded: String) throws(FileStoreError) -> UserID? {
        try self.levels.holder(ofAddress: folded)?.id
    }

    /// All of it, as it is now, to be read without the lock.
    ///
    /// - Complexity: O(log users) for each user added since the last time, as a rule.
    package mutating func snapshot() -> DirectorySnapshot {
        for level in self.levels.overlays.indices { self.levels.overlays[level].settle() }
        return DirectorySnapshot(self.levels, at: self.revision)
    }
}

// MARK: - Changing

extension DirectoryContent {
    /// Takes over a step that was checked against exactly this content.
    package mutating func absorb(_ draft: DirectoryDraft) {
        precondition(draft.commit.revision == self.revision.next, "invariant: commits are absorbed in their order")
        // Who was there before and has not changed yet is known to a lower level; of the others it does not count.
        // By position: an iterator would copy every record.
        for position in draft.users.indices {
            self.put(
                draft.users[position].id, draft.users[position].record,
                isKnownBelow: draft.users[position].wasThere)
        }
        self.revision = draft.head.revision
        self.company = draft.head.company
        self.notifiedThrough = draft.head.notifiedThrough
    }

    private mutating func put(_ id: UserID, _ record: UserRecord?, isKnownBelow: Bool) {
        guard let record else { return self.levels.overlays[0].remove(id, isKnownBelow: isKnownBelow) }
        self.scratch.bytes.removeAll(keepingCapacity: true)
        let roles = UserRecordCodec.write(record, to: &self.scratch, names: &self.levels.names)
        self.levels.overlays[0].put(
            id, email: record.user.email, record: self.scratch.bytes, roles: roles, isKnownBelow: isKnownBelow)
    }
}

// MARK: - Checkpoints

extension DirectoryContent {
    /// Whether something was frozen, and no checkpoint of it adopted yet.
    package var isFrozen: Bool { self.frozen != nil }

    /// All of it as it is now, to be written into a checkpoint without the lock; what was frozen before, when no checkpoint of
    /// that was adopted yet.
    package mutating func freeze() -> FrozenContent {
        if let frozen { return frozen }
        let details = DirectoryDetails(company: self.company, notifiedThrough: self.notifiedThrough)
        let frozen = FrozenContent(self.snapshot(), details: details)
        self.levels.overlays.insert(RecordOverlay(hash: self.levels.hash), at: 0)
        self.frozen = frozen
        return frozen
    }

    /// Reads from a checkpoint from now on what was frozen for it, which is let go of.
    package mutating func adopt(_ checkpoint: Checkpoint) {
        precondition(
            self.frozen?.revision.number == checkpoint.info.revision,
            "invariant: a checkpoint holds what was frozen for it")
        self.levels.overlays.removeLast()
        self.levels.checkpoint = checkpoint
        self.frozen = nil
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
            }
        } catch {
            throw LookupFailure(error)
        }
    }

    package func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        do throws(FileStoreError) {
            switch name.space {
            case .signIn: return try self.holder(ofAddress: name.key).map { .user($0) }
            }
        } catch {
            throw LookupFailure(error)
        }
    }
}

extension DirectoryContent: StoreContent {
    package typealias Request = DirectoryRequest
    package typealias Reply = Result<Commit, UserDirectoryError>
    package typealias Round = DirectoryRound
    package typealias Frozen = FrozenContent

    package static var kind: StoreKind { StoreKind(1) }

    package init(_ checkpoint: Checkpoint?) throws(FileStoreError) {
        if let checkpoint { try self.init(checkpoint) } else { self.init() }
    }

    package var reached: UInt64 { self.revision.number }

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
        let drafts = round.drafts
        // By position: an iterator would copy every draft.
        for position in drafts.indices { self.absorb(drafts[position]) }
    }

    package static func revision(of frozen: FrozenContent) -> UInt64 { frozen.revision.number }

    package static func write(
        _ frozen: FrozenContent, of store: StoreID, to file: any StoreFile, path: String
    ) throws(FileStoreError) {
        try frozen.write(to: file, path: path, store: store)
    }
}
