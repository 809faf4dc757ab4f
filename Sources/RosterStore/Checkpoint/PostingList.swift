/// The records of a checkpoint that have something in common, in the order of their ordinals.
package struct PostingList: Sendable {
    /// How many records there are.
    package let count: Int
    private let checkpoint: Checkpoint
    let offset: Int

    /// Lists records from a place in the file on; the places of all of them lie in the postings.
    fileprivate init(_ checkpoint: Checkpoint, offset: Int, count: Int) {
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
        guard ordinal < self.checkpoint.recordCount else {
            throw self.checkpoint.blocks.damaged(at: place, "the list names a record that is not there")
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
    /// The records whose value is in a list; none when the checkpoint does not know its number.
    package func list(_ number: UInt32) throws(FileStoreError) -> PostingList {
        guard number < self.listCount else { return PostingList(self, offset: self.postings.lowerBound, count: 0) }
        return try self.posting(Int(number))
    }

    /// The records in a group.
    package func list(ofGroup group: UInt8) throws(FileStoreError) -> PostingList {
        try self.posting(self.listCount + Int(group))
    }

    /// The records that have a flag, which is named by its bit: 0 to 7, the least significant first.
    package func list(ofFlag bit: Int) throws(FileStoreError) -> PostingList {
        precondition(bit >= 0 && bit < CheckpointLists.flagCount, "invariant: flags are the bits of a byte")
        return try self.posting(self.listCount + CheckpointLists.groupCount + bit)
    }

    func posting(_ number: Int) throws(FileStoreError) -> PostingList {
        let place = self.listsOffset + 8 * number
        let start = UInt64(littleEndian: try self.blocks.item(at: place).load(as: UInt64.self))
        let end = UInt64(littleEndian: try self.blocks.item(at: place + 8).load(as: UInt64.self))
        guard start <= end, end <= UInt64(self.postings.count / 4) else {
            throw self.blocks.damaged(at: place, "the list is not among the postings")
        }
        return PostingList(self, offset: self.postings.lowerBound + 4 * Int(start), count: Int(end - start))
    }
}
