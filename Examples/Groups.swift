import Foundation
import Roster
import RosterPartnerCenter

/// A team gets its roles together: who joins holds them, who leaves loses them, and no one gives more through a group than they could
/// give by hand.
enum Groups: Scenario {
    static let name = "groups"
    static let summary = "a team that holds roles, its members, its owner, and what a group cannot be used for"

    static func run(_ arguments: [String]) async throws {
        let folder = NSTemporaryDirectory() + "roster-groups-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (tenant, ada) = try await self.enroll(in: folder)
        let people = try await self.addPeople(to: tenant, by: ada)
        let sales = try await self.makeTeam(tenant, people, by: ada)
        try await self.refuseTheWayUp(tenant, people, sales, by: ada)
        try await self.remove(tenant, people, sales, by: ada)
        try await self.show(tenant, by: ada)
    }

    private static func enroll(in folder: String) async throws -> (Tenant, UserID) {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: TenantParts(
                catalog: .partnerCenter, directory: try FileDirectory(at: folder),
                credentials: try FileCredentialVault(at: folder, cost: .cheapest), notifier: MemoryNotifier()))
        let information = enrolled.signInInformation.reveal()
        try await enrolled.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
        return (enrolled.tenant, enrolled.owner)
    }

    private struct People {
        let grace: UserID
        let joan: UserID
        let manager: UserID
    }

    private static func addPeople(to tenant: Tenant, by ada: UserID) async throws -> People {
        func add(_ name: String, _ roles: [RoleID]) async throws -> UserID {
            let address = name.lowercased().split(separator: " ")[0] + "@contoso.example"
            let account = try ExistingAccount(FullName(name), email: EmailAddress(String(address)))
            let user = try await tenant.addExistingUsers([account], roles: roles, by: ada)[0].id
            return user
        }
        return People(
            grace: try await add("Grace Hopper", []), joan: try await add("Joan Clarke", []),
            manager: try await add("Mary Jackson", [.userManagementAdmin]))
    }

    /// The team gets roles first and members then; it makes no difference.
    private static func makeTeam(_ tenant: Tenant, _ people: People, by ada: UserID) async throws -> GroupID {
        Console.heading("A team that holds a role; who joins holds it, too")
        let profile = try GroupProfile(
            name: FullName("Seattle sales"), description: "Everyone who looks after customers in Seattle",
            externalID: "CN=seattle-sales", owners: [people.manager])
        let sales = try await tenant.addGroup(profile, by: ada).id
        try await tenant.assignRoles([.salesAgent], toGroup: sales, by: ada)
        Console.say("Grace may manage customers:         \(tenant.permits(people.grace, .manageCustomers))")
        for result in try await tenant.addMembers([people.grace, people.joan, UserID(bits: 7)], to: sales, by: ada) {
            let name = try await tenant.user(result.id)?.user.fullName.rawValue ?? "an unknown user"
            Console.say("  \(name): \(result.refusal?.reason.description ?? "is a member")")
        }
        Console.say("Grace may manage customers:         \(tenant.permits(people.grace, .manageCustomers))")
        Console.say("Why: \(tenant.decide(people.grace, .manageCustomers))")
        return sales
    }

    /// A group is as strong as its roles: its owner may add people as long as the owner could give them the roles.
    private static func refuseTheWayUp(
        _ tenant: Tenant, _ people: People, _ sales: GroupID, by ada: UserID
    ) async throws {
        Console.heading("The owner gives no more through the group than by hand")
        try await tenant.assignRoles([.globalAdmin], toGroup: sales, by: ada)
        Console.say("Ada makes the team Global admins; now Mary, who owns it, adds a friend:")
        let friend = try await tenant.addExistingUsers(
            [ExistingAccount(FullName("Kim Friend"), email: EmailAddress("kim@contoso.example"))], roles: [],
            by: ada)[0].id
        do {
            _ = try await tenant.addMembers([friend], to: sales, by: people.manager)
        } catch {
            Console.reasons("Refused: \(error)")
        }
        try await tenant.removeRoles([.globalAdmin], fromGroup: sales, by: ada)
    }

    private static func remove(
        _ tenant: Tenant, _ people: People, _ sales: GroupID, by ada: UserID
    ) async throws {
        Console.heading("Leaving, deleting and restoring")
        _ = try await tenant.removeMembers([people.joan], from: sales, by: people.manager)
        Console.say("Joan left; she may manage customers: \(tenant.permits(people.joan, .manageCustomers))")
        try await tenant.deleteGroup(sales, by: ada)
        Console.say("The team is gone; Grace may:        \(tenant.permits(people.grace, .manageCustomers))")
        try await tenant.restoreGroup(sales, by: ada)
        Console.say("It is back; Grace may:              \(tenant.permits(people.grace, .manageCustomers))")
        let members = try await tenant.users(matching: UserQuery(memberOf: sales), by: ada).records
        Console.say("Its members: \(members.map(\.user.fullName.rawValue).joined(separator: ", "))")
    }

    private static func show(_ tenant: Tenant, by ada: UserID) async throws {
        Console.heading("What the history says, newest first")
        for entry in try await tenant.historyPage(limit: 8, by: ada).entries {
            for sentence in entry.sentences { Console.say("  \(sentence)") }
        }
    }
}
