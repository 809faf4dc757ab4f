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

    /// Where the section lies.
    var range: Range<Int> { self.offset..<self.offset + self.count }

    /// Writes bytes.
    @inline(__always)
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileStoreError) {
        if bytes.count < self.piece.count - self.filledCount {
            self.fill(bytes)
        } else {
            try self.writeInPieces(bytes)
        }
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
        return self.range
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
