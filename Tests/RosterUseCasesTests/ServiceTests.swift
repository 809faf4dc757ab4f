import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Services")
struct ServiceTests {
    @Test("a service acts under its own name, with the roles that it holds and no others")
    func acts() async throws {
        let test = try await TestTenant()
        let job = try await test.service(roles: [.userManagementAdmin, .userAdmin])
        let token = try await test.token(of: job)
        let admission = try #require(test.tenant.admits(token))
        #expect(admission.user == job && admission.duties == [])
        let subject = try #require(admission.subject)
        #expect(test.tenant.permits(subject, .createUsers))
        let added = try await test.tenant.addUser(
            FullName("New"), email: EmailAddress("new@contoso.example"), roles: [], by: job)
        let last = try #require(try await test.tenant.history().last)
        #expect(last.principal == .user(id: job))
        let reason = try await test.refusal {
            try await test.tenant.assignRoles([.globalAdmin], to: added.userID, by: job)
        }
        guard case .mayNotAssign = reason else {
            Issue.record("\(String(describing: reason))")
            return
        }
    }

    @Test("a service is no person who is taken in, whatever it is called")
    func isNotTakenIn() async throws {
        let test = try await TestTenant()
        let job = try await test.service("job@contoso.example")
        let email = try EmailAddress("job@contoso.example")
        let reason = try await test.refusal {
            let account = try ExistingAccount(FullName("Job Person"), email: email)
            try await test.tenant.addExistingUsers([account], roles: [.reportViewer], by: test.ada)
        }
        #expect(reason == .nameTaken(name: UserName(email)))
        #expect(try await test.tenant.user(job)?.assignments.isEmpty == true)
    }

    @Test("a service has no password, and none can be given to it")
    func noPassword() async throws {
        let test = try await TestTenant()
        let job = try await test.service()
        for body in [
            { _ = try await test.tenant.resetPassword(of: job, by: test.ada) },
            {
                _ = try await test.tenant.beginSession(
                    for: job, authenticatedBy: [.password], on: DeviceName("test"))
            },
        ] as [() async throws -> Void] {
            #expect(try await test.refusal(body) == .wrongKind(kind: .service))
        }
        let guess = try await test.refusal { _ = try await test.tenant.signIn("svc-job", password: Password("")) }
        #expect(guess == .wrongCredentials)
    }

    @Test("not even a vault that knows a name without us signs a service in")
    func provider() async throws {
        let provider = ProviderVault()
        let test = try await TestTenant(vault: { ProviderFallback($0, provider) })
        provider.set("Provider-1-x", of: try await test.service())
        let guess = try await test.refusal {
            _ = try await test.tenant.signIn("svc-job", password: Password("Provider-1-x"))
        }
        #expect(guess == .wrongCredentials)
    }

