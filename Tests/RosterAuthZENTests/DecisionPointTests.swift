import RosterAuthZEN
import RosterDomain
import RosterUseCases
import RosterWeb
import RosterWebTestSupport
import Testing

/// What the certification leaves open, and what went wrong at other decision points.
@Suite("The decision point")
struct DecisionPointTests {
    private static let readers =
        #""subject":{"type":"user"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}"#

    @Test("a question that maps onto nothing is a no that says what is unknown, and never an empty answer")
    func unknown() async throws {
        let records = try await RecordsWorld()
        func ask(_ subject: String, _ action: String, _ resource: String) async -> Reply {
            await records.ask(
                "evaluation", #"{"subject":\#(subject),"action":{"name":"\#(action)"},"resource":\#(resource)}"#)
        }
        let (alice, record) = (#"{"type":"user","id":"alice"}"#, #"{"type":"record","id":"record-1"}"#)
        let cases = [
            (await ask(#"{"type":"robot","id":"alice"}"#, "read", record), "unknownSubject"),
            (await ask(#"{"type":"user","id":"eve"}"#, "read", record), "unknownSubject"),
            (await ask(#"{"type":"user","id":""}"#, "read", record), "unknownSubject"),
            (await ask(alice, "READ", record), "unknownAction"), (await ask(alice, "", record), "unknownAction"),
            (await ask(alice, "read", #"{"type":"Record","id":"record-1"}"#), "unknownResourceType"),
            (await ask(alice, "read", #"{"type":"record","id":"record-1/../../"}"#), "unknownResource"),
            (await ask(alice, "read", #"{"type":"record","id":""}"#), "unknownResource"),
        ]
        for (reply, code) in cases {
            #expect(reply.status == 200)
            #expect(reply["decision"] == "false")
            #expect(reply["context", "code"] == code)
        }
        #expect(await ask(#"{"type":"user","id":"ALICE"}"#, "read", record)["decision"] == "true")
    }

    @Test("a no has its reason and its remedy, unless the host leaves them out")
    func explained() async throws {
        let records = try await RecordsWorld()
        let body =
            #"{"subject":{"type":"user","id":"bob"},"action":{"name":"delete"},"resource":{"type":"record","id":"record-1"}}"#
        let reply = await records.ask("evaluation", body)
        #expect(reply["context", "reason"]?.isEmpty == false)
        #expect(reply["context", "remedy"]?.contains("author") == true)
        let terse = try await RecordsWorld(explainsDenials: false)
        #expect(await terse.ask("evaluation", body).text == #"{"decision":false}"#)
    }

    @Test("a change of the tenant changes the next answer")
    func changes() async throws {
        let records = try await RecordsWorld()
        #expect(await records.decision("bob", "read", "record-1") == "true")
        let bob = try #require(try await records.world.tenant.user(named: UserName("bob"))?.id)
        try await records.world.tenant.removeRoles([RecordsWorld.reader], from: bob, by: records.world.ada)
        #expect(await records.decision("bob", "read", "record-1") == "false")
        let scope = try Scope("/records/record-2")
        try await records.world.tenant.assignRoles([RecordsWorld.reader], to: bob, at: scope, by: records.world.ada)
        #expect(await records.decision("bob", "read", "record-1") == "false")
        #expect(await records.decision("bob", "read", "record-2") == "true")
    }

    @Test("a stranger and a caller who may not view users learn nothing of others")
    func callers() async throws {
        let records = try await RecordsWorld()
        let about = { (name: String) in
            #"{"subject":{"type":"user","id":"\#(name)"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}}"#
        }
        for path in ["evaluation", "evaluations", "search/subject", "search/resource", "search/action"] {
            let reply = await records.world.ask(.post, "/access/v1/\(path)", about("alice"))
            #expect(reply.status == 401)
            #expect(reply.response.headers["WWW-Authenticate"] == "Bearer")
        }
        let begun = try await records.world.tenant.beginSession(
            "bob", password: Password(WebWorld.password), on: DeviceName("Browser"))
        let bobs = begun.reveal()
        func ask(_ path: String, _ body: String) async -> Reply {
            await records.world.ask(.post, "/access/v1/\(path)", as: bobs, body)
        }
        #expect(await ask("evaluation", about("bob"))["decision"] == "true")
        for name in ["alice", "eve"] { #expect(await ask("evaluation", about(name)).status == 403) }
        #expect(await ask("search/subject", "{\(Self.readers)}").status == 403)
        #expect(await ask("search/action", about("alice")).status == 403)
        #expect(await ask("evaluations", #"{"evaluations":[\#(about("alice"))]}"#).status == 403)
        #expect(await records.world.ask(.get, "/access/v1/evaluation", as: bobs).status == 405)
    }

    @Test("pages follow each other to an empty token, at any host, and neither repeat nor skip one")
    func pages() async throws {
        let records = try await RecordsWorld()
        for number in 0..<7 { try await RecordsWorld.add("user-\(number)", RecordsWorld.reader, to: records.world) }
        var (seen, token): ([String?], String?) = ([], nil)
        repeat {
            let page = token.map { #","page":{"token":"\#($0)"}"# } ?? #","page":{"limit":2}"#
            let reply = await records.ask("search/subject", "{\(Self.readers)\(page)}")
            #expect(reply["page", "count"] == "\(reply.count("results") ?? -1)")
            #expect(reply.count("results") ?? 0 <= 2)
            seen += reply.names
            token = reply["page", "next_token"]
        } while token != ""
        #expect(seen.count == 9)
        #expect(Set(seen) == Set(["alice", "bob"] + (0..<7).map { "user-\($0)" }))
    }

    @Test("a token is good for its own question only")
    func tokens() async throws {
        let records = try await RecordsWorld()
        let first = await records.ask("search/subject", #"{\#(Self.readers),"page":{"limit":1}}"#)
        let token = try #require(first["page", "next_token"])
        #expect(!token.isEmpty)
        let same = await records.ask("search/subject", #"{\#(Self.readers),"page":{"limit":1,"token":"\#(token)"}}"#)
        #expect(Set(first.names + same.names) == ["alice", "bob"])
        let others = [
            #"{\#(Self.readers),"page":{"limit":2,"token":"\#(token)"}}"#,
            #"{\#(Self.readers),"context":{},"page":{"token":"\#(token)"}}"#,
            #"{"subject":{"type":"user"},"action":{"name":"write"},"resource":{"type":"record","id":"record-1"},"page":{"token":"\#(token)"}}"#,
        ]
        for body in others { #expect(await records.ask("search/subject", body).status == 400) }
        for broken in ["x", token + "x", String(token.dropLast()), ".1.", "0.1.a", token.replacing(".1.", with: ".0.")]
        {
            #expect(
                await records.ask("search/subject", #"{\#(Self.readers),"page":{"token":"\#(broken)"}}"#).status == 400)
        }
        // The same question, its members in another order and a text spelled in another way.
        let respelled =
            #"{"page":{"limit":1.0,"token":"\#(token)"},"resource":{"id":"record-1","type":"record"},"action":{"name":"re\u0061d"},"subject":{"type":"user"}}"#
        #expect(await records.ask("search/subject", respelled).names == same.names)
        let elsewhere = #"{\#(Self.readers),"page":{"token":"\#(token)"}}"#.replacing(
            #""subject":{"#, with: #""subject":{"id":"alice","#)
        #expect(await records.ask("search/action", elsewhere).status == 400)
        let none = await records.ask("search/subject", #"{\#(Self.readers),"page":{"limit":0}}"#)
        #expect((none.count("results"), none["page", "next_token"]) == (0, ""))
    }

    @Test("resources and actions come in pages too, and a search that looks at many goes on")
    func otherPages() async throws {
        var mapping = RecordsWorld.mapping
        mapping.resources["record"]?.all = { previous, limit in
            let start = previous.flatMap { Int($0.dropFirst(7)) } ?? 0
            return (start..<min(start + limit, 25_000)).map { number in
                let status = number % 12_000 == 11_999 ? "archived" : "active"
                return AuthZENEntity("record", "record-\(number + 1)", properties: ["status": .text(status)])
            }
        }
        let records = try await RecordsWorld(mapping: mapping)
        let body = #""subject":{"type":"user","id":"bob"},"action":{"name":"write"},"resource":{"type":"record"}"#
        var (found, token, count): ([String?], String?, Int) = ([], nil, 0)
        repeat {
            let page = token.map { #","page":{"token":"\#($0)"}"# } ?? ""
            let reply = await records.ask("search/resource", "{\(body)\(page)}")
            (found, token, count) = (found + reply.names, reply["page", "next_token"], count + 1)
        } while token != "" && count < 20
        #expect(found == ["record-12000", "record-24000"])
        #expect(count == 3)
        let actions = #""subject":{"type":"user","id":"alice"},"resource":{"type":"record","id":"record-1"}"#
        let first = await records.ask("search/action", #"{\#(actions),"page":{"limit":1}}"#)
        #expect(first.names == ["read"])
        let next = try #require(first["page", "next_token"])
        let second = await records.ask("search/action", #"{\#(actions),"page":{"token":"\#(next)"}}"#)
        #expect((second.names, second["page", "next_token"]) == (["write"], ""))
    }

    @Test("a mapping onto a permission that the catalog does not know is an error before anything is answered")
    func misspelled() async throws {
        var mapping = RecordsWorld.mapping
        mapping.resources["record"]?.actions["read"] = Permission("records/record/raed")
        await #expect(throws: UnknownNameError.self) { try await RecordsWorld(mapping: mapping) }
    }

    @Test("users can be named by their identifiers")
    func identifiers() async throws {
        var mapping = RecordsWorld.mapping
        mapping.subjects = ["user": .identifiers]
        let records = try await RecordsWorld(mapping: mapping)
        let alice = try #require(try await records.world.tenant.user(named: UserName("alice"))?.id)
        #expect(await records.decision(alice.description, "write", "record-1") == "true")
        #expect(await records.decision("alice", "write", "record-1") == "false")
        let found = await records.ask("search/subject", "{\(Self.readers)}")
        #expect(found.names.contains(alice.description))
        let foreign = "01890000-0000-7000-8000-000000000000"
        #expect(await records.decision(foreign, "read", "record-1") == "false")
    }
}
