import RosterAuthZEN
import RosterDomain
import RosterWeb
import RosterWebTestSupport
import Testing

/// The parts of questions.
private enum Ask {
    static let alice = #""subject":{"type":"user","id":"alice"}"#
    static let bob = #""subject":{"type":"user","id":"bob"}"#
    static let bobAsAdmin = #""subject":{"type":"user","id":"bob","properties":{"role":"admin"}}"#
    static let (read, write) = (#""action":{"name":"read"}"#, #""action":{"name":"write"}"#)
    static let first = #""resource":{"type":"record","id":"record-1"}"#
    static let second = #""resource":{"type":"record","id":"record-2"}"#
    static let archived = #""resource":{"type":"record","id":"record-2","properties":{"status":"archived"}}"#
    static let active = #""resource":{"type":"record","id":"record-1","properties":{"status":"active"}}"#
}

/// The certification scenario of the Authorization API 1.0, at every level.
@Suite("AuthZEN certification")
struct CertificationTests {
    /// A question, and its decision.
    struct Rule: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let members: [String]
        let decision: String

        init(_ name: String, _ decision: Bool, _ members: String...) {
            self.testDescription = name
            self.members = members
            self.decision = "\(decision)"
        }
    }

    @Test(
        "Basic: the eight rules, with context or without, each time alike",
        arguments: [
            Rule("1: alice reads", true, Ask.alice, Ask.read, Ask.first),
            Rule("2: alice writes", true, Ask.alice, Ask.write, Ask.first),
            Rule("3: bob reads", true, Ask.bob, Ask.read, Ask.first),
            Rule(
                "4: bob writes not", false, Ask.bob, Ask.write, Ask.first),
            Rule(
                "5: alice writes nothing archived", false, Ask.alice, Ask.write,
                Ask.archived),
            Rule(
                "6: an administrator writes what is archived", true, Ask.bobAsAdmin,
                Ask.write, Ask.archived),
            Rule(
                "7: alice deletes softly", true, Ask.alice,
                #""action":{"name":"delete","properties":{"soft":true}}"#, Ask.first
            ),
            Rule(
                "8: alice deletes not for good", false, Ask.alice,
                #""action":{"name":"delete","properties":{"soft":false}}"#, Ask.first),
        ])
    func basic(_ rule: Rule) async throws {
        let records = try await RecordsWorld()
        let more = [
            "", #","context":{"time":"2025-06-27T18:03-07:00","ip":"192.168.1.1"}"#,
            #","foo":"bar","future":{"nested":true}"#, #","context":null"#,
        ]
        for text in more + more {
            let reply = await records.ask("evaluation", "{\(rule.members.joined(separator: ","))\(text)}")
            #expect(reply.status == 200)
            #expect(reply.response.headers["Content-Type"] == "application/json")
            #expect(reply["decision"] == rule.decision)
        }
    }

    @Test("Basic: further properties are accepted")
    func properties() async throws {
        let records = try await RecordsWorld()
        let body = """
            {"subject":{"type":"user","id":"alice","properties":{"department":"Sales","role":"manager"}},
            "action":{"name":"read","properties":{"method":"GET","n":[1,2.5e3,null,{"a":false}]}},
            "resource":{"type":"record","id":"record-1","properties":{"status":"active","owner":"bob"}}}
            """
        #expect(await records.ask("evaluation", body)["decision"] == "true")
    }

    @Test(
        "Basic: what lacks something or has it in another type is a bad request",
        arguments: [
            "{\(Ask.read),\(Ask.first)}",
            "{\(Ask.alice),\(Ask.first)}",
            "{\(Ask.alice),\(Ask.read)}",
            #"{"subject":{"id":"alice"},\#(Ask.read),\#(Ask.first)}"#,
            #"{"subject":{"type":"user"},\#(Ask.read),\#(Ask.first)}"#,
            #"{\#(Ask.alice),"action":{},\#(Ask.first)}"#,
            #"{\#(Ask.alice),\#(Ask.read),"resource":{"id":"record-1"}}"#,
            #"{\#(Ask.alice),\#(Ask.read),"resource":{"type":"record"}}"#,
            #"{"subject":"alice",\#(Ask.read),\#(Ask.first)}"#,
            #"{\#(Ask.alice),"action":{"name":123},\#(Ask.first)}"#,
            #"{\#(Ask.alice),"action":["read"],\#(Ask.first)}"#,
            #"{"subject":{"type":null,"id":"alice"},\#(Ask.read),\#(Ask.first)}"#,
            #"{"subject":null,\#(Ask.read),\#(Ask.first)}"#,
            #"{\#(Ask.alice),\#(Ask.read),\#(Ask.first),"context":"now"}"#,
            #"{\#(Ask.alice),\#(Ask.read),\#(Ask.first),"context":[]}"#,
            #"{"subject":{"type":"user","id":"alice","properties":"x"},\#(Ask.read),\#(Ask.first)}"#,
            "", " ", "[]", "null", "{", #"{"subject""#,
            "{\(Ask.alice),\(Ask.alice),\(Ask.read),\(Ask.first)}",
        ])
    func badRequests(_ body: String) async throws {
        let records = try await RecordsWorld()
        #expect(await records.ask("evaluation", body).status == 400)
        #expect(await records.ask("evaluations", body).status == 400)
    }

    @Test("Basic: another content type is a bad request, and the request's identifier comes back from every answer")
    func headers() async throws {
        let records = try await RecordsWorld()
        let body = "{\(Ask.alice),\(Ask.read),\(Ask.first)}"
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""] {
            #expect(await records.ask("evaluation", body, headers: ["Content-Type": type]).status == 400)
        }
        let utf8: WebHeaders = ["Content-Type": "application/json; charset=utf-8"]
        #expect(await records.ask("evaluation", body, headers: utf8).status == 200)
        let id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716"
        for sent in [body, "{"] {
            let reply = await records.ask("evaluation", sent, headers: ["X-Request-ID": id])
            #expect(reply.response.headers["X-Request-ID"] == id)
        }
        #expect(await records.ask("evaluation", body).response.headers["X-Request-ID"] == nil)
    }

