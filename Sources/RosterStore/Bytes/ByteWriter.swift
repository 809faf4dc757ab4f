/// Bytes that are put together for a file.
///
/// Numbers of a fixed width are little endian. Others are written in groups of seven bits, the least significant first, each
/// but the last with its highest bit set (as LEB128 does), so that small numbers take one byte.
package struct ByteWriter: Sendable {
    /// What was written so far.
    package var bytes: [UInt8] = []

    /// Creates an empty writer.
    package init() {}

    /// Writes a byte.
    @inline(__always)
    package mutating func write(_ byte: UInt8) {
        self.bytes.append(byte)
    }

    /// Writes a number with all of its bytes.
    @inline(__always)
    package mutating func writeFixed<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { self.bytes.append(contentsOf: $0) }
    }

    /// Writes a number in as few bytes as it takes, 1 to 10.
    @inline(__always)
    package mutating func writeCompact(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            self.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Writes a number of either sign, so that those near zero take few bytes.
    @inline(__always)
    package mutating func writeCompact(signed number: Int64) {
        self.writeCompact(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    /// Writes a text as its length in UTF-8 bytes and the bytes.
    package mutating func write(_ text: String) {
        self.writeCompact(UInt64(text.utf8.count))
        self.bytes.append(contentsOf: text.utf8)
    }

    /// Writes bytes behind their number.
    package mutating func write(counted bytes: some Collection<UInt8>) {
        self.writeCompact(UInt64(bytes.count))
        self.bytes.append(contentsOf: bytes)
    }
}
