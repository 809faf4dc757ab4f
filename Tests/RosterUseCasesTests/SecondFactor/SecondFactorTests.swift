import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("A second factor", .timeLimit(.minutes(20)))
struct SecondFactorTests {
    @Test("is enrolled by a first code, and shown at the next sign-in, which gives the session another token")
    func enrolling() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        #expect(test.tenant.admits(enrolled.token)?.duties == [])
        #expect(enrolled.recoveryTexts.count == 10)
        let token = try await test.signedIn(test.ada)
        let admission = try #require(test.tenant.admits(token))
        #expect(admission.duties == .secondFactor && admission.subject == nil && admission.principal == nil)
        let next = try await test.show(enrolled.phone, in: token)
        let shown = try #require(next)
        #expect(test.tenant.admits(token) == nil)
        #expect(test.tenant.admits(shown)?.duties == [] && test.tenant.admits(shown)?.principal == test.ada)
        #expect(try await test.tenant.admission(of: token) == nil)
    }

    @Test("ends all other sessions when it is enrolled, replaced or removed, and keeps that one")
    func epochs() async throws {
        let test = try await TestTenant()
        let other = try await test.begin(test.ada)
        let enrolled = try await test.enroll(test.ada)
        #expect(test.tenant.admits(other) == nil)
        let second = try await test.begin(test.ada)
        let phone = try await test.prepared(in: enrolled.token)
        let replaced = try await test.enroll(
            phone, in: enrolled.token, showing: enrolled.phone.code(at: test.clock.now))
        #expect(test.tenant.admits(second) == nil && test.tenant.admits(replaced.token)?.duties == [])
        test.clock.advance(by: .seconds(60))
        let third = try await test.begin(test.ada)
        let left = revealed(
            try await test.tenant.removeSecondFactor(showing: phone.code(at: test.clock.now), in: replaced.token))
        #expect(test.tenant.admits(third) == nil)
        #expect(try test.tenant.admits(#require(left))?.duties == [])
        #expect(try await test.tenant.user(test.ada)?.user.secondFactor == nil)
        #expect(try await test.tenant.signIn(TestTenant.adaEmail, password: TestTenant.password) == .signedIn(test.ada))
    }

    @Test("of a person who lost the phone is stood in for by recovery codes, each once, which can be renewed")
    func recovery() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let token = try await test.signedIn(test.ada)
        let shown = try await test.show(enrolled.recovery[0], in: token)
        #expect(test.tenant.admits(shown)?.duties == [])
        #expect(try await test.tenant.recoveryCodeCount(in: shown) == 9)
        let again = try await test.signedIn(test.ada)
        let used = try await test.refusal {
            _ = try await test.tenant.showSecondFactor(enrolled.recovery[0], in: again)
        }
        #expect(used == .wrongSecondFactor(wasUsed: false))
        let renewed = try await test.tenant.renewRecoveryCodes(showing: enrolled.recovery[1], in: shown)?.reveal()
        let first = SecondFactorCode(try #require(renewed?.first))
        let former = try await test.refusal {
            _ = try await test.tenant.showSecondFactor(enrolled.recovery[2], in: again)
        }
        #expect(former == .wrongSecondFactor(wasUsed: false))
        _ = try await test.show(first, in: again)
        // With recovery codes alone, the person gets another phone in.
        let phone = try await test.prepared(in: shown)
        let next = SecondFactorCode(try #require(renewed?.last))
        let replaced = try await test.enroll(phone, in: shown, showing: next)
        #expect(test.tenant.admits(replaced.token)?.duties == [])
    }

    @Test("is removed by an administrator who may reset the password, on record, and the person is told")
    func reset() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(grace)
        try await test.tenant.removeSecondFactor(of: grace, by: test.ada)
        #expect(test.tenant.admits(enrolled.token) == nil)
        let token = try await test.signedIn(grace)
        #expect(test.tenant.admits(token)?.duties == [])
        let last = try #require(
            try await test.tenant.history().last { $0.changes == [.secondFactorRemoved(user: grace)] })
        #expect(last.principal == .user(id: test.ada))
        _ = await test.tenant.deliverNotifications()
        let told = test.notifier.delivered.filter { $0.recipient.rawValue == "grace@contoso.example" }
        #expect(
            told.contains { if case .secondFactorChanged(isEnrolled: false) = $0.content { true } else { false } }
                && told.contains { if case .secondFactorChanged(isEnrolled: true) = $0.content { true } else { false } }
        )
    }

    @Test("is removed by no lesser administrator, not by oneself without a code, and by the system")
    func authority() async throws {
        let test = try await TestTenant()
        let helpdesk = try await test.person("Hal", [.helpdeskAgent])
        _ = try await test.enroll(test.ada)
        let lesser = try await test.refusal { try await test.tenant.removeSecondFactor(of: test.ada, by: helpdesk) }
        guard case .mayNotActOn = lesser else { throw Closed() }
        let own = try await test.refusal { try await test.tenant.removeSecondFactor(of: test.ada, by: test.ada) }
        #expect(own == .ownAccount(action: .resetPassword))
        try await test.tenant.removeSecondFactor(of: test.ada, by: .system)
        #expect(try await test.tenant.user(test.ada)?.user.secondFactor == nil)
        let none = try await test.refusal { try await test.tenant.removeSecondFactor(of: test.ada, by: .system) }
        #expect(none == .secondFactorDiffers)
    }

    @Test("stays when the password is reset, and the temporary password alone changes nothing in a session")
    func passwordReset() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(grace)
        let information = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        let temporary = Password(information.temporaryPassword)
        let begun = try await test.tenant.beginSession(
            information.userName.rawValue, password: temporary, on: DeviceName("test"))
        let token = try #require(SessionToken(begun.reveal()))
        #expect(test.tenant.admits(token)?.duties == [.changePassword, .secondFactor])
        let early = try await test.refusal {
            _ = try await test.tenant.changePassword(in: token, from: temporary, to: Password("Brand-New-Pass-2"))
        }
        #expect(early == .secondFactorNeeded)
        let next = try await test.show(enrolled.phone, in: token)
        let shown = try #require(next)
        #expect(test.tenant.admits(shown)?.duties == .changePassword)
        let changed = revealed(
            try await test.tenant.changePassword(in: shown, from: temporary, to: Password("Brand-New-Pass-2")))
        #expect(try test.tenant.admits(#require(changed))?.duties == [])
    }

    @Test("is asked for when a host keeps its sessions itself")
    func ownSessions() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let outcome = try await test.tenant.signIn(TestTenant.adaEmail, password: TestTenant.password)
        #expect(outcome == .mustShowSecondFactor(test.ada))
        let code = enrolled.phone.code(at: test.clock.now)
        try await test.tenant.showSecondFactor(code, of: test.ada)
        let again = try await test.refusal { try await test.tenant.showSecondFactor(code, of: test.ada) }
        #expect(again == .wrongSecondFactor(wasUsed: true))
    }

    @Test("is needless for a person whom the host authenticated with one, by any method that a person has")
    func hostMethods() async throws {
        let test = try await TestTenant()
        _ = try await test.enroll(test.ada)
        func duties(_ methods: Set<AuthenticationMethod>) async throws -> SessionDuties? {
            let begun = try await test.tenant.beginSession(
                for: test.ada, authenticatedBy: methods, on: DeviceName("test"))
            let token = try #require(SessionToken(begun.reveal()))
            return test.tenant.admits(token)?.duties
        }
        for method in ["otp", "mfa", "hwk", "swk", "sc", "sms"] {
            #expect(try await duties([.password, AuthenticationMethod(rawValue: method)]) == [], "\(method)")
        }
        for method in ["pwd", "kba", "pin", "user", "token", "MFA"] {
            #expect(try await duties([AuthenticationMethod(rawValue: method)]) == .secondFactor, "\(method)")
        }
    }

    @Test("cannot be enrolled without a store, whose absence is an error of its own")
    func noStore() async throws {
        let test = try await TestTenant(secondFactors: NoSecondFactorStore())
        let token = try await test.signedIn(test.ada)
        await #expect {
            _ = try await test.tenant.prepareSecondFactor(in: token)
        } throws: { error in
            if case .secondFactors(.noStore)? = error as? TenantError { true } else { false }
        }
    }
}
