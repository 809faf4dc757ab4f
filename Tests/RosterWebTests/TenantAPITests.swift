import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("The account API")
struct TenantAPITests {
    @Test("an account lives from its addition to its restoration, and the history tells of it")
    func life() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let added = await world.ask(
            .post, "/users", as: token,
            #"{"fullName":"Grace Hopper","email":"grace@contoso.example","roles":["admin_agent"]}"#)
        #expect(added.status == 201)
        #expect(added.response.headers["Cache-Control"] == "no-store")
        let id = try #require(added["user", "id"])
        #expect(added.response.headers["Location"] == "\(WebWorld.origin)/api/users/\(id)")
        #expect(added["signInInformation", "temporaryPassword"] != nil)
        let read = await world.ask(.get, "/users/\(id)", as: token)
        #expect(read["status"] == "mustChangePassword")
        let temporary = try #require(added["signInInformation", "temporaryPassword"])
        #expect(!read.text.contains(temporary))

        #expect(await world.ask(.post, "/users/\(id)/block", as: token)["status"] == "blocked")
        #expect(await world.ask(.post, "/users/\(id)/unblock", as: token)["status"] == "mustChangePassword")
        #expect(await world.ask(.post, "/users/\(id)/reset-password", as: token)["userName"] == "grace@contoso.example")
        let given = await world.ask(
            .post, "/users/\(id)/roles", as: token, #"{"roles":["sales_agent"],"until":"2027-01-01T00:00:00Z"}"#)
        #expect(given.status == 200)
        #expect(given["roles", "1", "until"] == "2027-01-01T00:00:00Z")
        #expect(await world.ask(.delete, "/users/\(id)/roles/admin_agent", as: token).count("roles") == 1)
        #expect(await world.ask(.delete, "/users/\(id)", as: token).status == 204)
        #expect(await world.ask(.get, "/users", as: token).count("users") == 1)
        #expect(await world.ask(.get, "/users?status=deleted", as: token).count("users") == 1)
        #expect(await world.ask(.post, "/users/\(id)/restore", as: token).status == 200)

        let history = await world.ask(.get, "/history?user=\(id)&limit=3", as: token)
        #expect(history.count("steps") == 3)
        #expect(history["steps", "0", "sentences", "0"]?.contains("Grace Hopper") == true)
        let next = try #require(history["next"])
        #expect(await world.ask(.get, "/history?user=\(id)&before=\(next)", as: token).count("steps") ?? 0 > 0)
    }

    @Test("pages of users follow each other, and neither repeat nor skip one")
    func pages() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        for number in 0..<7 {
            let body = #"{"fullName":"User \#(number)","userName":"user-\#(number)"}"#
            #expect(await world.ask(.post, "/users", as: token, body).status == 201)
        }
        var (seen, cursor): ([String], String?) = ([], nil)
        repeat {
            let page = await world.ask(
                .get, "/users?limit=3&count=true" + (cursor.map { "&cursor=\($0)" } ?? ""), as: token)
            #expect(page["count"] == "8")
            for position in 0..<(page.count("users") ?? 0) { seen.append(page["users", "\(position)", "id"] ?? "") }
            cursor = page["next"]
        } while cursor != nil
        #expect(seen.count == 8)
        #expect(Set(seen).count == 8)
        #expect(await world.ask(.get, "/users?text=USER%203", as: token).count("users") == 1)
        #expect(await world.ask(.get, "/users?role=global_admin&scope=/", as: token).count("users") == 1)
    }

