/// The users of a checkpoint that have something in common, in the order of their ordinals.
package struct PostingList: Sendable {
    /// How many users there are.
    package let count: Int
    private let checkpoint: Checkpoint
    let offset: Int

    /// Lists users from a place in the file on; the places of all of them lie in the postings.
    init(_ checkpoint: Checkpoint, offset: Int, count: Int) {
        self.checkpoint = checkpoint
        self.offset = offset
        self.count = count
    }

    /// The ordinal at a position, which must be less than ``count``.
    package func ordinal(at position: Int) throws(FileStoreError) -> Int {
        precondition(
            position >= 0 && position < self.count, "invariant: a position is less than the length of its list")
        let place = self.offset + 4 * position
        let ordinal = Int(UInt32(littleEndian: try self.checkpoint.blocks.item(at: place).load(as: UInt32.self)))
        guard ordinal < self.checkpoint.userCount else {
            throw self.checkpoint.blocks.damaged(at: place, "the list names a user that is not there")
        }
        return ordinal
    }

    /// The first position whose ordinal is not less; ``count`` when there is none.
    ///
    /// - Parameters:
    ///   - ordinal: The ordinal to go to; any number.
    ///   - start: The position that the search begins at: what stands before it is not looked at.
    /// - Complexity: O(log of the positions passed).
    package func position(from ordinal: Int, startingAt start: Int = 0) throws(FileStoreError) -> Int {
        var low = min(max(0, start), self.count)
        var step = 1
        while low + step <= self.count, try self.ordinal(at: low + step - 1) < ordinal {
            low += step
            step *= 2
        }
        var high = min(self.count, low + step - 1)
        while low < high {
            let middle = low + (high - low) / 2
            if try self.ordinal(at: middle) < ordinal { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: - The lists of a checkpoint

extension Checkpoint {
    /// The users that hold a role; none when the checkpoint does not know its number.
    package func ordinals(withRole number: UInt32) throws(FileStoreError) -> PostingList {
        guard number < self.roleCount else { return PostingList(self, offset: self.postings.lowerBound, count: 0) }
        return try self.list(Int(number))
    }

    /// The users that have a status.
    package func ordinals(withStatus status: UInt8) throws(FileStoreError) -> PostingList {
        try self.list(self.roleCount + Int(status))
    }

    /// The users that have a flag, which is named by its bit: 0 to 7, the least significant first.
    package func ordinals(withFlag bit: Int) throws(FileStoreError) -> PostingList {
        precondition(bit >= 0 && bit < CheckpointLists.flagCount, "invariant: flags are the bits of a byte")
        return try self.list(self.roleCount + CheckpointLists.statusCount + bit)
    }

    func list(_ number: Int) throws(FileStoreError) -> PostingList {
        let start = try self.listStart(number)
        let end = try self.listStart(number + 1)
        guard start <= end, end <= UInt64(self.postings.count / 4) else {
            throw self.blocks.damaged(at: self.listsOffset + 8 * number, "the list is not among the postings")
        }
        return PostingList(self, offset: self.postings.lowerBound + 4 * Int(start), count: Int(end - start))
    }

    private func listStart(_ number: Int) throws(FileStoreError) -> UInt64 {
        UInt64(littleEndian: try self.blocks.item(at: self.listsOffset + 8 * number).load(as: UInt64.self))
    }
}
