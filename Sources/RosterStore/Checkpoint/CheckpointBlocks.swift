internal import Synchronization

/// The bytes of an open checkpoint, each compared with its checksum before it is lent for the first time.
struct CheckpointBlocks: Sendable {
    let path: String
    let revision: UInt64
    let tree: CheckpointTree
    private let rootChecksum: UInt32
    private let memory: CheckpointMemory
    // invariant: belongs to `memory`, see there
    nonisolated(unsafe) private let base: UnsafeRawPointer
    // invariant: belongs to `memory`, see there
    nonisolated(unsafe) private let verified: UnsafeMutablePointer<Atomic<UInt64>>

    /// Takes the blocks of a file that has as many as the header says; the first is verified.
    init(_ memory: CheckpointMemory, header: CheckpointHeader, path: String) {
        self.path = path
        self.revision = header.info.revision
        self.tree = header.tree
        self.rootChecksum = header.rootChecksum
        self.memory = memory
        self.base = memory.base
        self.verified = memory.verified
        self.remember(0)
    }

    /// The bytes of the file.
    var byteCount: Int { self.memory.byteCount }

    /// Lends an item that lies in one block.
    @inline(__always)
    func item(at offset: Int) throws(FileStoreError) -> UnsafeRawPointer {
        let block = offset >> CheckpointLayout.blockShift
        if !self.isVerified(block) { try self.verify(block) }
        return self.base + offset
    }

    /// Lends bytes that may lie in several blocks.
    @inline(__always)
    func bytes(in range: Range<Int>) throws(FileStoreError) -> UnsafeRawBufferPointer {
        var block = range.lowerBound >> CheckpointLayout.blockShift
        let end = CheckpointLayout.blockCount(of: range.upperBound)
        while block < end {
            if !self.isVerified(block) { try self.verify(block) }
            block += 1
        }
        return UnsafeRawBufferPointer(start: self.base + range.lowerBound, count: range.count)
    }

    /// What to throw when the checksums are right and the bytes are wrong all the same.
    @inline(never)
    func damaged(at offset: Int, _ detail: String) -> FileStoreError {
        .damaged(path: self.path, offset: UInt64(offset), revision: self.revision, detail: detail)
    }
}

// MARK: - Verifying

extension CheckpointBlocks {
    /// Compares a block with its checksum, whether that was done before or not.
    @inline(never)
    func verify(_ block: Int) throws(FileStoreError) {
        let offset = block * CheckpointLayout.blockByteCount
        let bytes = UnsafeRawBufferPointer(start: self.base + offset, count: CheckpointLayout.blockByteCount)
        let checksum = try self.checksum(of: block)
        guard CRC32C.checksum(of: bytes) == checksum else {
            throw self.damaged(at: offset, "the block has a wrong checksum")
        }
        self.remember(block)
    }

    /// The checksum that a block should have; the blocks in which it stands are verified as needed.
    private func checksum(of block: Int) throws(FileStoreError) -> UInt32 {
        guard let place = self.tree.placeOfChecksum(of: block) else { return self.rootChecksum }
        return UInt32(littleEndian: try self.item(at: place).load(as: UInt32.self))
    }

    @inline(__always)
    private func isVerified(_ block: Int) -> Bool {
        self.verified[block >> 6].load(ordering: .relaxed) & 1 << UInt64(truncatingIfNeeded: block & 63) != 0
    }

    private func remember(_ block: Int) {
        self.verified[block >> 6].bitwiseOr(1 << UInt64(block & 63), ordering: .relaxed)
    }
}

/// The bytes of a checkpoint, and which blocks of them were found to be as they were written.
///
/// Invariants, on which every use of the pointers rests:
///
/// 1. **Both outlive their readers.** Readers go through a method of the ``Checkpoint`` that holds this object.
/// 2. **Nothing is read beyond the mapping.** Offsets come from sections, which were found to lie in the file when it was
///    opened, and from numbers that are compared with the sizes of those first.
/// 3. **A bit is only ever set.** What it stands for does not depend on the order of other writes, since no block changes; so
///    relaxed loads and stores do.
final class CheckpointMemory: Sendable {
    /// The bytes of the file.
    let byteCount: Int
    // invariant: 1 and 2 of the type
    nonisolated(unsafe) let base: UnsafeRawPointer
    /// A bit for each block, 64 to a word.
    // invariant: 1 and 3 of the type
    nonisolated(unsafe) let verified: UnsafeMutablePointer<Atomic<UInt64>>
    private let wordCount: Int
    private let mapped: MappedBytes

    /// Keeps the bytes of a file; nil when they are fewer than a header has.
    init?(_ mapped: MappedBytes) {
        guard mapped.bytes.count >= CheckpointHeader.byteCount, let base = mapped.bytes.baseAddress else { return nil }
        self.mapped = mapped
        self.base = base
        self.byteCount = mapped.bytes.count
        self.wordCount = mapped.bytes.count / CheckpointLayout.blockByteCount / 64 + 1
        self.verified = .allocate(capacity: self.wordCount)
        for index in 0..<self.wordCount { (self.verified + index).initialize(to: Atomic(0)) }
    }

    deinit {
        self.verified.deinitialize(count: self.wordCount)
        self.verified.deallocate()
    }

    /// Where the header is.
    var firstPage: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: self.base, count: CheckpointHeader.byteCount)
    }
}
