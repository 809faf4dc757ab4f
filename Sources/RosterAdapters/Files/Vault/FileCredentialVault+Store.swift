internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// The store of a vault, as what compares passwords asks it.
struct CredentialFiles: CredentialStore {
    let engine: StoreEngine<CredentialContent>

    func credential(of user: UserID) throws(CredentialVaultError) -> StoredCredential? {
        do throws(FileStoreError) {
            try self.engine.refresh()
            return try self.engine.content.read { (content) throws(FileStoreError) in try content.credential(of: user) }
        } catch {
            throw error.isDamage ? .damaged(cause: error) : .unavailable(cause: error)
        }
    }

    func keep(
        _ credential: StoredCredential, for user: UserID, replacing former: StoredCredential?
    ) throws(CredentialVaultError) -> Bool {
        let request = CredentialRequest(user: user, credential: credential, former: former)
        return try self.engine.replyBlocking(to: request).get()
    }

    func forget(_ user: UserID) throws(CredentialVaultError) {
        _ = try self.engine.replyBlocking(to: CredentialRequest(user: user, credential: nil)).get()
    }
}
