/// Records by their keys, in levels: those that changed, in memory, over a checkpoint of all.
///
/// A copy is made at once, and stays as it is: long reads use a copy, which must have been settled.
package struct RecordTable: Sendable {
    /// Hashes keys, the same in every level and every checkpoint.
    package let hash: KeyedHash
    // invariant: one, or the one that takes in changes and before it one that is being written into a checkpoint
    /// The records that changed, the latest changes first.
    private(set) var overlays: [RecordOverlay]
    /// All records at the revision at which the last of the overlays begins; nil for none.
    package private(set) var checkpoint: Checkpoint?

    /// Creates a table without records.
    package init(seed: KeyedHash.Seed = .random()) {
        self.hash = KeyedHash(seed: seed)
        self.overlays = [RecordOverlay(hash: self.hash)]
    }

    /// Creates the table that a checkpoint holds.
    package init(_ checkpoint: Checkpoint) {
        self.init(seed: checkpoint.info.seed)
        self.checkpoint = checkpoint
    }

    /// The number of records.
    package var recordCount: Int {
        self.overlays.reduce(self.checkpoint?.recordCount ?? 0) { $0 + $1.recordCountDelta }
    }

    /// The bytes, about, of records that changed since the last freeze.
    package var changedByteCount: Int { self.overlays[0].byteCount }

    /// The number of records that changed since the last freeze, those removed among them.
    package var changedCount: Int { self.overlays[0].count }
}

/// A record that changed.
package struct ChangedRecord {
    package var key: RecordKey
    /// The hashes of its secondary keys, made with the ``KeyedHash`` of the table; at most 255.
    package var keyHashes: [UInt64]
    /// One of 256 groups, by which records are listed.
    package var group: UInt8
    /// Eight facts, a bit each, by which records are listed.
    package var flags: UInt8
    /// The lists that the record is in through its value, each as the bit at its number modulo 64.
    package var listBits: UInt64
    /// The encoded record, never empty.
    package var bytes: [UInt8]

    /// Describes a record.
    package init(
        key: RecordKey, keyHashes: [UInt64] = [], group: UInt8 = 0, flags: UInt8 = 0, listBits: UInt64 = 0,
        bytes: [UInt8]
    ) {
        self.key = key
        self.keyHashes = keyHashes
        self.group = group
        self.flags = flags
        self.listBits = listBits
        self.bytes = bytes
    }
}

/// Where a record stands in a table.
package enum RecordPlace: Equatable {
    /// In an overlay, by the numbers of both.
    case overlay(level: Int, position: Int)
    /// In the checkpoint.
    case checkpoint(ordinal: Int)
}

// MARK: - Reading

extension RecordTable {
    /// Where the record with a key stands; nil when there is none.
    package func place(of key: RecordKey) throws(FileStoreError) -> RecordPlace? {
        for level in self.overlays.indices {
            guard let position = self.overlays[level].position(of: key) else { continue }
            return self.overlays[level].entries[position].isRemoved ? nil : .overlay(level: level, position: position)
        }
        return try self.checkpoint?.find(key).map { .checkpoint(ordinal: $0) }
    }

