import RosterDomain
import Testing

/// The vectors are those of "Eliminate bad passwords using Microsoft Entra Password Protection".
@Suite("A banned password")
struct BannedPasswordTests {
    private static func problems(
        _ text: String, banning terms: [String], extent: BannedPasswords.Extent = .standard
    ) throws -> [PasswordProblem] {
        let policy = try PasswordPolicy(
            characterMinimum: 1, characterClassMinimum: 1, alphabet: .unicode,
            banned: BannedPasswords(custom: terms, extent: extent))
        return policy.problems(with: Password(text))
    }

    @Test(
        "is refused in any case, and with the usual substitutions",
        arguments: [
            ("Bl@nK", "blank"), ("P@$$w0rd", "password"), ("p@ssW0RD", "PASSWORD"), ("C0nt0$0", "contoso"),
            ("he110w0r1d", "HelloWorld"), ("ÅNGSTRÖM", "ångström"), ("A\u{30A}NGSTRO\u{308}M", "ångström"),
        ])
    func substitutions(_ text: String, _ term: String) throws {
        #expect(try Self.problems(text, banning: [term]) == [.banned])
    }

    @Test(
        "is refused when one character is exchanged, added or left out",
        arguments: ["abcdef", "abcdeg", "abcdefg", "abcde"])
    func oneEdit(_ text: String) throws {
        let problems = try Self.problems(text, banning: ["abcdef"])
        #expect(problems == [.banned])
    }

    @Test(
        "is found with one edit at every place, and not with two",
        arguments: [
            ("xgravelpit", true), ("gravxelpit", true), ("gravelpitx", true), ("ravelpit", true), ("gravlpit", true),
            ("gravelpi", true), ("xravelpit", true), ("grxvelpit", true), ("gravelpix", true), ("gravelp", false),
            ("gravelpitxx", false), ("xravelpix", false), ("grvaelpit", false), ("tiplevarg", false),
        ])
    func edits(_ text: String, _ isBanned: Bool) throws {
        #expect(try Self.problems(text, banning: ["gravelpit"]).contains(.banned) == isBanned)
    }

    @Test(
        "counts one point wherever it stands, as each other character does, and five are enough",
        arguments: [
            ("C0ntos0Blank12", [.tooGuessable(pointMinimum: 5)]), ("ContoS0Bl@nkf9!", []),
            ("contosoblank", [.tooGuessable(pointMinimum: 5)]),
            ("blankblankblankblank", [.tooGuessable(pointMinimum: 5)]),
            ("blankblankblankblankblank", []), ("zcontosoz9", [.tooGuessable(pointMinimum: 5)]), ("zkcontosoz9", []),
        ] as [(String, [PasswordProblem])])
    func points(_ text: String, _ problems: [PasswordProblem]) throws {
        #expect(try Self.problems(text, banning: ["contoso", "blank"]) == problems)
    }

