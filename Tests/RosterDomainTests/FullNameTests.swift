import RosterDomain
import Testing

@Suite("A full name")
struct FullNameTests {
    @Test("is kept exactly as it was written", arguments: Acceptance.each)
    func accepts(_ acceptance: Acceptance) throws {
        let name = try FullName(acceptance.text)
        #expect(Array(name.rawValue.unicodeScalars) == Array(acceptance.text.unicodeScalars))
        #expect(name.description == acceptance.text)
    }

    @Test("is refused with the rule that it breaks", arguments: Rejection.each)
    func rejects(_ rejection: Rejection) {
        #expect(throws: rejection.error) { try FullName(rejection.text) }
    }

    @Test("holds no control character, wherever it stands", arguments: Array(0x00...0x1F) + Array(0x7F...0x9F))
    func controlCharacters(_ code: UInt8) {
        let scalar = Unicode.Scalar(code)
        for text in ["\(scalar)Ada", "Ada\(scalar)Lovelace", "Ada\(scalar)"] {
            #expect(throws: FullNameError.unsafeCharacter(scalar, in: text)) { try FullName(text) }
        }
    }

    @Test("counts case and accents: names that only look alike or fold alike are different", arguments: Pair.different)
    func distinguishes(_ pair: Pair) throws {
        #expect(try FullName(pair.left) != FullName(pair.right))
    }

    @Test("needs something to be seen", arguments: Invisible.each)
    func invisible(_ invisible: Invisible) throws {
        for text in [invisible.text, " \(invisible.text) "] {
            #expect(throws: FullNameError.empty) { try FullName(text) }
        }
    }
}

extension FullNameTests {
    struct Acceptance: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ name: String, _ text: String) {
            self.testDescription = name
            self.text = text
        }

        static let each = [
            Acceptance("one byte", "A"),
            Acceptance("256 bytes", String(repeating: "x", count: 256)),
            Acceptance("256 bytes in 128 characters", String(repeating: "é", count: 128)),
            Acceptance("blanks around it", " Ada "),
            Acceptance("dotted and dotless i", "İpek Işık"),
            Acceptance("sharp and long s", "Weiß, Waſhington"),
            Acceptance("kelvin sign", "\u{212A}elvin"),
            Acceptance("composed", "Ren\u{E9}e"),
            Acceptance("decomposed", "Rene\u{301}e"),
            Acceptance("Han", "李小龍"),
            Acceptance("Arabic, right to left", "محمد"),
            Acceptance("Persian, with a joiner", "علی\u{200C}رضا"),
            Acceptance("emoji, with a joiner", "👩\u{200D}💻"),
            Acceptance("seen amid the unseen", "\u{200B}A\u{200B}"),
            Acceptance("a letter amid blank patterns and private use", "\u{2800}A\u{E000}"),
            Acceptance("Braille with dots", "\u{2801}"), Acceptance("a full stop", "."), Acceptance("a heart", "❤"),
            Acceptance("Thai with its vowel", "กุ"), Acceptance("a Roman numeral", "Ⅷ"),
            Acceptance("just before and after the marks", "A\u{61B}\u{200D}\u{2010}"),
            Acceptance("apostrophe and hyphen", "Mary-Jane O’Neil"),
            Acceptance("markup is only text", "<b>Ada</b>'; DROP TABLE users; --"),
        ]
    }

    struct Rejection: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let error: FullNameError

        init(_ name: String, _ text: String, _ error: FullNameError) {
            self.testDescription = name
            self.text = text
            self.error = error
        }

        private static func unsafe(_ name: String, _ scalar: Unicode.Scalar) -> Rejection {
            Rejection(name, "Ada\(scalar)Lovelace", .unsafeCharacter(scalar, in: "Ada\(scalar)Lovelace"))
        }

        static let each = [
            Rejection("empty", "", .empty),
            Rejection("blank", " ", .empty),
            Rejection("blanks of every kind", " \t\n\u{A0}\u{2003}\u{2028}\u{3000}", .empty),
            Rejection("257 bytes", String(repeating: "x", count: 257), .tooLong(byteCount: 257)),
            Rejection("258 bytes in 129 characters", String(repeating: "é", count: 129), .tooLong(byteCount: 258)),
            Rejection(
                "one character of 1001 bytes", "a" + String(repeating: "\u{301}", count: 500),
                .tooLong(byteCount: 1_001)),
            unsafe("line separator", "\u{2028}"),
            unsafe("paragraph separator", "\u{2029}"),
            unsafe("left-to-right mark", "\u{200E}"),
            unsafe("right-to-left mark", "\u{200F}"),
            unsafe("Arabic letter mark", "\u{61C}"),
            unsafe("first of the overrides", "\u{202A}"),
            unsafe("last of the overrides", "\u{202E}"),
            unsafe("first of the isolates", "\u{2066}"),
            unsafe("last of the isolates", "\u{2069}"),
            Rejection("line ends of two characters", "Ada\r\n", .unsafeCharacter("\r", in: "Ada\r\n")),
        ]
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let left: String
        let right: String

        var testDescription: String { "\(self.left), \(self.right)" }

        static let different = [
            Pair(left: "Ada", right: "ada"), Pair(left: "Ada", right: "Ada "), Pair(left: "Renée", right: "Renee"),
            Pair(left: "Weiß", right: "Weiss"), Pair(left: "İ", right: "i"), Pair(left: "ı", right: "i"),
            Pair(left: "ſ", right: "s"), Pair(left: "а", right: "a"),
        ]
    }

    struct Invisible: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ name: String, _ text: String) {
            self.testDescription = name
            self.text = text
        }

        static let each = [
            Invisible("blank without width", "\u{200B}"), Invisible("joiner", "\u{200D}"),
            Invisible("non-joiner", "\u{200C}"), Invisible("word joiner", "\u{2060}"),
            Invisible("byte order mark", "\u{FEFF}"), Invisible("soft hyphen", "\u{AD}"),
            Invisible("variation selector", "\u{FE0F}"), Invisible("Hangul filler", "\u{3164}"),
            Invisible("several", "\u{200B}\u{2060}\u{FEFF}"), Invisible("blank Braille pattern", "\u{2800}"),
            Invisible("Hangul fillers of every kind", "\u{115F}\u{1160}\u{3164}\u{FFA0}"),
            Invisible("note without a head", "\u{1D159}"), Invisible("place of an object", "\u{FFFC}"),
            Invisible("accent without a letter", "\u{301}"), Invisible("Thai vowel without a letter", "\u{E38}"),
            Invisible("circle around nothing", "\u{20DD}"), Invisible("vowel sign without a letter", "\u{93E}"),
            Invisible("unassigned", "\u{378}"), Invisible("unassigned, of another plane", "\u{E0FFF}"),
            Invisible("no character", "\u{FFFF}"), Invisible("private use", "\u{E000}\u{F8FF}"),
            Invisible("private use of another plane", "\u{F0000}\u{10FFFD}"), Invisible("tags", "\u{E0061}\u{E007F}"),
            Invisible("annotations", "\u{FFF9}\u{FFFA}\u{FFFB}"),
        ]
    }
}
