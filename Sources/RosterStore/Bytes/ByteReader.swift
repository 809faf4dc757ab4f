/// Reads bytes that a ``ByteWriter`` wrote, or that were damaged or made up.
///
/// Nothing is read beyond the end, and nothing is made larger than the bytes are. The bytes are borrowed: a reader must not
/// be kept longer than they are.
package struct ByteReader {
    /// The bytes are not such as a writer writes.
    package struct Malformed: Error {
        /// What is wrong and where, when more is known than that.
        package let detail: String?
        /// Whether a newer version wrote them, so that they are not damaged.
        package let isNewer: Bool

        package init(detail: String? = nil, isNewer: Bool = false) {
            self.detail = detail
            self.isNewer = isNewer
        }

        /// The damage with a fuller detail, or, where a newer version wrote the bytes, that a newer one is needed.
        package func explaining(_ damage: FileStoreError) -> FileStoreError {
            guard case .damaged(let path, let offset, let revision, let whole) = damage else { return damage }
            if self.isNewer {
                return .writtenByNewer(path: path, offset: offset, revision: revision, detail: self.detail ?? whole)
            }
            let detail = self.detail.map { "\(whole): \($0)" } ?? whole
            return .damaged(path: path, offset: offset, revision: revision, detail: detail)
        }
    }

    private let bytes: UnsafeRawBufferPointer
    /// Where the next byte is read.
    package private(set) var position = 0

    /// Creates a reader of borrowed bytes.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// How many bytes are left.
    package var remainingCount: Int { self.bytes.count - self.position }

    /// Reads a byte.
    @inline(__always)
    package mutating func read() throws(Malformed) -> UInt8 {
        guard self.position < self.bytes.count else { throw Malformed() }
        defer { self.position += 1 }
        return self.bytes[self.position]
    }

    /// Reads a number that was written with all of its bytes.
    @inline(__always)
    package mutating func readFixed<Number: FixedWidthInteger & BitwiseCopyable>(
        _: Number.Type = Number.self
    ) throws(Malformed) -> Number {
        guard self.remainingCount >= MemoryLayout<Number>.size else { throw Malformed() }
        defer { self.position += MemoryLayout<Number>.size }
        return Number(littleEndian: self.bytes.loadUnaligned(fromByteOffset: self.position, as: Number.self))
    }

    /// Reads a compact number; the one way to write it is the only one accepted.
    @inline(__always)
    package mutating func readCompact() throws(Malformed) -> UInt64 {
        let first = try self.read()
        return first < 0x80 ? UInt64(first) : try self.readCompact(after: first)
    }

    private mutating func readCompact(after first: UInt8) throws(Malformed) -> UInt64 {
        var number = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let byte = try self.read()
            guard shift < 63 || (shift == 63 && byte <= 1) else { throw Malformed() }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                guard byte != 0 else { throw Malformed() }
                return number
            }
            shift += 7
        }
    }

    /// Reads a compact number of either sign.
    @inline(__always)
    package mutating func readCompactSigned() throws(Malformed) -> Int64 {
        let number = try self.readCompact()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// Reads a number of bytes or items, each of which takes at least one byte of what is left.
    @inline(__always)
    package mutating func readCount() throws(Malformed) -> Int {
        let count = try self.readCompact()
        guard count <= UInt64(self.remainingCount) else { throw Malformed() }
        return Int(count)
    }

    /// Lends bytes that are left.
    @inline(__always)
    package mutating func read(count: Int) throws(Malformed) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= self.remainingCount else { throw Malformed() }
        defer { self.position += count }
        return UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<self.position + count])
    }

    /// Reads a text, which must be well-formed UTF-8.
    package mutating func readText() throws(Malformed) -> String {
        let count = try self.readCount()
        let bytes = try self.read(count: count)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return text
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The bytes, least significant first.
    var littleEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    }

    /// Puts bytes together, least significant first.
    init(littleEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.reversed().reduce(0) { $0 << 8 | Self($1) }
    }
}
