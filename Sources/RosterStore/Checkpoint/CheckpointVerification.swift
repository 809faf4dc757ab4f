extension Checkpoint {
    /// Reads everything, and finds whether it is as a builder writes it.
    ///
    /// - Every block has its checksum, also those that were compared before.
    /// - Identifiers ascend, and the records follow each other without a gap.
    /// - Each index finds every user that it should, and holds nothing else. No two users have the same e-mail address.
    /// - What entries and holdings say follows from the records, and the lists from those.
    ///
    /// - Parameters:
    ///   - records: Reads the records.
    ///   - progress: Called now and then with the number of steps that were done, and of all.
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` with the first fault.
    /// - Complexity: O(bytes of the file) time; memory for the distinct sets of holdings.
    package func verify(
        _ records: some CheckpointRecordReading, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(FileStoreError) {
        let total = self.blocks.tree.blockCount + self.userCount
        try self.verifyBlocks { progress($0, total) }
        try self.verifyNames()
        try self.verifyHoldings()
        var verification = try CheckpointVerification(self, records)
        for ordinal in 0..<self.userCount {
            try verification.verify(ordinal)
            if ordinal % 65_536 == 0 { progress(self.blocks.tree.blockCount + ordinal, total) }
        }
        try verification.finish()
        progress(total, total)
    }

    /// Reads every block, and compares it with its checksum; what the bytes mean is not looked at.
    func verifyBlocks(progress: (_ done: Int) -> Void = { _ in }) throws(FileStoreError) {
        for block in 0..<self.blocks.tree.blockCount {
            if block > 0 { try self.blocks.verify(block) }
            if block % 4096 == 0 { progress(block) }
        }
    }

    private func verifyNames() throws(FileStoreError) {
        _ = try self.scopes()
        guard try self.roles().count == self.roleCount else {
            throw self.blocks.damaged(at: self.listsOffset, "there are not as many lists as roles")
        }
    }

    private func verifyHoldings() throws(FileStoreError) {
        var end = self.holdingsBytes.lowerBound
        var known: [Int: UInt32] = [:]
        for number in 0..<UInt32(clamping: self.holdingsCount) {
            let (whole, bytesCount) = try self.wholeHoldings(number)
            let roles = try self.roles(inHoldings: number)
            let isAscending = zip(roles, roles.dropFirst()).allSatisfy { $0 < $1 }
            guard whole.baseAddress == self.blocks.address(of: end), isAscending,
                roles.allSatisfy({ $0 < self.roleCount })
            else { throw self.blocks.damaged(at: end, "the holdings are not such as are written") }
            let bytes = UnsafeRawBufferPointer(rebasing: whole[..<bytesCount])
            var hasher = Hasher()
            hasher.combine(bytes: bytes)
            let hash = hasher.finalize()
            if let other = known[hash], try self.holdings(other).elementsEqual(bytes) {
                throw self.blocks.damaged(at: end, "the holdings have two numbers")
            }
            known[hash] = number
            end += whole.count
        }
        guard end == self.holdingsBytes.upperBound else {
            throw self.blocks.damaged(at: end, "there is something behind the holdings")
        }
    }
}

/// Reads out of records what the indexes of a checkpoint were built from, so that they can be verified.
package protocol CheckpointRecordReading {
    /// What the indexes should know about a user, computed from the record and the holdings alone.
    ///
    /// - Parameter holdings: The bytes of the set of holdings that the user has.
    func facts(
        of user: CheckpointUser, holdings: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> CheckpointFacts

    /// Whether two users whose e-mail addresses have equal hashes have the same address.
    func haveSameEmail(_ user: CheckpointUser, _ other: CheckpointUser) throws(ByteReader.Malformed) -> Bool
}

/// What the indexes of a checkpoint know about a user.
package struct CheckpointFacts: Sendable, Hashable {
    package var status: UInt8
    package var flags: UInt8
    /// The keyed hash of the e-mail address; nil when the user cannot be found by one.
    package var emailHash: UInt64?
    /// The numbers of the roles held, in any order.
    package var roles: [UInt32]

    /// Creates facts.
    package init(status: UInt8, flags: UInt8, emailHash: UInt64?, roles: [UInt32]) {
        self.status = status
        self.flags = flags
        self.emailHash = emailHash
        self.roles = roles
    }
}

/// The users of a checkpoint compared with its indexes, in the order of their ordinals.
struct CheckpointVerification<Records: CheckpointRecordReading> {
    private let checkpoint: Checkpoint
    private let records: Records
    private var last: CheckpointEntry?
    private var recordsEnd = 0
    private var emailCount = 0
    /// The lists, and in each the position of the next user to come.
    private var lists: [PostingList] = []
    private var positions: [Int]

    /// Begins before the first user.
    init(_ checkpoint: Checkpoint, _ records: Records) throws(FileStoreError) {
        self.checkpoint = checkpoint
        self.records = records
        var total = 0
        for number in 0..<checkpoint.roleCount + CheckpointLists.fixedCount {
            let list = try checkpoint.list(number)
            guard list.offset == checkpoint.postings.lowerBound + 4 * total else {
                throw checkpoint.blocks.damaged(at: checkpoint.listsOffset + 8 * number, "the lists have gaps")
            }
            self.lists.append(list)
            total += list.count
        }
        guard 4 * total == checkpoint.postings.count else {
            throw checkpoint.blocks.damaged(
                at: checkpoint.postings.lowerBound, "there are more postings than lists hold")
        }
        self.positions = Array(repeating: 0, count: self.lists.count)
    }

    /// Compares the next user.
    mutating func verify(_ ordinal: Int) throws(FileStoreError) {
        let entry = try self.checkpoint.entry(ordinal)
        if let last = self.last, (last.high, last.low) >= (entry.high, entry.low) {
            throw self.checkpoint.damaged(entry: ordinal, "the identifiers do not ascend")
        }
        guard entry.recordOffset == self.recordsEnd else {
            throw self.checkpoint.damaged(entry: ordinal, "the records have gaps")
        }
        self.last = entry
        self.recordsEnd += entry.recordByteCount
        let user = try self.checkpoint.user(ordinal)
        let facts = try self.facts(of: user, ordinal)
        guard try self.checkpoint.find(user.key) == ordinal else {
            throw self.checkpoint.damaged(entry: ordinal, "the user is not found by the identifier")
        }
        if let hash = facts.emailHash { try self.verify(email: hash, of: user, ordinal) }
        try self.verifyLists(of: entry, ordinal, facts)
    }

    /// Compares what must come out at the end.
    func finish() throws(FileStoreError) {
        let blocks = self.checkpoint.blocks
        guard self.recordsEnd == self.checkpoint.records.count else {
            throw blocks.damaged(at: self.checkpoint.records.lowerBound + self.recordsEnd, "there are too many records")
        }
        for (index, count) in [
            (self.checkpoint.idIndex, self.checkpoint.userCount), (self.checkpoint.emailIndex, self.emailCount),
        ] {
            guard try self.takenCount(of: index) == count else {
                throw blocks.damaged(at: index.offset, "the index holds more than the users")
            }
        }
        for (number, list) in self.lists.enumerated() where self.positions[number] != list.count {
            throw blocks.damaged(at: list.offset, "the list holds more than its users")
        }
    }

    private func facts(of user: CheckpointUser, _ ordinal: Int) throws(FileStoreError) -> CheckpointFacts {
        let holdings = try self.checkpoint.holdings(user.holdings)
        do throws(ByteReader.Malformed) {
            return try self.records.facts(of: user, holdings: holdings)
        } catch {
            throw error.explaining(self.checkpoint.damaged(entry: ordinal, "invalid record encoding"))
        }
    }

    private mutating func verify(email hash: UInt64, of user: CheckpointUser, _ ordinal: Int) throws(FileStoreError) {
        self.emailCount += 1
        let found = try self.checkpoint.find(emailHash: hash) { (other) throws(FileStoreError) in
            if other == ordinal { return true }
            guard try self.hasEmail(other, hash: hash, of: user) else { return false }
            throw self.checkpoint.damaged(entry: ordinal, "two users have the same e-mail address")
        }
        guard found == ordinal else {
            throw self.checkpoint.damaged(entry: ordinal, "the user is not found by the e-mail address")
        }
    }

    private func hasEmail(_ other: Int, hash: UInt64, of user: CheckpointUser) throws(FileStoreError) -> Bool {
        let otherUser = try self.checkpoint.user(other)
        guard try self.facts(of: otherUser, other).emailHash == hash else { return false }
        do throws(ByteReader.Malformed) {
            return try self.records.haveSameEmail(user, otherUser)
        } catch {
            throw error.explaining(self.checkpoint.damaged(entry: other, "invalid record encoding"))
        }
    }

    private mutating func verifyLists(
        of entry: CheckpointEntry, _ ordinal: Int, _ facts: CheckpointFacts
    ) throws(FileStoreError) {
        let roles = try self.checkpoint.roles(inHoldings: entry.holdings)
        guard facts.status == entry.status, facts.flags == entry.flags, Set(facts.roles) == Set(roles) else {
            throw self.checkpoint.damaged(entry: ordinal, "the entry says otherwise than the record")
        }
        var numbers = roles.map { Int($0) }
        CheckpointLists.forEachFixed(of: entry, roleCount: self.checkpoint.roleCount) { numbers.append($0) }
        for number in numbers {
            let position = self.positions[number]
            guard position < self.lists[number].count, try self.lists[number].ordinal(at: position) == ordinal else {
                throw self.checkpoint.damaged(entry: ordinal, "the user is not in a list where it belongs")
            }
            self.positions[number] = position + 1
        }
    }

    private func takenCount(of index: CheckpointIndex) throws(FileStoreError) -> Int {
        var count = 0
        for position in 0..<index.slotCount {
            let offset = index.offset + position * CheckpointSlots.byteCount
            if try self.checkpoint.blocks.item(at: offset).load(as: UInt64.self) != 0 { count += 1 }
        }
        return count
    }
}
