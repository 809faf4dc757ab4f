/// What holders of the same roles may do, compiled into shared words for all of them.
///
/// The row says what is *certain*: permitted at every scope, at every moment and whatever is stated. A dense row is one bit
/// for each permission; a compact one, for a catalog with many permissions, holds the numbers of those that are permitted,
/// each in a bucket that its number tells. Behind it stands what holds only somewhere, sometimes or given conditions. Access is additive, so what
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

    /// Looks a number up in a compact row, in one bucket of four.
    ///
    /// A bucket is two words of two numbers, each plus one. The size of the block limits the search, since a reader may be
    /// overtaken by a reuse of the words.
    @inline(__always)
    func containsCompactly(_ permission: UInt64) -> Bool {
        let words = self.words
        let shape = CompactShape(bits: words.load(1) & 0xFFFF_FFFF)
        let place = Self.headerCount &+ shape.bucket(of: permission) &* 2
        guard place &+ 1 < self.header.blockSize else { return false }
        let wanted = (permission &+ 1) &* 0x1_0000_0001
        let (first, second) = (words.load(place) ^ wanted, words.load(place &+ 1) ^ wanted)
        let high = (first &>> 32) == 0 || (second &>> 32) == 0
        let low = (first & 0xFFFF_FFFF) == 0 || (second & 0xFFFF_FFFF) == 0
        return high || low
    }
}

/// How a compact row spreads its numbers over buckets: how many there are, and which of several ways was taken.
struct CompactShape: Sendable, Equatable {
    /// The number of ways to try before taking more buckets.
    static let wayCount: UInt64 = 16

    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    /// A shape with a number of buckets that is a power of two.
    init(bucketCount: Int, way: UInt64) {
        self.bits = UInt64(bucketCount - 1) << 4 | way
    }

    @inline(__always)
    func bucket(of permission: UInt64) -> Int {
        let way = (self.bits & 15) &* 2 &+ 1
        let hash = ((permission &+ way) &* 0x9E37_79B9_7F4A_7C15) &>> 32
        return Int(truncatingIfNeeded: ((hash &* way) &>> 8) & (self.bits &>> 4))
    }
}
