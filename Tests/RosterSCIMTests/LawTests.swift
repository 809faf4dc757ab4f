import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterUseCases
import RosterWeb
import Testing

@Suite("The laws over SCIM")
struct LawTests {
    @Test("a client without rights changes nothing, and is told why")
    func denied() async throws {
        let world = try await SCIMWorld(roles: [])
        let requests: [(WebMethodName, String, String?)] = [
            (.post, "/Users", #"{"userName":"grace"}"#), (.post, "/Groups", #"{"displayName":"x"}"#),
            (.delete, "/Users/\(world.ada)", nil),
        ]
        for (method, path, body) in requests {
            let answer = try await world.send(method.method, path, body)
            #expect(
                answer.status == 403 && answer["status"] == "403" && answer["detail"] != nil, "\(path): \(answer.text)")
        }
    }

    @Test("no client makes an administrator of more than it is, or acts on one")
    func nothingAbove() async throws {
        let world = try await SCIMWorld()
        let id = try await world.addUser("grace")
        let global = RoleID.globalAdmin.rawValue
        #expect(
            try await world.patch("/Users/\(id)", #"{"op":"add","path":"roles","value":[{"value":"\#(global)"}]}"#)
                .status == 403)
        #expect(
            try await world.send(.post, "/Users", #"{"userName":"x","roles":[{"value":"\#(global)"}]}"#).status == 403)
        for body in [
            #"{"active":false}"#, #"{"userName":"other"}"#, #"{"emails":[{"value":"e@evil.example"}]}"#,
            #"{"title":"x"}"#, #"{"roles":[]}"#,
        ] {
            let answer = try await world.send(.put, "/Users/\(world.ada)", body)
            #expect(answer.status == 403, "\(body): \(answer.text)")
        }
        #expect(try await world.send(.delete, "/Users/\(world.ada)").status == 403)
    }

    @Test("a client that removes a person who is invited takes the invitation back")
    func invited() async throws {
        let world = try await SCIMWorld()
        let email = try EmailAddress("gil@fabrikam.example")
        let gil = try await world.tenant.inviteUsers([email], roles: [], by: world.ada)[0].id
        #expect(try await world.send(.get, "/Users/\(gil)")["active"] == "false")
        #expect(try await world.send(.delete, "/Users/\(gil)").status == 204)
        #expect(try await world.send(.get, "/Users/\(gil)").status == 404)
        #expect(try await world.tenant.user(gil) == nil)
    }

    @Test("the last administrator stays, and the client hears the reason")
    func lastHolder() async throws {
        let world = try await SCIMWorld(roles: [.globalAdmin])
        for operation in [
            #"{"op":"Replace","path":"active","value":"False"}"#, #"{"op":"replace","path":"roles","value":[]}"#,
            #"{"op":"replace","path":"emails","value":[{"value":"e@evil.example"}]}"#,
        ] {
            let answer = try await world.patch(
                "/Users/\(world.ada)", #"{"op":"add","path":"title","value":"x"},\#(operation)"#)
            #expect(
                answer.status == 409 && answer["detail"]?.contains(RoleID.globalAdmin.rawValue) ?? false,
                "\(answer.text)")
        }
        #expect(try await world.send(.delete, "/Users/\(world.ada)").status == 409)
        #expect(try await world.tenant.user(world.ada)?.user.attributes.isEmpty ?? false)
    }

    @Test(
        "an account that becomes an administrator's and stops being one in the same request is not the last one",
        arguments: [
            #""password":"Correct-Horse-2""#, #""active":false"#, #""password":"Correct-Horse-2","active":false"#,
            #""userName":"hopper""#, #""emails":[{"value":"hopper@contoso.example"}]"#,
        ])
    func administratorInOneRequest(_ also: String) async throws {
        let world = try await SCIMWorld(roles: [.globalAdmin])
        let roles = #""roles":[{"value":"\#(RoleID.globalAdmin)"}]"#
        let present = try await world.addUser("grace", #","emails":[{"value":"grace@contoso.example"}]"#)
        let answer = try await world.patch("/Users/\(present)", #"{"op":"replace","value":{\#(roles),\#(also)}}"#)
        #expect(answer.status == 200, "\(answer.text)")
        let record = try #require(try await world.tenant.user(UserID(present)))
        #expect(record.assignments.map(\.role) == [.globalAdmin])
        let deletion = try await world.send(.delete, "/Users/\(world.ada)")
        #expect(deletion.status == (record.canBeCountedOn(for: .globalAdmin) ? 204 : 409))
    }

    @Test(
        "an administrator can be added with a password, blocked or not",
        arguments: ["", #","active":false"#, #","active":true"#])
    func administratorWithPassword(_ also: String) async throws {
        let world = try await SCIMWorld(roles: [.globalAdmin])
        let roles = #","roles":[{"value":"\#(RoleID.globalAdmin)"}]"#
        let id = try await world.addUser("grace", #"\#(roles),"password":"Correct-Horse-2"\#(also)"#)
        let record = try #require(try await world.tenant.user(UserID(id)))
        #expect(record.assignments.map(\.role) == [.globalAdmin])
        #expect(record.user.status == (also.contains("false") ? .blocked : .active))
    }

    @Test("a deactivation ends sessions and tokens at once")
    func endsSessions() async throws {
        let world = try await SCIMWorld(roles: [.globalAdmin])
        let id = try await world.addUser("grace", #","password":"Correct-Horse-2""#)
        let begun = try await world.tenant.beginSession(
            "grace", password: Password("Correct-Horse-2"), on: DeviceName("laptop"))
        let token = try #require(SessionToken(begun.reveal().description))
        #expect(try await world.tenant.admission(of: token) != nil)
        _ = try await world.patch("/Users/\(id)", #"{"op":"Replace","path":"active","value":"False"}"#)
        #expect(try await world.tenant.admission(of: token) == nil)
        _ = try await world.patch("/Users/\(id)", #"{"op":"Replace","path":"active","value":"True"}"#)
        #expect(try await world.tenant.admission(of: token) == nil)
        #expect(
            try await world.patch("/Users/\(world.client)", #"{"op":"Replace","path":"active","value":"False"}"#).status
                == 403)
    }

    @Test("a password is set for accounts that the client provisions, and for no others")
    func passwords() async throws {
        let world = try await SCIMWorld(roles: [.globalAdmin])
        let added = try await world.tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"), roles: [], by: world.ada)
        let id = added.userID
        _ = added.signInInformation.reveal()
        let answer = try await world.patch("/Users/\(id)", #"{"op":"replace","value":{"password":"Correct-Horse-2"}}"#)
        #expect(answer.status == 403, "\(answer.text)")
        let weak = try await world.send(.post, "/Users", #"{"userName":"x","password":"short"}"#)
        #expect(weak.status == 400 && weak["scimType"] == "invalidValue", "\(weak.text)")
    }

    @Test("the former address is told of another one, and every step names the client")
    func onTheRecord() async throws {
        let world = try await SCIMWorld()
        let id = try UserID(try await world.addUser("grace", #","emails":[{"value":"old@contoso.example"}]"#))
        _ = try await world.patch(
            "/Users/\(id)",
            #"{"op":"replace","path":"emails","value":[{"value":"new@contoso.example"}]},{"op":"replace","path":"userName","value":"hopper"}"#
        )
        let steps = try await world.tenant.history()
        let last = try #require(steps.last)
        #expect(last.principal == .user(id: world.client))
        let names = SignInNames(userName: try UserName("hopper"), email: try EmailAddress("new@contoso.example"))
        #expect(last.changes.contains { if case .signInNamesChanged(id, _, names) = $0 { true } else { false } })
        let record = try #require(try await world.tenant.user(id))
        #expect(record.user.provisionedBy == .user(id: world.client) && record.user.changedAt == last.at)
        // A full name that no one gave follows the user name.
        #expect(record.user.fullName.rawValue == "hopper")
        #expect(try await world.tenant.user(named: UserName("old@contoso.example")) == nil)
    }
}
