import RosterDomainTestSupport
import RosterTables
import Testing

@Suite("A text in a file for spreadsheets")
struct SpreadsheetTextTests {
    @Test(
        "begins with an apostrophe where a spreadsheet may take it for a formula: by its first sign that is seen",
        arguments: [
            "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "−1", " =1+1", "\t=1", "\r=1", "\n=1",
            "\u{A0}=1", "\u{3000}＝1", "\u{200B}=1", "\u{FEFF}=1", "\u{2060}\u{AD}+1", "\u{0}=1", "\tname", "\r\nname",
            "\u{2028}=1",
        ])
    func formula(text: String) {
        #expect(text.forSpreadsheet == "'" + text)
        #expect(Array(text.forSpreadsheet.fromSpreadsheet.utf8) == Array(text.utf8))
    }

    @Test(
        "stays as it is where it is no formula",
        arguments: ["", " ", "Ole", "O=1", "1+1", "'t Hooft", "a@b.example", " Ole", "'", "''", "Ole-Kristian", "_=1"])
    func plain(text: String) {
        #expect(text.forSpreadsheet == text && text.fromSpreadsheet == text)
    }

    @Test("comes back as it was, whatever its signs are")
    func roundTrip() {
        var dice = SeededGenerator(seed: 7)
        let signs = ["'", "=", "＝", "+", " ", "\t", "\u{200B}", "\u{301}", "a", "\"", ",", "\r\n"]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...6, using: &dice)).map { _ in dice.element(signs) }.joined()
            #expect(Array(text.forSpreadsheet.fromSpreadsheet.utf8) == Array(text.utf8), "\(text.debugDescription)")
            let begins = text.forSpreadsheet.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{200B}" }
            #expect(begins.map { !"=＝+".unicodeScalars.contains($0) } ?? true)
        }
    }
}
