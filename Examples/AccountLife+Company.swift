import Roster
import RosterPartnerCenter

extension AccountLife {
    /// The company takes another name, and leaves a program once no one holds a role that it brings.
    static func changeCompany(_ tenant: Tenant, _ other: Tenant, by ada: UserID) async throws {
        Console.heading("Contoso becomes Fabrikam, and leaves a program")
        try await tenant.changeCompany(name: FullName("Fabrikam"), by: ada)
        try await other.refresh()
        Console.say("Its name at the other host:         \(other.company.name)")
        let added = try await tenant.addUser(
            FullName("Annie Easley"), email: EmailAddress("annie@contoso.example"), roles: [.salesAgent],
            by: ada)
        let annie = added.userID
        _ = added.signInInformation.reveal()
        do {
            try await tenant.changeCompany(programs: [], by: ada)
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            Console.say("To leave the program at once:       \(refusal.reason.code.name)")
        }
        try await tenant.removeRoles([.salesAgent], from: annie, by: ada)
        try await tenant.changeCompany(programs: [], by: ada)
        let step = try await tenant.historyPage(limit: 1, by: ada).entries.first
        Console.say("In the history:                     \(step?.sentences.first ?? "")")
    }
}
