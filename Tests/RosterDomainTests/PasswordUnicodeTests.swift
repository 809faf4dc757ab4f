import RosterDigests
import RosterDomain
import Testing

@Suite("A password typed on two systems")
struct PasswordUnicodeTests {
    private static func bytes(_ text: String) -> [UInt8] { Password(text).withText { Array($0.utf8) } }

    @Test(
        "is the same, composed or not (RFC 8265, OpaqueString)",
        arguments: [
            Spelling("an accent", "caf\u{E9}", "cafe\u{301}"),
            Spelling("Å as a letter, as a letter with a ring, and as the unit", "\u{C5}", "A\u{30A}", "\u{212B}"),
            Spelling(
                "Hangul as syllables and as letters", "\u{AC01}\u{D55C}",
                "\u{1100}\u{1161}\u{11A8}\u{1112}\u{1161}\u{11AB}", "\u{AC00}\u{11A8}\u{D558}\u{11AB}"),
            Spelling(
                "two marks in either order", "\u{1E69}", "s\u{323}\u{307}", "s\u{307}\u{323}", "\u{1E61}\u{323}",
                "\u{1E63}\u{307}"),
            Spelling("marks that compose with nothing", "q\u{323}\u{307}", "q\u{307}\u{323}"),
            Spelling("a vowel sign in two parts", "\u{9CB}", "\u{9C7}\u{9BE}"),
            Spelling("what never composes", "\u{915}\u{93C}", "\u{958}"),
            Spelling("an ideograph by its old code", "\u{8C48}", "\u{F900}"),
            Spelling("every blank", "a b", "a\u{A0}b", "a\u{2003}b", "a\u{3000}b", "a\u{202F}b"),
            Spelling("characters of Unicode 16", "\u{16D6A}", "\u{16D63}\u{16D67}\u{16D67}"),
        ])
    func same(_ spelling: Spelling) {
        for text in spelling.texts { #expect(Self.bytes(text) == Array(spelling.texts[0].utf8)) }
    }

    @Test(
        "stays another where case, width, order or a letter differs",
        arguments: [
            Spelling("case", "É", "é"), Spelling("width", "ＰＷ", "PW"), Spelling("ligature", "ﬁ", "fi"),
            Spelling("marks of one class in another order", "a\u{301}\u{308}", "a\u{308}\u{301}"),
            Spelling("ß", "ß", "ss"),
            Spelling("blanks around it", "a", " a"), Spelling("a joiner", "a\u{200D}b", "ab"),
        ])
    func different(_ spelling: Spelling) {
        #expect(Self.bytes(spelling.texts[0]) != Self.bytes(spelling.texts[1]))
    }

    /// Python's `unicodedata` 14.0 gives the same; what has been composed once stays so in every later version of Unicode.
    @Test("is composed for every character as the tables of Unicode have it")
    func everyCharacter() {
        var (digest, count) = (SHA256(), 0)
        for scalar in (UInt32(0)..<0x30000).lazy.compactMap({ Unicode.Scalar($0) }) where Self.isOfUnicode14(scalar) {
            digest.update(contentsOf: CanonicalComposition.composed("\(scalar)\u{301}\u{323}\(scalar)").utf8)
            count += 1
        }
        #expect(count == 145886)
        #expect(digest.finalized() == Self.digestByPython)
    }

    private static let digestByPython: [UInt8] = [
        0x92, 0x7e, 0xaf, 0x0b, 0xbd, 0x66, 0x75, 0xdf, 0x48, 0x2d, 0xf5, 0x27, 0xa5, 0x23, 0xa9, 0x29, 0x7b, 0x3f,
        0x91, 0x54, 0xe6, 0x32, 0x91, 0x86, 0xbc, 0x51, 0x78, 0xd7, 0xae, 0x7a, 0x64, 0x88,
    ]

    private static func isOfUnicode14(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .unassigned && scalar.properties.age.map { $0.major <= 14 } ?? false
    }

    @Test("is left alone when it is too long to be one")
    func tooLong() {
        let long = String(repeating: "e\u{301}", count: 1_000)
        #expect(Self.bytes(long) == Array(long.utf8))
        let short = String(repeating: "e\u{301}", count: 600)
        #expect(Self.bytes(short) == Array(String(repeating: "\u{E9}", count: 600).utf8))
    }

    @Test("with a thousand marks is composed in bounded time", .timeLimit(.minutes(20)))
    func manyMarks() {
        for _ in 0..<20 { _ = Password("a" + String(repeating: "\u{301}\u{323}", count: 500)) }
    }
}

extension PasswordUnicodeTests {
    struct Spelling: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let texts: [String]

        init(_ description: String, _ texts: String...) {
            self.testDescription = description
            self.texts = texts
        }
    }
}

@Suite("NIST's policy")
struct NISTPolicyTests {
    @Test("wants 15 characters, or 8 beside a second factor, and nothing of their kinds")
    func lengths() {
        #expect(PasswordPolicy.nist.problems(with: Password("gravelpitgrave")) == [.tooShort(minimum: 15)])
        #expect(PasswordPolicy.nist.problems(with: Password("gravelpitgravel")) == [])
        #expect(PasswordPolicy.nistWithSecondFactor.problems(with: Password("gravelp")) == [.tooShort(minimum: 8)])
        #expect(PasswordPolicy.nistWithSecondFactor.problems(with: Password("gravelpi")) == [])
        #expect(PasswordPolicy.nist.characterMaximum >= 64)
    }

    @Test(
        "takes every character that is seen, counted after accents are composed",
        arguments: [
            "пароль🔑ключ", "gra vel pit", "Gr\u{FC}\u{DF}e-x-y",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
            "\u{D55C}\u{AE00}\u{D55C}\u{AE00}\u{D55C}\u{AE00}\u{D55C}\u{AE00}",
        ])
    func unicode(_ text: String) {
        #expect(PasswordPolicy.nistWithSecondFactor.problems(with: Password(text)) == [])
    }

    @Test("takes seven composed letters for seven, however many code points were typed")
    func counted() {
        let text = String(repeating: "e\u{301}", count: 7)
        #expect(PasswordPolicy.nistWithSecondFactor.problems(with: Password(text)) == [.tooShort(minimum: 8)])
    }

    @Test(
        "takes nothing that is not seen or has no meaning",
        arguments: [
            "\0", "\u{1B}", "\u{200B}", "\u{200D}", "\u{AD}", "\u{E000}", "\u{378}", "\u{2028}", "\u{202E}", "\u{1100}",
        ])
    func invisible(_ text: String) {
        #expect(PasswordPolicy.nist.problems(with: Password("gravelpitgravel" + text)) == [.unacceptableCharacter])
    }

    @Test("takes no more bytes than can be kept")
    func bytes() {
        let text = String(repeating: "\u{1F511}\u{1F512}", count: 64)
        #expect(PasswordPolicy.nist.problems(with: Password(text)) == [.tooManyBytes(limit: 511)])
    }

    @Test("compares whole passwords with those that are guessed first")
    func banned() {
        #expect(PasswordPolicy.nistWithSecondFactor.problems(with: Password("P@ssw0rd")) == [.banned])
        #expect(PasswordPolicy.nistWithSecondFactor.problems(with: Password("password of a friend")) == [])
    }
}