    @Test("Batch: defaults are replaced whole, and answers stand in the order of the questions")
    func batch() async throws {
        let records = try await RecordsWorld()
        let cases: [(String, [String])] = [
            (#"{\#(Ask.alice),\#(Ask.read),"evaluations":[{\#(Ask.first)},{\#(Ask.second)}]}"#, ["true", "true"]),
            (#"{\#(Ask.bob),\#(Ask.first),"evaluations":[{\#(Ask.read)},{\#(Ask.write)}]}"#, ["true", "false"]),
            (
                #"{\#(Ask.alice),\#(Ask.write),"evaluations":[{\#(Ask.active)},{\#(Ask.archived)}]}"#,
                ["true", "false"]
            ),
            (
                #"{\#(Ask.write),\#(Ask.archived),"evaluations":[{\#(Ask.alice)},{\#(Ask.bobAsAdmin)}]}"#,
                ["false", "true"]
            ),
            (
                #"{"evaluations":[{\#(Ask.alice),\#(Ask.read),\#(Ask.first)},{\#(Ask.bob),\#(Ask.write),\#(Ask.first)}]}"#,
                ["true", "false"]
            ),
            (
                #"{\#(Ask.alice),\#(Ask.read),"context":{"time":"x"},"evaluations":[{\#(Ask.first)},{\#(Ask.second),"context":{"time":"y"}}]}"#,
                ["true", "true"]
            ),
            (
                #"{\#(Ask.alice),\#(Ask.write),\#(Ask.active),"evaluations":[{},{\#(Ask.archived)}]}"#,
                ["true", "false"]
            ),
            // An entity that an item gives takes nothing from the default of its name.
            (
                #"{\#(Ask.alice),\#(Ask.write),"resource":{"type":"record"},"evaluations":[{"resource":{"id":"record-1"}},{\#(Ask.active)}]}"#,
                ["false", "true"]
            ),
        ]
        for (body, decisions) in cases {
            let reply = await records.ask("evaluations", body)
            #expect(reply.status == 200)
            #expect(reply["decision"] == nil)
            #expect(reply.count("evaluations") == decisions.count)
            for (position, decision) in decisions.enumerated() {
                #expect(reply["evaluations", "\(position)", "decision"] == decision, "\(body)")
            }
        }
    }

    @Test("Batch: an item that lacks something is a no with an error, and without items it is one question")
    func batchErrors() async throws {
        let records = try await RecordsWorld()
        let body =
            #"{\#(Ask.alice),\#(Ask.read),"options":{"evaluations_semantic":"execute_all"},"evaluations":[{\#(Ask.first)},{},{"resource":7},{\#(Ask.first),"subject":null}]}"#
        let reply = await records.ask("evaluations", body)
        #expect(reply.status == 200)
        #expect(reply["evaluations", "0", "decision"] == "true")
        for item in ["1", "2", "3"] {
            #expect(reply["evaluations", item, "decision"] == "false")
            #expect(reply["evaluations", item, "context", "error", "status"] == "400")
        }
        for items in ["", #","evaluations":[]"#, #","evaluations":null"#] {
            let single = await records.ask("evaluations", "{\(Ask.alice),\(Ask.read),\(Ask.first)\(items)}")
            #expect(single["decision"] == "true")
            #expect(single.count("evaluations") == nil)
        }
        for wrong in [
            #""evaluations":{}"#, #""evaluations":[7]"#, #""evaluations":[{}],"options":7"#,
            #""evaluations":[{}],"options":{"evaluations_semantic":"all"}"#,
            #""evaluations":[{}],"options":{"evaluations_semantic":7}"#,
        ] {
            #expect(
                await records.ask("evaluations", "{\(Ask.alice),\(Ask.read),\(Ask.first),\(wrong)}").status == 400)
        }
        let wholes = [
            #"{"subject":"alice",\#(Ask.read),\#(Ask.first),"evaluations":[{}]}"#,
            #"{\#(Ask.alice),"action":7,\#(Ask.first),"evaluations":[{}]}"#,
        ]
        for whole in wholes { #expect(await records.ask("evaluations", whole).status == 400) }
        let many = Array(repeating: "{}", count: AuthZENService.batchLimit + 1).joined(separator: ",")
        #expect(
            await records.ask("evaluations", "{\(Ask.alice),\(Ask.read),\(Ask.first),\"evaluations\":[\(many)]}")
                .status == 400)
    }

    @Test("Batch: the first no, or the first yes, ends it where the semantic says so")
    func semantics() async throws {
        let records = try await RecordsWorld()
        let items = #"[{\#(Ask.alice)},{\#(Ask.bob)},{\#(Ask.alice)},{"subject":{}},{\#(Ask.bob)}]"#
        func decisions(_ semantic: String, _ items: String) async -> [String?] {
            let reply = await records.ask(
                "evaluations",
                #"{\#(Ask.write),\#(Ask.first),"options":{"evaluations_semantic":"\#(semantic)"},"evaluations":\#(items)}"#
            )
            return (0..<(reply.count("evaluations") ?? 0)).map { reply["evaluations", "\($0)", "decision"] }
        }
        #expect(await decisions("execute_all", items) == ["true", "false", "true", "false", "false"])
        #expect(await decisions("deny_on_first_deny", items) == ["true", "false"])
        #expect(await decisions("permit_on_first_permit", items) == ["true"])
        let noes = #"[{\#(Ask.bob)},{"subject":{}},{\#(Ask.bob)}]"#
        #expect(await decisions("permit_on_first_permit", noes) == ["false", "false", "false"])
        #expect(await decisions("deny_on_first_deny", noes) == ["false"])
    }

    @Test("Search: subjects, resources and actions, whatever identifier the question has for what it looks for")
    func search() async throws {
        let records = try await RecordsWorld()
        for user in [#""subject":{"type":"user"}"#, Ask.alice, #""subject":{"type":"user","id":7}"#] {
            let readers = await records.ask("search/subject", "{\(user),\(Ask.read),\(Ask.first)}")
            #expect(Set(readers.names) == ["alice", "bob"])
            #expect(readers["results", "0", "type"] == "user")
        }
        for record in [#""resource":{"type":"record"}"#, Ask.second] {
            #expect(
                await records.ask("search/resource", "{\(Ask.alice),\(Ask.read),\(record)}").names == [
                    "record-1", "record-2",
                ])
        }
        #expect(await records.ask("search/action", "{\(Ask.alice),\(Ask.first)}").names == ["read", "write"])
        #expect(
            await records.ask("search/subject", #"{"subject":{"type":"user"},\#(Ask.write),\#(Ask.archived)}"#).names
                == ["bob"])
        #expect(
            await records.ask("search/resource", #"{\#(Ask.bobAsAdmin),\#(Ask.write),"resource":{"type":"record"}}"#)
                .names == ["record-2"])
        #expect(await records.ask("search/action", "{\(Ask.bobAsAdmin),\(Ask.archived)}").names == ["read", "write"])
    }

