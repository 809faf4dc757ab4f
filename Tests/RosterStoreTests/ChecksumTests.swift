import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("The checksum of a journal")
struct FileDirectoryChecksumTests {
    @Test("is CRC-32C, as the standards' known answers tell")
    func knownAnswers() {
        // RFC 3720 §B.4, and the check value of the catalog of CRC algorithms.
        #expect(CRC32C.checksum(of: Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum(of: [UInt8](repeating: .max, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum(of: 0..<32) == 0x46DD_794E)
        #expect(CRC32C.checksum(of: []) == 0)
    }

    @Test("is the same for bytes taken in parts")
    func parts() {
        var sum = CRC32C()
        for part in ["123", "", "456789"] { sum.update(part.utf8) }
        #expect(sum.value == 0xE306_9283)
    }

    @Test("is the same with and without an instruction of the processor for it", arguments: 0..<64)
    func instruction(seed: UInt64) {
        var numbers = RepeatableGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...600, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers)
        }
        let start = Int.random(in: 0...bytes.count, using: &numbers)
        var (one, other) = (CRC32C(), CRC32C.withoutInstruction)
        for part in [bytes[..<start], bytes[start...]] {
            one.update(part)
            other.update(part)
        }
        #expect(one.value == other.value)
        #expect(one.value == CRC32C.checksum(of: bytes))
    }
}
