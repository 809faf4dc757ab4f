import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("A password that the system sets which provisions an account", .timeLimit(.minutes(10)))
struct ProvisionedPasswordTests {
    private let test: TestTenant
    private let client: UserID

    init() async throws {
        self.test = try await TestTenant()
        self.client = try await self.test.tenant.addService(
            FullName("Client"), userName: UserName("svc"), roles: [.globalAdmin], by: self.test.ada
        ).id
    }

    private func provision(_ name: String, roles: [RoleID] = [], password: String?) async throws -> UserID {
        let email = "\(name.lowercased())@contoso.example"
        let account = ProvisionedAccount(
            try FullName(name), userName: try UserName(email), email: try EmailAddress(email), roles: roles,
            password: password.map { Password($0) })
        return try await self.test.tenant.provisionUser(account, by: self.client).id
    }

    /// What the person with an address was told.
    private func told(_ email: String) async -> [AccountNotification.Content] {
        await self.test.tenant.deliverNotifications()
        return self.test.notifier.delivered.filter { $0.recipient.rawValue == email }.map(\.content)
    }

    @Test("comes with the account, and no temporary one is announced")
    func first() async throws {
        _ = try await self.provision("Grace", password: "Correct-Horse-2")
        let told = await self.told("grace@contoso.example")
        #expect(told.contains { if case .accountTakenIn = $0 { true } else { false } })
        #expect(!told.contains { if case .accountCreated = $0 { true } else { false } })
        #expect(!told.contains { if case .passwordChanged = $0 { true } else { false } })
    }

    @Test("is told to the person where it takes the place of another one")
    func second() async throws {
        let grace = try await self.provision("Grace", password: "Correct-Horse-2")
        var changes = ProvisionedChanges()
        changes.password = Password("Correct-Horse-3")
        try await self.test.tenant.changeProvisionedUser(grace, to: changes, by: self.client)
        let told = await self.told("grace@contoso.example")
        #expect(told.contains { if case .passwordChanged = $0 { true } else { false } })
    }

    @Test("makes no administrator whom the company can count on before the person has signed in")
    func notCountedOn() async throws {
        let zed = try await self.provision("Zed", roles: [.globalAdmin], password: "Correct-Horse-2")
        #expect(
            try await self.test.refusal {
                try await self.test.tenant.blockUser(self.test.ada, by: self.client)
            } == .lastHolder(role: .globalAdmin))
        _ = try await self.test.tenant.signIn("zed@contoso.example", password: Password("Correct-Horse-2"))
        #expect(try await self.test.tenant.user(zed)?.canBeCountedOn(for: .globalAdmin) == true)
        try await self.test.tenant.blockUser(self.test.ada, by: self.client)
    }
}
