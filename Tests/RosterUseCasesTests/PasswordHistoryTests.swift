import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Passwords that were used before")
struct PasswordHistoryTests {
    private static func tenant(remembering count: Int) async throws -> TestTenant {
        try await TestTenant(policy: TenantPolicy(passwords: PasswordPolicy(historyLength: count)), hashesForReal: true)
    }

    private static func change(_ test: TestTenant, from current: String, to new: String) async throws -> RefusalReason?
    {
        try await test.refusal {
            try await test.tenant.changePassword(
                of: TestTenant.adaEmail, from: Password(current), to: Password(new))
        }
    }

    @Test("may not come back by a change, as many of them as the policy remembers")
    func change() async throws {
        let test = try await Self.tenant(remembering: 2)
        for number in 1...3 {
            #expect(
                try await Self.change(
                    test, from: number == 1 ? "Correct-Horse-1" : "Gravel-Pit-\(number - 1)", to: "Gravel-Pit-\(number)"
                )
                    == nil)
        }
        let reused = RefusalReason.unacceptablePassword(problems: [.reused])
        #expect(try await Self.change(test, from: "Gravel-Pit-3", to: "Gravel-Pit-2") == reused)
        #expect(try await Self.change(test, from: "Gravel-Pit-3", to: "Gravel-Pit-1") == reused)
        #expect(try await Self.change(test, from: "Gravel-Pit-3", to: "Correct-Horse-1") == nil)
    }

    @Test("are told to no one who does not know the present one")
    func stranger() async throws {
        let test = try await Self.tenant(remembering: 2)
        #expect(try await Self.change(test, from: "Correct-Horse-1", to: "Gravel-Pit-1") == nil)
        #expect(try await Self.change(test, from: "Wrong-Guess-1", to: "Correct-Horse-1") == .wrongCredentials)
    }

    @Test("may come back after a reset, and count again from then on")
    func reset() async throws {
        let test = try await Self.tenant(remembering: 2)
        let grace = try await test.person("Grace")
        let name = "grace@contoso.example"
        try await test.tenant.changePassword(of: name, from: TestTenant.password, to: Password("Gravel-Pit-1"))
        let temporary = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal().temporaryPassword
        try await test.tenant.changePassword(of: name, from: Password(temporary), to: Password("Gravel-Pit-1"))
        let reason = try await test.refusal {
            try await test.tenant.changePassword(of: name, from: Password("Gravel-Pit-1"), to: TestTenant.password)
        }
        #expect(reason == .unacceptablePassword(problems: [.reused]))
    }

    @Test("are only the present one unless the policy remembers more, as in the directory")
    func standard() async throws {
        let test = try await TestTenant(hashesForReal: true)
        #expect(try await Self.change(test, from: "Correct-Horse-1", to: "Gravel-Pit-1") == nil)
        #expect(
            try await Self.change(test, from: "Gravel-Pit-1", to: "Gravel-Pit-1")
                == .unacceptablePassword(problems: [.unchanged]))
        #expect(try await Self.change(test, from: "Gravel-Pit-1", to: "Correct-Horse-1") == nil)
    }
}

@Suite("A password that a new user has elsewhere")
struct ImportPasswordTests {
    private static let hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    @Test("signs in at once, and the temporary password does not")
    func imported() async throws {
        let test = try await TestTenant(hashesForReal: true)
        let added = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [.adminAgent], by: test.ada)
        let kim = added.userID
        let temporary = Password(added.signInInformation.reveal().temporaryPassword)
        try await test.tenant.importPassword(ForeignPasswordHash(Self.hash), of: kim, by: test.ada)
        for _ in 0..<2 {
            #expect(try await test.tenant.signIn("kim@contoso.example", password: Password("U*U")) == .signedIn(kim))
        }
        let reason = try await test.refusal {
            _ = try await test.tenant.signIn("kim@contoso.example", password: temporary)
        }
        #expect(reason == .wrongCredentials)
        try await test.tenant.changePassword(
            of: "kim@contoso.example", from: Password("U*U"), to: Password("Gravel-Pit-1"))
    }

    @Test("is imported for no account that is in use, and by no one who may not reset passwords")
    func refused() async throws {
        let test = try await TestTenant(hashesForReal: true)
        let grace = try await test.person("Grace")
        let hash = try ForeignPasswordHash(Self.hash)
        #expect(
            try await test.refusal { try await test.tenant.importPassword(hash, of: grace, by: test.ada) }
                == .wrongStatus(status: .active))
        #expect(
            try await test.refusal { try await test.tenant.importPassword(hash, of: test.ada, by: test.ada) }
                == .ownAccount(action: .resetPassword))
        let added = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [.adminAgent], by: test.ada)
        let kim = added.userID
        let reason = try await test.refusal {
            try await test.tenant.importPassword(hash, of: kim, by: grace)
        }
        #expect(reason != nil)
    }
}
