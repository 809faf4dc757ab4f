import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("A policy that demands a second factor", .timeLimit(.minutes(20)))
struct SecondFactorPolicyTests {
    private func company(_ policy: SecondFactorPolicy) async throws -> TestTenant {
        try await TestTenant(policy: try TenantPolicy(secondFactor: policy))
    }

    @Test("of every user lets a session do nothing but enroll one")
    func everyUser() async throws {
        let test = try await self.company(.everyUser)
        let grace = try await test.person("Grace")
        let token = try await test.signedIn(grace)
        let admission = try #require(test.tenant.admits(token))
        #expect(admission.duties == .enrollSecondFactor && admission.subject == nil && admission.principal == nil)
        let signIn = try await test.tenant.signIn("grace@contoso.example", password: TestTenant.password)
        #expect(signIn == .mustEnrollSecondFactor(grace))
        let enrolled = try await test.enroll(try await test.prepared(in: token), in: token)
        #expect(test.tenant.admits(enrolled.token)?.duties == [])
        #expect(test.tenant.admits(enrolled.token)?.subject != nil)
    }

    @Test("of holders of a role follows when the role is given and taken while a session runs, at every host")
    func whileSessionRuns() async throws {
        let test = try await self.company(.roles([.globalAdmin]))
        let grace = try await test.person("Grace")
        let second = try await test.secondHost()
        let token = try await test.signedIn(grace)
        #expect(test.tenant.admits(token)?.duties == [])
        try await test.tenant.assignRoles([.globalAdmin], to: grace, by: test.ada)
        #expect(test.tenant.admits(token)?.duties == .enrollSecondFactor && test.tenant.admits(token)?.subject == nil)
        try await second.refresh()
        #expect(try await second.admission(of: token)?.duties == .enrollSecondFactor)
        try await test.tenant.removeRoles([.globalAdmin], from: grace, by: test.ada)
        #expect(test.tenant.admits(token)?.duties == [])
    }

    @Test("of holders of a role asks those whose role includes it, and others not")
    func roles() async throws {
        let test = try await self.company(.privilegedRoles)
        let grace = try await test.person("Grace")
        #expect(test.tenant.admits(try await test.signedIn(grace))?.duties == [])
        #expect(test.tenant.admits(try await test.signedIn(test.ada))?.duties == .enrollSecondFactor)
    }

    @Test("of holders of a role for a time ends with it")
    func window() async throws {
        let test = try await self.company(.roles([.globalAdmin]))
        let grace = try await test.person("Grace")
        let end = test.clock.now + .seconds(300)
        try await test.tenant.assignRoles(
            [.globalAdmin], to: grace, during: ValidityWindow(until: end), by: test.ada)
        let token = try await test.signedIn(grace)
        #expect(test.tenant.admits(token)?.duties == .enrollSecondFactor)
        test.clock.advance(by: .seconds(299))
        #expect(test.tenant.admits(token)?.duties == .enrollSecondFactor)
        test.clock.advance(by: .seconds(2))
        #expect(test.tenant.admits(token)?.duties == [])
    }

    @Test("is met by methods that the host states, and not by a password")
    func hostMethods() async throws {
        let test = try await self.company(.everyUser)
        let begun = try await test.tenant.beginSession(
            for: test.ada, authenticatedBy: [.multipleFactors], on: DeviceName("test"))
        #expect(begun.duties == [])
        let token = try #require(SessionToken(begun.reveal()))
        #expect(test.tenant.admits(token)?.duties == [])
    }

    @Test("asks again for one that the person removed, and one that an administrator removed")
    func removed() async throws {
        let test = try await self.company(.everyUser)
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(grace)
        let left = revealed(
            try await test.tenant.removeSecondFactor(
                showing: enrolled.phone.code(at: test.clock.now), in: enrolled.token))
        let token = try #require(left)
        #expect(test.tenant.admits(token)?.duties == .enrollSecondFactor)
        _ = try await test.enroll(try await test.prepared(in: token), in: token)
        try await test.tenant.removeSecondFactor(of: grace, by: test.ada)
        #expect(test.tenant.admits(try await test.signedIn(grace))?.duties == .enrollSecondFactor)
    }

    @Test("exempts services")
    func services() async throws {
        let test = try await self.company(.everyUser)
        let service = try await test.tenant.addService(
            FullName("Nightly job"), userName: UserName("svc-nightly"), roles: [.globalAdmin], by: test.ada)
        let issued = try await test.tenant.issueServiceToken(
            for: service.id, named: DeviceName("job"), lasting: .seconds(3_600), by: test.ada)
        let token = try #require(SessionToken(issued.reveal()))
        #expect(test.tenant.admits(token)?.duties == [] && test.tenant.admits(token)?.subject != nil)
    }

    @Test("that names a role which the catalog does not define does not open")
    func unknownRole() async throws {
        await #expect {
            _ = try await self.company(.roles([RoleID("globaladmin")]))
        } throws: { error in
            if case .unknownName? = error as? TenantError { true } else { false }
        }
    }
}