    @Test("is counted so that the points are the fewest, where terms overlap")
    func overlapping() throws {
        // [gravelp][itxq]zk is 4, and reading `gravel` first would give 2 + 6.
        #expect(
            try Self.problems("gravelpitxqzk", banning: ["gravel", "gravelp", "itxq"]) == [
                .tooGuessable(pointMinimum: 5)
            ])
        #expect(try Self.problems("gravelpitxqzkw", banning: ["gravel", "gravelp", "itxq"]) == [])
    }

    @Test("is compared as a whole and not in parts, where the policy says so")
    func whole() throws {
        #expect(try Self.problems("C0ntos0Blank12", banning: ["contoso", "blank"], extent: .whole) == [])
        #expect(try Self.problems("C0ntoso", banning: ["contoso"], extent: .whole) == [.banned])
        #expect(try Self.problems("C0ntoso9", banning: ["contoso"], extent: .whole) == [.banned])
    }

    @Test(
        "is built in: words, years, keys beside each other, repetitions",
        arguments: ["P@ssw0rd1", "Qwertyuiop1", "Summer2026!", "aaaa1111AAAA", "Welcome12!"])
    func builtIn(_ text: String) {
        #expect(!PasswordPolicy.standard.problems(with: Password(text)).isEmpty)
    }

    @Test(
        "leaves everything else alone, the product's own examples too",
        arguments: ["Correct-Horse-1", "ContoS0Bl@nkf9!", "Abc-1234", "gk7-Q!rr"])
    func others(_ text: String) {
        #expect(PasswordPolicy.standard.problems(with: Password(text)) == [])
    }

    @Test("comes from a list of at most 1,000 terms of 4 to 64 characters")
    func limits() throws {
        let many = (0..<1_000).map { "zq-\($0)-qz" }
        #expect(throws: Never.self) { try BannedPasswords(custom: many) }
        #expect(throws: BannedPasswordsError.tooManyTerms(count: 1_001)) {
            try BannedPasswords(custom: many + ["one more"])
        }
        for count in [0, 3, 65] {
            #expect(throws: BannedPasswordsError.lengthOfTerm(position: 1, characterCount: count)) {
                try BannedPasswords(custom: ["good", String(repeating: "x", count: count)])
            }
        }
        for count in [4, 64] { _ = try BannedPasswords(custom: [String(repeating: "x", count: count)]) }
        #expect(throws: BannedPasswordsError.pointMinimumTooSmall(0)) {
            try BannedPasswords(custom: [], extent: .parts(pointMinimum: 0))
        }
        #expect(try BannedPasswords(custom: []) == .standard)
        #expect(try BannedPasswords(custom: ["GRAVEL"]) == BannedPasswords(custom: ["gr@ve1"]))
    }

    @Test("is looked for in bounded steps, whatever the password and the list are", .timeLimit(.minutes(20)))
    func bounded() throws {
        // Every term begins as the password does, so that each place is walked to the end of the longest term.
        let terms =
            (4..<64).map { String(repeating: "z", count: $0) }
            + (0..<940).map { String(repeating: "z", count: 60) + "\($0)" }
        let policy = try PasswordPolicy(characterMaximum: 256, banned: BannedPasswords(custom: terms))
        for _ in 0..<100 { _ = policy.problems(with: Password("A1" + String(repeating: "z", count: 254))) }
    }
}

@Suite("The names of a person and of the company")
struct PersonalTermTests {
    private static func refuses(
        _ text: String, _ name: String = "Ada Poll", _ userName: String = "ada.byron@contoso.example"
    ) throws -> Bool {
        let names = try PersonalTerms(of: FullName(name), UserName(userName), EmailAddress("countess@contoso.example"))
        let company = try PersonalTerms(
            of: Company(
                name: FullName("Northwind Trading Co"), programs: [],
                enrolledBy: UserID("00000000-0000-0000-0000-000000000001"),
                enrolledAt: .distantPast))
        return !PasswordPolicy.standard.problems(with: Password(text), of: names, company).isEmpty
    }

    @Test(
        "may not be in a password, in any case and spelling",
        arguments: [
            "p0LL23fb", "xx-POLL-99", "My-Byr0n-7", "C0unte$$-8", "N0rthWind!", "tr@ding-Xy7",
            "ada.byron@contoso.example",
        ])
    func refused(_ text: String) throws {
        #expect(try Self.refuses(text))
    }

    @Test(
        "count from four characters on, word by word",
        arguments: ["Ada-7654-Co", "po11y-no", "Gravel-Pit-1", "North-Wind-7", "contoso-Ex9"])
    func accepted(_ text: String) throws {
        #expect(try Self.refuses(text) == (text == "po11y-no"))
    }

    @Test("are found however their letters are composed")
    func composed() throws {
        #expect(try Self.refuses("1-Mu\u{308}LLER-x", "Jo M\u{FC}ller"))
        #expect(try Self.refuses("1-m\u{FC}ller-X", "Jo Mu\u{308}ller"))
        #expect(
            try Self.refuses(
                "1-\u{AC15}\u{AC10}\u{CC2C}\u{BCC4}",
                "\u{1100}\u{1161}\u{11BC}\u{1100}\u{1161}\u{11B7}\u{110E}\u{1161}\u{11AB}\u{1107}\u{1167}\u{11AF}"))
    }

    @Test("do not matter where the policy says so")
    func optional() throws {
        let names = try PersonalTerms(of: FullName("Ada Poll"), UserName("ada"), nil)
        #expect(PasswordPolicy.nist.problems(with: Password("p0LL23fb"), of: names) == [])
        #expect(PasswordPolicy.standard.problems(with: Password("p0LL23fb"), of: PersonalTerms.none) == [])
    }
}
