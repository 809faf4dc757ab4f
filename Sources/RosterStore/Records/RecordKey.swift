/// What a record is found by: 128 bits, in the order of the number that they are.
package struct RecordKey: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// The first 64 bits.
    package let high: UInt64
    /// The last 64 bits.
    package let low: UInt64

    /// Puts a key together.
    @inline(__always)
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes a number.
    package init(bits: UInt128) {
        self.init(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
    }

    /// The number that the key is.
    package var bits: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }

    /// Whether a key comes before another one.
    @inline(__always)
    package static func < (left: RecordKey, right: RecordKey) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
