import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

@Suite("Hostile input over SCIM", .timeLimit(.minutes(10)))
struct HostileInputTests {
    @Test(
        "filters that cannot be read are refused as such",
        arguments: [
            "userName", "userName eq", "userName eq grace", #"userName eq "grace"#, #"userName eq "grace" and"#, "(",
            "not",
            #"userName xx "x""#, #"bogus eq "x""#, #"active gt true"#, #"emails[type eq "work""#, #"userName eq 'x'"#,
            "()", "a.b.c pr",
            #"meta.created gt "yesterday""#, #"name eq "x""#, #"title[value eq "x"]"#, "userName eq \"\\u00\"",
            "urn: pr", ".value pr",
        ])
    func refusesFilters(_ filter: String) async throws {
        let answer = try await SCIMWorld().find(filter)
        #expect(answer.status == 400 && answer["scimType"] == "invalidFilter", "\(answer.text)")
    }

    @Test("filters that are nested a million levels deep, long or many are refused at once")
    func bounded() async throws {
        let world = try await SCIMWorld()
        let opened = String(repeating: "(", count: 1_000_000)
        for filter in [
            opened, opened + "title pr" + String(repeating: ")", count: 1_000_000),
            String(repeating: "not (", count: 3_000) + "title pr" + String(repeating: ")", count: 3_000),
            Array(repeating: "title pr", count: 1_001).joined(separator: " and "),
            #"title co ""# + String(repeating: "x", count: 100_000) + #"""#,
        ] {
            let answer = try await world.find(filter)
            #expect(answer.status == 400 && answer["scimType"] == "invalidFilter")
        }
        let path = String(repeating: "emails[", count: 100_000)
        let id = try await world.addUser("grace")
        #expect(try await world.patch("/Users/\(id)", #"{"op":"add","path":"\#(path)","value":"x"}"#).status == 400)
    }

    @Test("bodies that are deep, large, or full of values are refused")
    func bodies() async throws {
        let world = try await SCIMWorld()
        let deep =
            #"{"userName":"# + String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000) + "}"
        #expect(try await world.send(.post, "/Users", deep).status == 400)
        let large = #"{"userName":""# + String(repeating: "x", count: 100_000_000) + #""}"#
        #expect(try await world.send(.post, "/Users", large).status == 413)
        let many = Array(repeating: #"{"value":"x"}"#, count: 101).joined(separator: ",")
        #expect(try await world.send(.post, "/Users", #"{"userName":"a","phoneNumbers":[\#(many)]}"#).status == 400)
        let operations = Array(repeating: #"{"op":"add","path":"title","value":"x"}"#, count: 2_001).joined(
            separator: ",")
        let id = try await world.addUser("grace")
        #expect(try await world.patch("/Users/\(id)", operations).status == 400)
    }

    @Test("a body that is cut or changed at any byte is refused or does what it says, and never fails")
    func everyByte() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        let text = #"{"Operations":[{"op":"Add","path":"emails[type eq \"work\"].value","value":"g\u0061@b.example"}]}"#
        let bytes = Array(text.utf8)
        for end in bytes.indices {
            let cut = String(decoding: bytes[..<end], as: UTF8.self)
            let answer = try await world.send(.patch, "/Users/\(id)", cut)
            #expect(answer.status == 400 && answer["status"] == "400", "\(cut)")
        }
        for position in bytes.indices {
            for byte: UInt8 in [0x00, 0x20, 0x22, 0x2C, 0x30, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x80, 0xFF] {
                var changed = bytes
                changed[position] = byte
                let answer = try await world.send(.patch, "/Users/\(id)", bytes: changed)
                #expect([200, 400].contains(answer.status), "\(position), \(byte): \(answer.text)")
            }
        }
        for twice in [
            #"{"Operations":[],"Operations":[]}"#, #"{"Operations":[{"op":"add","OP":"remove","path":"title"}]}"#,
        ] {
            #expect(try await world.send(.patch, "/Users/\(id)", twice)["scimType"] == "invalidSyntax")
        }
    }

