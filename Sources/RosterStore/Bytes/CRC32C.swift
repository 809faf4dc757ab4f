internal import CRosterSystem

/// The CRC-32C checksum (Castagnoli; RFC 3720 §B.4), which finds every burst of up to 32 wrong bits.
///
/// It tells damage, not malice: a program that may write the file can compute it too. Most processors have an instruction for it;
/// without one, tables take about nine times as long.
package struct CRC32C: Sendable {
    /// Eight tables of 256: what a byte does to the register when 0 to 7 more bytes follow it.
    private static let tables: [UInt32] = {
        var tables = (0..<256).map { (index: UInt32) in
            (0..<8).reduce(index) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
        }
        for position in 256..<8 * 256 {
            let shorter = tables[position - 256]
            tables.append(shorter >> 8 ^ tables[Int(shorter & 0xFF)])
        }
        return tables
    }()

    private static let hasInstruction = roster_has_crc32c() != 0

    private var register: UInt32 = .max
    private let usesInstruction: Bool

    /// Creates the checksum of nothing.
    package init() {
        self.usesInstruction = Self.hasInstruction
    }

    /// Creates the checksum of nothing, for a processor without the instruction.
    package static var withoutInstruction: CRC32C { CRC32C(usesInstruction: false) }

    private init(usesInstruction: Bool) {
        self.usesInstruction = usesInstruction
    }

    /// The checksum of all bytes so far.
    package var value: UInt32 { ~self.register }

    /// Takes in more bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if self.usesInstruction {
            self.register = roster_crc32c(self.register, bytes.baseAddress, bytes.count)
            return
        }
        self.register = Self.tables.withUnsafeBufferPointer { tables in
            var register = self.register
            var position = 0
            while position + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                register = Self.step(register, word, tables)
                position += 8
            }
            while position < bytes.count {
                register = register >> 8 ^ tables[Int((register ^ UInt32(bytes[position])) & 0xFF)]
                position += 1
            }
            return register
        }
    }

    /// Takes in more bytes.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { self.update(UnsafeRawBufferPointer($0)) }
        if isDone == nil { Array(bytes).withUnsafeBytes { self.update($0) } }
    }

    /// The checksum of some bytes.
    package static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var sum = CRC32C()
        sum.update(bytes)
        return sum.value
    }

    /// The checksum of some bytes.
    package static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        var sum = CRC32C()
        sum.update(bytes)
        return sum.value
    }

    @inline(__always)
    private static func step(_ register: UInt32, _ word: UInt64, _ tables: UnsafeBufferPointer<UInt32>) -> UInt32 {
        let mixed = word ^ UInt64(register)
        @inline(__always) func entry(_ byte: UInt64) -> UInt32 {
            tables[Int(truncatingIfNeeded: (7 - byte) << 8 | (mixed >> (8 * byte) & 0xFF))]
        }
        let low = entry(0) ^ entry(1) ^ entry(2) ^ entry(3)
        return low ^ entry(4) ^ entry(5) ^ entry(6) ^ entry(7)
    }
}
