import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Rotation of a service's token")
struct ServiceRotationTests {
    @Test(
        "the former token works until the overlap ends, at every host, and the new one for as long as it had been issued for"
    )
    func overlap() async throws {
        let test = try await TestTenant()
        let other = try await test.secondHost()
        let job = try await test.service()
        let former = try await test.token(of: job, lasting: .seconds(1_000))
        let position = try await other.refreshSessions(after: nil)
        #expect(try await other.admission(of: former) != nil)
        test.clock.advance(by: .seconds(400))
        let id = try #require(test.tenant.admits(former)).session
        let begun = try await test.tenant.rotateServiceToken(id, of: job, overlap: .seconds(60), by: test.ada)
        #expect(begun.session.expiresAt == test.clock.now + .seconds(1_000))
        let new = try #require(SessionToken(begun.reveal()))
        _ = try await other.refreshSessions(after: position)
        test.clock.advance(by: .milliseconds(59_999))
        for host in [test.tenant, other] {
            #expect(try await host.admission(of: former) != nil)
            #expect(try await host.admission(of: new) != nil)
        }
        test.clock.advance(by: .milliseconds(1))
        for host in [test.tenant, other] {
            #expect(try await host.admission(of: former) == nil)
            #expect(try await host.admission(of: new) != nil)
        }
    }

    @Test("a service replaces its own token, and takes no further one")
    func own() async throws {
        let test = try await TestTenant()
        let job = try await test.service()
        let former = try await test.token(of: job)
        let id = try #require(test.tenant.admits(former)).session
        let begun = try await test.tenant.rotateServiceToken(id, of: job, overlap: .seconds(60), by: job)
        let last = try #require(try await test.tenant.history().last)
        guard case .serviceTokenIssued(job, let token) = last.changes.first else {
            Issue.record("\(last)")
            return
        }
        #expect(token.replaced == id && token.overlapsUntil == test.clock.now + .seconds(60))
        #expect(last.principal == .user(id: job) && token.id == begun.session.id)
        // Who has the former token, which may have leaked, gets no other one for it.
        let again = try await test.refusal {
            _ = try await test.tenant.rotateServiceToken(id, of: job, overlap: .seconds(60), by: job)
        }
        #expect(again == .unknownToken)
    }

    @Test("a token that ends sooner than the overlap does, ends then")
    func short() async throws {
        let test = try await TestTenant()
        let job = try await test.service()
        let former = try await test.token(of: job, lasting: .seconds(10))
        let id = try #require(test.tenant.admits(former)).session
        _ = try await test.tenant.rotateServiceToken(id, of: job, overlap: .seconds(60), by: test.ada)
        test.clock.advance(by: .seconds(10))
        #expect(try await test.tenant.admission(of: former) == nil)
    }

    @Test("without an overlap, and with one below zero, the former token is over at once")
    func noOverlap() async throws {
        let test = try await TestTenant()
        for overlap in [Duration.zero, .seconds(-5)] {
            let job = try await test.service("svc-\(overlap.components.seconds)")
            let former = try await test.token(of: job)
            let id = try #require(test.tenant.admits(former)).session
            _ = try await test.tenant.rotateServiceToken(id, of: job, overlap: overlap, by: test.ada)
            #expect(test.tenant.admits(former) == nil)
            #expect(try await test.tenant.admission(of: former) == nil)
        }
    }

    @Test("when the session store fails, the former token goes on, and no other one is left behind")
    func storeFails() async throws {
        let store = FaultySessionStore()
        let test = try await TestTenant(sessions: { store.wrapping($0) })
        let job = try await test.service()
        let former = try await test.token(of: job)
        let id = try #require(test.tenant.admits(former)).session
        store.beforeAdding { store.failEnding() }
        await #expect(throws: TenantError.self) {
            _ = try await test.tenant.rotateServiceToken(id, of: job, overlap: .zero, by: test.ada)
        }
        let left = try await test.sessions.sessions(of: job).filter { !$0.isEnding }
        #expect(left.map(\.id) == [id])
        #expect(try await test.tenant.admission(of: former) != nil)
    }
}
