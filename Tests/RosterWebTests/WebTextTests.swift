import RosterDomain
import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("Texts of paths, queries and moments")
struct WebTextTests {
    @Test(
        "what is not encoded as RFC 3986 says stands for no text",
        arguments: ["%", "%4", "%4G", "%zz", "%C3%28", "%FF", "%00", "a%0Ab", "%7F", "%ED%A0%80"])
    func malformed(_ text: String) {
        #expect(WebText.decoded(text[...]) == nil)
        #expect(WebText.segments(of: "/users/" + text) == nil)
        #expect(throws: WebProblem.self) { try WebQuery("name=" + text) }
    }

    @Test("any text comes back from its segment, and a slash in it makes no segment of its own")
    func encoded() {
        for text in ["a/b", "ä ö", "%2F", "..a", "👩🏽‍🔬", "a?b#c&d=e", "a+b"] {
            #expect(WebText.decoded(WebText.encoded(text)[...]) == text)
            #expect(WebText.segments(of: "/roles/" + WebText.encoded(text)) == ["roles", text])
        }
    }

    @Test("a path has no segment that climbs, encoded or not")
    func climbing() {
        for path in ["/a/../b", "/a/%2e%2e/b", "/./a", "/a/%2E", "a/b"] { #expect(WebText.segments(of: path) == nil) }
        #expect(WebText.segments(of: "") == [])
        #expect(WebText.segments(of: "/") == [])
        #expect(WebText.segments(of: "/a//b") == ["a", "", "b"])
    }

    @Test("a plus is a blank in a query and a plus in a path; a parameter comes once")
    func queries() throws {
        #expect(try WebQuery("text=a+b%2B&x=")["text"] == "a b+")
        #expect(try WebQuery("x=")["x"] == "")
        #expect(try WebQuery("x")["x"] == "")
        #expect(try WebQuery(nil)["x"] == nil)
        #expect(WebText.decoded("a+b") == "a+b")
        #expect(throws: WebProblem.self) { try WebQuery("x=1&y=2&x=1") }
        #expect(throws: WebProblem.self) { try WebQuery("x=1&%78=1") }
    }

    @Test(
        "a number is digits within its range, and a flag is true or false",
        arguments: ["-1", "+1", "1e2", "", " 1", "1001", "99999999999999999999"])
    func numbers(_ text: String) throws {
        let query = try WebQuery("limit=" + WebText.encoded(text))
        #expect(throws: WebProblem.self) { try query.number("limit", in: 1...1_000) }
        #expect(throws: WebProblem.self) { try query.flag("limit") }
        #expect(try WebQuery("limit=1000").number("limit", in: 1...1_000) == 1_000)
        #expect(try WebQuery("count=true").flag("count"))
    }

    @Test("every moment comes back from its text, in any zone")
    func moments() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let milliseconds = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
            let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
            #expect(WebMoment.moment(WebMoment.text(moment)) == moment)
        }
        let noon = Timestamp(millisecondsSinceEpoch: 1_795_000_000_000)
        #expect(WebMoment.text(noon) == "2026-11-18T11:06:40Z")
        for text in ["2026-11-18T11:06:40.000Z", "2026-11-18T12:06:40+01:00", "2026-11-18t04:06:40-07:00"] {
            #expect(WebMoment.moment(text) == noon)
        }
        #expect(WebMoment.moment("2026-11-18T11:06:40.2509Z") == noon + .milliseconds(250))
    }

    @Test(
        "what RFC 3339 does not allow is no moment",
        arguments: [
            "", "2026-11-18", "2026-11-18T11:06:40", "2026-11-18 11:06:40Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-18T24:00:00Z", "2026-11-18T11:60:00Z",
            "2026-11-18T11:06:60Z", "2026-11-18T11:06:40.Z", "2026-11-18T11:06:40+1:00", "2026-11-18T11:06:40Z ",
            "12026-11-18T11:06:40Z", "2026-11-18T11:06:40+24:00",
        ])
    func noMoments(_ text: String) { #expect(WebMoment.moment(text) == nil) }

    @Test("a leap day is a day in leap years only")
    func leapDays() {
        #expect(WebMoment.moment("2000-02-29T00:00:00Z") != nil)
        #expect(WebMoment.moment("1900-02-29T00:00:00Z") == nil)
    }
}