    /// The record that has a secondary key with a hash, and whose bytes are found to match; nil when there is none.
    ///
    /// - Parameter matches: Whether a record has the key. Others whose keys have like hashes can be asked about, too.
    package func find(
        keyHash: UInt64, where matches: (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool
    ) throws(FileStoreError) -> (key: RecordKey, place: RecordPlace)? {
        // Overlays are not copied in here and below: that would count a reference to each of their arrays.
        for level in self.overlays.indices {
            let position = self.overlays[level].position(keyHash: keyHash) { (bytes) in
                do throws(ByteReader.Malformed) { return try matches(bytes) } catch { return false }
            }
            guard let position else { continue }
            let key = self.overlays[level].entries[position].key
            if !self.isOverridden(key, above: level) { return (key, .overlay(level: level, position: position)) }
        }
        return try self.findInCheckpoint(keyHash: keyHash, where: matches)
    }

    private func findInCheckpoint(
        keyHash: UInt64, where matches: (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool
    ) throws(FileStoreError) -> (key: RecordKey, place: RecordPlace)? {
        guard let checkpoint else { return nil }
        let ordinal = try checkpoint.find(keyHash: keyHash) { (ordinal) throws(FileStoreError) in
            let record = try checkpoint.record(ordinal)
            do throws(ByteReader.Malformed) { return try matches(record.bytes) } catch {
                throw checkpoint.malformed(ordinal, error)
            }
        }
        guard let ordinal else { return nil }
        let key = try checkpoint.key(ordinal)
        return self.isOverridden(key, above: self.overlays.count) ? nil : (key, .checkpoint(ordinal: ordinal))
    }

    /// The bytes of a record, good for as long as the table or a copy of it is held.
    package func bytes(at place: RecordPlace) throws(FileStoreError) -> UnsafeRawBufferPointer {
        switch place {
        case .overlay(let level, let position): return self.overlays[level].bytes(at: position)
        case .checkpoint(let ordinal):
            guard let checkpoint else { preconditionFailure("invariant: places are found in what is read") }
            return try checkpoint.record(ordinal).bytes
        }
    }

    /// What to throw when the bytes of a record cannot be understood.
    package func malformed(at place: RecordPlace, _ error: ByteReader.Malformed) -> FileStoreError {
        guard case .checkpoint(let ordinal) = place, let checkpoint else {
            preconditionFailure("invariant: what was encoded can be read")
        }
        return checkpoint.malformed(ordinal, error)
    }

    /// Whether a level above another one says what became of a record.
    @inline(__always)
    func isOverridden(_ key: RecordKey, above level: Int) -> Bool {
        for upper in 0..<level where self.overlays[upper].position(of: key) != nil { return true }
        return false
    }
}

// MARK: - Changing

extension RecordTable {
    /// Takes over a record, in place of what was known; `wasThere` says whether there was one with its key.
    package mutating func put(_ record: ChangedRecord, wasThere: Bool) {
        // What was there before and has not changed yet is known to a lower level; for the others it does not count.
        self.overlays[0].put(record, isKnownBelow: wasThere)
    }

    /// Remembers that a record is gone, and frees its secondary keys.
    package mutating func remove(_ key: RecordKey, wasThere: Bool) {
        self.overlays[0].remove(key, isKnownBelow: wasThere)
    }

    /// Brings the records that changed into order, so that a copy can be read in the order of keys.
    package mutating func settle() {
        for level in self.overlays.indices { self.overlays[level].settle() }
    }

    /// Takes further changes into a level of their own, so that a copy made before can be written into a checkpoint.
    package mutating func freeze() {
        precondition(self.overlays.count == 1, "invariant: one level at a time is written into a checkpoint")
        self.overlays.insert(RecordOverlay(hash: self.hash), at: 0)
    }

    /// Reads from a checkpoint from now on what was frozen for it.
    package mutating func adopt(_ checkpoint: Checkpoint) {
        self.overlays.removeLast()
        self.checkpoint = checkpoint
    }
}

// MARK: - Verifying

extension RecordTable {
    /// Reads everything, and finds whether it is such as changes could have made it.
    ///
    /// - The checkpoint is whole, and its indexes follow from its records.
    /// - Every record can be read, is found by all of its keys, and shares no secondary key with another.
    ///
    /// - Parameter progress: Called now and then with the number of steps of the checkpoint that were done, and of all.
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` with the first fault.
    /// - Complexity: O(records).
    package func verify(
        _ indexing: some RecordIndexing, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(FileStoreError) {
        try self.checkpoint?.verify(indexing, progress: progress)
        var cursor = try RecordCursor(self)
        var count = 0
        while let found = try cursor.next() {
            count += 1
            if case .overlay = found.place { try self.verify(found, indexing) }
        }
        guard count == self.recordCount else { throw self.damaged("records were miscounted") }
    }

    private func verify(_ found: FoundRecord, _ indexing: some RecordIndexing) throws(FileStoreError) {
        let bytes = try self.bytes(at: found.place)
        var hashes: [UInt64] = []
        do throws(ByteReader.Malformed) {
            try indexing.check(bytes, of: found.key)
            try indexing.readKeyHashes(of: bytes, into: &hashes)
        } catch {
            throw error.explaining(self.damaged("invalid record encoding"))
        }
        guard try self.place(of: found.key) == found.place else { throw self.damaged("a record is not found") }
        for hash in hashes {
            func matches(_ other: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool {
                try indexing.haveSameKey(bytes, other, hash: hash)
            }
            let holder = try self.find(keyHash: hash, where: matches)
            guard holder?.key == found.key, try self.findInCheckpoint(keyHash: hash, where: matches) == nil else {
                throw self.damaged("two records have the same key")
            }
        }
    }

    private func damaged(_ detail: String) -> FileStoreError {
        .damaged(path: self.checkpoint?.path ?? "", offset: 0, revision: nil, detail: detail)
    }
}
