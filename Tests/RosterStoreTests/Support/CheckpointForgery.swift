import RosterStore
import RosterStoreTestSupport
import Testing

/// A checkpoint whose bytes are changed, and whose checksums are then made right again.
struct ForgedCheckpoint: Sendable {
    private var bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Where a section lies, by its number.
    func section(_ number: Int) -> Range<Int> {
        let start = Int(self.number(8, at: 72 + 16 * number))
        return start..<start + Int(self.number(8, at: 80 + 16 * number))
    }

    mutating func set(_ number: some FixedWidthInteger, at offset: Int) {
        withUnsafeBytes(of: number.littleEndian) { self.bytes.replaceSubrange(offset..<offset + $0.count, with: $0) }
    }

    mutating func add(_ number: UInt8, at offset: Int) { self.bytes[offset] &+= number }
    mutating func subtract(_ number: UInt8, at offset: Int) { self.bytes[offset] &-= number }

    mutating func copy(_ count: Int, from source: Int, to target: Int) {
        self.bytes.replaceSubrange(target..<target + count, with: Array(self.bytes[source..<source + count]))
    }

    mutating func clearFirstSlot(_ section: Int) {
        guard let slot = self.slots(section).first(where: { self.number(8, at: $0) != 0 }) else { return }
        self.set(UInt64(0), at: slot)
    }

    mutating func fillFirstSlot(_ section: Int) {
        guard let slot = self.slots(section).first(where: { self.number(8, at: $0) == 0 }) else { return }
        self.set(UInt64(1), at: slot)
    }

    /// The bytes with checksums as they should be, unless there is no telling where those are.
    func sealed() -> [UInt8] {
        var bytes = self.bytes
        let blockCount = bytes.count / 4096 - 1
        // The files of these tests have one block of checksums, which is the last.
        let sums = (0..<blockCount).map { $0 == 0 ? 0 : CRC32C.checksum(of: bytes[$0 * 4096..<($0 + 1) * 4096]) }
        for (block, sum) in sums.enumerated() { Self.set(sum, at: blockCount * 4096 + 4 * block, in: &bytes) }
        Self.set(CRC32C.checksum(of: bytes[(blockCount * 4096)...]), at: 64, in: &bytes)
        Self.set(CRC32C.checksum(of: bytes[..<4092]), at: 4092, in: &bytes)
        return bytes
    }

    private static func set(_ number: UInt32, at offset: Int, in bytes: inout [UInt8]) {
        for place in 0..<4 { bytes[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(place))) }
    }

    private func slots(_ section: Int) -> StrideTo<Int> {
        let range = self.section(section)
        return stride(from: range.lowerBound, to: range.upperBound, by: 8)
    }

    private func number(_ count: Int, at offset: Int) -> UInt64 {
        self.bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// A rule between sections, and how it is broken.
struct CheckpointFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let forge: @Sendable (inout ForgedCheckpoint) -> Void

    init(_ testDescription: String, _ forge: @escaping @Sendable (inout ForgedCheckpoint) -> Void) {
        self.testDescription = testDescription
        self.forge = forge
    }

    static let all = [
        CheckpointFault("two records with one key") { forged in
            let entries = forged.section(1).lowerBound
            forged.copy(16, from: entries, to: entries + 32)
        },
        CheckpointFault("keys out of order") { $0.set(UInt64.max, at: $0.section(1).lowerBound) },
        CheckpointFault("a record that begins late") { $0.add(1, at: $0.section(1).lowerBound + 16) },
        CheckpointFault("a record that ends early") { $0.subtract(1, at: $0.section(1).lowerBound + 28) },
        CheckpointFault("another group") { $0.add(1, at: $0.section(1).lowerBound + 22) },
        CheckpointFault("another flag") { $0.add(1, at: $0.section(1).lowerBound + 23) },
        CheckpointFault("another value") { $0.add(1, at: $0.section(1).lowerBound + 24) },
        CheckpointFault("a record missing from the index by key") { $0.clearFirstSlot(5) },
        CheckpointFault("a record missing from the index by secondary key") { $0.clearFirstSlot(6) },
        CheckpointFault("a stranger in the index by key") { $0.fillFirstSlot(5) },
        CheckpointFault("a stranger in the index by secondary key") { $0.fillFirstSlot(6) },
        CheckpointFault("a list that begins late") { $0.add(1, at: $0.section(7).lowerBound) },
        CheckpointFault("another record in a list") { $0.add(1, at: $0.section(8).lowerBound) },
        CheckpointFault("another list of a value") { $0.add(1, at: $0.section(4).lowerBound + 1) },
        CheckpointFault("a value of another length") { $0.add(1, at: $0.section(3).lowerBound + 8) },
        CheckpointFault("a value in a list that is not there") {
            $0.set(UInt32(99), at: $0.section(4).lowerBound + 1)
        },
    ]
}
