import RosterDomain
import Testing

@Suite("Names of groups and titles of roles")
struct LookAlikeTests {
    @Test("are one name where they differ by case, or only in letters that look the same", arguments: Pair.alike)
    func alike(_ pair: Pair) throws {
        let groups = try pair.texts.map { Set(try GroupProfile(name: FullName($0)).names) }
        #expect(!groups[0].isDisjoint(with: groups[1]))
        let roles = try pair.texts.map { Set(try CompanyRoleDefinition(title: FullName($0)).names) }
        #expect(!roles[0].isDisjoint(with: roles[1]))
    }

    @Test("are two names where people can tell them apart", arguments: Pair.apart)
    func apart(_ pair: Pair) throws {
        let groups = try pair.texts.map { Set(try GroupProfile(name: FullName($0)).names) }
        #expect(groups[0].isDisjoint(with: groups[1]))
    }

    @Test("have keys that stay as they are when they are worked out again, for every character")
    func idempotent() {
        for value in UInt32(0x20)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            let (caseless, look) = (text.caselessSkeleton, text.skeleton)
            #expect(Array(caseless.caselessSkeleton.utf8) == Array(caseless.utf8), "U+\(String(value, radix: 16))")
            #expect(Array(look.skeleton.utf8) == Array(look.utf8), "U+\(String(value, radix: 16))")
        }
    }
}

extension LookAlikeTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let texts: [String]

        init(_ first: String, _ second: String, _ description: String) {
            self.testDescription = description
            self.texts = [first, second]
        }

        static let alike =
            [
                Pair("Sales", "SALES", "case"), Pair("ОТДЕЛ", "отдел", "case of another script"),
                Pair("Straße", "STRASSE", "case that takes two letters"), Pair("Admins", "Adrnins", "m and rn"),
                Pair("Billing", "BiIling", "a capital I for l"), Pair("Team 1", "Team l", "1 and l"),
                Pair("Team 1", "Team I", "1 and I"), Pair("Sales Oslo", "Sales 0slo", "0 and O"),
                Pair("sales oslo", "SALES 0SLO", "0 and O, in another case"),
                Pair("Global admin", "gIobal Adrnin", "case and look at once"),
                Pair("TEAM", "\u{422}EAM", "a capital of another script"),
                Pair("Team", "T\u{435}am", "its small letter"),
                Pair("\u{C9}quipe", "E\u{301}quipe", "an accent apart"),
                Pair("\u{C9}quipe", "e\u{301}quipe", "an accent apart, in another case"),
                Pair("\u{EB}lka", "\u{451}lka", "an accent on a letter of another script"),
                Pair("finance", "\u{FB01}nance", "a ligature"), Pair("Safie", "Sa\u{FB01}e", "a ligature within"),
                Pair("Part II", "Part \u{2161}", "a numeral in one character"),
                Pair("Part ii", "Part \u{2171}", "a small numeral in one character"),
                Pair("Sales team", "Sales\u{A0} team", "blanks"), Pair("Sales", "Sa\u{200B}les", "what is not drawn"),
            ] + Self.blanks

        /// Everything that takes room and is not drawn, between two words and at their end.
        private static let blanks = [
            0x115F, 0x1160, 0x3164, 0xFFA0, 0x180E, 0x2800, 0x1D159, 0xFFFC, 0x3000, 0x2003, 0x202F, 0x205F, 0x1680,
        ].flatMap { value in
            let blank = Unicode.Scalar(UInt32(value)).map(String.init) ?? ""
            let name = "U+\(String(value, radix: 16, uppercase: true))"
            return [
                Pair("Admin agent", "Admin\(blank)agent", "\(name) for a blank"),
                Pair("Sales", "Sales\(blank)", "\(name) at the end"),
            ]
        }

        static let apart = [
            Pair("Sales 1", "Sales 2", "numbers"), Pair("Sales 10", "Sales 11", "longer numbers"),
            Pair("IT", "LT", "capitals"), Pair("Mail", "Mall", "i and l"), Pair("Team I", "Team L", "I and L"),
            Pair("Caf\u{E9}", "Cafe", "an accent"), Pair("Sales", "Sale", "a letter more"),
        ]
    }
}
