/// How an index of a checkpoint finds users: open addressing, eight bytes a slot.
///
/// A slot holds the ordinal of a user and one more in its low half, and the low half of the user's hash in its high half; it is
/// zero when it is empty. The search for a hash begins at the slot to which the high bits of the hash scale, and goes on with
/// the next one, after the last with the first, up to an empty slot, of which there is always one.
enum CheckpointSlots {
    static let byteCount = 8

    /// The slots for so many users: three of four are taken.
    static func slotCount(for count: Int) -> Int { count + count / 3 + 1 }

    /// Whether a section can be an index that holds so many users.
    static func fit(_ section: Range<Int>, userCount: Int) -> Bool {
        section.count % Self.byteCount == 0 && section.count / Self.byteCount > userCount
    }

    /// The slot at which the search for a hash begins.
    @inline(__always)
    static func home(of hash: UInt64, slotCount: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: slotCount)).high)
    }

    /// What a slot holds for a user.
    @inline(__always)
    static func slot(ordinal: Int, hash: UInt64) -> UInt64 {
        hash << 32 | UInt64(truncatingIfNeeded: ordinal + 1)
    }

    /// The hash of an identifier, keyed with the seed of the checkpoint.
    @inline(__always)
    static func hash(high: UInt64, low: UInt64, seed: (UInt64, UInt64)) -> UInt64 {
        // The constants (fractions of the golden ratio and of the square root of 2) keep a seed of zeros from making zeros.
        let product = (high ^ seed.0 ^ 0x9E37_79B9_7F4A_7C15)
            .multipliedFullWidth(by: low ^ seed.1 ^ 0x6A09_E667_F3BC_C909)
        return product.high ^ product.low
    }

    /// The hash of what is a hash already, so that a poor one does no harm.
    @inline(__always)
    static func hash(emailHash: UInt64, seed: (UInt64, UInt64)) -> UInt64 {
        Self.hash(high: emailHash, low: 0, seed: seed)
    }
}
