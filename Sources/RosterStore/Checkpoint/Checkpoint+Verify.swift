// MARK: - Verifying

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
