import RosterWeb
import Testing

@Suite("How clients reach a host")
struct WebOriginTests {
    @Test(
        "an origin is written as browsers write it",
        arguments: [
            ("https://roster.example", "https://roster.example"), ("https://roster.example/", "https://roster.example"),
            ("https://Roster.Example:443/", "https://roster.example"), ("HTTP://A:80", "http://a"),
            ("http://a:443", "http://a:443"), ("https://a:80", "https://a:80"), ("http://a:", "http://a"),
            ("http://a:08080", "http://a:8080"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"), ("https://[2001:DB8:0::1]:443/", "https://[2001:db8::1]"),
            ("https://a_b-c.example", "https://a_b-c.example"),
        ])
    func normalizes(_ written: String, _ address: String) throws {
        #expect(try WebOrigin(written).address == address)
    }

    @Test(
        "what is no origin is an error",
        arguments: [
            "", "roster.example", "https://", "https:///", "https://a/b", "https://a//", "https://a?b", "https://a#b",
            "https://ada@a", "ftp://a", "https://a:x", "https://a:65536", "https://a:-1", "https://a b", "https://ä",
            "http://::1", "http://::1:8080", "http://[::1", "http://[::1]x", "http://[1.2.3.4]", "http://[x]",
            "https//a",
            "https://a\r\nX: b", "null", "https://https://a",
        ])
    func refuses(_ written: String) {
        #expect(throws: WebOriginError.notAnOrigin(written)) { try WebOrigin(written) }
    }

    @Test("a trusted proxy is named by its address", arguments: ["", "localhost", "10.0.0.0/8", "10.0.0"])
    func refusesProxy(_ proxy: String) {
        #expect(throws: WebOriginError.notAnAddress(proxy)) { try WebOrigin("http://a", trustedProxies: [proxy]) }
    }

    @Test(
        "an address has one spelling, whichever way it is written",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), (" 192.0.2.1\t", "192.0.2.1"), ("192.0.2.1:1000", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:201", "192.0.2.1"), ("[::ffff:192.0.2.1]:99", "192.0.2.1"),
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"),
            ("1::", "1::"),
            ("[::1]", "::1"), ("[2001:DB8::1]:443", "2001:db8::1"), ("2001:0db8:0000:0:0:0:0:0001", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ])
    func spells(_ written: String, _ canonical: String) {
        #expect(NetworkAddress(written)?.description == canonical)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", "unknown", "_hidden", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4",
            "1.2.3.+4",
            "1.2.3.4:x", "1.2.3.4:65536", "1.2.3.4/8", ":", ":::", "1:::2", "1::2::3", "1:2:3:4:5:6:7",
            "::1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8:9", "12345::", "g::", "+1::", "1.2.3.4::", "::1.2.3", "[::1", "::1]", "[::1]443",
            "[::1]:x",
            "fe80::1%eth0", "١.2.3.4",
        ])
    func spellsNot(_ written: String) {
        #expect(NetworkAddress(written) == nil)
    }

    private struct Way: Sendable, CustomTestStringConvertible {
        let peer: String?
        let hops: [String]
        let client: String?

        init(_ peer: String?, _ hops: String..., client: String?) {
            (self.peer, self.hops, self.client) = (peer, hops, client)
        }

        var testDescription: String { "\(self.peer ?? "unknown") for \(self.hops)" }
    }

    private static let ways = [
        Way(nil, "192.0.2.1", client: nil), Way("198.51.100.1", client: "198.51.100.1"),
        Way("198.51.100.1", "192.0.2.1", client: "198.51.100.1"), Way("::ffff:198.51.100.1", client: "198.51.100.1"),
        Way("10.0.0.1", client: "10.0.0.1"), Way("10.0.0.1", "192.0.2.1", client: "192.0.2.1"),
        Way("::ffff:10.0.0.1", "192.0.2.1:1000", client: "192.0.2.1"),
        Way("10.0.0.1", "192.0.2.1:1, ::ffff:10.0.0.1", client: "192.0.2.1"),
        Way("10.0.0.1", "203.0.113.1, [2001:DB8::7]:99, [2001:db8:0::5]:1", client: "2001:db8::7"),
        Way("2001:db8::5", "203.0.113.1", " 192.0.2.1 , 10.0.0.1,", client: "192.0.2.1"),
        Way("10.0.0.1", "192.0.2.1, unknown", client: "unknown"), Way("10.0.0.1", "10.0.0.1, ,", client: "10.0.0.1"),
    ]

    @Test("the client is the last hop before the trusted proxies, by its address alone", arguments: ways.indices)
    func tellsClient(_ index: Int) throws {
        let way = Self.ways[index]
        let origin = try WebOrigin("http://a", trustedProxies: ["10.0.0.1", "[2001:DB8::5]"])
        let headers = WebHeaders(way.hops.map { (name: "X-Forwarded-For", value: $0) })
        #expect(origin.client(of: headers, from: way.peer) == way.client, "\(way.testDescription)")
    }
}
