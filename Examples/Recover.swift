import Foundation
import Roster
import RosterPartnerCenter

/// The administrator's path that always works: a person at the machine lets an account in again.
enum Recover: Scenario {
    static let name = "recover"
    static let summary = "let an administrator in again, at the command line of the machine"

    private static let usage: Shown = """
        say which folder the company is kept in, and then who is to be let in:
          swift run Examples recover FOLDER          list the administrators
          swift run Examples recover FOLDER NAME     unblock, reset the password, lift the lockout of one account
        """

    static func run(_ arguments: [String]) async throws {
        guard let folder = arguments.first, arguments.count <= 2 else { throw UsageError(self.usage) }
        let directory = try Store.open(folder)
        let tenant = try await Tenant.open(
            catalog: .partnerCenter, directory: directory, credentials: try FileCredentialVault(at: folder),
            notifier: MemoryNotifier())
        guard arguments.count == 2 else { return try await self.list(directory) }
        try await self.recover(arguments[1], tenant)
    }

    private static func list(_ directory: FileDirectory) async throws {
        var rows: [[String]] = []
        var query = UserQuery(role: .globalAdmin)
        while true {
            let page = try await directory.users(matching: query)
            rows += page.records.map { ["\($0.user.userName)", "\($0.user.fullName)", "\($0.user.status)"] }
            guard let next = page.next else { break }
            query.start = next
        }
        Console.table(["name", "person", "status"], rows)
    }

    private static func recover(_ name: String, _ tenant: Tenant) async throws {
        let named = try? await tenant.user(named: UserName(name))
        let addressed = try? await tenant.user(withEmail: EmailAddress(name))
        guard let record = named ?? addressed else { throw UsageError("no account has the name `\(name)`") }
        let information = try await tenant.recoverAccount(of: record.id).reveal()
        await tenant.recordRefusals()
        Console.say("The account of \(record.user.fullName) is let in again; the system did it, on record.")
        Console.say("user name           \(information.userName)")
        Console.say("temporary password  \(information.temporaryPassword)")
        Console.say("It works until \(information.expiresAt), and cannot be shown again.")
    }
}
