#if PostgreSQL
    internal import RosterAdapters
    internal import RosterDomain
    internal import RosterPorts

    /// The table of a vault, as what compares passwords asks it: a row for each user who has credentials.
    struct CredentialRows: CredentialStore {
        let core: ServerCore
        let company: CompanyID

        private var schema: SchemaName { self.core.schema }

        func credentials(of user: UserID) async throws(CredentialVaultError) -> UserCredentials {
            let request = self.schema.credentials(of: user, in: self.company)
            let bytes = try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform {
                    [limit = self.core.limits.answer] (connection) throws(PostgreSQLError) in
                    let rows = try connection.run(request, within: limit)
                    return rows.isEmpty ? nil : rows.bytes(0, 0)
                }
            }
            return try bytes.map { (bytes) throws(CredentialVaultError) in try Self.decoded(bytes) }
                ?? UserCredentials()
        }

        func replace(
            _ former: UserCredentials?, with credentials: UserCredentials, of user: UserID
        ) async throws(CredentialVaultError) -> Bool {
            let (schema, company, limits) = (self.schema, self.company, self.core.limits)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                    let rows = try connection.run(
                        [
                            .beginWriting, schema.limits(limits), schema.credentialAddition(of: user, in: company),
                            schema.credentials(of: user, in: company, locking: true),
                        ], within: limits.answer)
                    guard !rows[3].isEmpty else { throw .unexpectedAnswer("a row that was added is missing") }
                    // What cannot be read is replaced by those who ask for no former content, and equal to none.
                    let present = try? Self.decoded(rows[3].bytes(0, 0))
                    guard former.map({ former in present?.isSame(as: former) ?? false }) ?? true else {
                        _ = try connection.run(.rollback, within: limits.answer)
                        return false
                    }
                    try connection.commitOnce(
                        [schema.replacement(of: user, in: company, with: credentials)], within: limits.answer)
                    return true
                }
            }
        }

        func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
            try await self.users(self.schema.unsettledUsers(of: self.company))
        }

        func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
            try await self.users(self.schema.usersWithFailures(of: self.company))
        }

        private func users(_ request: PostgreSQLRequest) async throws(CredentialVaultError) -> [UserID] {
            try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform {
                    [limit = self.core.limits.answer] (connection) throws(PostgreSQLError) in
                    let rows = try connection.run(request, within: limit)
                    var users: [UserID] = []
                    for row in rows.indices { users.append(UserID(bits: try rows.uuid(row, 0))) }
                    return users
                }
            }
        }

        private static func decoded(_ bytes: [UInt8]) throws(CredentialVaultError) -> UserCredentials {
            do throws(StoredFormError) { return try StoredForm.decoded(bytes) } catch { throw .damaged(cause: error) }
        }

        private func translating<Value>(
            _ body: () async throws(PostgreSQLError) -> Value
        ) async throws(CredentialVaultError) -> Value {
            do throws(PostgreSQLError) { return try await body() } catch { throw .unavailable(cause: error) }
        }
    }

    /// The statements of a vault. Hashes are bound as parameters, so that no statement and no message of the server quotes one.
    extension SchemaName {
        fileprivate func credentials(
            of user: UserID, in company: CompanyID, locking isLocking: Bool = false
        ) -> PostgreSQLRequest {
            let sql = "SELECT record FROM \(self).credentials WHERE company = $1 AND user_id = $2"
            return PostgreSQLRequest(
                isLocking ? "lock-credentials" : "credentials", isLocking ? sql + " FOR UPDATE" : sql,
                .uuid(company.bits),
                .uuid(user.bits))
        }

        /// Adds a row without credentials, which no other transaction ever sees, so that there is one to lock.
        fileprivate func credentialAddition(of user: UserID, in company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "add-credentials",
                """
                INSERT INTO \(self).credentials (company, user_id, unsettled, failures, record)
                VALUES ($1, $2, false, false, '') ON CONFLICT DO NOTHING
                """, .uuid(company.bits), .uuid(user.bits))
        }

        fileprivate func replacement(
            of user: UserID, in company: CompanyID, with credentials: UserCredentials
        ) -> PostgreSQLRequest {
            guard !credentials.isBlank else {
                return PostgreSQLRequest(
                    "remove-credentials", "DELETE FROM \(self).credentials WHERE company = $1 AND user_id = $2",
                    .uuid(company.bits), .uuid(user.bits))
            }
            return PostgreSQLRequest(
                "replace-credentials",
                """
                UPDATE \(self).credentials SET unsettled = $3, failures = $4, record = $5 WHERE company = $1 AND user_id = $2
                """, .uuid(company.bits), .uuid(user.bits), .truth(credentials.list.count > 1),
                .truth(credentials.attempts?.hasFailures ?? false), .bytes(StoredForm.encoded(credentials)))
        }

        fileprivate func unsettledUsers(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "unsettled",
                "SELECT user_id FROM \(self).credentials WHERE company = $1 AND unsettled ORDER BY user_id",
                .uuid(company.bits))
        }

        fileprivate func usersWithFailures(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "failures", "SELECT user_id FROM \(self).credentials WHERE company = $1 AND failures ORDER BY user_id",
                .uuid(company.bits))
        }
    }
#endif
