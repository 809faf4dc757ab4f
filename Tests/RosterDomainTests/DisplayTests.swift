import RosterDomain
import Testing

@Suite("Text for display")
struct DisplayTests {
    @Test("shows control characters by their numbers, and everything else as it is", arguments: Display.each)
    func displays(_ display: Display) {
        #expect(display.text.forDisplay == display.shown)
    }

    @Test("holds no control character, whichever was put in", arguments: Array(0x00...0x1F) + Array(0x7F...0x9F))
    func controlCharacters(_ code: UInt8) {
        let scalar = Unicode.Scalar(code)
        #expect("a\(scalar)b".forDisplay == "a\\u{\(String(code, radix: 16))}b")
    }

    @Test("is cut after 80 characters as it was written", arguments: [0, 1, 79, 80, 81, 1_000_000])
    func cuts(_ count: Int) {
        for character in ["x", "é", "e\u{301}"] {
            let scalars = Array(String(repeating: character, count: count).unicodeScalars.prefix(count))
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let shown = String(text).forDisplay
            #expect(shown.unicodeScalars.count == min(count, 80) + (count > 80 ? 1 : 0))
            #expect(shown.hasSuffix("…") == (count > 80))
        }
        #expect(String(repeating: "\u{1B}", count: count).forDisplay.utf8.count <= 80 * 6 + 3)
    }

    @Test("suggests the nearest name, or none when even that is far", arguments: Nearest.each)
    func nearest(_ nearest: Nearest) {
        #expect(nearestName(to: nearest.misspelled, among: nearest.candidates) == nearest.name)
    }
}

@Suite("A message")
struct MessageTests {
    @Test("begins in lower case and ends without a full stop", arguments: DomainMessage.all)
    func form(_ message: DomainMessage) throws {
        let text = message.text
        #expect(!text.isEmpty && text.first?.isWhitespace == false && text.last?.isWhitespace == false)
        #expect(text.first.map { $0.isLowercase || $0 == "`" || $0.isNumber } == true, "\(text)")
        #expect(text.last != "." && text.last != "!", "\(text)")
    }

    @Test("names no Swift type", arguments: DomainMessage.all)
    func noTypes(_ message: DomainMessage) {
        let words = message.text.split { !$0.isLetter && $0 != "_" }
        let types = words.filter { word in
            (word.contains(where: \.isLowercase) && word.dropFirst().contains(where: \.isUppercase))
                || ["Optional", "Identifier", "Scope", "Timestamp", "Swift", "nil", "rawValue"].contains(word)
        }
        #expect(types == [], "\(message.text)")
    }

    @Test("shows nothing from outside that could break a line or turn the screen", arguments: DomainMessage.all)
    func safe(_ message: DomainMessage) {
        let hasUnsafe = message.text.unicodeScalars.contains { $0.isUnsafeInText && $0 != "\n" }
        #expect(!hasUnsafe && !message.text.contains(DomainMessage.hostile))
    }

    @Test("shows what came from outside in backticks", arguments: DomainMessage.all)
    func backticks(_ message: DomainMessage) {
        let escaped = DomainMessage.hostile.forDisplay
        for part in message.text.indices where message.text[part...].hasPrefix(escaped) {
            let (before, after) = (message.text[..<part], message.text[part...].dropFirst(escaped.count))
            #expect(before.hasSuffix("`") && after.hasPrefix("`"), "\(message.text)")
        }
        #expect(message.text.count { $0 == "`" }.isMultiple(of: 2), "\(message.text)")
    }

    @Test(
        "stays short, however long the text from outside is",
        arguments: DomainMessage.each(naming: DomainMessage.overlong))
    func short(_ message: DomainMessage) {
        #expect(message.text.utf8.count < 2_000)
    }
}

extension DisplayTests {
    struct Display: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let shown: String

        init(_ name: String, _ text: String, _ shown: String) {
            self.testDescription = name
            self.text = text
            self.shown = shown
        }

        static let each = [
            Display("nothing", "", ""),
            Display("plain", "Ada", "Ada"),
            Display("NUL", "\0", "\\u{0}"),
            Display("colors", "\u{1B}[31mred", "\\u{1b}[31mred"),
            Display("line ends of two characters", "a\r\nb", "a\\u{d}\\u{a}b"),
            Display("DEL", "\u{7F}", "\\u{7f}"),
            Display("a C1 control", "\u{9B}31m", "\\u{9b}31m"),
            Display("line separator", "\u{2028}", "\\u{2028}"),
            Display("paragraph separator", "\u{2029}", "\\u{2029}"),
            Display("override", "a\u{202E}b", "a\\u{202e}b"),
            Display("isolate", "\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
            Display("left-to-right mark", "a\u{200E}b", "a\\u{200e}b"),
            Display("right-to-left mark", "a\u{200F}b", "a\\u{200f}b"),
            Display("Arabic letter mark", "a\u{61C}b", "a\\u{61c}b"),
            Display(
                "just before and after the marks", "\u{61B}\u{61D}\u{200D}\u{2010}", "\u{61B}\u{61D}\u{200D}\u{2010}"),
            Display("just before and after the overrides", "\u{2027}\u{202F}", "\u{2027}\u{202F}"),
            Display("joiners", "\u{200C}\u{200D}", "\u{200C}\u{200D}"),
            Display("look-alikes", "İıßſ\u{212A}", "İıßſ\u{212A}"),
            Display("accent of its own", "e\u{301}", "e\u{301}"),
            Display("emoji", "👩\u{200D}💻", "👩\u{200D}💻"),
        ]
    }

    struct Nearest: Sendable, CustomTestStringConvertible {
        let misspelled: String
        let candidates: [String]
        let name: String?

        init(_ misspelled: String, among candidates: [String], _ name: String?) {
            self.misspelled = misspelled
            self.candidates = candidates
            self.name = name
        }

        var testDescription: String { "\(self.misspelled.forDisplay) → \(self.name ?? "none")" }

        private static let names = ["global_admin", "billing_admin", "sales_agent"]

        static let each = [
            Nearest("global_admin", among: names, "global_admin"),
            Nearest("GLOBAL_ADMIN", among: names, "global_admin"),
            Nearest("globl_admin", among: names, "global_admin"),
            Nearest("global-admin", among: names, "global_admin"),
            Nearest("globaladmin", among: names, "global_admin"),
            Nearest("global_admim", among: names, "global_admin"),
            Nearest("salesagnt", among: names, "sales_agent"),
            Nearest("owner", among: names, nil),
            Nearest("", among: names, nil),
            Nearest("anything", among: [], nil),
            // Edges: a third of the length, one edit at least.
            Nearest("abcdef", among: ["abcdxy"], "abcdxy"),
            Nearest("abcdef", among: ["abcxyz"], nil),
            Nearest("ab", among: ["ax"], "ax"),
            Nearest("ab", among: ["xy"], nil),
            Nearest("abcd", among: ["abcx", "abcy"], "abcx"),
            Nearest("roels", among: ["name", "roles"], "roles"),
            Nearest("emial", among: ["name", "email"], "email"),
            Nearest("baedf", among: ["abdef"], nil),
            Nearest("İ", among: ["i\u{307}"], "i\u{307}"),
            Nearest("\u{212A}", among: ["k"], "k"),
            Nearest(String(repeating: "x", count: 1_000_000), among: names, nil),
            Nearest("\u{1B}[31m", among: names, nil),
        ]
    }
}
