internal import RosterDomain
public import RosterPorts
internal import RosterStore

extension FileDirectory {
    /// Erases what earlier steps that purge users have left, because a process was killed or the disk failed.
    ///
    /// Opening the directory does so, too, unless another process is at it.
    ///
    /// - Throws: `UserDirectoryError.unavailable(cause:)`.
    public func finishErasures() async throws(UserDirectoryError) {
        let engine = self.engine
        do throws(FileStoreError) {
            try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                try engine.finishErasures(waitingUpTo: StoreEngine<DirectoryContent>.compactionPatience)
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }

    /// Adds steps of which some purge users, and erases what is personal of these users from all files.
    func purge(
        _ users: Set<UserID>, by requests: [DirectoryRequest]
    ) async -> [Result<Commit, UserDirectoryError>] {
        let engine = self.engine
        return await BlockingWork.run(.lengthy) { engine.purge(users, by: requests) }
    }
}

extension [Change] {
    /// The users whom the changes purge.
    var purgedUsers: Set<UserID> {
        Set(self.compactMap { change in if case .userPurged(let user) = change { user } else { nil } })
    }
}

extension StoreEngine<DirectoryContent> {
    /// The steps come only once the users are noted whose purge is to be completed after a crash.
    fileprivate func purge(
        _ users: Set<UserID>, by requests: [DirectoryRequest]
    ) -> [Result<Commit, UserDirectoryError>] {
        let lock: FolderLock
        do throws(FileStoreError) {
            lock = try self.lockForRewriting(waitingUpTo: Self.compactionPatience)
            try ErasureNote.add(users, in: self.folder)
        } catch {
            return requests.map { _ in .failure(.unavailable(cause: error)) }
        }
        var replies = self.repliesBlocking(to: requests)
        do throws(FileStoreError) {
            try self.erase(holding: lock)
        } catch {
            for position in replies.indices {
                guard case .success(let commit) = replies[position], !commit.changes.purgedUsers.isEmpty else {
                    continue
                }
                replies[position] = .failure(.erasureUnfinished(commit, cause: error))
            }
        }
        return replies
    }

    /// Erases what is noted, if anything is.
    func finishErasures(waitingUpTo limit: Duration) throws(FileStoreError) {
        guard try self.hasErasures else { return }
        try self.erase(holding: self.lockForRewriting(waitingUpTo: limit))
    }

    /// The same under the lock for rewriting.
    func finishErasures(holding lock: FolderLock) throws(FileStoreError) {
        if try self.hasErasures { try self.erase(holding: lock) }
    }

    private var hasErasures: Bool {
        get throws(FileStoreError) {
            if self.folder.isForReading { return false }
            return try !ErasureNote.users(in: self.folder).isEmpty
        }
    }

    /// Erases the users noted whom a step has purged; for the others, none was added, or none is known to have been.
    private func erase(holding lock: FolderLock) throws(FileStoreError) {
        let users = try ErasureNote.users(in: self.folder)
        // A purge of which no process was told would come to light with the next step, and no note would be left of it.
        try self.takeOverAll()
        let last = self.content.revision
        let (erasure, steps) = try self.readingHistory { (history) throws(FileStoreError) in
            var (erasure, steps) = (PersonalErasure(of: users), RevisionSet())
            try history.read(after: 0, through: last, limit: .max) { (number, bytes) throws(ByteReader.Malformed) in
                let step = try CommitCodec.read(bytes, revision: Revision(number))
                erasure.note(step)
                if erasure.mayConcern(step) { steps.insert(number) }
            }
            return (erasure, steps)
        }
        if !erasure.purged.isEmpty {
            // Refusals are found by names in other steps, which must still be there after a crash.
            try self.rewrite(steps, holding: lock) { erasure.erasedQuotes(in: $0) }
            try self.rewrite(steps, holding: lock) { erasure.erased($0) }
        }
        try self.folder.remove(ErasureNote.name)
    }
}

extension StoreEngine<DirectoryContent> {
    private func rewrite(
        _ steps: RevisionSet, holding lock: FolderLock, _ body: @escaping @Sendable (Commit) -> Commit?
    ) throws(FileStoreError) {
        try self.rewriteHistory(of: steps, holding: lock) { (number, bytes) throws(ByteReader.Malformed) in
            body(try CommitCodec.read(bytes, revision: Revision(number))).map { StoredForm.bytes(of: $0) }
        }
    }
}

/// The users whose purge has begun, in a file of their identifiers, one in a line.
///
/// It is there before the step that purges them, and goes once everything is erased. Only the holder of the lock for rewriting writes it.
enum ErasureNote {
    static let name = "erasure"

    /// The users noted; none without a file.
    static func users(in folder: PrivateFolder) throws(FileStoreError) -> Set<UserID> {
        guard let bytes = try folder.read(Self.name, byteLimit: Self.byteLimit) else { return [] }
        var users: Set<UserID> = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard let user = try? UserID(String(line)) else {
                throw .damaged(
                    path: folder.path(of: Self.name), offset: 0, revision: nil,
                    detail: "a line is not the identifier of a user")
            }
            users.insert(user)
        }
        return users
    }

    /// Notes users beside those noted; durable once this returns.
    static func add(_ users: Set<UserID>, in folder: PrivateFolder) throws(FileStoreError) {
        let all = try Self.users(in: folder).union(users).sorted()
        try folder.replace(Self.name, with: Array(all.map { "\($0)\n" }.joined().utf8))
    }

    private static let byteLimit = 1 << 26
}