    @Test("a person has no tokens")
    func people() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let reason = try await test.refusal { _ = try await test.token(of: grace) }
        #expect(reason == .wrongKind(kind: .person))
    }

    @Test("a service never counts as the last administrator")
    func lastAdministrator() async throws {
        let test = try await TestTenant()
        let job = try await test.service(roles: [.globalAdmin])
        _ = try await test.token(of: job)
        let grace = try await test.person("Grace", [.globalAdmin])
        try await test.tenant.removeRoles([.globalAdmin], from: grace, by: test.ada)
        for body in [
            { try await test.tenant.blockUser(test.ada, by: job) },
            { try await test.tenant.deleteUser(test.ada, by: job) },
            { try await test.tenant.removeRoles([.globalAdmin], from: test.ada, by: job) },
            { _ = try await test.tenant.resetPassword(of: test.ada, by: job) },
        ] as [() async throws -> Void] {
            #expect(try await test.refusal(body) == .lastHolder(role: .globalAdmin))
        }
    }

    @Test("who issues a token may reset the password of a person with these roles; it is on record without the token")
    func authority() async throws {
        let test = try await TestTenant()
        let admin = try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        let (job, strong) = (try await test.service(), try await test.service("svc-strong", roles: [.globalAdmin]))
        let begun = try await test.tenant.issueServiceToken(
            for: job, named: DeviceName("Okta"), lasting: .seconds(60), by: admin)
        let id = begun.session.id
        let last = try #require(try await test.tenant.history().last)
        let token = ServiceToken(id, named: DeviceName("Okta"), expiringAt: test.clock.now + .seconds(60))
        #expect(last.changes == [.serviceTokenIssued(service: job, token: token)])
        #expect(last.principal == .user(id: admin))
        let text = begun.reveal()
        #expect(!"\(last)".contains(text))
        for body in [
            { _ = try await test.token(of: strong, by: admin) },
            { _ = try await test.tenant.rotateServiceToken(id, of: strong, overlap: .zero, by: admin) },
            { _ = try await test.tenant.sessions(of: strong, by: admin) },
        ] as [() async throws -> Void] {
            guard case .mayNotActOn = try await test.refusal(body) else {
                Issue.record("a token of a stronger service")
                continue
            }
        }
        let own = try await test.refusal { _ = try await test.token(of: job, by: job) }
        #expect(own == .ownAccount(action: .resetPassword))
    }

    @Test("a token ends when it expires, when it is ended, and when the service is blocked, and never comes back")
    func ends() async throws {
        let test = try await TestTenant()
        let job = try await test.service()
        let (first, second) = (try await test.token(of: job), try await test.token(of: job))
        let third = try await test.token(of: job, lasting: .seconds(10))
        test.clock.advance(by: .milliseconds(9_999))
        #expect(test.tenant.admits(third) != nil)
        test.clock.advance(by: .milliseconds(1))
        #expect(try await test.tenant.admission(of: third) == nil)
        let tokens = try await test.tenant.sessions(of: job, by: test.ada)
        #expect(tokens.count == 2 && tokens.allSatisfy { $0.methods == [.token] && $0.idleLifetime == nil })
        try await test.tenant.endSession(tokens[0].id, of: job, by: test.ada)
        #expect(try await test.tenant.admission(of: first) == nil)
        #expect(test.tenant.admits(second) != nil)
        try await test.tenant.blockUser(job, by: test.ada)
        try await test.tenant.unblockUser(job, by: test.ada)
        #expect(try await test.tenant.admission(of: second) == nil)
    }

    @Test("a token is used for a year without an end for being idle, and its last use is listed")
    func lastUse() async throws {
        let test = try await TestTenant()
        let job = try await test.service()
        let token = try await test.token(of: job, lasting: .seconds(365 * 86_400))
        test.clock.advance(by: .seconds(364 * 86_400))
        #expect(test.tenant.admits(token) != nil)
        await test.tenant.recordSessionUses()
        let listed = try #require(try await test.tenant.sessions(of: job, by: test.ada).first)
        #expect(listed.lastUsedAt == test.clock.now && listed.device.description == "test")
    }

    @Test("lifetimes and the number of tokens have limits")
    func limits() async throws {
        let test = try await TestTenant()
        let job = try await test.service()
        let latest = test.clock.now + .seconds(365 * 86_400)
        for lifetime in [Duration.zero, .seconds(-1), .seconds(365 * 86_400) + .milliseconds(1)] {
            let reason = try await test.refusal { _ = try await test.token(of: job, lasting: lifetime) }
            #expect(reason == .tokenLifetime(latest: latest))
        }
        for _ in 0..<ServiceToken.countLimit { _ = try await test.token(of: job) }
        let reason = try await test.refusal { _ = try await test.token(of: job) }
        #expect(reason == .tokenLimit(limit: ServiceToken.countLimit))
    }
}

extension TestTenant {
    /// Adds a service.
    func service(_ name: String = "svc-job", roles: [RoleID] = []) async throws -> UserID {
        try await self.tenant.addService(FullName("Nightly job"), userName: UserName(name), roles: roles, by: self.ada)
            .id
    }

    /// Issues a token.
    func token(
        of service: UserID, lasting lifetime: Duration = .seconds(86_400), by principal: UserID? = nil
    ) async throws -> SessionToken {
        let begun = try await self.tenant.issueServiceToken(
            for: service, named: DeviceName("test"), lasting: lifetime, by: principal ?? self.ada)
        return try #require(SessionToken(begun.reveal()))
    }
}
