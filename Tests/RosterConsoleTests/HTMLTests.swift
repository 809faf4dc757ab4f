import RosterConsole
import Testing

@Suite("A page")
struct HTMLTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        let text: String
        let escaped: String
        let testDescription: String
    }

    @Test(
        "escapes every text",
        arguments: [
            Hostile(
                text: "<script>alert(1)</script>", escaped: "&lt;script&gt;alert(1)&lt;/script&gt;",
                testDescription: "an element"),
            Hostile(text: "\" onload='x'", escaped: "&quot; onload=&#39;x&#39;", testDescription: "quotes"),
            Hostile(text: "a & b &lt;", escaped: "a &amp; b &amp;lt;", testDescription: "ampersands"),
            Hostile(text: "a\u{0}b\u{7}", escaped: "a\\u{0}b\\u{7}", testDescription: "control characters"),
            Hostile(text: "gpj\u{202E}exe", escaped: "gpj\\u{202e}exe", testDescription: "a forced direction"),
            Hostile(text: "Zoë 李 👩‍💻", escaped: "Zoë 李 👩‍💻", testDescription: "other scripts"),
        ])
    func escapes(_ hostile: Hostile) {
        #expect(HTML(text: hostile.text).markup == hostile.escaped)
        #expect(Tag.p(text: hostile.text).markup == "<p>\(hostile.escaped)</p>")
    }

    @Test("has no element that runs, loads or styles anything inline")
    func elements() {
        let dangerous: Set<String> = [
            "script", "style", "iframe", "object", "embed", "base", "template", "math", "frame", "applet",
        ]
        #expect(dangerous.isDisjoint(with: Tag.allCases.map(\.rawValue)))
    }

    @Test(
        "takes an address of the host's that is a path or a web address, and no other",
        arguments: [
            ("/help", true), ("https://help.example/a?b=c#d", true), ("http://localhost:8080", true),
            ("javascript:alert(1)", false), ("//evil.example", false), ("data:text/html,x", false),
            ("/\\evil.example", false), ("https://a.example/ b", false), ("", false), ("help", false),
        ])
    func addresses(_ address: String, isTaken: Bool) {
        #expect(((try? WebConsoleLink("Help", to: address)) != nil) == isTaken)
    }
}
