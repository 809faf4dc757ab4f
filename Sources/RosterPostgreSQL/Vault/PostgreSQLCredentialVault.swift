#if PostgreSQL
    public import RosterAdapters
    public import RosterDomain

    /// The credentials of one company in a PostgreSQL database, shared with any number of hosts.
    ///
    /// ``PostgreSQLServer/vault(of:cost:pepper:)`` makes it. Passwords are hashed in the process, on the threads that all vaults of a process
    /// share; the database sees hashes only. The lists of users cost O(users in the list). The guide of the module says for how long the server's
    /// files hold what was forgotten.
    public struct PostgreSQLCredentialVault: KeptCredentialVault {
        // Keeps the connections open.
        private let server: PostgreSQLServer
        package let keeper: CredentialKeeper

        init(_ server: PostgreSQLServer, _ company: CompanyID, hasher: PasswordHasher) {
            self.server = server
            self.keeper = CredentialKeeper(CredentialRows(core: server.core, company: company), hasher: hasher)
        }
    }

    extension PostgreSQLServer {
        /// The credential vault of a company.
        ///
        /// - Parameters:
        ///   - company: The company.
        ///   - cost: How much work one comparison costs; a password that was hashed at a lower cost is hashed anew at the next sign-in.
        ///   - pepper: Keys that passwords are hashed with, kept apart from the database; nil for none.
        public func vault(
            of company: CompanyID, cost: PasswordCost = .standard, pepper: PasswordPepper? = nil
        ) -> PostgreSQLCredentialVault {
            PostgreSQLCredentialVault(
                self, company, hasher: PasswordHasher(SystemPasswordFunction(cost: cost), pepper: pepper))
        }
    }
#endif
