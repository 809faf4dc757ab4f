import RosterDomain
import Testing

@Suite("The table that takes the case out of names")
struct CaseFoldingTests {
    @Test("folds letters of every script that has case, each to one other", arguments: Sample.each)
    func folds(_ sample: Sample) {
        for text in sample.spellings { #expect(Self.isSame(CaseFolding.folded(text), sample.folded)) }
    }

    @Test("leaves apart what only some languages or longer foldings take for the same", arguments: Pair.apart)
    func keepsApart(_ pair: Pair) {
        #expect(!Self.isSame(CaseFolding.folded(pair.left), CaseFolding.folded(pair.right)))
    }

    @Test("is the same forever: all characters that fold, and to what, give one number")
    func isFixed() {
        var (count, hash): (Int, UInt64) = (0, 0xCBF2_9CE4_8422_2325)
        for scalar in Self.allScalars where CaseFolding.folded(scalar) != scalar {
            count += 1
            for value in [scalar.value, CaseFolding.folded(scalar).value] {
                hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01B3
            }
        }
        // The lines of status C and S in `CaseFolding.txt` of Unicode 14.0, hashed by another program.
        #expect(count == 1_454)
        #expect(hash == 0x67BC_908B_2B28_6B36)
    }

    @Test("folds what is folded to itself, and a text is at most half as long again")
    func foldsOnce() {
        for scalar in Self.allScalars {
            let folded = CaseFolding.folded(scalar)
            #expect(CaseFolding.folded(folded) == folded)
            let (before, after) = (String(scalar).utf8.count, String(folded).utf8.count)
            #expect(after * 2 <= before * 3)
        }
    }

    @Test(
        "folds for searches as Unicode does in full: one letter may become two or three",
        arguments: [
            ("Straße", "strasse"), ("STRA\u{1E9E}E", "strasse"), ("ΝΙΚΟΣ", "νικοσ"), ("Νικος", "νικοσ"),
            ("\u{130}brahim", "ibrahim"), ("i\u{307}brahim", "ibrahim"), ("IŞIK", "işik"), ("ışık", "ışık"),
            ("o\u{FB03}ce", "office"), ("ŉ", "\u{2BC}n"), ("\u{1F80}", "ἀι"), ("Zoe\u{308}", "zoe\u{308}"),
            ("ΐ", "ι\u{308}\u{301}"), ("\u{307}x", "\u{307}x"), ("Ada@Contoso.EXAMPLE", "ada@contoso.example"),
        ])
    func foldsForSearches(_ text: String, _ folded: String) {
        #expect(Self.isSame(CaseFolding.foldedForSearch(text), folded))
        #expect(Self.isSame(CaseFolding.foldedForSearch(folded), folded))
    }

    @Test(
        "gives texts one key for searches that are canonically equal, or differ in case besides",
        arguments: [
            ("ZO\u{CB}", "zoe\u{308}"), ("\u{D55C}", "\u{1112}\u{1161}\u{11AB}"), ("\u{3AA}\u{301}", "\u{390}"),
            ("\u{130}\u{331}pek", "I\u{331}\u{307}pek"), ("a\u{323}\u{307}", "A\u{307}\u{323}"),
            ("\u{212B}", "a\u{30A}"), ("Ada", "aDA"),
        ])
    func searchKeys(_ first: String, _ second: String) {
        #expect(Self.isSame(CaseFolding.searchKey(first), CaseFolding.searchKey(second)))
    }

    @Test("is the same forever for searches: all characters that become several, and what, give one number")
    func isFixedForSearches() {
        var (count, hash): (Int, UInt64) = (0, 0xCBF2_9CE4_8422_2325)
        for scalar in Self.allScalars where scalar != "\u{130}" {
            let folded = CaseFolding.foldedForSearch(String(scalar)).unicodeScalars
            guard folded.count > 1 else { continue }
            count += 1
            for value in [scalar.value] + folded.map(\.value) { hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01B3 }
        }
        // The lines of status F in `CaseFolding.txt` of Unicode 14.0 but the dotted capital, hashed by another program.
        #expect(count == 103)
        #expect(hash == 0x2F6C_F42C_2AAD_740E)
    }

    @Test("folds ASCII as addresses always were: 26 letters, and no other byte")
    func foldsASCII() {
        for value in UInt8(0)..<0x80 {
            #expect(CaseFolding.folded(Unicode.Scalar(value)).value == UInt32(value.asciiLowercased))
        }
        #expect(CaseFolding.folded("Ada@Contoso.EXAMPLE") == "ada@contoso.example")
    }

    private static func isSame(_ left: String, _ right: String) -> Bool { Array(left.utf8) == Array(right.utf8) }

    private static var allScalars: some Sequence<Unicode.Scalar> {
        (UInt32(0)...0x10_FFFF).lazy.compactMap { Unicode.Scalar($0) }
    }
}

extension CaseFoldingTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let spellings: [String]
        let folded: String

        static let each = [
            Sample(testDescription: "Latin", spellings: ["BJØRN", "Bjørn", "bjørn"], folded: "bjørn"),
            Sample(
                testDescription: "Greek, whose sigma has two small forms", spellings: ["ΝΙΚΟΣ", "Νικος", "νικοσ"],
                folded: "νικοσ"),
            Sample(testDescription: "Cyrillic", spellings: ["ЮЛИЯ", "Юлия"], folded: "юлия"),
            Sample(testDescription: "Armenian", spellings: ["ԱՆԻ", "Անի"], folded: "անի"),
            Sample(testDescription: "Georgian capitals", spellings: ["ᲗᲐᲛᲐᲠ", "თამარ"], folded: "თამარ"),
            Sample(testDescription: "Cherokee, which folds to capitals", spellings: ["ꭰꮃ", "ᎠᎳ"], folded: "ᎠᎳ"),
            Sample(
                testDescription: "the Kelvin sign and the long s", spellings: ["\u{212A}i\u{17F}s", "KISS", "kiss"],
                folded: "kiss"),
            Sample(testDescription: "the capital sharp s", spellings: ["STRA\u{1E9E}E", "straße"], folded: "straße"),
            Sample(testDescription: "full width", spellings: ["ＡＤＡ", "ａｄａ"], folded: "ａｄａ"),
            Sample(testDescription: "beyond 16 bits", spellings: ["\u{10400}", "\u{10428}"], folded: "\u{10428}"),
            Sample(testDescription: "no case at all", spellings: ["愛達"], folded: "愛達"),
        ]
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let left: String
        let right: String

        static let apart = [
            Pair(testDescription: "sharp s and two", left: "straße", right: "strasse"),
            Pair(testDescription: "the dotted capital of Turkish", left: "\u{130}lk", right: "ilk"),
            Pair(testDescription: "the dotless small letter of Turkish", left: "g\u{131}thub", right: "github"),
            Pair(testDescription: "an accent", left: "jose", right: "josé"),
            Pair(testDescription: "an accent apart", left: "jose\u{301}", right: "jos\u{E9}"),
            Pair(testDescription: "two scripts", left: "\u{430}da", right: "ada"),
            Pair(testDescription: "full width and ASCII", left: "ａｄａ", right: "ada"),
        ]
    }
}
