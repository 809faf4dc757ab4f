internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// The store of a vault, as what compares passwords asks it.
struct CredentialFiles: CredentialStore {
    let engine: StoreEngine<PerUserContent<UserCredentials>>

    func credentials(of user: UserID) throws(CredentialVaultError) -> UserCredentials {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read { (content) throws(FileStoreError) in
                try content.record(of: user)
            }
        } catch {
            throw error.isDamage ? .damaged(cause: error) : .unavailable(cause: error)
        }
    }

    func replace(
        _ former: UserCredentials?, with credentials: UserCredentials, of user: UserID
    ) throws(CredentialVaultError) -> Bool {
        let request = PerUserRequest(credentials, of: user, replacing: former)
        do throws(FileStoreError) {
            return try self.engine.replyBlocking(to: request).get()
        } catch {
            throw .unavailable(cause: error)
        }
    }

    func unsettledUsers() throws(CredentialVaultError) -> [UserID] {
        try self.users(withFlags: UserCredentials.isUnsettled)
    }

    func usersWithFailures() throws(CredentialVaultError) -> [UserID] {
        try self.users(withFlags: UserCredentials.hasFailures)
    }

    private func users(withFlags flags: UInt8) throws(CredentialVaultError) -> [UserID] {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read { (content) throws(FileStoreError) in
                try content.users(withFlags: flags)
            }
        } catch {
            throw error.isDamage ? .damaged(cause: error) : .unavailable(cause: error)
        }
    }
}
