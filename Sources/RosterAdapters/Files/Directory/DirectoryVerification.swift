internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// Goes through the history of a directory anew, and compares what it amounts to with what is shown.
struct DirectoryVerification {
    private let engine: StoreEngine<DirectoryContent>
    private let progress: (Double) -> Void
    /// Keeps the checkpoint where it is.
    private let lock: FolderLock
    private let shown: DirectoryView
    /// What the newest checkpoint shows; nil when there is none.
    private var checkpoint: DirectoryView?
    private var hasCompared = (shown: false, checkpoint: false)

    /// Keeps aside what the directory shows, and opens the newest checkpoint.
    init(
        of engine: StoreEngine<DirectoryContent>, progress: @escaping (Double) -> Void
    ) throws(FileStoreError) {
        self.engine = engine
        self.progress = progress
        self.lock = try engine.folder.lock(
            StoreEngine<DirectoryContent>.compactionLockName,
            waitingUpTo: StoreEngine<DirectoryContent>.compactionPatience)
        try engine.refresh()
        self.shown = engine.content.update { DirectoryView(of: &$0, path: engine.folder.path) }
        let files = CheckpointFiles(engine.folder)
        guard let newest = try files.newest() else { return }
        let checkpoint = try files.open(newest.revision, kind: DirectoryContent.kind)
        guard checkpoint.info.store == engine.store else { throw .lost(path: checkpoint.path) }
        var content = try DirectoryContent(checkpoint)
        self.checkpoint = DirectoryView(of: &content, path: checkpoint.path)
    }

    /// Looks at everything, and returns what it was.
    mutating func run() throws(FileStoreError) -> FileDirectoryReport {
        let last = max(self.shown.revision, self.checkpoint?.revision ?? .start)
        let extent = try JournalExtent(in: self.engine.folder, kind: DirectoryContent.kind, through: last.number)
        try self.verifyCheckpoints()
        try self.replay(through: last)
        guard self.hasCompared.shown, self.hasCompared.checkpoint || self.checkpoint == nil else {
            let path = self.checkpoint?.path ?? self.engine.folder.path
            throw .damaged(
                path: path, offset: 0, revision: last.number, detail: "the history has no step that ends there")
        }
        try self.checkEnd(after: last)
        self.progress(1)
        withExtendedLifetime(self.lock) {}
        return self.report(extent)
    }

    private func report(_ extent: JournalExtent) -> FileDirectoryReport {
        FileDirectoryReport(
            revision: self.shown.revision, userCount: self.shown.snapshot.userCount,
            segmentCount: extent.segments.count, journalByteCount: extent.usedByteCount,
            checkpointRevision: self.checkpoint?.revision,
            checkpointByteCount: UInt64(self.checkpoint?.snapshot.table.checkpoint?.byteCount ?? 0))
    }

    /// Compares every byte of the checkpoints with their checksums, and their indexes with their records.
    private func verifyCheckpoints() throws(FileStoreError) {
        try self.checkpoint?.snapshot.verify { done, total in self.progress(0.3 * Double(done) / Double(max(1, total)))
        }
        // Another process may have written that one; this one may still read the one before.
        try self.shown.snapshot.verify()
    }

    private mutating func replay(through last: Revision) throws(FileStoreError) {
        let journal = try Journal(in: self.engine.folder, kind: DirectoryContent.kind, after: 0)
        guard journal.store == self.engine.store else { throw .lost(path: journal.segment.path) }
        var content = DirectoryContent()
        try self.compare(&content)
        var percent: UInt64 = 0
        while let frame = try journal.next(through: last.number) {
            try content.replay(frame)
            try self.compare(&content)
            guard frame.lastRevision * 100 / last.number > percent else { continue }
            percent = frame.lastRevision * 100 / last.number
            self.progress(0.3 + 0.4 * Double(percent) / 100)
        }
    }

    /// Finds whether zeros follow the last step, while no process commits; what a crash tore is no damage.
    private func checkEnd(after last: Revision) throws(FileStoreError) {
        // A reader may have found no lock when it opened the store.
        let lock = try self.engine.folder.lock(
            OpenedStore<DirectoryContent>.lockName, waitingUpTo: self.engine.options.lockPatience)
        defer { withExtendedLifetime(lock) {} }
        let journal = try Journal(in: self.engine.folder, kind: DirectoryContent.kind, after: last.number)
        while try journal.nextOrTail() != nil {}
    }

