import Roster
import RosterPartnerCenter

extension AccountLife {
    /// A program gets an account, works with a token, and is given the next one before the first one ends.
    static func serve(_ tenant: Tenant, _ other: Tenant, by ada: UserID) async throws {
        Console.heading("A program gets an account of its own, and a token in place of a password")
        let job = try await tenant.addService(
            FullName("Nightly import"), userName: UserName("svc-import"), roles: [.userManagementAdmin, .userAdmin],
            by: ada
        ).id
        let issued = try await tenant.issueServiceToken(
            for: job, named: DeviceName("cron on host 7"), lasting: .seconds(90 * 86_400), by: ada)
        let first = try self.token(issued.reveal())
        guard let admission = try await other.admission(of: first), let subject = admission.subject else { return }
        Console.say("The other host admits it:           \(admission.user == job)")
        Console.say("It may create users:                \(other.permits(subject, .createUsers))")
        let added = try await other.addUser(
            FullName("Katherine Johnson"), email: EmailAddress("katherine@contoso.example"), roles: [], by: job)
        _ = added.signInInformation.reveal()
        let step = try await tenant.history().last
        Console.say("On record under its name:           \(step?.principal == .user(id: job))")

        Console.heading("Its token is rotated; the former one works for another quarter of a second")
        let next = try await tenant.rotateServiceToken(
            admission.session, of: job, overlap: .milliseconds(250), by: ada)
        let second = try self.token(next.reveal())
        Console.say("The new one is admitted:            \(try await other.admission(of: second) != nil)")
        Console.say(
            "The former one, a moment later:     \(try await self.isRefused(first, at: tenant) ? "over" : "open")")
        for token in try await tenant.sessions(of: job, by: ada) {
            Console.say("  \(token.device), until \(token.expiresAt)\(token.isEnding ? ", being replaced" : "")")
        }
    }
}
