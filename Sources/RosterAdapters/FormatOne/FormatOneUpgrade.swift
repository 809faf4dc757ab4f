internal import RosterDomain

/// Turns a directory of the first format into one of the present format.
///
/// The journal of the first format counts for as long as it has its name, and loses it, in favor of
/// ``FormatOneUpgrade/formerName``, only when everything is in the new one, durably. A crash before leaves the old directory,
/// beside a part of a new one that is thrown away; a crash after, the new one. The old journal is kept.
enum FormatOneUpgrade {
    /// What the journal of the first format is called afterwards.
    static let formerName = "journal.format-1"
    /// How many steps are written at a time.
    private static let groupCount = 1_000

    /// Upgrades a folder, if it holds a directory of the first format.
    ///
    /// The caller holds the store's lock.
    /// - Returns: The torn end that was cut off the old journal, if there was one.
    static func run(in folder: PrivateFolder, mark: StoreMark, sizes: JournalSizes) throws(FileStoreError)
        -> RecoveredTail?
    {
        guard let file = try folder.open(FormatOneJournal.name, for: .writing) else { return nil }
        let path = folder.path(of: FormatOneJournal.name)
        let replay = try FormatOneReplay(file, path: path)
        guard mark.admits(replay.store) else { throw .lost(path: path) }
        let recovered = try FormatOneJournal.recover(replay, of: file, in: folder)
        if try !Self.isDone(through: UInt64(replay.commits.count), of: replay.store, in: folder) {
            try Self.removeBegun(in: folder)
            try Self.write(replay.commits, of: replay.store, to: folder, sizes: sizes)
        }
        try translating(path) { () throws(FileFailure) in
            try folder.folder.rename(FormatOneJournal.name, to: Self.formerName)
            try folder.folder.sync()
        }
        return recovered
    }

    /// Whether the new journal holds everything, and more perhaps.
    ///
    /// The old one has its name again when that it lost it could not be made durable, and the disk forgot it. The new one has
    /// been in use since.
    private static func isDone(
        through revision: UInt64, of store: StoreID, in folder: PrivateFolder
    ) throws(FileStoreError) -> Bool {
        // The first segment is the first to be removed.
        guard try JournalName.segments(in: folder).first == 1 else { return false }
        let journal = try Journal(in: folder, kind: .directory, after: 0)
        guard journal.store == store else { throw .lost(path: folder.path(of: FormatOneJournal.name)) }
        while try journal.nextOrTail() != nil {}
        return journal.position.next > revision
    }

    /// Removes what an upgrade left that did not come to its end.
    private static func removeBegun(in folder: PrivateFolder) throws(FileStoreError) {
        for name in try folder.names() where name.hasPrefix("journal-") && !name.contains(".") {
            try folder.remove(name)
        }
    }

    private static func write(
        _ commits: [Commit], of store: StoreID, to folder: PrivateFolder, sizes: JournalSizes
    ) throws(FileStoreError) {
        try Journal.make(in: folder, store: store, kind: .directory, sizes: sizes)
        let journal = try Journal(in: folder, kind: .directory, after: 0, sizes: sizes)
        _ = try journal.nextOrTail()
        for start in stride(from: 0, to: commits.count, by: Self.groupCount) {
            var group = JournalGroup(first: UInt64(start) + 1)
            for commit in commits[start...].prefix(Self.groupCount) { group.add { CommitCodec.write(commit, to: &$0) } }
            do throws(Journal.AppendError) {
                try journal.append(&group)
            } catch {
                switch error {
                case .nothingWritten(let cause), .outcomeUnknown(let cause): throw cause
                }
            }
        }
    }
}
