/// The file of a checkpoint while it is written: whole blocks, and the checksum of each.
final class CheckpointFile {
    let path: String
    private let file: any StoreFile
    /// The checksum of each block; those that nothing was written to are holes, which read as zeros.
    private var checksums: [UInt32] = []
    private let checksumOfZeros: UInt32

    init(_ file: any StoreFile, path: String) {
        self.file = file
        self.path = path
        self.checksumOfZeros = CRC32C.checksum(of: [UInt8](repeating: 0, count: CheckpointLayout.blockByteCount))
    }

    /// The bytes up to the end of the last block that was written.
    var byteCount: Int { self.checksums.count * CheckpointLayout.blockByteCount }

    /// Writes whole blocks.
    func write(blocks: UnsafeRawBufferPointer, at offset: Int) throws(FileStoreError) {
        let first = offset >> CheckpointLayout.blockShift
        let count = blocks.count >> CheckpointLayout.blockShift
        while self.checksums.count < first + count { self.checksums.append(self.checksumOfZeros) }
        CheckpointLayout.forEachChecksum(of: blocks) { self.checksums[first + $0] = $1 }
        try translating(self.path) { () throws(FileFailure) in try self.file.write(blocks, at: UInt64(offset)) }
    }

    /// Reads back blocks that were written, and compares them with what they were.
    func read(into blocks: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileStoreError) {
        let count = try translating(self.path) { () throws(FileFailure) in
            try self.file.read(into: blocks, at: UInt64(offset))
        }
        var isAsWritten = count == blocks.count
        let first = offset >> CheckpointLayout.blockShift
        CheckpointLayout.forEachChecksum(of: UnsafeRawBufferPointer(blocks)) {
            if self.checksums[first + $0] != $1 { isAsWritten = false }
        }
        guard isAsWritten else {
            throw .damaged(
                path: self.path, offset: UInt64(offset), revision: nil, detail: "what was just written reads otherwise")
        }
    }

    /// Writes the levels of checksums behind everything else, and returns where they are and the checksum of the last.
    func writeChecksums() throws(FileStoreError) -> (section: Range<Int>, root: UInt32) {
        let start = self.byteCount
        var level = self.checksums
        level[0] = 0  // the header has its own
        while true {
            let (offset, written) = (self.byteCount, self.checksums.count)
            let writer = CheckpointSectionWriter(self, at: offset)
            for checksum in level { try writer.write(checksum) }
            _ = try writer.finish()
            level = Array(self.checksums[written...])
            if level.count == 1 { return (start..<self.byteCount, level[0]) }
        }
    }

    /// Makes everything durable, then the header.
    func finish(_ header: CheckpointHeader) throws(FileStoreError) {
        try translating(self.path) { () throws(FileFailure) in
            try self.file.syncData()
            try self.file.write(header.encoded(), at: 0)
            try self.file.syncAll()
        }
    }
}

/// A section of a checkpoint while it is written, from its beginning on, in pieces as large as disks like them.
final class CheckpointSectionWriter {
    private static let pieceByteCount = 1 << 20

    /// Where the section begins.
    let offset: Int
    /// The bytes so far.
    private(set) var count = 0
    private let file: CheckpointFile
    private let piece: UnsafeMutableRawBufferPointer
    private var filledCount = 0

    /// Begins a section at the beginning of a block.
    init(_ file: CheckpointFile, at offset: Int) {
        self.file = file
        self.offset = offset
        self.piece = .allocate(byteCount: Self.pieceByteCount, alignment: CheckpointLayout.blockByteCount)
    }

    deinit {
        self.piece.deallocate()
    }

    /// Writes bytes.
    @inline(__always)
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileStoreError) {
        if bytes.count < self.piece.count - self.filledCount {
            self.fill(bytes)
        } else {
            try self.writeInPieces(bytes)
        }
    }

    /// Writes bytes.
    func write(_ bytes: some Collection<UInt8>) throws(FileStoreError) {
        var failure: FileStoreError?
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            do throws(FileStoreError) { try self.write(UnsafeRawBufferPointer(buffer)) } catch { failure = error }
        }
        if let failure { throw failure }
        if isDone == nil { try self.write(Array(bytes)) }
    }

    /// Writes what is stored in some bytes, not more than fit a block and of a number that divides it.
    @inline(__always)
    func write(count: Int, _ store: (UnsafeMutableRawPointer) -> Void) throws(FileStoreError) {
        // invariant: the piece is never full between calls, and what is left of it is a multiple of `count`
        withExtendedLifetime(self) {
            guard let base = self.piece.baseAddress else { return }
            store(base + self.filledCount)
        }
        self.filledCount += count
        self.count += count
        if self.filledCount == self.piece.count { try self.flush() }
    }

    /// Writes a number.
    @inline(__always)
    func write<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) throws(FileStoreError) {
        try self.write(count: MemoryLayout<Number>.size) { $0.storeBytes(of: number.littleEndian, as: Number.self) }
    }

    /// Writes what is left, with zeros up to the end of the block, and returns where the section lies.
    func finish() throws(FileStoreError) -> Range<Int> {
        let padding = -self.filledCount & (CheckpointLayout.blockByteCount - 1)
        // invariant: the piece is a number of blocks
        UnsafeMutableRawBufferPointer(rebasing: self.piece[self.filledCount..<self.filledCount + padding])
            .initializeMemory(as: UInt8.self, repeating: 0)
        self.filledCount += padding
        try self.flush()
        return self.offset..<self.offset + self.count
    }

    private func writeInPieces(_ bytes: UnsafeRawBufferPointer) throws(FileStoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let part = min(rest.count, self.piece.count - self.filledCount)
            self.fill(UnsafeRawBufferPointer(rebasing: rest.prefix(part)))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part))
            if self.filledCount == self.piece.count { try self.flush() }
        }
    }

    @inline(__always)
    private func fill(_ bytes: UnsafeRawBufferPointer) {
        // invariant: there is room for the bytes in the piece
        UnsafeMutableRawBufferPointer(rebasing: self.piece[self.filledCount..<self.filledCount + bytes.count])
            .copyMemory(from: bytes)
        self.filledCount += bytes.count
        self.count += bytes.count
    }

    private func flush() throws(FileStoreError) {
        guard self.filledCount > 0 else { return }
        let start = self.offset + CheckpointLayout.blockByteCount * (CheckpointLayout.blockCount(of: self.count))
        let blocks = UnsafeRawBufferPointer(rebasing: self.piece[..<self.filledCount])
        try self.file.write(blocks: blocks, at: start - self.filledCount)
        self.filledCount = 0
    }
}
