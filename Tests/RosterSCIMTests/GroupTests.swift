import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

@Suite("Groups by SCIM")
struct GroupTests {
    @Test(
        "what Entra removes from a group is what it names, and only a removal without a value empties it",
        arguments: [
            (#"{"op":"Remove","path":"members","value":[{"value":"ONE"}]}"#, ["two"]),
            (#"{"op":"remove","path":"members[value eq \"ONE\"]"}"#, ["two"]),
            (#"{"op":"Remove","path":"members","value":[{"value":"ONE"},{"value":"ONE"}]}"#, ["two"]),
            (#"{"op":"remove","path":"members","value":{"value":"ONE"}}"#, ["two"]),
            (#"{"op":"remove","path":"members[value eq \"ONE\" or value eq \"TWO\"]"}"#, []),
            (#"{"op":"remove","path":"members[type eq \"User\"]"}"#, []),
            (#"{"op":"remove","path":"members","value":[]}"#, ["one", "two"]),
            (#"{"op":"remove","path":"members","value":[{"value":"no-one"}]}"#, ["one", "two"]),
            (#"{"op":"remove","path":"members[value eq \"7a1a9c1e-7f4c-4a4e-8d0e-000000000000\"]"}"#, ["one", "two"]),
            (#"{"op":"remove","path":"members"}"#, []), (#"{"op":"replace","path":"members","value":[]}"#, []),
            (#"{"op":"replace","path":"members","value":[{"value":"TWO"}]}"#, ["two"]),
            (#"{"op":"replace","value":{"members":[{"value":"ONE"}]}}"#, ["one"]),
            (#"{"op":"Add","value":{"members":[{"value":"ONE"}]}}"#, ["one", "two"]),
            (
                #"{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:Group:members","value":"ONE"}"#,
                ["one", "two"]
            ),
        ])
    func removes(_ operation: String, _ left: [String]) async throws {
        let world = try await SCIMWorld()
        let ids = ["one": try await world.addUser("one"), "two": try await world.addUser("two")]
        let group = try await world.addGroup("Sales", members: [ids["one"] ?? "", ids["two"] ?? ""])
        let text = operation.replacing("ONE", with: ids["one"] ?? "").replacing("TWO", with: ids["two"] ?? "")
        let answer = try await world.patch("/Groups/\(group)", text)
        #expect(answer.status == 200, "\(answer.text)")
        let members = Set((0..<answer.count("members")).compactMap { answer["members", "\($0)", "value"] })
        #expect(members == Set(left.compactMap { ids[$0] }), "\(answer.text)")
    }

    @Test("a group comes with what Entra adds to it, and is found by its filters")
    func finds() async throws {
        let world = try await SCIMWorld()
        let user = try await world.addUser("one")
        let body = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group",
            "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"externalId":"8aa1a0c0-c4c3",
            "displayName":"displayName","meta":{"resourceType":"Group"}}
            """
        let added = try await world.send(.post, "/Groups", body)
        #expect(added.status == 201 && added["externalId"] == "8aa1a0c0-c4c3", "\(added.text)")
        let id = try #require(added["id"])
        _ = try await world.patch(
            "/Groups/\(id)", #"{"op":"Add","path":"members","value":[{"$ref":null,"value":"\#(user)"}]}"#)
        for filter in [
            #"displayName eq "DisplayName""#, #"externalId eq "8aa1a0c0-c4c3""#,
            #"id eq "\#(id)" and members eq "\#(user)""#,
            #"members.value eq "\#(user)""#, #"members[value eq "\#(user)"]"#,
            #"displayName sw "displ" and members pr"#,
        ] {
            let found = try await world.find(filter, in: "Groups", "&excludedAttributes=members")
            #expect(found["totalResults"] == "1" && found["Resources", "0", "id"] == id, "\(filter): \(found.text)")
            #expect(found["Resources", "0", "members"] == nil)
        }
        #expect(try await world.find(#"id eq "\#(id)" and members eq "\#(id)""#, in: "Groups")["totalResults"] == "0")
        #expect(try await world.find(#"groups.value eq "\#(id)""#)["Resources", "0", "id"] == user)
        let twice = try await world.send(.post, "/Groups", #"{"displayName":"DISPLAYNAME"}"#)
        #expect(twice.status == 409 && twice["scimType"] == "uniqueness")
    }

    @Test("members that are no users are refused, and so are groups")
    func refuses() async throws {
        let world = try await SCIMWorld()
        let (one, two) = (try await world.addGroup("One"), try await world.addGroup("Two"))
        for value in ["fake-member-id", "7a1a9c1e-7f4c-4a4e-8d0e-000000000000", two] {
            let answer = try await world.patch(
                "/Groups/\(one)", #"{"op":"add","path":"members","value":[{"value":"\#(value)"}]}"#)
            #expect(answer.status == 400 && answer["scimType"] == "invalidValue", "\(answer.text)")
        }
        #expect(try await world.send(.post, "/Groups", #"{"externalId":"x"}"#).status == 400)
    }

    @Test("the version of a group moves with its members, and another version is a 412")
    func versions() async throws {
        let world = try await SCIMWorld()
        let user = try await world.addUser("one")
        let group = try await world.addGroup("Sales")
        let first = try #require(try await world.send(.get, "/Groups/\(group)").headers["etag"])
        let add = #"{"op":"add","path":"members","value":[{"value":"\#(user)"}]}"#
        let changed = try await world.patch("/Groups/\(group)", add, headers: [(name: "if-match", value: first)])
        #expect(changed.status == 200 && changed.headers["etag"] != first)
        #expect(changed["meta", "version"] == changed.headers["etag"])
        let stale = try await world.patch(
            "/Groups/\(group)", #"{"op":"remove","path":"members"}"#, headers: [(name: "if-match", value: first)])
        #expect(stale.status == 412 && stale["status"] == "412")
        let known = [(name: "if-none-match", value: changed.headers["etag"] ?? "")]
        let unchanged = try await world.send(.get, "/Groups/\(group)?excludedAttributes=members", headers: known)
        #expect(unchanged.status == 304 && unchanged.text.isEmpty)
        #expect(
            try await world.send(.delete, "/Groups/\(group)", headers: [(name: "if-match", value: first)]).status == 412
        )
    }

    @Test("an answer that tells of other resources is given anew: the version does not move with them")
    func derivedParts() async throws {
        let world = try await SCIMWorld()
        let (user, other) = (try await world.addUser("one"), try await world.addUser("two"))
        let group = try await world.addGroup("Sales", members: [user, other])
        func reread(_ path: String, _ change: () async throws -> Void) async throws -> Answer {
            let tag = try #require(try await world.send(.get, path).headers["etag"])
            try await change()
            return try await world.send(.get, path, headers: [(name: "if-none-match", value: tag)])
        }
        let ofGroup = try await reread("/Groups/\(group)") {
            try #require(try await world.send(.delete, "/Users/\(other)").status == 204)
        }
        #expect(ofGroup.status == 200 && ofGroup.count("members") == 1)
        let rename = #"{"op":"replace","path":"displayName","value":"Field sales"}"#
        let ofUser = try await reread("/Users/\(user)") {
            try #require(try await world.patch("/Groups/\(group)", rename).status == 200)
        }
        #expect(ofUser.status == 200 && ofUser["groups", "0", "display"] == "Field sales")
        let own = try await reread("/Users/\(user)?attributes=userName") {}
        #expect(own.status == 304)
    }

    @Test(
        "who is deleted is no member any more once all members are set, even after a return",
        arguments: ["put", "patch"])
    func goneMembers(how: String) async throws {
        let world = try await SCIMWorld()
        let (user, gone) = (try await world.addUser("one"), try await world.addUser("two"))
        let group = try await world.addGroup("Sales", members: [gone])
        #expect(try await world.send(.delete, "/Users/\(gone)").status == 204)
        let members = #"[{"value":"\#(user)"}]"#
        let answer =
            how == "put"
            ? try await world.send(.put, "/Groups/\(group)", #"{"displayName":"Sales","members":\#(members)}"#)
            : try await world.patch("/Groups/\(group)", #"{"op":"replace","path":"members","value":\#(members)}"#)
        #expect(answer.status == 200)
        try await world.tenant.restoreUser(try UserID(gone), by: world.ada)
        #expect(try await world.send(.get, "/Groups/\(group)").count("members") == 1)
    }

    @Test("a deletion under a version happens only to the group that has it, whatever comes between")
    func deletionUnderVersion() async throws {
        let world = try await SCIMWorld()
        let group = try GroupID(try await world.addGroup("Sales"))
        let version = try #require(try await world.tenant.group(group)).version
        let user = try UserID(try await world.addUser("one"))
        for step in 0...1 {
            let refusal = await #expect(throws: TenantError.self) {
                try await world.tenant.expecting(version: version - 1, of: .group(group)) {
                    _ =
                        step == 0
                        ? try await world.tenant.addMembers([user], to: group, by: world.ada)
                        : try await world.tenant.removeMembers([user], from: group, by: world.ada)
                }
            }
            #expect(refusal?.refusal?.reason == .changedMeanwhile)
        }
        let added = try await world.tenant.expecting(version: version, of: .group(group)) {
            try await world.tenant.addMembers([user], to: group, by: world.ada)
        }
        #expect(added.map(\.refusal) == [nil])
    }

    @Test("a group with more members than one step takes is set as a whole")
    func large() async throws {
        let world = try await SCIMWorld()
        var ids: [String] = []
        for number in 0..<1_050 {
            let account = ProvisionedAccount(try FullName("User \(number)"), userName: try UserName("user-\(number)"))
            ids.append(try await world.tenant.provisionUser(account, by: world.client).id.description)
        }
        let group = try await world.addGroup("All", members: ids)
        let list = ids.dropFirst(1_040).map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        let put = try await world.send(.put, "/Groups/\(group)", #"{"displayName":"Ten","members":[\#(list)]}"#)
        #expect(put.status == 200 && put.count("members") == 10 && put["displayName"] == "Ten")
    }
}
