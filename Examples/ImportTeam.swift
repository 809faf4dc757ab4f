import RosterPartnerCenter
import Roster

/// Imports people and roles from a spreadsheet: each row succeeds or fails as a whole, with a result.
///
/// Rows are `name,address,role role …`. A refused row is listed with its reason; the others are added.
enum ImportTeam: Scenario {
    static let name = "import-team"
    static let summary = "a CSV of people and roles, with a result per row (give a file, or see a sample)"

    static let sample = """
        name,address,roles
        Barbara Liskov,barbara@contoso.example,admin_agent helpdesk_agent
        Donald Knuth,donald@contoso.example,report_viewer
        Edsger Dijkstra,edsger@contoso.example,raport_viewer
        Frances Allen,Barbara@CONTOSO.example,sales_agent
        "Hamilton, Margaret",margaret@contoso.example,account_admin
        ,nobody@contoso.example,report_viewer
        Niklaus Wirth,niklaus(at)contoso.example,report_viewer
        """

    static func run(_ arguments: [String]) async throws {
        let text = try arguments.first.map(TextFile.read) ?? self.sample
        let rows = CommaSeparatedValues.rows(of: text).dropFirst()
        let (tenant, administrator) = try await self.tenantWithAdministrator()
        Console.heading("Importing \(rows.count) \(rows.count == 1 ? "person" : "people")")
        let progress = ProgressBar(total: rows.count)
        var results: [[String]] = []
        for (position, row) in rows.enumerated() {
            let result = await self.add(row, to: tenant, by: administrator)
            results.append([String(position + 2), row.first ?? "", result])
            progress.show(position + 1)
        }
        Console.table(["row", "name", "result"], results)
    }

    private static func add(_ row: [String], to tenant: Tenant, by administrator: UserID) async -> String {
        do {
            guard row.count == 3 else { throw UsageError("a row has 3 fields, and this one has \(row.count)") }
            var roles: [RoleID] = []
            for name in row[2].split(separator: " ") { roles.append(try tenant.catalog.role(named: String(name))) }
            let added = try await tenant.addUser(
                FullName(row[0]), email: EmailAddress(row[1]), roles: roles, by: administrator)
            // Shown only once: it cannot be retrieved again.
            return "added; temporary password \(added.signInInformation.reveal().temporaryPassword)"
        } catch {
            return "not added: \(error)"
        }
    }

    /// A company in memory, whose first administrator has signed in.
    private static func tenantWithAdministrator() async throws -> (Tenant, UserID) {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: TenantParts(
                catalog: .partnerCenter, directory: MemoryUserDirectory(), credentials: MemoryCredentialVault(),
                notifier: MemoryNotifier()))
        let (tenant, owner) = (enrolled.tenant, enrolled.owner)
        let information = enrolled.signInInformation.reveal()
        try await tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
        return (tenant, owner)
    }
}
