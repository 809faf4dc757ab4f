import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("What a password alone does not do where a second factor counts")
struct SecondFactorPasswordTests {
    @Test("a password is not replaced, and no address asked for, without a code; with one it is")
    func codes() async throws {
        let test = try await TestTenant()
        let enrolled = try await test.enroll(test.ada)
        let (new, email) = (Password("Another-Horse-2"), try EmailAddress("new@contoso.example"))
        let bare = try await test.refusal {
            try await test.tenant.changePassword(of: TestTenant.adaEmail, from: TestTenant.password, to: new)
        }
        #expect(bare == .secondFactorNeeded)
        let address = try await test.refusal {
            try await test.tenant.requestAddressChange(
                to: email, of: TestTenant.adaEmail, password: TestTenant.password)
        }
        #expect(address == .secondFactorNeeded)
        test.clock.advance(by: .seconds(30))
        let code = enrolled.phone.code(at: test.clock.now)
        try await test.tenant.requestAddressChange(
            to: email, of: TestTenant.adaEmail, password: TestTenant.password, showing: code)
        let again = try await test.refusal {
            try await test.tenant.changePassword(
                of: TestTenant.adaEmail, from: TestTenant.password, to: new, showing: code)
        }
        #expect(again == .wrongSecondFactor(wasUsed: true))
        test.clock.advance(by: .seconds(30))
        try await test.tenant.changePassword(
            of: TestTenant.adaEmail, from: TestTenant.password, to: new,
            showing: enrolled.phone.code(at: test.clock.now))
        #expect(
            try await test.refusal {
                _ = try await test.tenant.signIn(TestTenant.adaEmail, password: TestTenant.password)
            }
                == .wrongCredentials)
    }

    @Test("a temporary password takes a code, too, and one that is refused for its rules spends none")
    func temporary() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let enrolled = try await test.enroll(grace)
        let temporary = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal().temporaryPassword
        test.clock.advance(by: .seconds(30))
        let code = enrolled.phone.code(at: test.clock.now)
        let weak = try await test.refusal {
            try await test.tenant.changePassword(
                of: "grace@contoso.example", from: Password(temporary), to: Password("weak"), showing: code)
        }
        guard case .unacceptablePassword = weak else {
            Issue.record("\(String(describing: weak))")
            return
        }
        let bare = try await test.refusal {
            try await test.tenant.changePassword(
                of: "grace@contoso.example", from: Password(temporary), to: TestTenant.password)
        }
        #expect(bare == .secondFactorNeeded)
        try await test.tenant.changePassword(
            of: "grace@contoso.example", from: Password(temporary), to: TestTenant.password, showing: code)
    }
}
