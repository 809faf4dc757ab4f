import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Signing in, and changing and resetting passwords")
struct SignInTests {
    @Test("a caller cannot tell a wrong password, an unknown address, an invited and a deleted account apart")
    func oneAnswer() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: test.ada)
        for (address, password) in [
            (TestTenant.adaEmail, "Wrong-Password-1"), ("nobody@contoso.example", "Correct-Horse-1"),
            ("grace@contoso.example", "Correct-Horse-1"), ("g@fabrikam.example", "Correct-Horse-1"),
            (TestTenant.adaEmail, ""), (TestTenant.adaEmail, String(repeating: "x", count: 10_000)),
        ] {
            let reason = try await test.refusal {
                _ = try await test.tenant.signIn(EmailAddress(address), password: Password(password))
            }
            #expect(reason == .wrongCredentials, "\(address)")
            let change = try await test.refusal {
                try await test.tenant.changePassword(
                    of: EmailAddress(address), from: Password(password), to: Password("Brand-New-Pass-2"))
            }
            #expect(change == .wrongCredentials, "\(address)")
        }
    }

    @Test("an unacceptable new password is refused alike for listed and unlisted addresses, and leaves no trace")
    func weakPasswordTellsNothing() async throws {
        let test = try await TestTenant()
        let before = try await test.tenant.history().count
        for address in [TestTenant.adaEmail, "nobody@contoso.example"] {
            let reason = try await test.refusal {
                try await test.tenant.changePassword(
                    of: EmailAddress(address), from: Password("a guess"), to: Password("weak"))
            }
            #expect(reason == .unacceptablePassword(problems: [.tooShort(minimum: 8), .tooFewClasses(minimum: 3)]))
        }
        #expect(try await test.tenant.history().count == before)
    }

    @Test(
        "a temporary password is taken with the blanks, line ends and dashes of copying, to sign in and to change it",
        arguments: [" %", "%\n", "\t%\r\n", "\u{A0}%\u{200B}", "\u{FEFF}%", "%%", "\u{2010}", "\u{2011}", "\u{2212}"])
    func copiedPassword(_ form: String) async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [], by: test.ada)
        let kim = added.userID
        let temporary = added.signInInformation.reveal().temporaryPassword
        // The last form is a line that a message broke in two.
        let half = temporary.index(temporary.startIndex, offsetBy: 9)
        #expect(temporary.contains("-"))
        let text =
            switch form {
            case "%%": "\(temporary[..<half])\r\n\(temporary[half...])"
            case let form where form.contains("%"): form.replacing("%", with: temporary)
            default: temporary.replacing("-", with: form)
            }
        let copied = Password(text)
        let name = try EmailAddress("kim@contoso.example")
        #expect(try await test.tenant.signIn(name, password: copied) == .mustChangePassword(kim))
        #expect(
            try await test.refusal {
                try await test.tenant.changePassword(of: name, from: copied, to: Password(temporary))
            } == .unacceptablePassword(problems: [.unchanged]))
        try await test.tenant.changePassword(of: name, from: copied, to: Password("Brand-New-Pass-2"))
        #expect(try await test.tenant.signIn(name, password: Password("Brand-New-Pass-2")) == .signedIn(kim))
    }

    @Test("a password that a person chose is compared as typed: blanks count")
    func chosenPassword() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        for typed in [" Correct-Horse-1", "Correct-Horse-1\n", "Correct- Horse-1"] {
            #expect(
                try await test.refusal {
                    _ = try await test.tenant.signIn("grace@contoso.example", password: Password(typed))
                } == .wrongCredentials)
        }
    }

    @Test("that an account is blocked is told only to a caller who shows the right password")
    func blocked() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let email = try EmailAddress("grace@contoso.example")
        try await test.tenant.blockUser(grace, by: test.ada)
        #expect(
            try await test.refusal { _ = try await test.tenant.signIn(email, password: TestTenant.password) }
                == .wrongStatus(status: .blocked))
        #expect(
            try await test.refusal { _ = try await test.tenant.signIn(email, password: Password("Wrong-1-Password")) }
                == .wrongCredentials)
    }

    @Test(
        "wrong guesses at a listed user are on record once a minute, by no principal, and those at a stranger leave no trace"
    )
    func recorded() async throws {
        let test = try await TestTenant()
        let before = try await test.tenant.history().count
        _ = try await test.refusal {
            _ = try await test.tenant.signIn(EmailAddress("no@contoso.example"), password: Password("x"))
        }
        #expect(try await test.tenant.history().count == before)
        _ = try await test.refusal {
            _ = try await test.tenant.signIn(EmailAddress(TestTenant.adaEmail), password: Password("x"))
        }
        let ada = try EmailAddress(TestTenant.adaEmail)
        _ = try await test.refusal { _ = try await test.tenant.signIn(ada, password: Password("y")) }
        let first = try await test.recordedRefusals()
        #expect(first.map(\.refusal) == [Refusal("sign in (user `\(test.ada)`)", because: .wrongCredentials)])
        #expect(first.map(\.principal) == [.system])
        test.clock.advance(by: .seconds(60))
        _ = try await test.refusal { _ = try await test.tenant.signIn(ada, password: Password("z")) }
        // The second guess is there as a count, beside the third.
        #expect(try await test.recordedRefusals().map(\.refusal.times) == [1, 1, 1])
    }

    struct Choice: CustomTestStringConvertible, Sendable {
        let password: String
        let problems: [PasswordProblem]
        var testDescription: String { "\(self.password.count) characters" }
    }

    @Test(
        "a new password keeps the policy, on both sides of each limit",
        arguments: [
            Choice(password: "", problems: [.tooShort(minimum: 8), .tooFewClasses(minimum: 3)]),
            Choice(password: "Abc-123", problems: [.tooShort(minimum: 8)]),
            Choice(password: "Abc-1234", problems: []),
            Choice(password: String(repeating: "Abc-1234", count: 32), problems: []),
            Choice(password: String(repeating: "Abc-1234", count: 32) + "x", problems: [.tooLong(maximum: 256)]),
            Choice(password: "Correct-Horse-1", problems: [.unchanged]),
            Choice(password: "Gr\u{FC}\u{DF}e-123-x", problems: [.unacceptableCharacter]),
            Choice(password: "Abc-123\u{0}4567", problems: [.unacceptableCharacter]),
        ])
    func policy(_ choice: Choice) async throws {
        let test = try await TestTenant()
        let email = try EmailAddress(TestTenant.adaEmail)
        let reason = try await test.refusal {
            try await test.tenant.changePassword(
                of: email, from: TestTenant.password, to: Password(choice.password))
        }
        #expect(reason == (choice.problems.isEmpty ? nil : .unacceptablePassword(problems: choice.problems)))
        let working = choice.problems.isEmpty ? Password(choice.password) : TestTenant.password
        #expect(try await test.tenant.signIn(email, password: working) == .signedIn(test.ada))
    }

    @Test("after a reset only the new temporary password makes a new password")
    func afterReset() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let email = try EmailAddress("grace@contoso.example")
        let first = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        let second = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        for old in [TestTenant.password, Password(first.temporaryPassword)] {
            let reason = try await test.refusal {
                try await test.tenant.changePassword(of: email, from: old, to: Password("Brand-New-Pass-2"))
            }
            #expect(reason == .wrongCredentials)
        }
        try await test.finishSigningUp(second)
        #expect(try await test.tenant.signIn(email, password: TestTenant.password) == .signedIn(grace))
    }

    @Test("users do not reset their own password, or act on their own account")
    func ownAccount() async throws {
        let test = try await TestTenant()
        #expect(
            try await test.refusal { _ = try await test.tenant.resetPassword(of: test.ada, by: test.ada) }
                == .ownAccount(action: .resetPassword))
        #expect(
            try await test.refusal { try await test.tenant.blockUser(test.ada, by: test.ada) }
                == .ownAccount(action: .block))
        #expect(
            try await test.refusal { try await test.tenant.deleteUser(test.ada, by: test.ada) }
                == .ownAccount(action: .delete))
    }

    @Test("a user taken in with an existing account counts as having signed in from the first time on")
    func existing() async throws {
        let provider = ProviderVault()
        let test = try await TestTenant(vault: { ProviderFallback($0, provider) })
        let record = try await test.tenant.addExistingUsers(
            [ExistingAccount(FullName("Kim"), email: EmailAddress("kim@contoso.example"))], roles: [.globalAdmin],
            by: test.ada)[0]
        #expect(!record.canBeCountedOn(for: .globalAdmin))
        provider.set("Correct-Horse-1", of: record.id)
        #expect(
            try await test.tenant.signIn(record.user.userName, password: TestTenant.password) == .signedIn(record.id))
        #expect(try await test.tenant.user(record.id)?.canBeCountedOn(for: .globalAdmin) == true)
    }

    @Test(
        "where passwords are managed elsewhere, people sign in, and what would set a password says so and changes nothing"
    )
    func managedElsewhere() async throws {
        let provider = ProviderVault()
        let test = try await TestTenant()
        let tenant = try await Tenant.open(
            TenantParts(
                catalog: .partnerCenter, directory: test.directory, credentials: provider, notifier: test.notifier,
                clock: test.clock))
        provider.set("Correct-Horse-1", of: test.ada)
        let ada = try EmailAddress(TestTenant.adaEmail)
        #expect(try await tenant.signIn(ada, password: TestTenant.password) == .signedIn(test.ada))
        let before = try await test.directory.head()
        let verbs: [() async throws -> Void] = [
            { try await tenant.changePassword(of: ada, from: TestTenant.password, to: Password("Brand-New-2-x")) },
            {
                _ = try await tenant.addUser(
                    FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [], by: test.ada)
            },
        ]
        for verb in verbs {
            let error = await #expect(throws: TenantError.self) { try await verb() }
            guard case .credentials(.managedElsewhere)? = error else {
                Issue.record("another error: \(String(describing: error))")
                continue
            }
        }
        #expect(try await test.directory.head() == before)
    }
}
