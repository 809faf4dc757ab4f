import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

@Suite("What Okta sends")
struct OktaReplayTests {
    @Test("a user is added with a password, signs in with it, and gets another one")
    func password() async throws {
        let world = try await SCIMWorld()
        let body = #"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local","name":{"givenName":"Test",
            "familyName":"User"},"emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],"displayName":"Test User",
            "locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],"password":"1mz050nq-A","active":true}
            """#
        let added = try await world.send(
            .post, "/Users", body, headers: [(name: "content-type", value: "application/json")])
        #expect(added.status == 201 && !added.text.contains("1mz050nq"), "\(added.text)")
        let id = try #require(added["id"])
        let signedIn = try await world.tenant.signIn("test.user@okta.local", password: Password("1mz050nq-A"))
        #expect(signedIn == .signedIn(try UserID(id)))
        let changed = try await world.patch("/Users/\(id)", #"{"op":"replace","value":{"password":"Another-1pass"}}"#)
        #expect(changed.status == 200 && !changed.text.contains("Another"), "\(changed.text)")
        _ = try await world.tenant.signIn("test.user@okta.local", password: Password("Another-1pass"))
    }

    @Test("a PUT of what was read changes nothing, and one without `active` keeps a user out or in")
    func puts() async throws {
        let world = try await SCIMWorld()
        let group = try await world.addGroup("Sales")
        let id = try await world.addUser(
            "grace", #","title":"Pilot","name":{"givenName":"Grace"},"displayName":"Grace""#)
        _ = try await world.patch("/Groups/\(group)", #"{"op":"add","path":"members","value":[{"value":"\#(id)"}]}"#)
        let read = try await world.send(.get, "/Users/\(id)")
        let steps = try await world.tenant.history().count
        let same = try await world.send(.put, "/Users/\(id)", read.text)
        #expect(same.status == 200 && same.text == read.text)
        #expect(try await world.tenant.history().count == steps)
        _ = try await world.patch("/Users/\(id)", #"{"op":"replace","value":{"active":false}}"#)
        let put = try await world.send(
            .put, "/Users/\(id)", #"{"id":"x","userName":"grace","title":"Admiral","groups":[],"meta":{}}"#)
        #expect(put.status == 200 && put["active"] == "false" && put["title"] == "Admiral", "\(put.text)")
        #expect(put["name", "givenName"] == "Grace" && put["displayName"] == "Grace")
        #expect(put["groups", "0", "display"] == "Sales" && put["id"] == id)
    }

    @Test("a page of users by number is stable, its numbers are numbers, and the test of the connection works")
    func pages() async throws {
        let world = try await SCIMWorld()
        for number in 0..<7 { try await world.addUser("user-\(number)") }
        let all = try await world.send(.get, "/Users?startIndex=1&count=100")
        #expect(all["totalResults"] == "9" && all["startIndex"] == "1" && all["itemsPerPage"] == "9")
        #expect(all.text.contains(#""totalResults":9"#))
        var ids: [String] = []
        for start in [1, 3, 5, 7, 9] {
            let page = try await world.send(.get, "/Users?startIndex=\(start)&count=2")
            ids += (0..<page.count("Resources")).compactMap { page["Resources", "\($0)", "id"] }
        }
        #expect(ids == (0..<9).compactMap { all["Resources", "\($0)", "id"] })
        #expect(try await world.send(.get, "/Users?startIndex=1&count=2").count("Resources") == 2)
        #expect(try await world.send(.get, "/Users?startIndex=1000&count=2").count("Resources") == 0)
        #expect(try await world.send(.get, "/Users?count=0")["totalResults"] == "9")
        #expect(try await world.send(.get, "/Users?startIndex=-3&count=1").count("Resources") == 1)
        #expect(try await world.send(.get, "/Users?count=many").status == 400)
    }

    @Test("a name that is taken is a 409, and a stranger gets a 401 as SCIM says it")
    func refusals() async throws {
        let world = try await SCIMWorld()
        try await world.addUser("grace")
        let twice = try await world.send(.post, "/Users", #"{"userName":"GRACE"}"#)
        #expect(twice.status == 409 && twice["scimType"] == "uniqueness" && twice["status"] == "409")
        let stranger = try await world.send(.get, "/Users", isStranger: true)
        #expect(stranger.status == 401 && stranger["status"] == "401")
        #expect(stranger["schemas", "0"] == "urn:ietf:params:scim:api:messages:2.0:Error")
    }

    @Test("a group is renamed, and its members come and go in one request")
    func groups() async throws {
        let world = try await SCIMWorld()
        let (one, two, three) = (
            try await world.addUser("one"), try await world.addUser("two"), try await world.addUser("three")
        )
        let group = try await world.addGroup("Sales", members: [one, two, one])
        let renamed = try await world.patch(
            "/Groups/\(group)", #"{"op":"replace","value":{"id":"\#(group)","displayName":"West"}}"#)
        #expect(renamed.status == 200 && renamed["displayName"] == "West" && renamed.count("members") == 2)
        let changed = try await world.patch(
            "/Groups/\(group)",
            #"""
            {"op":"remove","path":"members[value eq \"\#(one)\"]"},{"op":"add","path":"members","value":[{"value":"\#(three)","display":"x"},
            {"value":"\#(two)","$ref":null}]}
            """#)
        #expect(changed.status == 200 && changed.count("members") == 2, "\(changed.text)")
        #expect(Set([changed["members", "0", "value"], changed["members", "1", "value"]]) == [two, three])
        #expect(try await world.send(.get, "/Users/\(three)")["groups", "0", "value"] == group)
        #expect(try await world.send(.get, "/Users/\(one)")["groups"] == nil)
        #expect(try await world.send(.delete, "/Groups/\(group)").status == 204)
        #expect(try await world.send(.get, "/Groups/\(group)").status == 404)
    }
}
