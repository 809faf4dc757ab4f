import RosterDomain
import Testing

@Suite("A user name")
struct UserNameTests {
    @Test("is what provisioning systems and people really send", arguments: Real.each)
    func accepts(_ real: Real) throws {
        let name = try UserName(real.text)
        #expect(Array(name.rawValue.utf8) == Array(real.text.utf8))
        #expect(name.description == real.text)
    }

    @Test("is refused with the rule that it breaks", arguments: Rejection.each)
    func rejects(_ rejection: Rejection) {
        #expect(throws: rejection.error) { try UserName(rejection.text) }
    }

    @Test("holds 1 to 256 bytes, counted in UTF-8", arguments: [("x", 256), ("é", 128), ("愛", 85)])
    func length(_ sample: (character: String, count: Int)) throws {
        #expect(try UserName(String(repeating: sample.character, count: sample.count)).rawValue.count == sample.count)
        let tooLong = String(repeating: sample.character, count: sample.count + 1)
        #expect(throws: UserNameError.tooLong(byteCount: tooLong.utf8.count)) { try UserName(tooLong) }
    }

    @Test("is the same name in any case, and keeps the case it was written in")
    func ignoresCase() throws {
        let (written, other) = (try UserName("CONTOSO\\Bjørn"), try UserName("contoso\\BJØRN"))
        #expect(written == other && Set([written, other]).count == 1)
        #expect(written.folded == "contoso\\bjørn" && written.rawValue == "CONTOSO\\Bjørn")
    }

    @Test("and the address with the same letters are one name")
    func sharesTheTable() throws {
        let email = try EmailAddress("Ada.Lovelace@Contoso.example")
        #expect(UserName(email) == (try UserName("ADA.LOVELACE@CONTOSO.EXAMPLE")))
        #expect(RecordName(email) == RecordName(try UserName("ada.lovelace@contoso.example")))
        // A letter that folds onto ASCII cannot be in an address, and does not make another name either.
        #expect(
            RecordName(try EmailAddress("kay@contoso.example"))
                == RecordName(try UserName("\u{212A}ay@contoso.example")))
    }

    @Test(
        "is another name when anything but case differs: blanks, accents, scripts",
        arguments: ["a b", "a  b", "ä b", "\u{430} b"])
    func distinguishes(_ text: String) throws {
        #expect(try UserName(text) != UserName("ab"))
        #expect(try ["a b", "a  b", "ä b", "\u{430} b"].filter { try UserName($0) == UserName(text) }.count == 1)
    }

    @Test("never differs from another one only in how an accent or a syllable is written")
    func composition() throws {
        for (composed, apart) in [
            ("Jos\u{E9}", "Jose\u{301}"), ("\u{D55C}", "\u{1112}\u{1161}\u{11AB}"), ("\u{304C}", "\u{304B}\u{3099}"),
            ("\u{622}", "\u{627}\u{653}"), ("\u{624}", "\u{648}\u{654}"), ("\u{915}\u{93C}", "\u{958}"),
            ("\u{B94}", "\u{B92}\u{BD7}"), ("\u{5E9}\u{5C1}", "\u{FB2A}"), ("\u{8C48}", "\u{F900}"),
            ("\u{3AC}", "\u{1F71}"),
        ] {
            #expect(composed == apart, "Unicode takes them for the same text")
            _ = try UserName(composed)
            #expect(throws: UserNameError.self) { try UserName(apart) }
        }
    }
}

extension UserNameTests {
    struct Real: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        static let each = [
            Real(testDescription: "a principal name", text: "ada.lovelace@contoso.onmicrosoft.example"),
            Real(
                testDescription: "a guest's principal name",
                text: "ada_fabrikam.example#EXT#@contoso.onmicrosoft.example"),
            Real(testDescription: "a bare UUID of a conformance suite", text: "2819C223-7F76-453A-919D-413861904646"),
            Real(testDescription: "a name of a domain", text: "CONTOSO\\ada"),
            Real(testDescription: "one letter", text: "a"),
            Real(testDescription: "a name with blanks", text: "Ada of Contoso"),
            Real(testDescription: "an international address, which is no EmailAddress", text: "bjørn@contoso.example"),
            Real(testDescription: "Hindi, whose vowels are marks", text: "अदिति"),
            Real(testDescription: "Thai", text: "เอดา"),
            Real(testDescription: "Korean syllables", text: "한국"),
            Real(testDescription: "an emoji", text: "ada🛰"),
            Real(testDescription: "every mark of ASCII", text: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
        ]
    }

    struct Rejection: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let error: UserNameError

        init(_ testDescription: String, _ text: String, _ error: UserNameError) {
            self.testDescription = testDescription
            self.text = text
            self.error = error
        }

        private static func holding(_ scalar: Unicode.Scalar, _ what: String) -> Rejection {
            let text = "a\(scalar)da"
            return Rejection(what, text, .unacceptableCharacter(scalar, in: text))
        }

        static let each = [
            Rejection("nothing", "", .empty),
            Rejection("a blank at the beginning", " ada", .blankAtEdge(" ada")),
            Rejection("a blank at the end, as from a spreadsheet", "ada ", .blankAtEdge("ada ")),
            Rejection("blanks alone", "  ", .blankAtEdge("  ")),
            Rejection.holding("\0", "the character 0"), Rejection.holding("\n", "a line end"),
            Rejection.holding("\t", "a tab"),
            Rejection.holding("\u{7F}", "delete"), Rejection.holding("\u{85}", "next line"),
            Rejection.holding("\u{A0}", "a fixed blank"),
            Rejection.holding("\u{3000}", "a wide blank"), Rejection.holding("\u{2028}", "a line separator"),
            Rejection.holding("\u{200B}", "a blank of no width"), Rejection.holding("\u{200D}", "a joiner"),
            Rejection.holding("\u{AD}", "a soft hyphen"), Rejection.holding("\u{FEFF}", "a byte order mark"),
            Rejection.holding("\u{202E}", "a mark that turns writing"),
            Rejection.holding("\u{200F}", "a mark of direction"),
            Rejection.holding("\u{E0061}", "a tag"), Rejection.holding("\u{308}", "an accent apart"),
            Rejection.holding("\u{1161}", "a vowel of Hangul apart"),
            Rejection.holding("\u{3099}", "a voicing mark apart"),
            Rejection.holding("\u{F900}", "an ideograph by its old code"),
            Rejection(
                "a letter of Arabic and the mark that composes with it", "\u{627}\u{653}",
                .unacceptableCharacter("\u{653}", in: "\u{627}\u{653}")),
        ]
    }
}
