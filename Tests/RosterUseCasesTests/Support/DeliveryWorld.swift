import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterSessionTestSupport
import RosterUseCases
import Testing

/// A company whose notifications a test looks at, with as many hosts as it wants.
struct DeliveryWorld {
    let directory: any UserDirectory
    let vault = MemoryCredentialVault.plain()
    let notifier = ScriptedNotifier()
    let clock = ManualClock()
    let events = EventLog()
    let policy: TenantPolicy
    let tenant: Tenant
    let ada: UserID

    static let adaAddress = "ada@contoso.example"

    /// Ada has signed in and chosen a password, and nothing of the beginning is told.
    init(
        in directory: any UserDirectory = MemoryUserDirectory(), limit: Duration = .seconds(600),
        patience: Duration = .seconds(86_400), staleness: Duration? = nil
    ) async throws {
        self.directory = directory
        self.policy = try TenantPolicy(
            deliveryTimeLimit: limit, deliveryPatience: patience, maximumStaleness: staleness)
        let parts = TenantParts(
            catalog: .partnerCenter, directory: directory, credentials: self.vault, notifier: self.notifier,
            policy: self.policy, clock: self.clock, randomness: SeededSource(), observer: self.events)
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress(Self.adaAddress)),
            with: parts)
        self.tenant = enrolled.tenant
        self.ada = enrolled.owner
        let information = enrolled.signInInformation.reveal()
        try await self.tenant.changePassword(
            of: information.userName, from: Password(information.temporaryPassword), to: TestTenant.password)
        try await self.tenant.skipNotifications()
    }

    /// Another host of the same company.
    func host(in directory: (any UserDirectory)? = nil, seed: UInt64 = 99) async throws -> Tenant {
        try await Tenant.open(
            TenantParts(
                catalog: .partnerCenter, directory: directory ?? self.directory, credentials: self.vault,
                notifier: self.notifier, policy: self.policy, clock: self.clock, randomness: SeededSource(seed: seed),
                observer: self.events))
    }

    /// Takes a person in who has an account already; a letter is due.
    @discardableResult
    func person(_ name: String, _ roles: [RoleID] = []) async throws -> UserID {
        let account = ExistingAccount(try FullName(name), email: try EmailAddress(Self.address(name)))
        return try #require(await self.tenant.addExistingUsers([account], roles: roles, by: self.ada).first?.id)
    }

    static func address(_ name: String) -> String { "\(name.lowercased())@contoso.example" }

    func letters(to name: String) -> [AccountNotification] { self.notifier.arrived(at: Self.address(name)) }

    @discardableResult
    func invite(_ addresses: String...) async throws -> [UserRecord] {
        try await self.tenant.inviteUsers(
            addresses.map { try EmailAddress($0) }, roles: [.referralsAdmin], by: self.ada)
    }

    func code(for address: String) throws -> String {
        let last = try #require(self.notifier.arrived(at: address).last)
        guard case .invited(_, let code, _) = last.content else { throw PlannedFault() }
        return code.withText { $0 }
    }

    func accept(_ address: String, _ code: String, named name: String = "Gil Guest") async throws -> UserID {
        try await self.tenant.acceptInvitation(
            email: try EmailAddress(address), code: InvitationCode(code), fullName: try FullName(name),
            password: TestTenant.password)
    }

    /// Runs a tenant while a body runs.
    func running(_ tenants: Tenant..., while body: () async throws -> Void) async throws {
        let tasks = tenants.map { tenant in Task { try await tenant.run() } }
        defer { for task in tasks { task.cancel() } }
        try await body()
        for task in tasks {
            task.cancel()
            try await task.value
        }
    }
}

/// Waits until something holds; gives up after a while.
func eventually(within limit: Duration = .seconds(500), _ condition: () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + limit
    while !condition() {
        guard .now < deadline else { return false }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return true
}
