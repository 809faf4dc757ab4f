import RosterDomain
import Testing

@Suite("An email address")
struct EmailAddressTests {
    @Test("is accepted up to every limit, and with every mark that a dot-atom may hold", arguments: Acceptance.each)
    func accepts(_ acceptance: Acceptance) throws {
        let email = try EmailAddress(acceptance.text)
        #expect(email.rawValue == acceptance.text)
        #expect(email.description == acceptance.text)
    }

    @Test("is refused with the rule that it breaks", arguments: Rejection.each)
    func rejects(_ rejection: Rejection) {
        #expect(throws: rejection.error) { try EmailAddress(rejection.text) }
    }

    @Test("is the same address in any case of its ASCII letters, and keeps the case it was written in")
    func ignoresCase() throws {
        let written = try EmailAddress("Ada.Lovelace@Contoso.EXAMPLE")
        let other = try EmailAddress("aDA.lOVELACE@cONTOSO.example")
        #expect(written == other)
        #expect(Set([written, other]).count == 1)
        #expect(written.folded == "ada.lovelace@contoso.example")
        #expect(written.rawValue == "Ada.Lovelace@Contoso.EXAMPLE")
        #expect(written.localPart == "Ada.Lovelace")
    }

    @Test("is another address when anything but the case of a letter differs", arguments: Pair.different)
    func distinguishes(_ pair: Pair) throws {
        #expect(try EmailAddress(pair.left) != EmailAddress(pair.right))
    }

    @Test("cannot be confused by letters that Unicode folds onto ASCII", arguments: Lookalike.each)
    func lookalikes(_ lookalike: Lookalike) {
        for text in ["\(lookalike.scalar)ada@contoso.example", "ada@\(lookalike.scalar)ontoso.example"] {
            #expect(throws: EmailAddressError.unacceptableCharacter(lookalike.scalar, in: text)) {
                try EmailAddress(text)
            }
        }
    }

    @Test("holds no ASCII control character and no blank, wherever it stands", arguments: Array(0...32) + [127])
    func controlCharacters(_ code: UInt8) {
        let scalar = Unicode.Scalar(code)
        for text in ["\(scalar)ada@contoso.example", "ada@contoso\(scalar).example", "ada@contoso.example\(scalar)"] {
            #expect(throws: EmailAddressError.unacceptableCharacter(scalar, in: text)) { try EmailAddress(text) }
        }
    }

    @Test("folds the 26 ASCII letters and no other byte", arguments: Array(UInt8.min...UInt8.max))
    func foldsLettersOnly(_ byte: UInt8) {
        let isUpperCase = (0x41...0x5A).contains(byte)
        #expect(byte.asciiLowercased == (isUpperCase ? byte + 32 : byte))
    }
}

