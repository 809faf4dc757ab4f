import RosterDomain
import Testing

@Suite("A scope")
struct ScopeTests {
    @Test("is the company or a path of kinds and names", arguments: Acceptance.each)
    func accepts(_ acceptance: Acceptance) throws {
        let scope = try Scope(acceptance.path)
        #expect(scope.path == acceptance.path)
        #expect(scope.description == acceptance.path)
        #expect(scope.kinds == acceptance.kinds)
    }

    @Test("is refused when it is anything else", arguments: Rejection.each)
    func rejects(_ rejection: Rejection) {
        #expect(throws: ScopeError.malformed(rejection.path)) { try Scope(rejection.path) }
    }

    @Test("contains itself and what lies below, and nothing else", arguments: Containment.each)
    func contains(_ containment: Containment) throws {
        let (outer, inner) = (try Scope(containment.outer), try Scope(containment.inner))
        #expect(outer.contains(inner) == containment.isContained)
    }

    @Test("counts the case of its letters")
    func countsCase() throws {
        #expect(try Scope("/locations/a") != Scope("/locations/A"))
    }

    @Test("sorts by its characters, the company first")
    func sorts() throws {
        let sorted = try ["/", "/a/1", "/a/1/b/1", "/a/11", "/a/2", "/b/1"].map { try Scope($0) }
        #expect(sorted.reversed().sorted() == sorted)
        #expect(try Scope("/") == .company)
    }
}

extension ScopeTests {
    @Test("is made from a kind and a name, which never become more than one part each")
    func components() throws {
        #expect(try Scope("locations", "42") == Scope("/locations/42"))
        #expect(try Scope("a", "1").appending("b", "x@y:z~+=") == Scope("/a/1/b/x@y:z~+="))
        #expect(try Scope.company.appending("a", "1") == Scope("/a/1"))
        for part in ["", ".", "..", "a/locations/b", "42/", "*", "é", " ", String(repeating: "n", count: 65)] {
            #expect(throws: ScopeError.malformedPart(part)) { try Scope("locations", part) }
            #expect(throws: ScopeError.malformedPart(part)) { try Scope(part, "42") }
        }
    }

    @Test("made from components is no deeper than one that is written")
    func componentDepth() throws {
        var scope = Scope.company
        for _ in 0..<Scope.depthLimit { scope = try scope.appending("a", "1") }
        #expect(try Scope(scope.path) == scope)
        #expect(throws: ScopeError.tooDeep(limit: 8)) { try scope.appending("a", "1") }
    }

    struct Acceptance: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let path: String
        let kinds: [String]

        init(_ name: String, _ path: String, kinds: [String]) {
            self.testDescription = name
            self.path = path
            self.kinds = kinds
        }

        static let each = [
            Acceptance("the company", "/", kinds: []),
            Acceptance("a place", "/locations/42", kinds: ["locations"]),
            Acceptance("a place in a place", "/a/1/b/2", kinds: ["a", "b"]),
            Acceptance("every mark", "/A-z_0.9~@:+=/...", kinds: ["A-z_0.9~@:+="]),
            Acceptance("an address", "/mailboxes/ada+news@contoso.example", kinds: ["mailboxes"]),
            Acceptance("a resource name", "/buckets/arn:aws:s3:::photos", kinds: ["buckets"]),
            Acceptance("bytes in letters", "/keys/3q2+7w==", kinds: ["keys"]),
            Acceptance(
                "parts of 64 bytes", "/\(String(repeating: "k", count: 64))/\(String(repeating: "n", count: 64))",
                kinds: [String(repeating: "k", count: 64)]),
            Acceptance(
                "8 pairs", String(repeating: "/a/1", count: 8), kinds: Array(repeating: "a", count: 8)),
        ]
    }

    struct Rejection: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let path: String

        init(_ name: String, _ path: String) {
            self.testDescription = name
            self.path = path
        }

        static let each = [
            Rejection("empty", ""), Rejection("no slash", "locations"), Rejection("no slash at first", "a/1"),
            Rejection("a kind without a name", "/locations"), Rejection("an odd part", "/a/1/b"),
            Rejection("two slashes", "//"), Rejection("an empty kind", "//1"), Rejection("an empty name", "/a/"),
            Rejection("a slash at the end", "/a/1/"), Rejection("a dot", "/a/."), Rejection("two dots", "/a/.."),
            Rejection("a dot for a kind", "/./1"), Rejection("a climb", "/a/1/../2"),
            Rejection("a backslash", "/a\\1"), Rejection("a percent sign", "/a/%2e%2e"), Rejection("a star", "/a/*"),
            Rejection("blank", " "), Rejection("blank inside", "/a/1 2"), Rejection("line end", "/a/1\n"),
            Rejection("NUL", "/a/\0"), Rejection("escape", "/a/\u{1B}"), Rejection("a letter with an accent", "/a/é"),
            Rejection("kelvin sign", "/a/\u{212A}"), Rejection("dotless i", "/a/ı"), Rejection("long s", "/a/ſ"),
            Rejection("sharp s", "/a/ß"), Rejection("dotted I", "/a/İ"), Rejection("wide slash", "／a／1"),
            Rejection("a slash with an accent", "/\u{301}a/1"), Rejection("an accent at the end", "/a/1\u{301}"),
            Rejection("a name of 65 bytes", "/a/\(String(repeating: "n", count: 65))"),
            Rejection("a kind of 65 bytes", "/\(String(repeating: "k", count: 65))/1"),
            Rejection("9 pairs", String(repeating: "/a/1", count: 9)),
            Rejection("a million pairs", String(repeating: "/a/1", count: 1_000_000)),
        ]
    }

    struct Containment: Sendable, CustomTestStringConvertible {
        let outer: String
        let inner: String
        let isContained: Bool

        init(_ outer: String, _ inner: String, _ isContained: Bool) {
            self.outer = outer
            self.inner = inner
            self.isContained = isContained
        }

        var testDescription: String {
            "\(self.inner) is \(self.isContained ? "" : "not ")in \(self.outer)"
        }

        static let each = [
            Containment("/", "/", true), Containment("/", "/a/1", true), Containment("/", "/a/1/b/2", true),
            Containment("/a/1", "/", false), Containment("/a/1", "/a/1", true), Containment("/a/1", "/a/1/b/2", true),
            Containment("/a/1/b/2", "/a/1", false), Containment("/a/1", "/a/11", false),
            Containment("/a/11", "/a/1", false), Containment("/a/1", "/a/2", false), Containment("/a/1", "/b/1", false),
            Containment("/a/1", "/a/1.b", false), Containment("/a/1", "/a/10/b/2", false),
            Containment("/a/b", "/a/B", false), Containment("/b/2", "/a/1/b/2", false),
        ]
    }
}
