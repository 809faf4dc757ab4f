import RosterDomain
import Testing

@Suite("An identifier")
struct IdentifierTests {
    @Test("is written as a UUID and read back in either case", arguments: Form.each)
    func forms(_ form: Form) throws {
        #expect(UserID(bits: form.bits).description == form.text)
        #expect(try UserID(form.text).bits == form.bits)
        #expect(try UserID(form.text.uppercased()).bits == form.bits)
    }

    @Test("is refused when it is not in the 36-character form", arguments: Rejection.each)
    func rejects(_ rejection: Rejection) {
        #expect(throws: IdentifierError.malformed(rejection.text)) { try UserID(rejection.text) }
    }

    @Test("has the version, the variant, the moment and 74 random bits of RFC 9562, version 7", arguments: Making.each)
    func versionSeven(_ making: Making) {
        let moment = Timestamp(millisecondsSinceEpoch: making.milliseconds)
        let bits = UserID(madeAt: moment, randomness: making.randomness).bits
        #expect(bits >> 80 == making.expectedMilliseconds)
        #expect((bits >> 76) & 0xF == 7)
        #expect((bits >> 62) & 0b11 == 0b10)
        #expect((bits >> 64) & 0xFFF == (making.randomness >> 64) & 0xFFF)
        #expect(bits & 0x3FFF_FFFF_FFFF_FFFF == making.randomness & 0x3FFF_FFFF_FFFF_FFFF)
    }

    @Test("sorts by the moment of making, whatever the random bits are")
    func sortsByAge() {
        let moments: [Int64] = [0, 1, 1_000, 1_795_355_940_000, 1_795_355_940_001, 0xFFFF_FFFF_FFFF]
        let ids = moments.enumerated().map { position, moment in
            UserID(
                madeAt: Timestamp(millisecondsSinceEpoch: moment), randomness: position.isMultiple(of: 2) ? .max : 0)
        }
        #expect(ids.sorted() == ids)
        #expect(Set(ids).count == moments.count)
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }
}

extension IdentifierTests {
    struct Form: Sendable, CustomTestStringConvertible {
        let text: String
        let bits: UInt128

        var testDescription: String { self.text }

        static let each = [
            Form(text: "00000000-0000-0000-0000-000000000000", bits: 0),
            Form(text: "00000000-0000-0000-0000-000000000001", bits: 1),
            Form(text: "ffffffff-ffff-ffff-ffff-ffffffffffff", bits: .max),
            Form(text: "01234567-89ab-cdef-0123-456789abcdef", bits: 0x0123_4567_89AB_CDEF_0123_4567_89AB_CDEF),
            Form(text: "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12", bits: 0x018F_6A7E_8F2D_7C3A_9B1E_2F4A_6C8E_0D12),
        ]
    }

    struct Rejection: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ name: String, _ text: String) {
            self.testDescription = name
            self.text = text
        }

        static let each = [
            Rejection("empty", ""),
            Rejection("35 characters", "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d1"),
            Rejection("37 characters", "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d123"),
            Rejection("no dashes", "018f6a7e8f2d7c3a9b1e2f4a6c8e0d12"),
            Rejection("dash too early", "018f6a7-e8f2d-7c3a-9b1e-2f4a6c8e0d12"),
            Rejection("dash among the digits", "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e-d12"),
            Rejection("a g among the digits", "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0g12"),
            Rejection("braces", "{018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d1}"),
            Rejection("blank before", " 018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d1"),
            Rejection("plus sign", "+18f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12"),
            Rejection("36 bytes with a letter of two", "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0dé"),
            Rejection("wide digits", "０18f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d12"),
            Rejection("control character", "018f6a7e-8f2d-7c3a-9b1e-2f4a6c8e0d1\u{0}"),
            Rejection("a million characters", String(repeating: "0", count: 1_000_000)),
        ]
    }

    struct Making: Sendable, CustomTestStringConvertible {
        let milliseconds: Int64
        let expectedMilliseconds: UInt128
        let randomness: UInt128

        var testDescription: String { "\(self.milliseconds) ms, \(String(self.randomness, radix: 16))" }

        static let each = [
            Making(milliseconds: 0, expectedMilliseconds: 0, randomness: 0),
            Making(milliseconds: 0, expectedMilliseconds: 0, randomness: .max),
            Making(milliseconds: 1_795_355_940_123, expectedMilliseconds: 1_795_355_940_123, randomness: 0x5A5A << 56),
            Making(milliseconds: -1, expectedMilliseconds: 0, randomness: .max),
            Making(milliseconds: .min, expectedMilliseconds: 0, randomness: .max),
            Making(milliseconds: 0xFFFF_FFFF_FFFF, expectedMilliseconds: 253_402_300_799_999, randomness: 0),
        ]
    }
}
