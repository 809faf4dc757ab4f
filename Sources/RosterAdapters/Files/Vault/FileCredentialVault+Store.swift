internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// The store of a vault, as what compares passwords asks it.
struct CredentialFiles: CredentialStore {
    let engine: StoreEngine<PerUserContent<UserCredentials>>

    func credentials(of user: UserID) async throws(CredentialVaultError) -> UserCredentials {
        try await self.reading { (content) throws(FileStoreError) in try content.record(of: user) }
    }

    func replace(
        _ former: UserCredentials?, with credentials: UserCredentials, of user: UserID
    ) async throws(CredentialVaultError) -> Bool {
        let (engine, request) = (self.engine, PerUserRequest(credentials, of: user, replacing: former))
        do throws(FileStoreError) {
            return try await BlockingWork.run { () throws(FileStoreError) in
                try engine.replyBlocking(to: request).get()
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
        try await self.users(withFlags: UserCredentials.isUnsettled)
    }

    func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
        try await self.users(withFlags: UserCredentials.hasFailures)
    }

    private func users(withFlags flags: UInt8) async throws(CredentialVaultError) -> [UserID] {
        try await self.reading { (content) throws(FileStoreError) in try content.users(withFlags: flags) }
    }

    private func reading<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing PerUserContent<UserCredentials>) throws(FileStoreError) -> Value
    ) async throws(CredentialVaultError) -> Value {
        let engine = self.engine
        do throws(FileStoreError) {
            return try await BlockingWork.run { () throws(FileStoreError) in
                try engine.refresh()
                return try engine.content.read(body)
            }
        } catch {
            throw error.isDamage ? .damaged(cause: error) : .unavailable(cause: error)
        }
    }
}
