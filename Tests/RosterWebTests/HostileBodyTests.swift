import RosterDomain
import RosterJSON
import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("Hostile bodies")
struct HostileBodyTests {
    private static let body =
        #"{"fullName":"Zoë \"H\"","email":"zoe@contoso.example","roles":["admin_agent"],"attributes":{"title":"Dr."}}"#

    @Test(
        "a body that is cut or changed at any byte gets a 4xx or does what it says, and never fails",
        .timeLimit(.minutes(20)))
    func everyByte() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let bytes = Array(Self.body.utf8)
        func status(_ body: [UInt8]) async -> Int {
            let headers: WebHeaders = ["Authorization": "Bearer \(token)", "Content-Type": "application/json"]
            return await world.service.answer(WebRequest(.post, "/roles", headers: headers, body: body)).status
        }
        _ = await status(bytes)
        for end in bytes.indices {
            let request = WebRequest(
                .post, "/", headers: ["Content-Type": "application/json"], body: Array(bytes[..<end]))
            #expect(throws: WebProblem.self) { try WebBody(request) }
        }
        for position in bytes.indices {
            for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x7D, 0x5D, 0x2C, 0x30, 0x80, 0xC3, 0xFF] {
                var changed = bytes
                changed[position] = byte
                let request = WebRequest(.post, "/", headers: ["Content-Type": "application/json"], body: changed)
                let problem = Self.problem(of: request)
                #expect(problem == nil || problem == 400)
            }
        }
        #expect(await world.ask(.post, "/users", as: token, String(Self.body.dropLast())).status == 400)
    }

    private static func problem(of request: WebRequest) -> Int? {
        do {
            let body = try WebBody(request, members: ["fullName", "email", "roles", "attributes"])
            _ = (try body.text("fullName"), try body.texts("roles"), try body.body("attributes"))
            return nil
        } catch { return error.status }
    }

    @Test("a million levels, a name twice and 100 MB are refused before they cost anything", .timeLimit(.minutes(20)))
    func large() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let deep = String(repeating: "[", count: 500_000) + String(repeating: "]", count: 500_000)
        let nested = await world.ask(.post, "/users", as: token, deep)
        #expect((nested.status, nested["code"]) == (400, "malformedJSON"))
        let objects = String(repeating: #"{"a":"#, count: 200_000)
        #expect(await world.ask(.post, "/users", as: token, objects).status == 400)
        let huge = WebRequest(
            .post, "/users", headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
            body: [UInt8](repeating: 0x20, count: 100 << 20))
        #expect(await world.service.answer(huge).status == 413)
        let names = (0..<300).map { "\"a\($0)\":1" }.joined(separator: ",")
        #expect(await world.ask(.post, "/users", as: token, "{\(names)}").status == 400)
        let twice = await world.ask(.post, "/users", as: token, #"{"fullName":"A","\u0066ullName":"B"}"#)
        #expect(twice["detail"]?.contains("twice") == true)
    }

    @Test("a text goes out as JSON that reads back as the same text")
    func texts() throws {
        for text in ["\"\\/\n\t\u{0}\u{1F}\u{7F}", "\u{202E}abc\u{2028}", "Zoë 👩🏽‍🔬", ""] {
            let value = JSONValue.object([(text, .list([.text(text), .number(-7), .flag(true)]))])
            let document = try JSONDocument(value.wireBytes, limits: JSONLimits(byteLimit: 1_000, depthLimit: 4))
            let list = try #require(document.value(of: text, in: JSONDocument.root))
            #expect(document.text(list + 1) == text)
            #expect(document.numeral(list + 2) == "-7")
            #expect(document.kind(list + 3) == .yes)
        }
    }
}