extension EmailAddressTests {
    struct Acceptance: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ name: String, _ text: String) {
            self.testDescription = name
            self.text = text
        }

        static let each = [
            Acceptance("shortest parts", "a@b.c"),
            Acceptance("every mark that mail programs leave alone", "#&'*+-/?=^_{}~@contoso.example"),
            Acceptance("a hyphen and a slash within", "a-b/c@contoso.example"),
            Acceptance("a bounce address", "bounce=ada=contoso.example@lists.example"),
            Acceptance("a question mark before an equals sign", "a?=b@contoso.example"),
            Acceptance("an encoded top-level domain", "ada@xn--e1afmkfd.xn--p1ai"),
            Acceptance("an encoded label in capitals", "ada@XN--MNCHEN-3YA.example"),
            Acceptance("hyphens that encode nothing", "ada@r3---sn.contoso.example"),
            Acceptance(
                "Chinese, Persian and a final sigma", "ada@xn--fiqs8s.xn--mgba3a4f16a.xn--hxajbheg2az3al.example"),
            Acceptance("dots and a tag", "ada.l+tag@mail.contoso.example"),
            Acceptance("international domain", "ada@xn--mnchen-3ya.example"),
            Acceptance("digits", "1@2.example"),
            Acceptance("last label begins with a digit", "a@b.1c"),
            Acceptance("last label ends with a digit", "a@b.c1"),
            Acceptance("local part of 64 bytes", "\(String(repeating: "a", count: 64))@contoso.example"),
            Acceptance("label of 63 bytes", "ada@\(String(repeating: "b", count: 63)).example"),
            Acceptance("254 bytes", EmailAddressTests.address(ofByteCount: 254)),
        ]
    }

    struct Rejection: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let error: EmailAddressError

        init(_ name: String, _ text: String, _ error: EmailAddressError) {
            self.testDescription = name
            self.text = text
            self.error = error
        }

        private static func malformed(_ name: String, _ text: String) -> Rejection {
            Rejection(name, text, .malformed(text))
        }

        static let each =
            [
                Rejection("empty", "", .empty),
                Rejection("255 bytes", EmailAddressTests.address(ofByteCount: 255), .tooLong(byteCount: 255)),
                Rejection(
                    "a million bytes", String(repeating: "é", count: 500_000), .tooLong(byteCount: 1_000_000)),
                Rejection(
                    "local part of 65 bytes", "\(String(repeating: "a", count: 65))@contoso.example",
                    .localPartTooLong(byteCount: 65)),
                Rejection("blank before", " a@b.c", .unacceptableCharacter(" ", in: " a@b.c")),
                Rejection("escape", "a\u{1B}[31m@b.c", .unacceptableCharacter("\u{1B}", in: "a\u{1B}[31m@b.c")),
                Rejection("header injection", "a@b.c\r\nBcc: x", .unacceptableCharacter("\r", in: "a@b.c\r\nBcc: x")),
                Rejection("decomposed", "e\u{301}@b.c", .unacceptableCharacter("\u{301}", in: "e\u{301}@b.c")),
                Rejection("wide at sign", "a＠b.c", .unacceptableCharacter("＠", in: "a＠b.c")),
            ] + shapes + misreadings + decoded

        private static func misread(_ misreading: EmailAddressMisreading, _ text: String) -> Rejection {
            Rejection("\(misreading): \(text)", text, .misread(misreading, in: text))
        }

        private static let misreadings = [
            misread(.encodedWord, "=?utf-8?q?=40evil.example=00?=@contoso.example"),
            misread(.encodedWord, "=?utf-8?b?YWRh?=@contoso.example"),
            misread(.encodedWord, "ada=?x@contoso.example"), misread(.encodedWord, "ada.=?x?q?y?=@contoso.example"),
            misread(.option, "-oQ/tmp@contoso.example"), misread(.option, "-f@contoso.example"),
            misread(.option, "--@contoso.example"),
            misread(.file, "/var/mail/ada@contoso.example"), misread(.file, "/x@contoso.example"),
            misread(.route, "evil.example!ada@contoso.example"), misread(.route, "ada%evil.example@contoso.example"),
            misread(.route, "!@contoso.example"), misread(.route, "%@contoso.example"),
            misread(.command, "|/bin/sh@contoso.example"), misread(.command, "a|b@contoso.example"),
            misread(.command, "`id`@contoso.example"), misread(.command, "${run{x}}@contoso.example"),
            misread(.command, "$HOME@contoso.example"),
            misread(.domainLabel, "ada@xn--0117.example"), misread(.domainLabel, "ada@xn--a.example"),
            misread(.domainLabel, "ada@xn--ls8h9999.example"), misread(.domainLabel, "ada@contoso.xn--99999999"),
        ]

        /// Labels that stand for: a fraction slash, an ideographic dot, a full-width letter, an invisible space, capitals.
        private static let decoded = ["xn--ab-c6t", "xn--ab-r13a", "xn--mi7c", "xn--zug", "xn--dca", "XN--A-HEA"].map {
            misread(.domainLabel, "ada@\($0).example")
        }

        private static let shapes = [
            malformed("no at sign", "contoso.example"),
            malformed("two at signs", "a@b@c.d"),
            malformed("at sign only", "@"),
            malformed("nothing before", "@b.c"),
            malformed("nothing after", "a@"),
            malformed("one label", "a@localhost"),
            malformed("label of 64 bytes", "a@\(String(repeating: "b", count: 64)).example"),
            malformed("empty label", "a@b..c"),
            malformed("domain begins with a dot", "a@.b.c"),
            malformed("domain ends with a dot", "a@b.c."),
            malformed("label begins with a hyphen", "a@-b.c"),
            malformed("label ends with a hyphen", "a@b-.c"),
            malformed("underscore in the domain", "a@b_b.c"),
            malformed("local part begins with a dot", ".a@b.c"),
            malformed("local part ends with a dot", "a.@b.c"),
            malformed("two dots", "a..a@b.c"),
            malformed("quoted", "\"a\"@b.c"),
            malformed("comma", "a,b@c.d"),
            malformed("angle brackets", "<a@b.c>"),
            malformed("address literal", "a@[127.0.0.1]"),
            malformed("port", "a@b.c:25"),
            malformed("IP address", "a@127.0.0.1"),
            malformed("last label of one digit", "a@b.1"),
        ]
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let left: String
        let right: String

        var testDescription: String { "\(self.left), \(self.right)" }

        static let different = [
            Pair(left: "ada.l@contoso.example", right: "adal@contoso.example"),
            Pair(left: "ada+tag@contoso.example", right: "ada@contoso.example"),
            Pair(left: "ada@contoso.example", right: "ada@con-toso.example"),
            Pair(left: "ada@mail.contoso.example", right: "ada@contoso.example"),
            // 0x5E and 0x7E, 0x60 and 0x40 differ by the same bit as two cases of a letter do.
            Pair(left: "^@contoso.example", right: "~@contoso.example"),
        ]
    }

    struct Lookalike: Sendable, CustomTestStringConvertible {
        let scalar: Unicode.Scalar
        let testDescription: String

        init(_ scalar: Unicode.Scalar, _ name: String) {
            self.scalar = scalar
            self.testDescription = name
        }

        static let each = [
            Lookalike("\u{130}", "İ folds to i and a dot"), Lookalike("\u{131}", "ı has the capital I"),
            Lookalike("\u{DF}", "ß has the capitals SS"), Lookalike("\u{17F}", "ſ folds to s"),
            Lookalike("\u{212A}", "the kelvin sign folds to k"), Lookalike("\u{FB01}", "ﬁ folds to fi"),
            Lookalike("\u{430}", "Cyrillic а looks like a"), Lookalike("\u{FF41}", "ａ is a wide a"),
        ]
    }

    /// An address of exactly so many bytes, none of whose parts is too long.
    private static func address(ofByteCount count: Int) -> String {
        let start = String(repeating: "a", count: 64) + "@"
        let labels = String(repeating: String(repeating: "b", count: 59) + ".", count: 3)
        return start + labels + String(repeating: "c", count: count - start.utf8.count - labels.utf8.count)
    }
}
