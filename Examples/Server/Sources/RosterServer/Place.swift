import ArgumentParser
import Logging
import Roster
import RosterHummingbird
import RosterPartnerCenter
import RosterSCIM

#if PostgreSQL
    import RosterPostgreSQL
#endif

/// Where a company is kept, and what a tenant over it is made of.
struct Place: ParsableArguments {
    @Argument(help: "The folder in which the company is kept; several processes can share it.")
    var folder: String?
    #if PostgreSQL
        @Option(help: "In place of a folder: how to connect to the database in which the company is kept.")
        var postgresql: String?
        @Option(help: "The identifier of the company, where several are kept in the database.")
        var companyID = CompanyID(bits: 1).description
        @Flag(help: "Send statements without names, behind a pooler that gives each transaction another connection.")
        var unnamedStatements = false
    #endif

    @Option(help: "The rules for passwords: Microsoft Entra's (standard) or those of NIST SP 800-63B-4 (nist).")
    var passwords = PasswordRules.standard

    /// Whether the company outlives the process.
    var isGiven: Bool {
        #if PostgreSQL
            if self.postgresql != nil { return true }
        #endif
        return self.folder != nil
    }

    /// The parts of the company.
    ///
    /// - Parameter isNew: Whether the company is about to be enrolled: then the tables of a database are created, unless they are there.
    func parts(isNew: Bool = false) async throws -> TenantParts {
        #if PostgreSQL
            if let postgresql {
                let statements = self.unnamedStatements ? PostgreSQLServer.Statements.unnamed : .named
                return try await self.parts(in: PostgreSQLServer(postgresql, statements: statements), isNew: isNew)
            }
        #endif
        guard let folder else { throw ValidationError("say in which folder the company is kept") }
        return try TenantParts(
            directory: FileDirectory(at: folder), credentials: FileCredentialVault(at: folder),
            sessions: FileSessionStore(at: folder), secondFactors: FileSecondFactorStore(at: folder),
            passwords: self.passwords.policy)
    }

    #if PostgreSQL
        private func parts(in server: PostgreSQLServer, isNew: Bool) async throws -> TenantParts {
            if isNew { try await server.createSchema() }
            let company = try CompanyID(self.companyID)
            return try TenantParts(
                directory: server.directory(of: company), credentials: server.vault(of: company),
                sessions: server.sessions(of: company), passwords: self.passwords.policy)
        }
    #endif
}

/// The rules for passwords that are ready-made.
enum PasswordRules: String, ExpressibleByArgument, CaseIterable {
    case standard, nist

    var policy: PasswordPolicy { self == .nist ? .nist : .standard }
}

extension TenantParts {
    /// The parts of a company, whatever it is kept in.
    init(
        directory: any UserDirectory, credentials: any CredentialVault, sessions: any SessionStore,
        secondFactors: any SecondFactorStore = NoSecondFactorStore(), passwords: PasswordPolicy = .standard
    ) throws {
        self.init(
            catalog: .partnerCenter, directory: directory, credentials: credentials, sessions: sessions,
            secondFactors: secondFactors, notifier: StdoutMailer(),
            policy: try TenantPolicy(
                passwords: passwords, attributes: .scim, releasesNamesOfDeletedAccounts: true),
            observer: LoggingObserver(Logger(label: "roster")))
    }
}
