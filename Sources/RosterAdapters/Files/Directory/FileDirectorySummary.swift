public import RosterDomain
public import RosterStore

/// What is in the folder of a directory, in numbers.
public struct FileDirectorySummary: Sendable, Hashable {
    /// A file that holds part of the history.
    public struct Segment: Sendable, Hashable {
        /// The file's name.
        public let name: String
        /// The revision that the first step in it reaches.
        public let firstRevision: Revision
        /// The bytes of history in it.
        public let usedByteCount: UInt64
        /// The length of the file; what is beyond the history is zeros, for steps to come.
        public let byteCount: UInt64
    }

    /// A file that holds what the history amounts to at one revision.
    public struct Checkpoint: Sendable, Hashable {
        /// The file's name.
        public let name: String
        /// The revision at which it holds everything.
        public let revision: Revision
        /// The length of the file.
        public let byteCount: UInt64
    }

    /// How far the history reaches.
    public let revision: Revision
    /// The company; nil before it is enrolled.
    public let company: Company?
    /// The number of users by status; none for a status that no user has.
    public let userCounts: [AccountStatus: Int]
    /// The number of groups in use.
    public let groupCount: Int
    /// The number of deleted groups.
    public let deletedGroupCount: Int
    /// The number of roles that the company defined and did not delete, retired ones among them.
    public let companyRoleCount: Int
    /// The files that hold the history, in order.
    public let segments: [Segment]
    /// The newest checkpoint; nil when there is none.
    public let checkpoint: Checkpoint?
    /// The number of users who changed since the checkpoint that is in use, and are in memory.
    public let changedUserCount: Int
    /// The names of files that keep what a crash left unfinished; they can be removed.
    public let tornFiles: [String]
    /// The names of whatever else is in the folder, credentials say.
    public let otherEntries: [String]

    /// The number of users, deleted ones among them.
    public var userCount: Int { self.userCounts.values.reduce(0, +) }
}

extension FileDirectory {
    /// Returns what is in the folder, in numbers: users, groups, roles of the company, files, and how large they are.
    ///
    /// - Throws: `FileStoreError` when something cannot be read.
    /// - Complexity: O(users + files).
    public func summary() async throws(FileStoreError) -> FileDirectorySummary {
        let engine = self.engine
        return try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in try engine.summary() }
    }
}

extension StoreEngine<DirectoryContent> {
    fileprivate func summary() throws(FileStoreError) -> FileDirectorySummary {
        try self.refresh()
        let (company, changed, snapshot) = self.content.update { content in
            (content.company, content.changedUserCount, content.snapshot())
        }
        var counts: [AccountStatus: Int] = [:]
        try snapshot.readUserStandings { counts[$0.status, default: 0] += 1 }
        let entries = try self.folder.entries()
        return FileDirectorySummary(
            revision: snapshot.revision, company: company, userCounts: counts,
            groupCount: snapshot.groups.countInUse,
            deletedGroupCount: snapshot.groups.count - snapshot.groups.countInUse,
            companyRoleCount: snapshot.companyRoles.countInUse,
            segments: try self.segments(through: snapshot.revision), checkpoint: try self.newestCheckpoint(),
            changedUserCount: changed, tornFiles: entries.filter(JournalName.isTorn),
            otherEntries: entries.filter { !JournalName.isTorn($0) && !Self.isOwn($0) })
    }

    private func segments(through revision: Revision) throws(FileStoreError) -> [FileDirectorySummary.Segment] {
        try JournalExtent(in: self.folder, kind: DirectoryContent.kind, through: revision.number).segments.map {
            segment in
            FileDirectorySummary.Segment(
                name: segment.name, firstRevision: Revision(segment.firstRevision),
                usedByteCount: segment.usedByteCount, byteCount: segment.byteCount)
        }
    }

    private func newestCheckpoint() throws(FileStoreError) -> FileDirectorySummary.Checkpoint? {
        while let newest = try CheckpointFiles(self.folder).newest() {
            // Gone meanwhile: a newer one is there.
            guard let file = try self.folder.open(newest.name, for: .reading) else { continue }
            let byteCount = try translating(self.folder.path(of: newest.name)) { () throws(FileFailure) in
                try file.status().byteCount
            }
            return FileDirectorySummary.Checkpoint(
                name: newest.name, revision: Revision(newest.revision), byteCount: byteCount)
        }
        return nil
    }

    private static func isOwn(_ name: String) -> Bool {
        [
            OpenedStore<DirectoryContent>.lockName, self.compactionLockName, self.headName,
            FileDirectory.deliveryName, ErasureNote.name,
        ].contains(name)
            || JournalName.firstRevision(of: name) != nil || CheckpointFiles.revision(of: name) != nil
    }
}
