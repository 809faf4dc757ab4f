import Roster
import RosterPartnerCenter

extension AccountLife {
    /// A person with two roles works with one of them, and takes the other one when it is needed.
    static func workWithLess(_ tenant: Tenant, _ other: Tenant, by ada: UserID) async throws {
        Console.heading("A person with two roles signs in with one of them active")
        let added = try await tenant.addUser(
            FullName("Dorothy Vaughan"), email: EmailAddress("dorothy@contoso.example"),
            roles: [.adminAgent, .billingAdmin],
            by: ada)
        let information = added.signInInformation.reveal()
        let password = Password("Engineer-1958")
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword), to: password)
        let begun = try await tenant.beginSession(
            information.userName.rawValue, password: password, on: DeviceName("Firefox on Linux"),
            activating: [.adminAgent])
        let first = try self.token(begun.reveal())
        guard let subject = try await other.admission(of: first)?.subject else { return }
        Console.say("She may manage customers:           \(other.permits(subject, .manageCustomers))")
        Console.say("She may manage billing:             \(other.decide(subject, .manageBilling))")

        Console.heading("She activates the other role, and gets another token")
        guard let more = try await other.activateRoles([.billingAdmin], in: first) else { return }
        let second = try self.token(more.reveal())
        guard let all = other.admits(second)?.subject else { return }
        Console.say("Active are:                         \(other.activeRoles(of: all))")
        Console.say("She may manage billing:             \(other.permits(all, .manageBilling))")
        Console.say(
            "The former token, a moment later:   \(try await self.isRefused(first, at: tenant) ? "over" : "open")")
    }
}
