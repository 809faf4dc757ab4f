import RosterDomain
import Testing

@Suite("A password")
struct PasswordTests {
    @Test("never shows itself: not printed, interpolated, dumped, nor inside another value", arguments: Showing.each)
    func redacted(_ showing: Showing) {
        let shown = showing.show(Password("correct horse"))
        #expect(shown.contains("‹password›"))
        #expect(!shown.contains("correct") && !shown.contains("horse") && !shown.contains("13"))
    }

    @Test("shows the same whatever it is", arguments: Showing.each)
    func sameForAll(_ showing: Showing) {
        #expect(showing.show(Password("")) == showing.show(Password(String(repeating: "x", count: 511))))
    }

    @Test("has nothing in its mirror")
    func mirror() {
        #expect(Mirror(reflecting: Password("secret")).children.isEmpty)
    }

    @Test(
        "lends the text as typed, and passes an error on",
        arguments: ["", " p w ", "P\u{E9}", "\0", "Ünïcödé", "ＰＷ", "ﬁ"])
    func lends(_ text: String) {
        let length = Password(text).withText { lent in
            #expect(Array(lent.utf8) == Array(text.utf8))
            return lent.utf8.count
        }
        #expect(length == text.utf8.count)
        #expect(throws: FullNameError.empty) {
            try Password(text).withText { _ throws(FullNameError) in throw .empty }
        }
    }
}

@Suite("A password policy")
struct PasswordPolicyTests {
    @Test("accepts 8 to 256 characters, and says which edge is missed", arguments: Length.each)
    func lengths(_ length: Length) {
        #expect(PasswordPolicy.standard.problems(with: Password(length.text)) == length.problems)
    }

    @Test("needs three of four classes, and tells each class by its edges", arguments: Classes.each)
    func classes(_ classes: Classes) throws {
        let expected = classes.isEnough ? [] : [PasswordProblem.tooFewClasses(minimum: 3)]
        #expect(try PasswordPolicy(banned: .none).problems(with: Password(classes.text)) == expected)
    }

    @Test("accepts every visible ASCII character and the blank", arguments: Array(UInt8(32)...126))
    func visibleASCII(_ byte: UInt8) {
        let text = "Aa1-Aa1-\(Unicode.Scalar(byte))"
        #expect(PasswordPolicy.standard.problems(with: Password(text)) == [])
    }

    @Test("accepts no control character, NUL and DEL among them", arguments: Array(UInt8(0)...31) + [127])
    func controlCharacters(_ byte: UInt8) {
        let scalar = Unicode.Scalar(byte)
        for text in ["\(scalar)Aa1-Aa1-", "Aa1-\(scalar)Aa1-", "Aa1-Aa1-\(scalar)"] {
            #expect(PasswordPolicy.standard.problems(with: Password(text)) == [.unacceptableCharacter])
        }
    }

    @Test(
        "accepts nothing outside ASCII", arguments: ["é", "e\u{301}", "İ", "ı", "ß", "ſ", "\u{212B}", "🔑", "\u{200B}"])
    func outsideASCII(_ text: String) {
        #expect(PasswordPolicy.standard.problems(with: Password("Aa1-Aa1-" + text)) == [.unacceptableCharacter])
    }

    @Test("names everything that is wrong at once, and nothing of the text")
    func allAtOnce() {
        let problems = PasswordPolicy.standard.problems(with: Password("\0"))
        #expect(problems == [.tooShort(minimum: 8), .unacceptableCharacter, .tooFewClasses(minimum: 3)])
        let long = PasswordPolicy.standard.problems(with: Password(String(repeating: "é", count: 257)))
        #expect(long == [.tooLong(maximum: 256), .unacceptableCharacter, .tooFewClasses(minimum: 3)])
    }

    @Test("can be made stricter or laxer by the host")
    func configured() throws {
        let policy = try PasswordPolicy(
            characterMinimum: 2, characterMaximum: 3, characterClassMinimum: 1, banned: .none)
        #expect(policy.problems(with: Password("a")) == [.tooShort(minimum: 2)])
        #expect(policy.problems(with: Password("aa")) == [])
        #expect(policy.problems(with: Password("aaa")) == [])
        #expect(policy.problems(with: Password("aaaa")) == [.tooLong(maximum: 3)])
        let strict = try PasswordPolicy(characterClassMinimum: 4)
        #expect(strict.problems(with: Password("Gravel0xx")) == [.tooFewClasses(minimum: 4)])
        #expect(strict.problems(with: Password("Gravel0x!")) == [])
    }

