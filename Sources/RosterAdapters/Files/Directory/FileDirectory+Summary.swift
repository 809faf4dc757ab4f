import RosterDomain
public import RosterStore

extension FileDirectory {
    /// Returns what is in the folder, in numbers: users, files, and how large they are.
    ///
    /// - Throws: `FileStoreError` when something cannot be read.
    /// - Complexity: O(users + files).
    public func summary() async throws(FileStoreError) -> FileDirectorySummary {
        let engine = self.engine
        return try await BlockingWork.run { () throws(FileStoreError) in try engine.summary() }
    }
}

extension StoreEngine<DirectoryContent> {
    fileprivate func summary() throws(FileStoreError) -> FileDirectorySummary {
        try self.refresh()
        let (company, changed, snapshot) = self.content.update { content in
            (content.company, content.changedUserCount, content.snapshot())
        }
        var counts: [AccountStatus: Int] = [:]
        try snapshot.readStandings { counts[$0.status, default: 0] += 1 }
        let entries = try self.folder.entries()
        return FileDirectorySummary(
            revision: snapshot.revision, company: company, userCounts: counts,
            segments: try self.segments(through: snapshot.revision), checkpoint: try self.newestCheckpoint(),
            changedUserCount: changed, tornFiles: entries.filter(Self.isTorn),
            otherEntries: entries.filter { !Self.isTorn($0) && !Self.isOwn($0) })
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

    private static func isTorn(_ name: String) -> Bool {
        name.hasPrefix("journal") && name.contains(".torn-")
    }

    private static func isOwn(_ name: String) -> Bool {
        [OpenedStore<DirectoryContent>.lockName, self.compactionLockName, HeadFile.name].contains(name)
            || JournalName.firstRevision(of: name) != nil || CheckpointFiles.revision(of: name) != nil
    }
}
