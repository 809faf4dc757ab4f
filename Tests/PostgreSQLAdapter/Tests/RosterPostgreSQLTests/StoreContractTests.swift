import Roster
import RosterDomain
import RosterPortTesting
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("What stands beside the directory in PostgreSQL", .timeLimit(.minutes(20)))
struct StoreContractTests {
    @Test("the vault keeps every promise of its port")
    func vault() async throws {
        let server = try await TestServer.open()
        let contract = CredentialVaultContract(
            at: { TestServer.company },
            opening: { company in server.vault(of: company, cost: .cheapest) })
        try await contract.verify()
    }

    @Test(
        "the session store keeps every promise of its port",
        arguments: [PostgreSQLServer.Statements.named, PostgreSQLServer.Statements.unnamed])
    func sessions(_ statements: PostgreSQLServer.Statements) async throws {
        let server = try await TestServer.open(statements: statements)
        let contract = SessionStoreContract(
            at: { TestServer.company },
            opening: { company in server.sessions(of: company) })
        try await contract.verify()
    }

    @Test("of two hosts that prepare credentials of one user at once neither loses one")
    func preparesAtOnce() async throws {
        let (company, user) = (TestServer.company, UserID(bits: 1))
        let vaults = [try await TestServer.open(), try await TestServer.open()].map {
            $0.vault(of: company, cost: .cheapest)
        }
        let now = Timestamp(millisecondsSinceEpoch: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let credential = PreparedCredential(CredentialID(bits: UInt128(number)), of: user, at: 1)
                    try await vaults[number % 2].prepare(Password("Right-\(number)"), as: credential)
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<8 {
            let claim = CredentialClaim(of: user, credential: CredentialID(bits: UInt128(number)))
            #expect(try await vaults[0].verify(Password("Right-\(number)"), against: claim, at: now) == .own)
        }
        #expect(try await vaults[1].unsettledUsers() == [user])
    }

    @Test("a damaged row is told from others, quotes nothing, and a new password replaces it")
    func damage() async throws {
        let (company, user) = (TestServer.company, UserID(bits: 1))
        let vault = try await TestServer.open().vault(of: company, cost: .cheapest)
        try await vault.prepare(Password("Right-1843"), as: PreparedCredential(CredentialID(bits: 1), of: user, at: 1))
        let change = "UPDATE \(TestServer.quotedSchema).credentials SET record = '\\xffff' WHERE company = '\(company)'"
        #expect(try await TestServer.psql("\(change) RETURNING 1") == "1")
        let error = await #expect(throws: CredentialVaultError.self) { try await vault.attempts(of: user) }
        guard case .damaged = error else { throw Unexpected(error: error) }
        try await vault.prepare(Password("Right-1844"), as: PreparedCredential(CredentialID(bits: 2), of: user, at: 2))
        let claim = CredentialClaim(of: user, credential: CredentialID(bits: 2))
        let now = Timestamp(millisecondsSinceEpoch: 0)
        #expect(try await vault.verify(Password("Right-1844"), against: claim, at: now) == .own)
    }
}

struct Unexpected: Error {
    let error: (any Error)?
}
