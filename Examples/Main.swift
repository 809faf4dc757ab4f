import Roster

/// `swift run Examples` walks through "Create user accounts and assign roles"; `--help` lists further scenarios.
@main
struct Examples {
    static func main() async {
        do {
            try await self.run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            Console.complain("\(error)")
            Console.exit(status: 1)
        }
    }

    private static var scenarios: [any Scenario.Type] {
        #if PostgreSQL
            let onDatabases: [any Scenario.Type] = [OnPostgreSQL.self]
        #else
            let onDatabases: [any Scenario.Type] = []
        #endif
        return onDatabases + [
            CreateUserAccounts.self, EmbedCheckCore.self, ExplainAccess.self, BringYourOwnDirectory.self,
            AccountLife.self, ImportTeam.self, Store.self, Passwords.self, Authenticator.self, ManyTenants.self,
            Recover.self, Groups.self, CompanyRoles.self,
        ]
    }

    private static func run(_ arguments: [String]) async throws {
        guard !arguments.contains("--help"), !arguments.contains("-h") else { return self.printHelp() }
        let name = arguments.first ?? CreateUserAccounts.name
        guard let scenario = self.scenarios.first(where: { $0.name == name }) else {
            throw UsageError("there is no scenario `\(name)`; `swift run Examples --help` lists them")
        }
        try await scenario.run(Array(arguments.dropFirst()))
    }

    private static func printHelp() {
        Console.say("usage: swift run Examples [scenario] [arguments]\n")
        for scenario in self.scenarios {
            Console.say("  \(scenario.name.padding(to: 26))\(scenario.summary)")
        }
        Console.say(
            "\nWithout a scenario, `\(CreateUserAccounts.name)` runs, in the folder `\(CreateUserAccounts.folder)`.")
    }
}

/// A scenario: one use of Roster in one short file.
protocol Scenario {
    static var name: String { get }
    static var summary: String { get }
    static func run(_ arguments: [String]) async throws
}

struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: Shown) {
        self.description = description.text
    }
}
