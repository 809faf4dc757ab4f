import RosterDomain
import RosterPortTesting
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("A directory in PostgreSQL", .timeLimit(.minutes(20)))
struct DirectoryContractTests {
    @Test(
        "keeps every promise of the port",
        arguments: [PostgreSQLServer.Statements.named, PostgreSQLServer.Statements.unnamed])
    func contract(_ statements: PostgreSQLServer.Statements) async throws {
        let server = try await TestServer.open(statements: statements)
        let contract = UserDirectoryContract(
            at: { TestServer.company },
            opening: { company in server.directory(of: company) })
        try await contract.verify()
    }
}