    @Test("is refused when no password satisfies it, or none that can be kept")
    func unsatisfiable() throws {
        let limit = Password.byteLimit
        for (minimum, maximum, classes) in [
            (0, 8, 3), (-1, 8, 3), (9, 8, 3), (1, limit + 1, 3), (8, 256, 0), (8, 256, 5), (1, 2, 3), (1, 3, 4),
        ] {
            #expect(throws: PasswordPolicyError.unsatisfiable) {
                try PasswordPolicy(
                    characterMinimum: minimum, characterMaximum: maximum, characterClassMinimum: classes,
                    banned: .none)
            }
        }
        #expect(throws: PasswordPolicyError.unsatisfiable) {
            try PasswordPolicy(characterMinimum: 1, characterMaximum: 4, characterClassMinimum: 1)
        }
        for length in [-1, PasswordPolicy.historyLimit + 1] {
            #expect(throws: PasswordPolicyError.historyTooLong(length)) { try PasswordPolicy(historyLength: length) }
        }
        for (minimum, maximum, classes) in [(1, 1, 1), (1, 3, 3), (4, 4, 4), (limit, limit, 4)] {
            let policy = try PasswordPolicy(
                characterMinimum: minimum, characterMaximum: maximum, characterClassMinimum: classes, banned: .none)
            let text = String(repeating: "aA1-", count: maximum / 4 + 1).prefix(maximum)
            #expect(policy.problems(with: Password(String(text))) == [])
        }
        #expect(try PasswordPolicy() == .standard)
    }

    @Test("accepts no longer passwords than can be checked")
    func withinByteLimit() {
        #expect(PasswordPolicy.standard.characterMaximum <= Password.byteLimit)
    }
}

extension PasswordTests {
    struct Showing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let show: @Sendable (Password) -> String

        init(_ name: String, _ show: @escaping @Sendable (Password) -> String) {
            self.testDescription = name
            self.show = show
        }

        static let each = [
            Showing("description") { $0.description },
            Showing("debugDescription") { $0.debugDescription },
            Showing("interpolated") { "\($0)" },
            Showing("String(describing:)") { String(describing: $0) },
            Showing("String(reflecting:)") { String(reflecting: $0) },
            Showing("print") { password in
                var text = ""
                print(password, to: &text)
                return text
            },
            Showing("debugPrint") { password in
                var text = ""
                debugPrint(password, to: &text)
                return text
            },
            Showing("dump") { password in
                var text = ""
                dump(password, to: &text)
                return text
            },
            Showing("in an optional") { String(reflecting: Optional($0)) },
            Showing("in an array") { "\([$0])" },
            Showing("in a dictionary") { "\(["key": $0])" },
            Showing("in another value") { "\(Holder(password: $0))" },
            Showing("dumped in another value") { password in
                var text = ""
                dump(Holder(password: password), to: &text)
                return text
            },
        ]
    }

    struct Holder: Sendable {
        let password: Password
    }
}

extension PasswordPolicyTests {
    struct Length: Sendable, CustomTestStringConvertible {
        let count: Int
        let problems: [PasswordProblem]

        var testDescription: String { "\(self.count) characters" }
        /// A text with four classes, as far as its length allows.
        var text: String { String(String(repeating: "aA1-", count: self.count / 4 + 1).prefix(self.count)) }

        static let each = [
            Length(count: 0, problems: [.tooShort(minimum: 8), .tooFewClasses(minimum: 3)]),
            Length(count: 1, problems: [.tooShort(minimum: 8), .tooFewClasses(minimum: 3)]),
            Length(count: 7, problems: [.tooShort(minimum: 8)]),
            Length(count: 8, problems: []),
            Length(count: 9, problems: []),
            Length(count: 255, problems: []),
            Length(count: 256, problems: []),
            Length(count: 257, problems: [.tooLong(maximum: 256)]),
            Length(count: 1_000_000, problems: [.tooLong(maximum: 256)]),
        ]
    }

    struct Classes: Sendable, CustomTestStringConvertible {
        let text: String
        let isEnough: Bool

        var testDescription: String { self.text }

        init(_ text: String, isEnough: Bool) {
            self.text = text
            self.isEnough = isEnough
        }

        static let each = [
            Classes("aaaaaaaa", isEnough: false), Classes("aaaaAAAA", isEnough: false),
            Classes("aaaa1111", isEnough: false), Classes("AAAA1111", isEnough: false),
            Classes("        ", isEnough: false), Classes("aaaa----", isEnough: false),
            Classes("aaaAAA11", isEnough: true), Classes("aaaAAA--", isEnough: true),
            Classes("aaa111--", isEnough: true), Classes("AAA111--", isEnough: true),
            Classes("aaAA11--", isEnough: true), Classes("azAZaz09", isEnough: true),
            // The neighbors of the letters and digits are of the fourth class.
            Classes("`{@[/: ~", isEnough: false), Classes("aZ`{@[/:", isEnough: true),
        ]
    }
}
