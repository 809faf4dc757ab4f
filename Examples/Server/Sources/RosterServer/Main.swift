import ArgumentParser

/// A server for one company: the account API, AuthZEN, and a guarded route.
@main
struct RosterServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster-server", abstract: "Serves the accounts of one company over HTTP.",
        subcommands: [Serve.self, Enroll.self, Recover.self, Token.self, Describe.self])
}
