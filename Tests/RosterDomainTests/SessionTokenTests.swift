import RosterDomain
import Testing

@Suite("Tokens of sessions")
struct SessionTokenTests {
    private static let token = SessionToken(
        randomness: 0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF, 0xFFEE_DDCC_BBAA_9988_7766_5544_3322_1100)
    // Of Python's base64.urlsafe_b64encode.
    private static let text = "ABEiM0RVZneImaq7zN3u___u3cy7qpmId2ZVRDMiEQA"

    @Test("a token is written as base64url without padding, and read back as the same bits")
    func roundTrip() throws {
        #expect(Self.token.text == Self.text)
        #expect(try #require(SessionToken(Self.text)).words == Self.token.words)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            let words = (generator.next() as UInt64, generator.next() as UInt64)
            let bits = UInt128(words.0) << 64 | UInt128(words.1)
            let token = SessionToken(randomness: bits, ~bits)
            #expect(token.text.utf8.count == SessionToken.textLength)
            #expect(try #require(SessionToken(token.text)).words == token.words)
        }
    }

    @Test("what was cut, padded, trimmed, changed, or is written another way, is no token")
    func onlyOneText() {
        let text = Self.text
        let cut = String(text.dropLast())
        var others: [String] = [
            "", cut, " \(cut)", "\(text)=", "\(text)A", " \(text)", "\(text)\n", "+\(text.dropFirst())",
        ]
        // The last character's spare bits must be zero, or one token would have four texts.
        for last in ["B", "C", "D", "/", "\u{0}", "é"] { others.append(cut + last) }
        others.append(text.replacing("_", with: "/"))
        others.append(text.replacing("E", with: "\u{0}"))
        others.append(String(repeating: text, count: 100_000))
        for other in others { #expect(SessionToken(other) == nil, "\(other.prefix(60))") }
    }

    @Test("a token shows its text nowhere but where it is revealed")
    func redaction() {
        var dumped = ""
        dump(Self.token, to: &dumped)
        for shown in ["\(Self.token)", String(reflecting: Self.token), dumped] {
            #expect(!shown.contains("ABEi") && !shown.contains("4822678189205111"))
        }
    }

    @Test("a name of a device takes any text: control characters go, what is too long is cut between characters")
    func deviceNames() {
        #expect(DeviceName("Firefox\u{1B}[2J on\r\n Linux\u{202E}").description == "Firefox[2J on Linux")
        #expect(DeviceName("").description == "")
        let long = DeviceName(String(repeating: "é", count: 1_000)).description
        #expect(long.utf8.count == DeviceName.byteLimit)
    }
}