    @Test("Search: nothing found is an empty list, and what lacks something is a bad request")
    func searchNothing() async throws {
        let records = try await RecordsWorld()
        let nothing = [
            ("subject", #"{"subject":{"type":"robot"},\#(Ask.read),\#(Ask.first)}"#),
            ("subject", #"{"subject":{"type":"user"},"action":{"name":"dance"},\#(Ask.first)}"#),
            ("subject", #"{"subject":{"type":"user"},\#(Ask.read),"resource":{"type":"record","id":"../1"}}"#),
            ("resource", #"{"subject":{"type":"user","id":"eve"},\#(Ask.read),"resource":{"type":"record"}}"#),
            ("resource", #"{\#(Ask.bob),\#(Ask.write),"resource":{"type":"letter"}}"#),
            ("action", #"{"subject":{"type":"user","id":"eve"},\#(Ask.first)}"#),
        ]
        for (kind, body) in nothing {
            let reply = await records.ask("search/\(kind)", body)
            #expect(reply.status == 200)
            #expect(reply.count("results") == 0)
            #expect(reply["page", "next_token"] == "")
        }
        let wrong = [
            ("subject", "{\(Ask.read),\(Ask.first)}"), ("subject", #"{"subject":{"type":"user"},\#(Ask.first)}"#),
            ("subject", #"{"subject":{"type":"user"},\#(Ask.read)}"#),
            ("subject", #"{"subject":{},\#(Ask.read),\#(Ask.first)}"#),
            ("subject", #"{"subject":{"type":"user"},\#(Ask.read),"resource":{"type":"record"}}"#),
            ("resource", #"{"subject":{"type":"user"},\#(Ask.read),"resource":{"type":"record"}}"#),
            ("resource", #"{\#(Ask.alice),\#(Ask.read),"resource":{"id":"record-1"}}"#), ("resource", "[]"),
            ("action", "{\(Ask.alice)}"), ("action", "{\(Ask.first)}"), ("action", ""),
            ("action", #"{\#(Ask.alice),\#(Ask.first),"page":7}"#),
            ("action", #"{\#(Ask.alice),\#(Ask.first),"page":{"limit":-1}}"#),
            ("action", #"{\#(Ask.alice),\#(Ask.first),"page":{"limit":1.5}}"#),
            ("action", #"{\#(Ask.alice),\#(Ask.first),"page":{"token":7}}"#),
        ]
        for (kind, body) in wrong {
            #expect(await records.ask("search/\(kind)", body).status == 400, "\(kind) \(body)")
        }
    }

    @Test("Discovery: the metadata names this decision point and what it offers, to strangers too")
    func metadata() async throws {
        let records = try await RecordsWorld()
        let reply = await records.world.ask(.get, "/.well-known/authzen-configuration")
        #expect(reply.status == 200)
        #expect(reply.response.headers["Content-Type"] == "application/json")
        #expect(reply["policy_decision_point"] == WebWorld.origin)
        for (name, path) in [
            ("access_evaluation", "evaluation"), ("access_evaluations", "evaluations"),
            ("search_subject", "search/subject"),
            ("search_resource", "search/resource"), ("search_action", "search/action"),
        ] { #expect(reply["\(name)_endpoint"] == "\(WebWorld.origin)/access/v1/\(path)") }
        #expect(await records.world.ask(.post, "/.well-known/authzen-configuration", "{}").status == 405)
    }

    @Test("Discovery: one of several decision points stands under a path, and names what it lacks by leaving it out")
    func tenants() async throws {
        var mapping = RecordsWorld.mapping
        mapping.resources["record"]?.all = nil
        let records = try await RecordsWorld(at: "/tenant1", mapping: mapping)
        let reply = await records.world.ask(.get, "/.well-known/authzen-configuration/tenant1")
        #expect(reply["policy_decision_point"] == "\(WebWorld.origin)/tenant1")
        #expect(reply["access_evaluation_endpoint"] == "\(WebWorld.origin)/tenant1/access/v1/evaluation")
        #expect(reply["search_resource_endpoint"] == nil)
        #expect(await records.world.ask(.get, "/.well-known/authzen-configuration").status == 404)
        let body = "{\(Ask.alice),\(Ask.read),\(Ask.first)}"
        #expect(
            await records.world.ask(.post, "/tenant1/access/v1/evaluation", as: records.token, body)["decision"]
                == "true")
        #expect(
            await records.world.ask(.post, "/tenant1/access/v1/search/resource", as: records.token, body).status == 400)
    }
}

extension Reply {
    /// The identifiers or names of the results of a search.
    var names: [String?] {
        (0..<(self.count("results") ?? 0)).map { self["results", "\($0)", "id"] ?? self["results", "\($0)", "name"] }
    }
}
