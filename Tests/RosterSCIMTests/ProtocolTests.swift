import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

@Suite("The protocol of SCIM")
struct ProtocolTests {
    @Test(
        "discovery says what there is, and takes nothing else",
        arguments: ["ServiceProviderConfig", "ResourceTypes", "Schemas", "Roles", "Entitlements"])
    func discovers(_ name: String) async throws {
        let world = try await SCIMWorld()
        let answer = try await world.send(.get, "/\(name)")
        #expect(answer.status == 200 && !answer.text.contains(":null"))
        if name != "ServiceProviderConfig" {
            let id = try #require(answer["Resources", "0", "id"])
            #expect(try await world.send(.get, "/\(name)/\(SCIMWorld.encoded(id))")["id"] == id)
            #expect(try await world.send(.get, "/\(name)/nothing").status == 404)
        }
        for method in [WebMethodName.post, .put, .patch, .delete] {
            let refused = try await world.send(method.method, "/\(name)", "{}")
            #expect(refused.status == 405 && refused.headers["allow"] == "GET, HEAD", "\(refused.text)")
        }
    }

    @Test("only what is kept is advertised, and what is not kept is passed over")
    func advertises() async throws {
        let whole = try await SCIMWorld().send(.get, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").text
        #expect(whole.contains(#""name":"nickName""#) && whole.contains(#""name":"addresses""#))
        let world = try await SCIMWorld(attributes: .standard)
        let standard = try await world.send(.get, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").text
        #expect(!standard.contains(#""name":"nickName""#) && standard.contains(#""name":"title""#))
        let id = try await world.addUser(
            "grace", #","nickName":"x","x509Certificates":[{"value":"AA=="}],"whatever":1"#)
        let answer = try await world.patch(
            "/Users/\(id)",
            #"{"op":"add","path":"nickName","value":"y"},{"op":"replace","path":"active","value":"False"}"#)
        #expect(answer.status == 200 && answer["active"] == "false" && answer["nickName"] == nil, "\(answer.text)")
        let moved = try await world.patch(
            "/Users/\(id)", #"{"op":"add","path":"emails","value":[{"value":"g@contoso.example","type":"home"}]}"#)
        #expect(
            moved["emails", "0", "value"] == "g@contoso.example" && moved["emails", "0", "primary"] == "true",
            "\(moved.text)")
    }

    @Test("answers have the attributes that were asked for")
    func projects() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace", #","title":"Pilot","name":{"givenName":"G","familyName":"H"}"#)
        let some = try await world.send(.get, "/Users/\(id)?attributes=title,name.givenName")
        #expect(some["title"] == "Pilot" && some["name", "givenName"] == "G" && some["id"] == id)
        #expect(
            some["name", "familyName"] == nil && some["userName"] == nil && some["meta"] == nil
                && some["schemas"] != nil)
        let others = try await world.send(.get, "/Users/\(id)?excludedAttributes=title,name.givenName,meta,id")
        #expect(others["title"] == nil && others["name", "familyName"] == "H" && others["name", "givenName"] == nil)
        #expect(others["userName"] == "grace" && others["meta"] == nil && others["id"] == id)
        let listed = try await world.send(
            .post, "/Users/.search", #"{"filter":"userName eq \"grace\"","attributes":["title"]}"#)
        #expect(listed["Resources", "0", "title"] == "Pilot" && listed["Resources", "0", "userName"] == nil)
        let patched = try await world.send(
            .patch, "/Users/\(id)?attributes=title", #"{"Operations":[{"op":"add","path":"title","value":"Admiral"}]}"#)
        #expect(patched["title"] == "Admiral" && patched["userName"] == nil)
        let rights = try await world.send(.get, "/Users/\(world.client)?attributes=entitlements")
        #expect(rights.count("entitlements") > 3)
    }

    @Test("pages follow by cursor without repeating or skipping, and a cursor is of its list")
    func cursors() async throws {
        let world = try await SCIMWorld()
        for number in 0..<7 { try await world.addUser("user-\(number)", #","title":"T\#(number % 2)""#) }
        for query in [
            "", "&filter=\(SCIMWorld.encoded(#"userName sw "user-""#))", "&sortBy=userName&sortOrder=descending",
        ] {
            var (cursor, names): (String?, [String]) = ("", [])
            while let place = cursor {
                let page = try await world.send(.get, "/Users?count=2&cursor=\(place)\(query)")
                #expect(page.status == 200 && page["startIndex"] == nil, "\(page.text)")
                names += (0..<page.count("Resources")).compactMap { page["Resources", "\($0)", "userName"] }
                cursor = page["nextCursor"]
            }
            #expect(names.count == (query.contains("filter") ? 7 : 9) && Set(names).count == names.count, "\(names)")
            if query.contains("sort") { #expect(names == names.sorted(by: >)) }
        }
        let next = try #require(try await world.send(.get, "/Users?count=2&cursor=")["nextCursor"])
        for bad in ["x", "\(next)&filter=title%20pr", next.replacing("a.", with: "q.")] {
            let answer = try await world.send(.get, "/Users?cursor=\(bad)")
            #expect(answer.status == 400 && answer["scimType"] == "invalidCursor", "\(answer.text)")
        }
    }

    @Test("a list is sorted by what the client names, those without it last")
    func sorts() async throws {
        let world = try await SCIMWorld()
        for (name, title) in [("c", "b"), ("a", "C"), ("b", "a")] {
            try await world.addUser(name, #","title":"\#(title)""#)
        }
        let up = try await world.send(.get, "/Users?sortBy=title&attributes=userName")
        #expect(["b", "c", "a"] == (0..<3).compactMap { up["Resources", "\($0)", "userName"] })
        let down = try await world.send(.get, "/Users?sortBy=title&sortOrder=descending&startIndex=3&count=3")
        #expect(["a", "c", "b"] == (0..<3).compactMap { down["Resources", "\($0)", "userName"] }, "\(down.text)")
        #expect(try await world.send(.get, "/Users?sortBy=bogus").status == 400)
    }

    @Test("a search at the root finds users and groups")
    func searches() async throws {
        let world = try await SCIMWorld()
        try await world.addUser("grace", #","displayName":"Sales lead""#)
        try await world.addGroup("Sales")
        let found = try await world.send(.post, "/.search", #"{"filter":"displayName sw \"sales\""}"#)
        #expect(found["totalResults"] == "2", "\(found.text)")
        #expect(try await world.send(.post, "/.search", #"{"filter":"userName eq \"grace\""}"#)["totalResults"] == "1")
        #expect(try await world.send(.get, "/.search").status == 405)
    }

    @Test("a bulk request adds what names each other, whatever the order, and stops after as many errors as it says")
    func bulk() async throws {
        let world = try await SCIMWorld()
        let body = #"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
            {"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":"Sales","members":[{"value":"bulkId:u"}]}},
            {"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"grace"}},
            {"method":"PATCH","path":"/Users/bulkId:u","data":{"Operations":[{"op":"add","path":"title","value":"Pilot"}]}},
            {"method":"DELETE","path":"/Users/nobody"}]}
            """#
        let answer = try await world.send(.post, "/Bulk", body)
        #expect(answer.status == 200 && answer.count("Operations") == 4, "\(answer.text)")
        #expect(
            ["201", "201", "200", "404"] == (0..<4).map { answer["Operations", "\($0)", "status"] ?? "" },
            "\(answer.text)")
        #expect(answer["Operations", "3", "response", "status"] == "404")
        // Only what was not added has no address (RFC 7644 §3.7).
        #expect(answer["Operations", "2", "location"] == answer["Operations", "1", "location"])
        #expect(answer["Operations", "3", "location"] == "https://roster.example/scim/v2/Users/nobody")
        #expect(try await world.find(#"userName eq "grace""#)["Resources", "0", "groups", "0", "display"] == "Sales")
        let failing = #"{"method":"DELETE","path":"/Users/nobody"}"#
        let stopped = try await world.send(
            .post, "/Bulk", #"{"failOnErrors":1,"Operations":[\#(failing),\#(failing)]}"#)
        #expect(stopped.count("Operations") == 1)
        let circle = #"""
            {"Operations":[{"method":"POST","path":"/Groups","bulkId":"a","data":{"displayName":"A","externalId":"bulkId:b"}},
            {"method":"POST","path":"/Groups","bulkId":"b","data":{"displayName":"B","externalId":"bulkId:a"}}]}
            """#
        let circled = try await world.send(.post, "/Bulk", circle)
        #expect(circled.status == 200 && circled.text.contains(#""status":"409""#), "\(circled.text)")
        let many = Array(repeating: failing, count: 1_001).joined(separator: ",")
        #expect(try await world.send(.post, "/Bulk", #"{"Operations":[\#(many)]}"#).status == 413)
    }

    @Test("what Entra maps to is described: every value by its type, and the identifier of the client")
    func describes() async throws {
        let world = try await SCIMWorld()
        let schema = try await world.send(.get, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User")
        for types in [
            #""canonicalValues":["work","home","other"]"#,
            #""canonicalValues":["work","home","mobile","fax","pager","other"]"#, #""name":"externalId""#,
        ] {
            #expect(schema.text.contains(types), "\(types)")
        }
        #expect(
            try await world.send(.get, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").text.contains(
                "externalId"))
    }

    @Test("a user has the schemas of all that is said of them, whatever the answer shows")
    func schemas() async throws {
        let world = try await SCIMWorld()
        let enterprise = EntraReplayTests.enterprise
        let id = try await world.addUser("grace", #","\#(enterprise)":{"department":"Navy"}"#)
        try await world.addUser("ada")
        let found = try await world.find(#"schemas eq "\#(enterprise)""#)
        #expect(found["totalResults"] == "1" && found["Resources", "0", "id"] == id)
        let shown = try await world.send(.get, "/Users/\(id)?attributes=userName")
        #expect(shown["schemas", "1"] == enterprise && shown[enterprise] == nil)
    }

    @Test("what a bridge refuses is refused in words of SCIM, with the limit")
    func refusals() async throws {
        let world = try await SCIMWorld()
        let request = WebRequest(
            .post, "/Users", headers: [:], body: [], origin: "https://roster.example", mount: "/scim/v2")
        let answer = try Answer(world.service.refusal(of: request, for: WebProblem(413)))
        #expect(answer.status == 413 && answer["status"] == "413" && answer["detail"]?.contains("4194304") == true)
        #expect(answer.headers["content-type"] == "application/scim+json")
    }

    @Test("another version of a user is a 412, and nothing happens")
    func versions() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        let tag = try #require(try await world.send(.get, "/Users/\(id)").headers["etag"])
        let patch = #"{"op":"add","path":"title","value":"Pilot"}"#
        #expect(try await world.patch("/Users/\(id)", patch, headers: [(name: "if-match", value: tag)]).status == 200)
        for method in [WebMethodName.put, .delete] {
            let answer = try await world.send(
                method.method, "/Users/\(id)", #"{"userName":"grace"}"#, headers: [(name: "if-match", value: tag)])
            #expect(answer.status == 412)
        }
        #expect(try await world.patch("/Users/\(id)", patch, headers: [(name: "if-match", value: "*")]).status == 200)
    }

    @Test("what is no path, no method and no JSON is said to be so")
    func misuse() async throws {
        let world = try await SCIMWorld()
        for path in ["", "/", "/Nothing", "/users", "/Users/a/b", "/Users/..", "/Users/%zz"] {
            #expect(try await world.send(.get, path).status == 404, "\(path)")
        }
        #expect(try await world.send(.put, "/Users", "{}").status == 405)
        let packed = try await world.send(.post, "/Users", "x", headers: [(name: "content-encoding", value: "gzip")])
        #expect(packed.status == 415 && packed.headers["accept-encoding"] == "identity")
        #expect(try await world.send(.get, "/Me").status == 501)
        for body in [
            "", "{", "[]", #"{"userName":"a","USERNAME":"b"}"#, #"{"userName":{}}"#, "{}", #"{"userName":""}"#,
        ] {
            let answer = try await world.send(.post, "/Users", body)
            #expect(answer.status == 400 && answer["status"] == "400", "\(body): \(answer.text)")
        }
        let form = try await world.send(.post, "/Users", "{}", headers: [(name: "content-type", value: "text/plain")])
        #expect(form.status == 415)
    }
}
