// MARK: - Finding

extension Checkpoint {
    /// The ordinal of the user with an identifier; nil when there is none.
    ///
    /// - Complexity: O(1) expected: a slot and an entry.
    package func find(_ key: RecordKey) throws(FileStoreError) -> Int? {
        let (high, low) = (key.high, key.low)
        let hash = CheckpointSlots.hash(high: high, low: low, seed: self.info.seed)
        return try self.search(self.idIndex, for: hash) { (ordinal) throws(FileStoreError) in
            let entry = try self.entry(ordinal)
            return entry.high == high && entry.low == low
        }
    }

    /// The ordinal of the first user whose e-mail address has a hash and is found to match; nil when there is none.
    ///
    /// - Parameters:
    ///   - emailHash: The hash, keyed with the seed in ``CheckpointInfo/seed``.
    ///   - matches: Whether the user with an ordinal has the address. Others can be asked about, too: half of the bits of the
    ///     hash decide whether one is.
    /// - Complexity: O(1) expected: a slot, and what `matches` reads.
    @inline(__always)
    package func find(
        emailHash: UInt64, where matches: (Int) throws(FileStoreError) -> Bool
    ) throws(FileStoreError) -> Int? {
        try self.search(
            self.emailIndex, for: CheckpointSlots.hash(emailHash: emailHash, seed: self.info.seed), where: matches)
    }

    @inline(__always)
    private func search(
        _ index: CheckpointIndex, for hash: UInt64, where matches: (Int) throws(FileStoreError) -> Bool
    ) throws(FileStoreError) -> Int? {
        var position = CheckpointSlots.home(of: hash, slotCount: index.slotCount)
        for _ in 0..<index.slotCount {
            let offset = index.offset + position * CheckpointSlots.byteCount
            let slot = UInt64(littleEndian: try self.blocks.item(at: offset).load(as: UInt64.self))
            if slot == 0 { return nil }
            if UInt32(truncatingIfNeeded: slot >> 32) == UInt32(truncatingIfNeeded: hash) {
                let ordinal = try self.ordinal(in: slot, at: offset)
                if try matches(ordinal) { return ordinal }
            }
            position += 1
            if position == index.slotCount { position = 0 }
        }
        throw self.blocks.damaged(at: index.offset, "the index has no empty slot")
    }

    /// The ordinal that a slot names, which the checkpoint has.
    @inline(__always)
    func ordinal(in slot: UInt64, at offset: Int) throws(FileStoreError) -> Int {
        let ordinal = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1
        guard ordinal >= 0, ordinal < self.userCount else {
            throw self.blocks.damaged(at: offset, "the index names a user that is not there")
        }
        return ordinal
    }

    /// The ordinal of the first user whose identifier is greater; the number of users when there is none, 0 for nil.
    ///
    /// - Complexity: O(log users).
    package func firstOrdinal(after key: RecordKey?) throws(FileStoreError) -> Int {
        guard let key else { return 0 }
        var low = 0
        var high = self.userCount
        while low < high {
            let middle = low + (high - low) / 2
            if try self.key(middle) > key { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

// MARK: - Reading

extension Checkpoint {
    /// The user with an ordinal, which must be less than ``userCount``.
    ///
    /// The record is good for as long as the checkpoint is held.
    @inline(__always)
    package func user(_ ordinal: Int) throws(FileStoreError) -> CheckpointUser {
        let entry = try self.entry(ordinal)
        let count = entry.recordByteCount
        guard entry.recordOffset <= self.records.count, count <= self.records.count - entry.recordOffset else {
            throw self.damaged(entry: ordinal, "the record is not among the records")
        }
        guard entry.holdings < self.holdingsCount else {
            throw self.damaged(entry: ordinal, "there are no such holdings")
        }
        let start = self.records.lowerBound + entry.recordOffset
        return CheckpointUser(
            key: entry.key, status: entry.status, flags: entry.flags, holdings: entry.holdings,
            record: try self.blocks.bytes(in: start..<start + count))
    }

    /// The identifier of the user with an ordinal, which must be less than ``userCount``.
    @inline(__always)
    package func key(_ ordinal: Int) throws(FileStoreError) -> RecordKey { try self.entry(ordinal).key }

    @inline(__always)
    package func entry(_ ordinal: Int) throws(FileStoreError) -> CheckpointEntry {
        precondition(ordinal >= 0 && ordinal < self.userCount, "invariant: an ordinal is less than the number of users")
        return CheckpointEntry(try self.blocks.item(at: self.entriesOffset + ordinal * CheckpointEntry.byteCount))
    }

    package func damaged(entry ordinal: Int, _ detail: String) -> FileStoreError {
        self.blocks.damaged(at: self.entriesOffset + ordinal * CheckpointEntry.byteCount, detail)
    }
}

// MARK: - Holdings

extension Checkpoint {
    /// The bytes of a set of holdings; the number must be less than ``holdingsCount``.
    ///
    /// They are good for as long as the checkpoint is held.
    package func holdings(_ number: UInt32) throws(FileStoreError) -> UnsafeRawBufferPointer {
        let (whole, bytesCount) = try self.wholeHoldings(number)
        return UnsafeRawBufferPointer(rebasing: whole[..<bytesCount])
    }

    /// The numbers of the roles in a set of holdings, ascending; the number must be less than ``holdingsCount``.
    package func roles(inHoldings number: UInt32) throws(FileStoreError) -> [UInt32] {
        let (whole, bytesCount) = try self.wholeHoldings(number)
        return stride(from: bytesCount, to: whole.count, by: 4).map { offset in
            UInt32(littleEndian: whole.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
    }

    func wholeHoldings(_ number: UInt32) throws(FileStoreError) -> (UnsafeRawBufferPointer, bytesCount: Int) {
        precondition(number < self.holdingsCount, "invariant: a number of holdings is less than how many there are")
        let place = self.holdingsOffset + Int(number) * CheckpointHoldings.byteCount
        let holdings = CheckpointHoldings(try self.blocks.item(at: place))
        guard let range = holdings.range(in: self.holdingsBytes) else {
            throw self.blocks.damaged(at: place, "the holdings are not among the holdings")
        }
        return (try self.blocks.bytes(in: range), Int(holdings.bytesCount))
    }

    /// Lends the bytes of a set of holdings; such as cannot be read are damage.
    package func readHoldings<Result>(
        _ number: UInt32, _ body: (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Result
    ) throws(FileStoreError) -> Result {
        let bytes = try self.holdings(number)
        do throws(ByteReader.Malformed) {
            return try body(bytes)
        } catch {
            let place = self.holdingsOffset + Int(number) * CheckpointHoldings.byteCount
            throw self.blocks.damaged(at: place, "the holdings are not such as are written")
        }
    }
}
