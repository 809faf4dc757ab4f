/// The CRC-32C of blocks, computed in four parts at once.
///
/// Each step of the checksum waits for the one before, so a processor that can do more would idle. The four quarters of a block
/// do not wait for each other; since the checksum is linear, that of the whole follows from theirs. It is the same number
/// as that of ``CRC32C``, in less than half of the time.
enum CheckpointChecksum {
    private static let quarter = CheckpointLayout.blockByteCount / 4

    /// Eight tables of 256 for a step of eight bytes, then four of 256 for a quarter of zeros.
    private static let tables: [UInt32] = {
        var tables = CRC32C.tables
        let shifted = (0..<32).map { bit in
            (0..<Self.quarter).reduce(1 << UInt32(bit)) { value, _ in value >> 8 ^ tables[Int(value & 0xFF)] }
        }
        for byte in 0..<4 {
            for value in 0..<256 {
                tables.append((0..<8).reduce(0) { value & 1 << $1 == 0 ? $0 : $0 ^ shifted[8 * byte + $1] })
            }
        }
        return tables
    }()

    /// The checksum of a block.
    static func checksum(of block: UnsafeRawBufferPointer) -> UInt32 {
        precondition(block.count == CheckpointLayout.blockByteCount, "invariant: blocks have one size")
        return Self.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress, let bytes = block.baseAddress else { return 0 }
            return ~Self.register(after: bytes, tables)
        }
    }

    private static func register(after bytes: UnsafeRawPointer, _ tables: UnsafePointer<UInt32>) -> UInt32 {
        // invariant: the bytes are a block, four quarters; a table is indexed by a byte
        var (first, second, third, fourth): (UInt32, UInt32, UInt32, UInt32) = (.max, 0, 0, 0)
        var offset = 0
        while offset < Self.quarter {
            first = Self.step(first, bytes + offset, tables)
            second = Self.step(second, bytes + (offset + Self.quarter), tables)
            third = Self.step(third, bytes + (offset + 2 * Self.quarter), tables)
            fourth = Self.step(fourth, bytes + (offset + 3 * Self.quarter), tables)
            offset += 8
        }
        let half = Self.afterQuarterOfZeros(first, tables) ^ second
        return Self.afterQuarterOfZeros(Self.afterQuarterOfZeros(half, tables) ^ third, tables) ^ fourth
    }

    @inline(__always)
    private static func step(
        _ register: UInt32, _ bytes: UnsafeRawPointer, _ tables: UnsafePointer<UInt32>
    ) -> UInt32 {
        let mixed = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) ^ UInt64(register)
        @inline(__always) func entry(_ byte: UInt64) -> UInt32 {
            tables[Int(truncatingIfNeeded: (7 &- byte) << 8 | (mixed >> (8 &* byte) & 0xFF))]
        }
        let low = (entry(0) ^ entry(1)) ^ (entry(2) ^ entry(3))
        return low ^ ((entry(4) ^ entry(5)) ^ (entry(6) ^ entry(7)))
    }

    @inline(__always)
    private static func afterQuarterOfZeros(_ register: UInt32, _ tables: UnsafePointer<UInt32>) -> UInt32 {
        (0..<4).reduce(0) { $0 ^ tables[2048 + 256 * $1 + Int(register >> UInt32(8 * $1) & 0xFF)] }
    }
}