    /// Compares what the history amounts to so far with whatever is shown at that revision.
    private mutating func compare(_ content: inout DirectoryContent) throws(FileStoreError) {
        let (isShown, isCheckpoint) = (
            content.revision == self.shown.revision, content.revision == self.checkpoint?.revision
        )
        guard isShown || isCheckpoint else { return }
        let known = DirectoryView(of: &content, path: self.engine.folder.path)
        if isCheckpoint {
            try self.checkpoint?.check(against: known) { part in self.progress(0.7 + 0.1 * part) }
            self.hasCompared.checkpoint = true
        }
        if isShown {
            try self.shown.check(against: known) { part in self.progress(0.8 + 0.2 * part) }
            self.hasCompared.shown = true
        }
    }
}

/// All that a directory shows at one revision, to be compared with what another shows.
struct DirectoryView {
    let company: Company?
    let notifiedThrough: Revision
    let snapshot: DirectorySnapshot
    /// Names what shows it, where there is no better place to name.
    let path: String

    /// Keeps what some content holds now.
    init(of content: inout DirectoryContent, path: String) {
        self.company = content.company
        self.notifiedThrough = content.notifiedThrough
        self.snapshot = content.snapshot()
        self.path = path
    }

    var revision: Revision { self.snapshot.revision }

    /// Compares everything with what is known to be right.
    ///
    /// - Throws: `FileStoreError.damaged(path:offset:revision:detail:)` with the first user who differs, or what else does.
    /// - Complexity: O(users).
    func check(against right: DirectoryView, progress: (Double) -> Void) throws(FileStoreError) {
        guard self.company == right.company, self.notifiedThrough == right.notifiedThrough else {
            throw self.damaged("the company is not what the history amounts to")
        }
        guard self.snapshot.groups == right.snapshot.groups else {
            throw self.damaged("the groups are not what the history amounts to")
        }
        guard self.snapshot.companyRoles == right.snapshot.companyRoles else {
            throw self.damaged("the roles of the company are not what the history amounts to")
        }
        guard self.snapshot.userCount == right.snapshot.userCount else {
            throw self.damaged("the number of users is not what the history amounts to")
        }
        var (shown, known) = (try Reader(self.snapshot), try Reader(right.snapshot))
        var count = 0
        while let wanted = try known.next() {
            guard let found = try shown.next(), found.key == wanted.key else {
                throw self.damaged("a user is missing, or there is one who should not be")
            }
            try self.check(found, shown: &shown, against: wanted, &known)
            count += 1
            if count.isMultiple(of: 16_384) { progress(Double(count) / Double(right.snapshot.userCount)) }
        }
        guard try shown.next() == nil else { throw self.damaged("there is a user who should not be") }
    }

    private func check(
        _ found: FoundRecord, shown: inout Reader, against wanted: FoundRecord, _ known: inout Reader
    ) throws(FileStoreError) {
        let record = try shown.record(of: found)
        guard try record == known.record(of: wanted) else {
            throw self.damaged("the record of a user is not what the history amounts to", found)
        }
        guard try shown.holdings.standing(of: found) == known.holdings.standing(of: wanted) else {
            throw self.damaged("the standing of a user is not what the history amounts to", found)
        }
        for name in record.user.names {
            guard try shown.table.holder(of: name)?.key == found.key else {
                throw self.damaged("a user is not found by a name", found)
            }
        }
        guard try shown.table.place(of: found.key) == found.place else {
            throw self.damaged("a user is not found by the identifier", found)
        }
    }

    private func damaged(_ detail: String, _ user: FoundRecord? = nil) -> FileStoreError {
        if case .checkpoint(let ordinal) = user?.place, let checkpoint = self.snapshot.table.checkpoint {
            return checkpoint.damaged(ordinal, detail)
        }
        return .damaged(path: self.path, offset: 0, revision: self.revision.number, detail: detail)
    }
}

/// Goes through the users of a snapshot.
private struct Reader {
    let table: RecordTable
    var holdings: SharedHoldings
    private let names: StoredNames
    private var cursor: RecordCursor

    init(_ snapshot: DirectorySnapshot) throws(FileStoreError) {
        self.table = snapshot.table
        self.names = snapshot.names
        self.holdings = SharedHoldings(snapshot)
        self.cursor = try RecordCursor(snapshot.table)
    }

    mutating func next() throws(FileStoreError) -> FoundRecord? { try self.cursor.next() }

    func record(of user: FoundRecord) throws(FileStoreError) -> UserRecord {
        try self.table.record(of: UserID(user.key), at: user.place, self.names)
    }
}
