import Roster
import RosterPartnerCenter

extension AccountLife {
    /// A person leaves: the account is deleted, purged, and her name is another person's.
    static func purge(_ tenant: Tenant, by ada: UserID) async throws {
        Console.heading("Mary leaves, and asks to be forgotten")
        let added = try await tenant.addUser(
            FullName("Mary Jackson"), email: EmailAddress("mary@contoso.example"), roles: [.salesAgent], by: ada)
        let mary = added.userID
        _ = added.signInInformation.reveal()
        try await tenant.renameUser(mary, to: FullName("Mary Winston Jackson"), by: ada)
        try await tenant.deleteUser(mary, by: ada)
        try await tenant.purgeUser(mary, by: ada)
        guard let record = try await tenant.user(mary) else { return }
        Console.say("Her account is now:                 \(record.fullName), \(record.user.status)")
        let history = try await tenant.history()
        let steps = history.filter { $0.changes.contains { $0.subject == mary } }
        Console.say("Steps about her in the history:     \(steps.count), none missing")
        Console.say("Her name in the history:            \("\(history)".contains("Mary") ? "there" : "nowhere")")
        Console.say("For the host's list of the purged:  \(try await tenant.purgedUsers().count)")
        let namesake = try await tenant.addUser(
            FullName("Mary Other"), email: EmailAddress("mary@contoso.example"), roles: [], by: ada)
        let other = namesake.userID
        _ = namesake.signInInformation.reveal()
        Console.say(
            "Her address is another's:           \(try await tenant.user(withEmail: EmailAddress("mary@contoso.example"))?.id == other)"
        )
    }
}