    @Test("a change under If-Match happens only to the version that the client has seen")
    func versions() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let grace = try await world.person("Grace")
        let seen = try #require(await world.ask(.get, "/users/\(grace)", as: token).response.headers["ETag"])
        #expect(await world.ask(.get, "/users/\(grace)", as: token, headers: ["If-None-Match": seen]).status == 304)
        #expect(
            await world.ask(.get, "/users/\(grace)", as: token, headers: ["If-None-Match": "\"x\", W/\(seen)"]).status
                == 304)
        let body = #"{"roles":["sales_agent"]}"#
        let given = await world.ask(.post, "/users/\(grace)/roles", as: token, body, headers: ["If-Match": seen])
        #expect(given.status == 200)
        #expect(given.response.headers["ETag"] != seen)
        for stale in [seen, "W/\(seen)", "\"0\"", "\"\"", "\"1\", \"2\"", "x"] {
            let reply = await world.ask(.post, "/users/\(grace)/block", as: token, headers: ["If-Match": stale])
            #expect(reply.status == 412)
        }
        #expect(try await world.tenant.user(grace)?.user.status == .active)
        let present = try #require(given.response.headers["ETag"])
        #expect(
            await world.ask(.post, "/users/\(grace)/block", as: token, headers: ["If-Match": present]).status == 200)
        #expect(await world.ask(.post, "/users/\(grace)/unblock", as: token, headers: ["If-Match": "*"]).status == 200)
    }

    @Test("conditions are taken together however they are sent, and one that forbids keeps a change from happening")
    func conditions() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let grace = try await world.person("Grace")
        let seen = try #require(await world.ask(.get, "/users/\(grace)", as: token).response.headers["ETag"])
        for (name, value) in [("If-None-Match", seen), ("If-None-Match", "W/\(seen)"), ("If-None-Match", "*")] {
            let reply = await world.ask(.delete, "/users/\(grace)", as: token, headers: [name: value])
            #expect(reply.status == 412, "\(name): \(value)")
        }
        #expect(try await world.tenant.user(grace)?.user.status == .active)
        var lines: WebHeaders = ["If-None-Match": "\"x\""]
        lines.append("If-None-Match", seen)
        #expect(await world.ask(.get, "/users/\(grace)", as: token, headers: lines).status == 304)
        #expect(await world.ask(.get, "/users/\(grace)", as: token, headers: ["If-Match": "\"77\""]).status == 412)
        var listed: WebHeaders = ["If-Match": "\"77\""]
        listed.append("If-Match", "\(seen),\"78\"")
        #expect(await world.ask(.post, "/users/\(grace)/block", as: token, headers: listed).status == 200)
    }

    @Test("what is shown of a user to one reader is never taken for what another one is shown")
    func readers() async throws {
        let world = try await WebWorld()
        let grace = try await world.person("Grace")
        _ = try await world.person("Joan")
        let numbered: [AttributeName: AttributeValue?] = [.employeeNumber: .text("1906")]
        _ = try await world.tenant.changeAttributes(of: grace, to: numbered, by: world.ada)
        var shown: [String: String] = [:]
        for name in ["ada", "joan"] {
            let reply = await world.ask(.get, "/users/\(grace)", as: try await world.token(of: name))
            #expect(reply.response.headers["Vary"] == "Cookie, Authorization")
            shown[try #require(reply.response.headers["ETag"])] = reply.text
        }
        #expect(shown.count == 2 && Set(shown.values).count == 2)
    }

    @Test("roles that are held through groups are shown as such, and the answer moves with them")
    func rolesOfGroups() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let grace = try await world.person("Grace")
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Desk")), by: world.ada).id
        _ = try await world.tenant.addMembers([grace], to: group, by: world.ada)
        let before = await world.ask(.get, "/users/\(grace)", as: token)
        #expect(before.count("roles") == 0)
        try await world.tenant.assignRoles([.adminAgent], toGroup: group, by: world.ada)
        let seen = try #require(before.response.headers["ETag"])
        let after = await world.ask(.get, "/users/\(grace)", as: token, headers: ["If-None-Match": seen])
        #expect(after["roles", "0", "role"] == "admin_agent" && after["roles", "0", "group"] == group.description)
        let listed = await world.ask(.get, "/users?text=grace", as: token)
        #expect(listed["users", "0", "roles", "0", "group"] == group.description)
    }

    @Test("of two changes under the same version at once, one happens")
    func versionsAtOnce() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let grace = try await world.person("Grace")
        let seen = try #require(await world.ask(.get, "/users/\(grace)", as: token).response.headers["ETag"])
        let roles = ["sales_agent", "billing_admin", "admin_agent", "helpdesk_agent", "referrals_admin"]
        let statuses = await withTaskGroup(of: Int.self) { group in
            for role in roles {
                group.addTask {
                    await world.ask(
                        .post, "/users/\(grace)/roles", as: token, #"{"roles":["\#(role)"]}"#,
                        headers: ["If-Match": seen]
                    ).status
                }
            }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 412, 412, 412, 412])
    }

    @Test("a refusal says by its code and in words what stands in the way; 404 says nothing")
    func refusals() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let grace = try await world.person("Grace")
        let graces = try await world.token(of: "grace")
        let last = await world.ask(.post, "/users/\(world.ada)/block", as: token)
        #expect([403, 409].contains(last.status))
        #expect(last["code"] != nil)
        #expect(last["detail"]?.isEmpty == false)
        #expect(last.response.headers["Content-Type"] == "application/problem+json")
        let taken = await world.ask(.post, "/users", as: token, #"{"fullName":"G","email":"GRACE@contoso.example"}"#)
        #expect((taken.status, taken["code"]) == (409, "nameTaken"))
        let notPermitted = await world.ask(
            .post, "/users", as: graces, #"{"fullName":"G","email":"g@contoso.example"}"#)
        #expect((notPermitted.status, notPermitted["code"]) == (403, "notPermitted"))
        let unknown = await world.ask(.post, "/users/\(grace)/roles", as: token, #"{"roles":["sales_agnet"]}"#)
        #expect((unknown.status, unknown["code"]) == (422, "unknownRole"))
        let held = await world.ask(.delete, "/users/\(grace)/roles/sales_agent?scope=/", as: token)
        #expect((held.status, held["code"]) == (409, "roleNotHeld"))
        let other = try await WebWorld(seed: 99)
        let foreign = try await other.person("Eve")
        for id in [foreign.description, "01890000-0000-7000-8000-000000000000", "x", "..%2f"] {
            for verb in ["block", "restore", "reset-password"] {
                let reply = await world.ask(.post, "/users/\(id)/\(verb)", as: token)
                #expect(reply.text == #"{"title":"Not Found","status":404}"#)
            }
            #expect(await world.ask(.get, "/users/\(id)", as: token).status == 404)
        }
    }

    @Test("may and why agree with the tenant, for the caller and for others")
    func questions() async throws {
        let world = try await WebWorld()
        let grace = try await world.person("Grace", [.referralsAdmin], at: Scope("/locations/42"))
        let (adas, graces) = (try await world.token(), try await world.token(of: "grace"))
        let here = "permission=\(WebText.encoded(Permission.updateDeals.rawValue))&scope=/locations/42"
        #expect(await world.ask(.get, "/may?\(here)", as: graces)["allowed"] == "true")
        #expect(await world.ask(.get, "/may?\(here)&user=\(grace)", as: adas)["allowed"] == "true")
        let elsewhere = "permission=\(WebText.encoded(Permission.updateDeals.rawValue))"
        let why = await world.ask(.get, "/why?\(elsewhere)", as: graces)
        #expect(why["allowed"] == "false")
        #expect(why["reason"]?.contains("/locations/42") == true)
        #expect(why.count("roles") ?? 0 > 0)
        #expect(await world.ask(.get, "/may?permission=partner/x/y", as: graces).status == 422)
        #expect(await world.ask(.get, "/may?\(elsewhere)&given=sunshine", as: graces).status == 422)
        #expect(await world.ask(.get, "/may?\(elsewhere)&scope=locations", as: graces).status == 400)
        #expect(await world.ask(.get, "/may", as: graces)["code"] == "missingParameter")
        let foreign = try await WebWorld(seed: 5).person("Eve")
        #expect(await world.ask(.get, "/may?\(elsewhere)&user=\(foreign)", as: adas).status == 404)
    }

    @Test("people see and end their own sessions, and administrators those of others")
    func sessions() async throws {
        let world = try await WebWorld()
        let grace = try await world.person("Grace")
        let (first, second) = (try await world.token(of: "grace"), try await world.token(of: "grace"))
        let list = await world.ask(.get, "/users/\(grace)/sessions", as: first)
        #expect(list.count("sessions") == 2)
        #expect(list["sessions", "0", "isPresent"] == "true")
        let other = try #require(list["sessions", "1", "id"])
        #expect(await world.ask(.delete, "/users/\(grace)/sessions/\(other)", as: first).status == 204)
        #expect(await world.ask(.get, "/session", as: second).status == 401)
        #expect(await world.ask(.get, "/users/\(world.ada)/sessions", as: first).status == 403)
        #expect(await world.ask(.delete, "/users/\(grace)/sessions", as: try await world.token()).status == 204)
        #expect(await world.ask(.get, "/session", as: first).status == 401)
    }

    @Test("what is not known, malformed or too many is refused, and nothing happens")
    func malformed() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let bodies = [
            "", "[]", "null", "7", "{", #"{"fullName":"G"}"#, #"{"email":"g@contoso.example"}"#,
            #"{"fullName":7,"email":"g@contoso.example"}"#,
            #"{"fullName":"G","email":"g@contoso.example","admin":true}"#,
            #"{"fullName":"G","fullName":"H","email":"g@contoso.example"}"#,
            #"{"fullName":"G","email":"g@contoso.example","roles":"admin_agent"}"#,
            #"{"fullName":"G","email":"g@contoso.example","roles":[7]}"#,
        ]
        for body in bodies { #expect(await world.ask(.post, "/users", as: token, body).status == 400, "\(body)") }
        let wrong = [
            #"{"fullName":"","email":"g@contoso.example"}"#, #"{"fullName":"G","email":"g"}"#,
            #"{"fullName":"G","email":"g@contoso.example","scope":"locations"}"#,
            #"{"fullName":"G","email":"g@contoso.example","until":"tomorrow"}"#,
        ]
        for body in wrong { #expect(await world.ask(.post, "/users", as: token, body).status == 422, "\(body)") }
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
            let reply = await world.ask(
                .post, "/users", as: token, #"{"fullName":"G","email":"g@contoso.example"}"#,
                headers: ["Content-Type": type])
            #expect(reply.status == 415)
        }
        for query in [
            "limit=0", "limit=x", "unknown=1", "limit=1&limit=2", "status=sleepy", "cursor=x", "text=%", "count=1",
        ] {
            #expect(await world.ask(.get, "/users?\(query)", as: token).status == 400, "\(query)")
        }
        #expect(await world.ask(.get, "/users?role=nothing", as: token).status == 422)
        #expect(try await world.tenant.users(by: world.ada).records.count == 1)
    }
}
