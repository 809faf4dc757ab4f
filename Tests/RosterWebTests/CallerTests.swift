import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("Who calls")
struct CallerTests {
    private static let cookie = SessionCookie.standard.name
    private static let sameOrigin: WebHeaders = ["Sec-Fetch-Site": "same-origin"]

    @Test("a stranger gets 401 without a reason, whatever was shown")
    func strangers() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        let shown: [WebHeaders] = [
            [:], ["Authorization": "Bearer"], ["Authorization": "Bearer x"], ["Authorization": "Basic \(token)"],
            ["Authorization": "Bearer \(token) " + "x"], ["Authorization": "Bearer\t\(token)"],
            ["Authorization": "Bearer\(token)"],
            ["Authorization": "Bearer \(token)", "authorization": "Bearer \(token)"],
            ["Cookie": "\(Self.cookie)=\(token)x"], ["Cookie": "session=\(token)"],
            ["Cookie": "\(Self.cookie)=\(token); \(Self.cookie)=\(token)"],
            ["Cookie": "\(Self.cookie)=\(token)", "cookie": "\(Self.cookie)=\(token)"],
        ]
        let replies = await shown.asyncMap { await world.ask(.get, "/users", headers: $0) }
        for reply in replies {
            #expect(reply.status == 401)
            #expect(reply.text == #"{"title":"Unauthorized","status":401}"#)
            #expect(reply.response.headers["WWW-Authenticate"] == "Bearer")
        }
    }

    @Test("a session is recognized by its cookie or as a bearer")
    func recognized() async throws {
        let world = try await WebWorld()
        let token = try await world.token()
        #expect(await world.ask(.get, "/users", as: token).status == 200)
        for scheme in ["Bearer ", "bearer ", "BEARER ", "Bearer  ", "Bearer    "] {
            let reply = await world.ask(.get, "/users", headers: ["Authorization": scheme + token])
            #expect(reply.status == 200, "\(scheme)")
        }
        let cookies = "theme=dark; \(Self.cookie)=\(token); x=y"
        #expect(await world.ask(.get, "/users", headers: ["Cookie": cookies]).status == 200)
    }

    @Test("a caller that a bridge claims counts for nothing")
    func claimed() async throws {
        let world = try await WebWorld()
        let token = try #require(SessionToken(try await world.token()))
        let admission = try await world.tenant.admission(of: token)
        let request = WebRequest(.get, "/users", origin: WebWorld.origin, caller: admission)
        #expect(await world.service.answer(request).status == 401)
    }

    @Test(
        "what a foreign page makes a browser send changes nothing",
        arguments: [
            ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"], ["Sec-Fetch-Site": ""], [:],
            ["Origin": "null"], ["Origin": "https://evil.example"], ["Origin": "https://contoso.example"],
            ["Origin": "http://roster.contoso.example"],
            ["Sec-Fetch-Site": "cross-site", "Origin": WebWorld.origin],
            ["Sec-Fetch-Site": "same-origin", "sec-fetch-site": "cross-site"],
        ] as [WebHeaders])
    func crossSite(_ origin: WebHeaders) async throws {
        let world = try await WebWorld()
        let grace = try await world.person("Grace")
        var headers = origin
        headers.append("Cookie", "\(Self.cookie)=\(try await world.token())")
        let reply = await world.ask(.post, "/users/\(grace)/block", headers: headers)
        #expect(reply.status == 403)
        #expect(reply["code"] == "crossSite")
        #expect(try await world.tenant.user(grace)?.user.status == .active)
        #expect(await world.ask(.get, "/users/\(grace)", headers: headers).status == 200)
    }

    @Test("a page of the same host changes what its reader may change")
    func sameSite() async throws {
        let world = try await WebWorld()
        for origin in [Self.sameOrigin, ["Origin": WebWorld.origin], ["Sec-Fetch-Site": "none"]] as [WebHeaders] {
            var headers = origin
            headers.append("Cookie", "\(Self.cookie)=\(try await world.token())")
            let body =
                #"{"fullName":"Grace","userName":"grace-\#(headers.fields[0].name)-\#(headers.fields[0].value.count)"}"#
            #expect(await world.ask(.post, "/users", body, headers: headers).status == 201)
        }
    }

    @Test("signing in sets a cookie that only this host gets, and signing out takes it away")
    func signIn() async throws {
        let world = try await WebWorld()
        let body = #"{"name":"ADA@contoso.example","password":"\#(WebWorld.password)"}"#
        let reply = await world.ask(.post, "/session", body, headers: Self.sameOrigin)
        #expect(reply.status == 201)
        #expect(reply.count("duties") == 0)
        #expect(reply["token"] == nil)
        let cookie = try #require(reply.response.headers["Set-Cookie"])
        #expect(cookie.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax"))
        var headers = Self.sameOrigin
        headers.append("Cookie", String(cookie.prefix { $0 != ";" }))
        #expect(await world.ask(.get, "/session", headers: headers)["user"] == world.ada.description)
        let out = await world.ask(.delete, "/session", headers: headers)
        #expect(out.status == 204)
        #expect(out.response.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(await world.ask(.get, "/session", headers: headers).status == 401)
        #expect(await world.ask(.delete, "/session", headers: headers).status == 204)
    }

    @Test("a wrong name and a wrong password get the same answer, and a foreign page signs no person in")
    func wrongCredentials() async throws {
        let world = try await WebWorld()
        let wrong = [
            ("ada@contoso.example", "x"), ("eve@contoso.example", "x"), ("\u{0}", ""), ("ada@contoso.example", ""),
        ]
        for (name, password) in wrong {
            let reply = await world.ask(
                .post, "/session",
                #"{"name":"\#(name.isEmpty ? "" : name == "\u{0}" ? "\\u0000" : name)","password":"\#(password)"}"#)
            #expect(reply.text == #"{"title":"Unauthorized","status":401}"#)
        }
        let right = #"{"name":"ada@contoso.example","password":"\#(WebWorld.password)"}"#
        #expect(await world.ask(.post, "/session", right, headers: ["Sec-Fetch-Site": "cross-site"]).status == 403)
    }

    @Test("too many wrong passwords get 429 with the seconds to wait")
    func lockedOut() async throws {
        let world = try await WebWorld()
        var (reply, guesses) = (await world.ask(.get, "/session"), 0)
        while reply.status == 401, guesses < 20 {
            guesses += 1
            let body = #"{"name":"ada@contoso.example","password":"guess-\#(guesses)"}"#
            reply = await world.ask(.post, "/session", body)
        }
        #expect(reply.status == 429)
        #expect(reply["code"] == "lockedOut")
        #expect(reply.response.headers["Retry-After"].flatMap(Int.init) ?? 0 > 0)
    }

    @Test("a temporary password lets a person do one thing: choose another one, which renews the token")
    func duties() async throws {
        let world = try await WebWorld()
        let added = try await world.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [.adminAgent], by: world.ada)
        let information = added.signInInformation.reveal()
        let begun = try await world.tenant.beginSession(
            "grace@contoso.example", password: Password(information.temporaryPassword), on: DeviceName("Browser"))
        let token = begun.reveal()
        let refused = await world.ask(.get, "/roles", as: token)
        #expect(refused.status == 403)
        #expect(refused["code"] == "dutiesOpen")
        #expect(refused["duties", "0"] == "changePassword")
        let body = #"{"current":"\#(information.temporaryPassword)","new":"Compiler-1952"}"#
        let changed = await world.ask(.post, "/session/password", as: token, body)
        #expect(changed.status == 200)
        #expect(changed.response.headers["Set-Cookie"] == nil)
        #expect(await world.ask(.get, "/roles", as: token).status == 401)
        let renewed = try #require(changed["token"])
        #expect(await world.ask(.get, "/roles", as: renewed).status == 200)
    }

    @Test("a token that was replaced, ended, blocked or is of another company opens nothing")
    func replayed() async throws {
        let (world, other) = (try await WebWorld(), try await WebWorld(seed: 7))
        let token = try await world.token()
        #expect(await other.ask(.get, "/users", as: token).status == 401)
        let presented = try #require(SessionToken(token))
        guard let rotated = try await world.tenant.rotateSession(presented) else {
            Issue.record("the session is gone")
            return
        }
        let next = rotated.reveal()
        #expect(await world.ask(.get, "/users", as: token).status == 401)
        #expect(await world.ask(.get, "/users", as: next).status == 200)
        _ = try await world.person("Grace", [.globalAdmin])
        let graces = try await world.token(of: "grace")
        #expect(await world.ask(.post, "/users/\(world.ada)/block", as: graces).status == 200)
        #expect(await world.ask(.get, "/users", as: next).status == 401)
        let idle = try await world.token(of: "grace")
        world.clock.advance(by: .seconds(31 * 60))
        #expect(await world.ask(.get, "/users", as: idle).status == 401)
    }

    @Test("a service calls with its token, which ends with the service")
    func services() async throws {
        let world = try await WebWorld()
        let service = try await world.tenant.addService(
            FullName("Nightly"), userName: UserName("svc-nightly"), roles: [.userManagementAdmin, .userAdmin],
            by: world.ada)
        let issued = try await world.tenant.issueServiceToken(
            for: service.id, named: DeviceName("Nightly"), lasting: .seconds(86_400), by: world.ada)
        let token = issued.reveal()
        #expect(await world.ask(.get, "/users", as: token).status == 200)
        let added = await world.ask(
            .post, "/users", as: token, #"{"fullName":"Grace","email":"grace@contoso.example"}"#)
        #expect(added.status == 201)
        #expect(await world.ask(.post, "/users/\(service.id)/block", as: try await world.token()).status == 200)
        #expect(await world.ask(.get, "/users", as: token).status == 401)
    }

    @Test("a session with some roles only does what these allow")
    func activeRoles() async throws {
        let world = try await WebWorld()
        _ = try await world.person("Grace", [.globalAdmin, .billingAdmin])
        let all = try await world.token(of: "grace")
        let few = try await world.token(of: "grace", activating: [.billingAdmin])
        let body = #"{"fullName":"Eve","email":"eve@contoso.example"}"#
        let refused = await world.ask(.post, "/users", as: few, body)
        #expect(refused.status == 403)
        #expect(refused["code"] == "notPermitted")
        #expect(refused["detail"]?.isEmpty == false)
        #expect(await world.ask(.post, "/users", as: all, body).status == 201)
        let more = await world.ask(.post, "/session/roles", as: few, #"{"roles":["global_admin"]}"#)
        let token = try #require(more["token"])
        #expect(
            await world.ask(.post, "/users", as: token, #"{"fullName":"F","email":"f@contoso.example"}"#).status == 201)
        #expect(await world.ask(.get, "/users", as: few).status == 401)
    }

    @Test("without the session store it is unknown who calls, and the answer is 503")
    func storeDown() async throws {
        let store = DeafSessionStore()
        let world = try await WebWorld(sessions: store)
        let reply = await world.ask(.get, "/users", as: String(repeating: "A", count: 43))
        #expect(reply.status == 503)
        #expect(reply.text == #"{"title":"Service Unavailable","status":503}"#)
        #expect(reply.response.headers["Retry-After"] == "1")
    }
}

extension Array {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
