import Foundation
import Roster
import RosterPartnerCenter
import RosterTables

/// Imports people and roles from a spreadsheet: each row succeeds or fails as a whole, with a result.
///
/// The file is CSV as spreadsheets write it. Rows are `name,address,role role …`, or as the names in the first row say; a file of users
/// that the console wrote is read, too. What is not well formed is refused before anyone is added, with line and column. A refused row is
/// listed with its reason; the others are added.
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
        if arguments.first == "--rows" { return try self.printRows(of: Array(arguments.dropFirst())) }
        guard let path = arguments.first else {
            _ = try await self.importing(TeamTable(self.sample))
            return
        }
        let team = try self.team(path)
        let failures = try await self.importing(team)
        guard let first = failures.first else { return }
        throw UsageError(
            "`\(path)`: \(failures.count) of \(team.people.count) were not added; the first is on \(first)"
        )
    }

    private static func team(_ path: String) throws -> TeamTable {
        let (text, isCut) = try TextFile.read(path)
        do { return try TeamTable(text, isCut: isCut) } catch let fault as TextFault {
            throw UsageError("`\(path)`, \(fault); nothing was imported")
        } catch let fault as TeamTableFault {
            throw UsageError("`\(path)`, \(fault); nothing was imported")
        } catch {
            throw UsageError("`\(path)`: \(error); nothing was imported")
        }
    }

    /// Adds the people of a file, and returns why some were not added.
    private static func importing(_ team: TeamTable) async throws -> [TextFault] {
        let people = team.people
        let (tenant, administrator) = try await self.tenantWithAdministrator()
        Console.heading("Importing \(people.count) \(people.count == 1 ? "person" : "people")")
        for column in team.ignoredColumns { Console.note("the column `\(column)` is left out") }
        let progress = ProgressBar(total: people.count)
        var (results, failures): ([[String]], [TextFault]) = ([], [])
        for (position, person) in people.enumerated() {
            var result: String
            do throws(TextFault) {
                result = try await self.add(person, to: tenant, by: administrator)
            } catch {
                failures.append(error)
                result = "not added: \(error.problem)"
            }
            results.append([String(person.name.place.line), person.name.text, result])
            progress.show(position + 1)
        }
        Console.table(["line", "name", "result"], results)
        return failures
    }

    private static func add(
        _ person: TeamTable.Person, to tenant: Tenant, by administrator: UserID
    ) async throws(TextFault) -> String {
        let (name, names, holdings): (FullName, SignInNames, [RoleHolding])
        do throws(TeamTableFault) {
            try person.checkIsAddable()
            (name, names) = (try person.fullName(), try person.signInNames())
            holdings = try person.holdings(in: tenant.catalog)
        } catch {
            throw TextFault("\(error.problem)", at: error.place)
        }
        do {
            let added = try await tenant.addUser(
                name, email: names.email, userName: names.userName, holding: holdings, by: administrator)
            // Shown only once: it cannot be retrieved again.
            return "added; temporary password \(added.signInInformation.reveal().temporaryPassword)"
        } catch {
            throw TextFault("\(error)", at: person.name.place)
        }
    }

    /// Prints the rows of files as lines of JSON, with the line on which each begins, to compare them with another reader's.
    private static func printRows(of paths: [String]) throws {
        for path in paths {
            do {
                let text = try TextFile.read(path).text
                for row in try DelimitedText(text, judging: { $0.fields.count }).rows {
                    print(try JSONLine(path: path, line: row.line, fields: row.fields.map(\.text)).text)
                }
            } catch let fault as TextFault {
                print(try JSONLine(path: path, line: fault.place.line, fields: nil).text)
            }
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

/// A row of a file as a line of JSON; without fields, a fault.
struct JSONLine: Encodable {
    let path: String
    let line: Int
    let fields: [String]?

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
