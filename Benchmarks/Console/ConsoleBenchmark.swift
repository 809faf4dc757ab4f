import Foundation
import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb

/// Pages of the console over a company on files, answered in the process: what a person waits for beside the network.
enum ConsoleBenchmark: Benchmark {
    static let name = "console"
    static let summary = "pages of the console over a file directory, without a network"

    static func run(_ effort: Effort) async throws -> [Figure] {
        let company = try await ConsoleCompany(userCount: effort.userCount)
        defer { company.remove() }
        let count = 11 * effort.rounds
        var figures: [Figure] = []
        for page in ConsolePage.all(of: company) {
            let times = try await company.times(page, count: page.isSearch ? count / 3 : count)
            let rank = (times.count * 99 + 99) / 100 - 1
            figures.append(Figure("\(page.title), median", unit: "ms", times))
            figures.append(
                Figure("\(page.title), p99", unit: "ms", [times.sorted()[rank]]).aiming(
                    .atMost(page.isSearch ? 250 : 20)))
        }
        return figures
    }
}

/// A kind of page, and where each of many is.
struct ConsolePage {
    let title: String
    let isSearch: Bool
    /// The address beneath the mount; the number chooses among pages of the kind.
    let address: (Int) throws -> String

    private init(_ title: String, isSearch: Bool = false, _ address: @escaping (Int) throws -> String) {
        self.title = title
        self.isSearch = isSearch
        self.address = address
    }

    /// Every page that administrators and people open by a link.
    static func all(of company: ConsoleCompany) -> [ConsolePage] {
        self.lists(company) + self.people(company) + self.fixed
    }

    private static func lists(_ company: ConsoleCompany) -> [ConsolePage] {
        let roles = StoreRecord.roles
        return [
            ConsolePage("users: any page") { "/users?after=\(company.user($0))" },
            ConsolePage("users: any role and page") {
                "/users?role=\(roles[$0 % roles.count])&after=\(company.user($0))"
            },
            ConsolePage("users: any status, first page") {
                "/users?status=\(AccountStatus.allCases[$0 % AccountStatus.allCases.count].rawValue)"
            },
            ConsolePage("users: a role and a status") { "/users?role=\(roles[$0 % roles.count])&status=blocked" },
            ConsolePage("users: waiting requests") { _ in "/users?waiting=yes" },
            ConsolePage("users: search for an address", isSearch: true) { "/users?q=\(try company.address($0))" },
            ConsolePage("users: search that finds no one", isSearch: true) { "/users?q=not-to-be-found-\($0)" },
            ConsolePage("holders of any role") { "/roles/\(roles[$0 % roles.count])?after=\(company.user($0))" },
            ConsolePage("bulk: 50 people") { number in
                "/users/bulk?do=block" + (0..<50).map { "&select=\(company.user(50 * number + $0))" }.joined()
            },
            ConsolePage("bulk: compare 8 people") { number in
                "/users/bulk?do=compare" + (0..<8).map { "&select=\(company.user(8 * number + $0))" }.joined()
            },
        ]
    }

    private static func people(_ company: ConsoleCompany) -> [ConsolePage] {
        ["", "/roles", "/access", "/sessions", "/history", "/do/delete"].map { tab in
            ConsolePage("a person\(tab)") { "/users/\(company.user($0))\(tab)" }
        }
    }

    private static var fixed: [ConsolePage] {
        let paths = [
            "/users/add", "/users/add/new", "/users/import", "/requests", "/roles", "/company-roles/define", "/groups",
            "/invitations", "/record", "/record?kind=roles", "/letters", "/company", "/account", "/account/security",
            "/account/access", "/account/roles",
        ]
        return paths.map { path in ConsolePage(path) { _ in path } }
    }
}
