/// What holders of the same roles may do, compiled into shared words for all of them.
///
/// The row says what is *certain*: permitted at every scope, at every moment and whatever is stated. A dense row is one bit
/// for each permission; a compact one, for a catalog with many permissions, a small hash table of the numbers of those that
/// are permitted. Behind it stands what holds only somewhere, sometimes or given conditions. Access is additive, so what
/// is certain never has to be looked at twice.
struct AccessRow: Sendable, Equatable {
    /// The words in front of the bits.
    static let headerCount = 2

    /// The address of the words, with ``compactBit`` when the row is compact.
    let reference: UInt64

    static let compactBit: UInt64 = 8

    @inline(__always)
    init(reference: UInt64) {
        self.reference = reference
    }

    init(_ words: SharedWords, isCompact: Bool) {
        self.reference = words.address | (isCompact ? Self.compactBit : 0)
    }

    @inline(__always)
    var isCompact: Bool { self.reference & Self.compactBit != 0 }

    @inline(__always)
    var words: SharedWords { SharedWords(at: self.reference & ~15) }

    /// The words of a row that is known to be dense.
    @inline(__always)
    private var denseWords: SharedWords { SharedWords(at: self.reference) }

    /// The first word of a row: the size of its block, whether there is more than is certain, and whose row it is.
    struct Header {
        let bits: UInt64

        @inline(__always)
        init(bits: UInt64) {
            self.bits = bits
        }

        init(blockSize: Int, hasMore: Bool, isTimeBound: Bool, profile: Int) {
            self.bits =
                UInt64(blockSize) | (hasMore ? Self.moreBit : 0) | (isTimeBound ? Self.timeBit : 0)
                | UInt64(profile) << 32
        }

        private static let moreBit: UInt64 = 1 << 30
        private static let timeBit: UInt64 = 1 << 31

        /// The words of the block; the same for whatever row is ever written there.
        @inline(__always)
        var blockSize: Int { Int(truncatingIfNeeded: self.bits & 0x3FFF_FFFF) }
        /// Whether something holds only somewhere, sometimes or given conditions.
        @inline(__always)
        var hasMore: Bool { self.bits & Self.moreBit != 0 }
        /// Whether the clock matters.
        @inline(__always)
        var isTimeBound: Bool { self.bits & Self.timeBit != 0 }
        /// The number of the profile that the row belongs to.
        @inline(__always)
        var profile: Int { Int(truncatingIfNeeded: self.bits >> 32) }
    }

    @inline(__always)
    var header: Header { Header(bits: self.words.load(0)) }

    /// Whether a permission is certain.
    ///
    /// - Parameter permission: Its number; less than the number of permissions of the numbering that the row was made for.
    @inline(__always)
    func contains(_ permission: UInt64) -> Bool {
        self.isCompact ? self.containsCompactly(permission) : self.containsDensely(permission)
    }

    @inline(__always)
    func containsDensely(_ permission: UInt64) -> Bool {
        let word = self.denseWords.load(Self.headerCount &+ Int(truncatingIfNeeded: permission &>> 6))
        return (word &>> (permission & 63)) & 1 != 0
    }

    /// Loads what ``contains(_:)`` will look at first.
    @inline(__always)
    func touch(_ permission: UInt64) -> UInt64 {
        let words = self.words
        guard self.isCompact else {
            return words.load(Self.headerCount &+ Int(truncatingIfNeeded: permission &>> 6))
        }
        return words.load(1)
    }

    /// Looks a number up in the hash table of a compact row.
    ///
    /// Slots are 32 bits, two a word, and hold the number plus one. The size of the block limits the search, since a reader
    /// may be overtaken by a reuse of the words.
    @inline(never)
    private func containsCompactly(_ permission: UInt64) -> Bool {
        let wanted = permission &+ 1
        let mask = self.words.load(1) & 0xFFFF_FFFF
        let limit = UInt64(self.header.blockSize &- Self.headerCount) &* 2
        guard mask < limit else { return false }
        var slot = Self.compactHome(of: permission, mask: mask)
        var remaining = mask
        while true {
            let word = self.words.load(Self.headerCount &+ Int(truncatingIfNeeded: slot &>> 1))
            let value = (word &>> ((slot & 1) &* 32)) & 0xFFFF_FFFF
            if value == wanted { return true }
            if value == 0 || remaining == 0 { return false }
            remaining &-= 1
            slot = (slot &+ 1) & mask
        }
    }

    @inline(__always)
    static func compactHome(of permission: UInt64, mask: UInt64) -> UInt64 {
        ((permission &* 0x9E37_79B9_7F4A_7C15) &>> 32) & mask
    }
}
