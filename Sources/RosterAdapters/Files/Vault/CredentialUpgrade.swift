internal import RosterDomain
internal import RosterPorts

/// Takes the credentials of the first format, one file a user, into the store that stands in the same folder.
///
/// They become durable in one write, and only then are the files removed. So whoever finds files beside a store that holds
/// anything knows that they have been taken over, and were only not all removed. That is looked at once more under the lock:
/// another process may have taken them over meanwhile, and changed them.
enum CredentialUpgrade {
    /// Upgrades a folder, if there is anything of the first format in it.
    static func run(in folder: PrivateFolder, to engine: StoreEngine<CredentialContent>) throws(FileStoreError) {
        let users = try folder.names().compactMap { name in
            (try? UserID(name)).flatMap { $0.description == name ? $0 : nil }
        }
        guard !users.isEmpty else { return }
        if engine.content.revision == 0 { try engine.keepAll(Self.requests(for: users, in: folder)) }
        for user in users { try folder.remove(user.description) }
    }

    private static func requests(
        for users: [UserID], in folder: PrivateFolder
    ) throws(FileStoreError) -> [CredentialRequest] {
        var requests: [CredentialRequest] = []
        for user in users {
            guard let bytes = try folder.read(user.description) else { continue }
            guard let credential = CredentialFile.credential(in: bytes, for: user) else {
                let path = folder.path(of: user.description)
                throw .damaged(path: path, offset: 0, revision: nil, detail: "the file is not as it was written")
            }
            requests.append(CredentialRequest(user: user, credential: credential, isFirst: true))
        }
        return requests
    }
}

extension StoreEngine<CredentialContent> {
    /// Keeps credentials in one write, all of them or none.
    fileprivate func keepAll(_ requests: [CredentialRequest]) throws(FileStoreError) {
        for reply in self.repliesBlocking(to: requests, isWhole: true) {
            do throws(CredentialVaultError) {
                _ = try reply.get()
            } catch {
                if case .unavailable(let cause as FileStoreError) = error { throw cause }
                throw .notStorable(path: self.folder.path)
            }
        }
    }
}