    @Test("identifiers and callers of another company lead nowhere")
    func otherCompany() async throws {
        let (world, other) = (try await SCIMWorld(), try await SCIMWorld())
        let (theirs, group) = (try await other.addUser("grace"), try await other.addGroup("Sales"))
        let title = #"{"Operations":[{"op":"add","path":"title","value":"x"}]}"#
        for path in ["/Users/\(theirs)", "/Groups/\(group)", "/Users/\(other.ada)"] {
            for (method, body) in [(WebMethodName.get, nil), (.put, "{}"), (.patch, title), (.delete, nil)] {
                let answer = try await world.send(method.method, path, body)
                #expect(answer.status == 404 && !answer.text.contains("grace"), "\(method) \(path): \(answer.text)")
            }
        }
        #expect(try await world.find(#"id eq "\#(theirs)""#)["totalResults"] == "0")
        let ours = try await world.addGroup("Sales")
        let member = #"{"op":"add","path":"members","value":[{"value":"\#(theirs)"}]}"#
        #expect(try await world.patch("/Groups/\(ours)", member).status == 400)
        // Whom one company has admitted is a stranger to another one.
        for path in ["/Users", "/Users/\(world.ada)", "/Groups", "/Roles"] {
            let answer = try await world.send(.get, path, caller: other.caller)
            #expect([401, 403].contains(answer.status), "\(path): \(answer.text.prefix(200))")
        }
    }

    @Test("a filter without an index looks at as many users as it may, and says when there are more")
    func scans() async throws {
        let world = try await SCIMWorld(options: SCIMOptions(scanLimit: 1_500))
        for number in 0..<1_400 {
            let account = ProvisionedAccount(try FullName("User \(number)"), userName: try UserName("user-\(number)"))
            try await world.tenant.provisionUser(account, by: world.client)
        }
        #expect(try await world.find(#"userName co "r-139""#)["totalResults"] == "11")
        for number in 1_400..<2_100 {
            let account = ProvisionedAccount(try FullName("User \(number)"), userName: try UserName("user-\(number)"))
            try await world.tenant.provisionUser(account, by: world.client)
        }
        let many = try await world.find(#"userName co "r-139""#)
        #expect(many.status == 400 && many["scimType"] == "tooMany")
        #expect(try await world.find(#"userName eq "user-2000""#)["totalResults"] == "1")
        #expect(try await world.send(.get, "/Users?sortBy=userName").status == 400)
    }

    @Test("random filters, paths and operations have an answer, and never a failure of ours")
    func fuzz() async throws {
        let world = try await SCIMWorld(roles: [.globalAdmin])
        let id = try await world.addUser("grace", #","emails":[{"value":"g@contoso.example","type":"work"}]"#)
        let words = [
            "userName", "emails", "[", "]", "(", ")", "eq", "co", "pr", "and", "or", "not", #"\"x\""#, ".value", "type",
            "true", "null", "1",
            "urn:ietf:params:scim:schemas:core:2.0:User:", "$ref", "members", "roles", "primary", "\\\\", ":", ".", " ",
            "é", "name.givenName",
            "active", "manager", "\\u0000", "addresses", "eq\\\"work\\\"",
        ]
        var dice = Dice(seed: 42)
        func text() -> String {
            (0..<dice.roll(9)).map { _ in words[dice.roll(words.count)] }.joined(
                separator: dice.roll(3) == 0 ? "" : " ")
        }
        func value() -> String {
            [
                "null", "true", "[]", "{}", "1", #""\#(text())""#, #"[{"value":"\#(text())","type":"work"}]"#,
                #"{"\#(text())":"x"}"#, #""False""#,
            ][dice.roll(9)]
        }
        for _ in 0..<2_000 {
            let filter = text().replacing("\\\"", with: "\"")
            let found = try await world.find(filter)
            #expect([200, 400].contains(found.status), "\(filter): \(found.text)")
            let op = ["add", "Replace", "remove"][dice.roll(3)]
            let patched = try await world.patch(
                "/Users/\(id)",
                #"{"op":"\#(op)","path":"\#(text())","value":\#(value())},{"op":"add","value":\#(value())}"#)
            #expect([200, 400, 403, 409].contains(patched.status), "\(patched.text)")
        }
    }

    /// Random numbers that come again for the same seed.
    private struct Dice {
        var state: UInt64

        init(seed: UInt64) { self.state = seed }

        mutating func roll(_ count: Int) -> Int {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((self.state >> 33) % UInt64(count))
        }
    }
}
