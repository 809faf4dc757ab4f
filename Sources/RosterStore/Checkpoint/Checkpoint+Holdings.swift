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
