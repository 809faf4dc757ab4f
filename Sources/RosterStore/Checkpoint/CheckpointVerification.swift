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
