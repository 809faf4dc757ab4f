internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// The store of a vault, as what compares passwords asks it.
struct CredentialFiles: CredentialStore {
    let engine: StoreEngine<CredentialContent>

    func credentials(of user: UserID) throws(CredentialVaultError) -> UserCredentials {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read { (content) throws(FileStoreError) in
                try content.credentials(of: user)
            }
        } catch {
            throw error.isDamage ? .damaged(cause: error) : .unavailable(cause: error)
        }
    }

    func replace(
        _ former: UserCredentials?, with credentials: UserCredentials, of user: UserID
    ) throws(CredentialVaultError) -> Bool {
        let request = CredentialRequest(user: user, credentials: credentials, former: former)
        return try self.engine.replyBlocking(to: request).get()
    }

    func unsettledUsers() throws(CredentialVaultError) -> [UserID] {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read { (content) throws(FileStoreError) in try content.unsettledUsers() }
        } catch {
            throw error.isDamage ? .damaged(cause: error) : .unavailable(cause: error)
        }
    }
}
