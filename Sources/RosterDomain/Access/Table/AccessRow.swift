/// What holders of the same roles may do, compiled into shared words for all of them.
///
/// The row says what is *certain*: permitted at every scope, at any time and under any conditions. A dense row is one
/// bit for each permission; a compact one, for a catalog with many permissions, holds the numbers of those that are
/// permitted, each in a bucket that follows from the number. Behind it, the row lists what is permitted only at some
/// scopes, at some times or under conditions. Access is additive, so a check can stop at a certain yes.
struct AccessRow: Sendable, Equatable {
    /// The words in front of the bits.
    static let headerCount = 2

    /// The address of the words; for a compact row also ``compactBit`` and, in bits 48 to 55, its shape.
    let reference: UInt64

    static let compactBit: UInt64 = 8
    private static let shapeShift: UInt64 = 48
    /// The bits that are no part of an address.
    private static let otherBits: UInt64 = 0xFF << shapeShift | 15

    @inline(__always)
    init(reference: UInt64) {
        self.reference = reference
    }

    /// A row in these words; compact when it has a shape, which needs an address that ``canBeCompact(at:)``.
    init(_ words: SharedWords, shape: CompactShape?) {
        self.reference = words.address | (shape.map { $0.bits << Self.shapeShift | Self.compactBit } ?? 0)
    }

    /// Whether an address leaves free the bits that a shape uses.
    ///
    /// The addresses that systems assign by default do.
    static func canBeCompact(at words: SharedWords) -> Bool { words.address & self.otherBits == 0 }

    @inline(__always)
    var isCompact: Bool { self.reference & Self.compactBit != 0 }

    @inline(__always)
    var words: SharedWords {
        SharedWords(at: self.isCompact ? self.reference & ~Self.otherBits : self.reference)
    }

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

        /// The words of the block; the same for every row that is written there.
        @inline(__always)
        var blockSize: Int { Int(truncatingIfNeeded: self.bits & 0x3FFF_FFFF) }
        /// Whether anything is permitted only at some scopes, at some times or under conditions.
        @inline(__always)
        var hasMore: Bool { self.bits & Self.moreBit != 0 }
        /// Whether the clock matters.
        @inline(__always)
        var isTimeBound: Bool { self.bits & Self.timeBit != 0 }
        /// The number of the profile that the row belongs to.
        @inline(__always)
        var profile: Int { Int(truncatingIfNeeded: self.bits >> 32) }
    }

    /// The second word of a row: the place of the part behind the bits, and until when the holders must have a second factor.
    struct Second {
        let bits: UInt64

        @inline(__always)
        init(bits: UInt64) {
            self.bits = bits
        }

        init(moreOffset: Int, deadline: Timestamp?) {
            precondition(moreOffset < 1 << Self.offsetBitCount, "invariant: a row has no more words than permissions")
            // Seconds, rounded up, so that a moment that is not zero stays so.
            let seconds = deadline.map { max(0, ($0.millisecondsSinceEpoch + 999) / 1_000) + 1 } ?? 0
            self.bits = UInt64(moreOffset) | min(UInt64(seconds), Self.lastSecond) << Self.offsetBitCount
        }

        private static let offsetBitCount: UInt64 = 24
        private static let lastSecond: UInt64 = 1 << 40 - 1

        @inline(__always)
        var moreOffset: Int { Int(truncatingIfNeeded: self.bits & (1 << Self.offsetBitCount - 1)) }

        /// Whether the holders must have a second factor at a moment.
        @inline(__always)
        func needsSecondFactor(at now: Timestamp) -> Bool {
            let seconds = self.bits >> Self.offsetBitCount
            return seconds != 0 && now.millisecondsSinceEpoch < Int64(truncatingIfNeeded: seconds - 1) * 1_000
        }
    }

    @inline(__always)
    var header: Header { Header(bits: self.words.load(0)) }

    @inline(__always)
    var second: Second { Second(bits: self.words.load(1)) }

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

    /// Loads the words that ``contains(_:)`` will read.
    @inline(__always)
    func touch(_ permission: UInt64) -> UInt64 { self.words.load(self.place(of: permission)) }

    /// Where a permission's bit, or its bucket, lies.
    @inline(__always)
    private func place(of permission: UInt64) -> Int {
        let place = self.isCompact ? self.shape.bucket(of: permission) &* 2 : Int(truncatingIfNeeded: permission &>> 6)
        return Self.headerCount &+ place
    }

    @inline(__always)
    private var shape: CompactShape { CompactShape(bits: (self.reference &>> Self.shapeShift) & 0xFF) }

    /// Looks a number up in a compact row, in one bucket of four.
    ///
    /// A bucket is two words of two numbers, each plus one. The shape came along with the address, so the bucket is in
    /// the block even if another row has been written there since.
    @inline(__always)
    func containsCompactly(_ permission: UInt64) -> Bool {
        let words = SharedWords(at: self.reference & ~Self.otherBits)
        let place = Self.headerCount &+ self.shape.bucket(of: permission) &* 2
        let wanted = UInt32(truncatingIfNeeded: permission &+ 1)
        let (first, second) = (words.load(place), words.load(place &+ 1))
        // A number is there at most once. Without a branch, which the processor would predict wrongly half of the time.
        return (first.isLowHalf(wanted) != first.isHighHalf(wanted))
            != (second.isLowHalf(wanted) != second.isHighHalf(wanted))
    }
}

extension UInt64 {
    @inline(__always)
    fileprivate func isLowHalf(_ wanted: UInt32) -> Bool { UInt32(truncatingIfNeeded: self) == wanted }

    @inline(__always)
    fileprivate func isHighHalf(_ wanted: UInt32) -> Bool { UInt32(truncatingIfNeeded: self &>> 32) == wanted }
}

/// How a compact row spreads its numbers over buckets: how many there are, a power of two, and which of several ways was
/// taken.
struct CompactShape: Sendable, Equatable {
    /// The number of ways to try before taking more buckets.
    static let wayCount: UInt64 = 16
    static let bucketLimit = 1 << 15

    /// The logarithm of the number of buckets (4 bits), and the way (4 bits).
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    /// A shape with a number of buckets that is a power of two, at most ``bucketLimit``.
    init(bucketCount: Int, way: UInt64) {
        self.bits = UInt64(bucketCount.trailingZeroBitCount) << 4 | way
    }

    @inline(__always)
    func bucket(of permission: UInt64) -> Int {
        let way = (self.bits & 15) &* 2 &+ 1
        let hash = (permission &+ 1) &* (0x9E37_79B9_7F4A_7C15 &* way)
        // The highest bits, as many as number the buckets: at least one.
        return Int(truncatingIfNeeded: hash &>> (0 &- (self.bits &>> 4)))
    }
}
