import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

@Suite("What Entra sends")
struct EntraReplayTests {
    static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    @Test("a user is added from the body that Entra sends, and found by each of its filters")
    func adds() async throws {
        let world = try await SCIMWorld()
        let body = """
            {"schemas":["\(Self.core)","\(Self.enterprise)"],"externalId":"58342554-38d6-4ec8-948c-50044d0a33fd",
            "userName":"Test_User_dfeef4c5@contoso.example","active":true,"displayName":"lennay",
            "emails":[{"primary":true,"type":"work","value":"lennay@contoso.example"}],
            "meta":{"resourceType":"User"},"name":{"formatted":"Adrienne McNally","familyName":"McNally","givenName":"Adrienne"},
            "roles":[],"\(Self.enterprise)":{"employeeNumber":"701984","department":"bob","manager":"boss-7"}}
            """
        let added = try await world.send(.post, "/Users", body)
        #expect(added.status == 201)
        #expect(added.headers["content-type"] == "application/scim+json")
        #expect(added["id"].map { added.headers["location"] == "https://roster.example/scim/v2/Users/\($0)" } ?? false)
        #expect(added["meta", "resourceType"] == "User" && added["meta", "location"] == added.headers["location"])
        #expect(added["displayName"] == "lennay" && added["name", "givenName"] == "Adrienne")
        #expect(added["emails", "0", "value"] == "lennay@contoso.example")
        #expect(added[Self.enterprise, "manager", "value"] == "boss-7")
        #expect(!added.text.contains("null"))
        for filter in [
            #"userName eq "TEST_user_dfeef4c5@contoso.example""#,
            #"externalId eq "58342554-38d6-4ec8-948c-50044d0a33fd""#,
            #"emails[type eq "work"].value eq "lennay@contoso.example""#, #"emails[value eq "Lennay@contoso.example"]"#,
            #"id eq "\#(added["id"] ?? "")""#,
            #"(userName eq "test_user_dfeef4c5@contoso.example") and active eq true"#,
            #"\#(Self.enterprise):employeeNumber eq "701984""#, #"displayName co "enna" and not (active eq false)"#,
            #"userName eq "nobody" or externalId eq "58342554-38d6-4ec8-948c-50044d0a33fd""#,
        ] {
            let found = try await world.find(filter)
            #expect(
                found["totalResults"] == "1" && found["Resources", "0", "id"] == added["id"], "\(filter): \(found.text)"
            )
        }
    }

    @Test("a filter that finds nothing is an empty list, and the test of the connection asks for a random user")
    func findsNothing() async throws {
        let world = try await SCIMWorld()
        let found = try await world.find(#"userName eq "4b0bbf4c-f5b8-4a70-b6a3-2a1a0a3b9e6e""#)
        #expect(found.status == 200 && found["totalResults"] == "0" && found.count("Resources") == 0)
        #expect(try await world.send(.get, "/Users/4b0bbf4c-f5b8-4a70-b6a3-2a1a0a3b9e6e").status == 404)
    }

    @Test(
        "a user is kept out, whatever form the word false has, and let in again",
        arguments: [
            #"{"op":"Replace","path":"active","value":"False"}"#, #"{"op":"replace","path":"active","value":false}"#,
            #"{"op":"Add","path":"active","value":"false"}"#, #"{"op":"replace","value":{"active":false}}"#,
            #"{"op":"REPLACE","path":"ACTIVE","value":[{"value":"False"}]}"#,
            #"{"op":"Replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:active","value":"False"}"#,
        ])
    func keepsOut(_ operation: String) async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        let blocked = try await world.patch("/Users/\(id)", operation)
        #expect(blocked.status == 200 && blocked["active"] == "false", "\(blocked.text)")
        #expect(try await world.tenant.user(UserID(id))?.user.status == .blocked)
        // It is still there, and says so.
        #expect(try await world.find(#"userName eq "grace""#)["Resources", "0", "active"] == "false")
        let back = try await world.patch("/Users/\(id)", #"{"op":"Replace","path":"active","value":"True"}"#)
        #expect(back["active"] == "true")
    }

    @Test("several operations and dotted keys change several attributes in one step")
    func changesMany() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace", #","title":"Pilot""#)
        let before = try await world.tenant.history().count
        let changed = try await world.patch(
            "/Users/\(id)",
            """
            {"op":"Replace","path":"displayName","value":"Grace Hopper"},{"op":"Add","path":"name.givenName","value":"Grace"},
            {"op":"replace","value":{"name.familyName":"Hopper","\(Self.enterprise):employeeNumber":1906,
            "emails[type eq \\"work\\"].value":"grace@contoso.example","nickName":"Amazing"}},
            {"op":"Remove","path":"title"}
            """)
        #expect(changed.status == 200, "\(changed.text)")
        #expect(changed["displayName"] == "Grace Hopper" && changed["name", "familyName"] == "Hopper")
        #expect(changed["name", "givenName"] == "Grace" && changed["nickName"] == "Amazing" && changed["title"] == nil)
        #expect(changed[Self.enterprise, "employeeNumber"] == "1906")
        #expect(changed["emails", "0", "value"] == "grace@contoso.example" && changed["emails", "0", "type"] == "work")
        #expect(try await world.tenant.history().count == before + 1)
        #expect(try await world.tenant.user(UserID(id))?.user.email?.rawValue == "grace@contoso.example")
    }

    @Test(
        "of several operations, one that fails undoes all",
        arguments: [
            #"{"op":"Replace","path":"userName","value":"ada@contoso.example"}"#,
            #"{"op":"Replace","path":"bogus","value":"x"}"#, #"{"op":"Replace","path":"id","value":"x"}"#,
            #"{"op":"Replace","path":"active","value":"maybe"}"#, #"{"op":"Move","path":"title","value":"x"}"#,
            #"{"op":"Remove"}"#, #"{"op":"Replace","path":"roles","value":[{"value":"no such role"}]}"#,
            #"{"op":"Replace","path":"emails[type eq \"work\"].value","value":"no address"}"#,
        ])
    func undoesAll(_ operation: String) async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        let before = try await world.send(.get, "/Users/\(id)").text
        let answer = try await world.patch(
            "/Users/\(id)", #"{"op":"Replace","path":"title","value":"Pilot"},\#(operation)"#)
        #expect((400...409).contains(answer.status), "\(answer.text)")
        #expect(answer["schemas", "0"] == "urn:ietf:params:scim:api:messages:2.0:Error")
        #expect(answer["status"] == "\(answer.status)" && answer["detail"] != nil)
        #expect(try await world.send(.get, "/Users/\(id)").text == before)
    }

    @Test(
        "a value filter creates what it does not find",
        arguments: [
            (#"phoneNumbers[type eq "mobile"].value"#, "phoneNumbers", #"[{"value":"x","type":"mobile"}]"#),
            (#"addresses[type eq "work"].streetAddress"#, "addresses", #"[{"streetAddress":"x","type":"work"}]"#),
            (
                #"ims[type eq "xmpp" and primary eq "True"].value"#, "ims",
                #"[{"value":"x","type":"xmpp","primary":true}]"#
            ),
        ])
    func createsMissing(_ path: String, _ attribute: String, _ expected: String) async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        let quoted = path.replacing("\"", with: "\\\"")
        for op in ["Add", "Replace"] {
            let answer = try await world.patch("/Users/\(id)", #"{"op":"\#(op)","path":"\#(quoted)","value":"x"}"#)
            #expect(answer.status == 200 && Self.isSame(answer[attribute], expected), "\(answer.text)")
        }
        let removed = try await world.patch("/Users/\(id)", #"{"op":"Remove","path":"\#(quoted)"}"#)
        #expect(removed.status == 200)
        #expect(removed.count(attribute) == (attribute == "addresses" ? 1 : 0), "\(removed.text)")
    }

    /// Whether two lists of one object have the same parts, in any order.
    private static func isSame(_ text: String?, _ expected: String) -> Bool {
        func parts(_ text: String) -> Set<Substring> {
            Set(text.filter { !"[]{}".contains($0) }.split(separator: ","))
        }
        return text.map { parts($0) == parts(expected) } ?? false
    }

    @Test(
        "a manager comes as a bare string, as an object, in a list, by address, and goes as null",
        arguments: [
            (#""boss""#, "boss"), (#"{"value":"boss"}"#, "boss"), (#"[{"$ref":null,"value":"boss"}]"#, "boss"),
            (#"{"$ref":"../Users/boss"}"#, "boss"), ("null", nil), (#"{"value":null}"#, nil), (#""""#, nil),
            ("[]", nil),
        ] as [(String, String?)])
    func manager(_ value: String, _ expected: String?) async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace", #","\#(Self.enterprise)":{"manager":{"value":"other"}}"#)
        let answer = try await world.patch(
            "/Users/\(id)", #"{"op":"Replace","path":"\#(Self.enterprise):manager","value":\#(value)}"#)
        #expect(answer.status == 200 && answer[Self.enterprise, "manager", "value"] == expected, "\(answer.text)")
    }

    @Test("roles come in every form that mapping expressions make, and go when they are replaced")
    func roles() async throws {
        let world = try await SCIMWorld(
            roles: [.globalAdmin],
            options: SCIMOptions(roleNames: ["25": .billingAdmin, "Sales": .salesAgent]))
        let id = try await world.addUser(
            "grace", #","roles":[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"Sales"}]"#)
        func held() async throws -> Set<RoleID> {
            Set(try await world.tenant.user(UserID(id))?.assignments.map(\.role) ?? [])
        }
        #expect(try await held() == [.salesAgent])
        #expect(try await world.send(.get, "/Users/\(id)")["roles", "0", "value"] == "Sales")
        let single = try await world.patch(
            "/Users/\(id)",
            #"{"op":"Replace","path":"roles[primary eq \"True\"].value","value":"\#(RoleID.adminAgent.rawValue)"}"#)
        #expect(try await held() == [.adminAgent], "\(single.text)")
        let json = #"{\"id\":\"4ea0f6\",\"value\":\"25\",\"displayName\":\"Role1234\"}"#
        let added = try await world.patch(
            "/Users/\(id)", #"{"op":"Add","path":"roles","value":[{"value":"\#(json)"}]}"#)
        #expect(added.status == 200 && added["roles", "1", "display"] == "Role1234", "\(added.text)")
        #expect(try await held() == [.adminAgent, .billingAdmin])
        let again = try await world.patch(
            "/Users/\(id)", #"{"op":"Add","path":"roles","value":[{"value":"\#(json)"}]}"#)
        #expect(again.count("roles") == 2)
        let replaced = try await world.patch(
            "/Users/\(id)",
            #"{"op":"replace","path":"roles","value":[{"value":"Sales","displayName":"Sales","primary":false}]}"#)
        #expect(try await held() == [.salesAgent], "\(replaced.text)")
        _ = try await world.patch("/Users/\(id)", #"{"op":"Remove","path":"roles[value eq \"Sales\"]"}"#)
        #expect(try await held().isEmpty)
    }

    @Test("a user goes, and another one with the name can come")
    func deletes() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace", #","externalId":"7""#)
        #expect(try await world.send(.delete, "/Users/\(id)").status == 204)
        for method in [WebMethodName.get, .delete, .put, .patch] {
            let body = method == .patch ? #"{"Operations":[{"op":"add","path":"title","value":"x"}]}"# : "{}"
            #expect(try await world.send(method.method, "/Users/\(id)", body).status == 404)
        }
        #expect(try await world.find(#"userName eq "grace""#)["totalResults"] == "0")
        #expect(try await world.tenant.user(UserID(id))?.user.status == .deleted)
        let second = try await world.addUser("grace", #","externalId":"7""#)
        #expect(second != id)
    }
}
