/// The sections of a checkpoint, in the order in which they stand in the file.
///
/// Each begins at a multiple of ``CheckpointLayout/blockByteCount``; whatever lies between two is zero.
enum CheckpointSection: Int, CaseIterable {
    /// The bytes that the store keeps beside its users.
    case details
    /// The names of roles and of scopes by their numbers: how many, then each behind its length.
    case roles
    case scopes
    /// 32 bytes a user, ascending by identifier; see ``CheckpointEntry``.
    case entries
    /// The records, one behind the other in the order of the entries.
    case records
    /// 16 bytes a set of holdings: where its bytes begin (u64), how many there are (u32), how many roles follow (u32).
    case holdings
    /// For each set of holdings its bytes, then the numbers of the roles in it, ascending (u32 each).
    case holdingsBytes
    /// Where users are, by identifier and by e-mail address; see ``CheckpointSlots``.
    case idIndex
    case emailIndex
    /// Where each list begins among the postings (u64), and at last where the postings end; see ``CheckpointLists``.
    case lists
    /// The lists, one behind the other: ordinals of users, ascending (u32).
    case postings
    /// The checksums of the blocks; see ``CheckpointTree``.
    case checksums
}

/// What the parts of a checkpoint have in common.
enum CheckpointLayout {
    /// The bytes of a block: what is read at once from most disks, and what has a checksum of its own.
    static let blockByteCount = 4096
    static let blockShift = 12
    /// The most users: an ordinal and one more fit 32 bits.
    static let userLimit = Int(UInt32.max) - 1

    /// The blocks that so many bytes take.
    @inline(__always)
    static func blockCount(of byteCount: Int) -> Int {
        byteCount >> Self.blockShift + (byteCount & (Self.blockByteCount - 1) == 0 ? 0 : 1)
    }

    /// Names the checksum of each of some blocks, by its number among them.
    static func forEachChecksum(of blocks: UnsafeRawBufferPointer, _ body: (Int, UInt32) -> Void) {
        for number in 0..<blocks.count >> Self.blockShift {
            let start = number << Self.blockShift
            body(
                number,
                CRC32C.checksum(
                    of: UnsafeRawBufferPointer(rebasing: blocks[start..<start + Self.blockByteCount]))
            )
        }
    }
}
