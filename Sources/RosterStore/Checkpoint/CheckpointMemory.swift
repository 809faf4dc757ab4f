import Synchronization

/// The bytes of a checkpoint, and which blocks of them were found to be as they were written.
///
/// Invariants, on which every use of the pointers rests:
///
/// 1. **Both outlive their readers.** Whoever reads, reads through a method of the ``Checkpoint`` that holds this object.
/// 2. **Nothing is read beyond the mapping.** Offsets come from sections, which were found to lie in the file when it was
///    opened, and from numbers that are compared with the sizes of those first.
/// 3. **A bit is only ever set.** What it stands for does not depend on the order of other writes, since no block changes; so
///    relaxed loads and stores do.
package final class CheckpointMemory: Sendable {
    /// The bytes of the file.
    package let byteCount: Int
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
