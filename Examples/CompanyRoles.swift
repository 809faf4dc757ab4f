import Foundation
import Roster
import RosterPartnerCenter

/// A company defines a role of its own, changes what it means for everyone who holds it, and cannot make it a way up.
enum CompanyRoles: Scenario {
    static let name = "company-roles"
    static let summary = "a role that the company defines itself, what it cannot contain, and its end"

    static func run(_ arguments: [String]) async throws {
        let folder = NSTemporaryDirectory() + "roster-company-roles-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (tenant, ada) = try await self.enroll(in: folder)
        let account = try ExistingAccount(FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"))
        let grace = try await tenant.addExistingUsers([account], roles: [], by: ada)[0].id
        let desk = try await self.define(tenant, grace, by: ada)
        try await self.change(tenant, desk, grace, by: ada)
        try await self.refuseTheWayUp(tenant, by: ada)
        try await self.end(tenant, desk, grace, by: ada)
        Console.heading("What the history says, newest first")
        for entry in try await tenant.historyPage(limit: 8, by: ada).entries {
            for sentence in entry.sentences { Console.say("  \(sentence)") }
        }
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

    private static func define(_ tenant: Tenant, _ grace: UserID, by ada: UserID) async throws -> CompanyRole {
        Console.heading("A job that the catalog does not know: reports and prices, and nothing else")
        let desk = try await tenant.defineRole(
            CompanyRoleDefinition(
                title: FullName("Seattle desk"), description: "Who answers the phone in Seattle",
                grants: [Grant(.viewPricingAndOffers)], includes: [.reportViewer], scoping: .companyOnly),
            by: ada)
        try await tenant.assignRoles([desk.role], to: grace, by: ada)
        Console.say("Grace may view prices: \(tenant.permits(grace, .viewPricingAndOffers))")
        Console.say("Why: \(tenant.decide(grace, .viewPricingAndOffers))")
        return desk
    }

    private static func change(
        _ tenant: Tenant, _ desk: CompanyRole, _ grace: UserID, by ada: UserID
    ) async throws {
        Console.heading("Changed once, changed for everyone who holds it")
        Console.say("Grace may view customers:  \(tenant.permits(grace, .viewCustomers))")
        let wider = try CompanyRoleDefinition(
            title: desk.definition.title, includes: [.helpdeskAgent, .reportViewer], scoping: .companyOnly)
        try await tenant.changeRole(desk.id, from: desk.definition, to: wider, by: ada)
        Console.say("Grace may view customers:  \(tenant.permits(grace, .viewCustomers))")
        Console.say("Grace may view prices:     \(tenant.permits(grace, .viewPricingAndOffers))")
    }

    private static func refuseTheWayUp(_ tenant: Tenant, by ada: UserID) async throws {
        Console.heading("What can change who has access stays with the roles of the catalog")
        do {
            try await tenant.defineRole(
                CompanyRoleDefinition(
                    title: FullName("Global Admin"), grants: [Grant(.createUsers)], includes: [.globalAdmin]),
                by: ada)
        } catch {
            Console.reasons("Refused: \(error)")
        }
    }

    private static func end(
        _ tenant: Tenant, _ desk: CompanyRole, _ grace: UserID, by ada: UserID
    ) async throws {
        Console.heading("Retired, it stays with its holders; deleted, its title is free and means nothing to them")
        try await tenant.retireRole(desk.id, by: ada)
        Console.say("Grace may view customers:  \(tenant.permits(grace, .viewCustomers))")
        do {
            try await tenant.deleteRole(desk.id, by: ada)
        } catch {
            Console.reasons("Refused: \(error)")
        }
        try await tenant.removeRoles([desk.role], from: grace, by: ada)
        try await tenant.deleteRole(desk.id, by: ada)
        let again = try await tenant.defineRole(
            CompanyRoleDefinition(title: desk.definition.title, includes: [.helpdeskAgent], scoping: .companyOnly),
            by: ada)
        Console.say("There is a new role, \(again.definition.title.rawValue)")
        Console.say("Grace may view customers:  \(tenant.permits(grace, .viewCustomers))")
    }
}
