internal import RosterDomain

/// A journal read from its beginning to its end, every byte of it checked.
///
/// Nothing is written.
struct FormatOneReplay {
    let store: StoreID
    /// What the history amounts to.
    private(set) var state = DirectoryState()
    /// The history.
    private(set) var commits: [Commit] = []
    /// Where the last good frame begins, or nil when there is none.
    private(set) var lastFrame: UInt64?
    /// Where the last good frame ends.
    private(set) var end: UInt64
    /// The torn end of the file, or nil when the file ends with a good frame.
    private(set) var tornTail: FormatOneTail?

    private let file: any StoreFile
    private let path: String
    private let byteCount: UInt64

    /// Reads a journal.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` for damage anywhere but at a torn end.
    init(_ file: any StoreFile, path: String) throws(FileStoreError) {
        self.file = file
        self.path = path
        self.byteCount = try translating(path) { () throws(FileFailure) in try file.status().byteCount }
        let header = try translating(path) { () throws(FileFailure) in
            try file.read(FormatOneLayout.headerByteCount, at: 0)
        }
        self.store = try StoreID(journalHeader: header, path: path)
        self.end = UInt64(header.count)
        while self.end < self.byteCount, self.tornTail == nil { try self.readFrame() }
    }

    private mutating func readFrame() throws(FileStoreError) {
        let bytes = try self.read(FormatOneLayout.frameHeaderByteCount, at: self.end)
        guard let header = FormatOneFrame(bytes[...], of: self.store) else { return try self.readTail() }
        guard header.revision == self.state.revision.next.number else {
            throw self.damage("the record is that of revision \(header.revision)")
        }
        // No more is read than is there, whatever the length says.
        guard UInt64(header.frameByteCount) <= self.byteCount - self.end else { return try self.readTail() }
        let payload = try self.read(header.payloadByteCount, at: self.end + UInt64(bytes.count))
        guard CRC32C.checksum(of: payload) == header.payloadChecksum else { return try self.readTail() }
        try self.take(payload)
        self.lastFrame = self.end
        self.end += UInt64(header.frameByteCount)
    }

    private mutating func take(_ payload: [UInt8]) throws(FileStoreError) {
        guard let commit = Commit(journalPayload: payload) else {
            throw self.damage("the record is whole but cannot be understood")
        }
        guard commit.revision == self.state.revision.next else {
            throw self.damage("the record says that it is revision \(commit.revision)")
        }
        guard (try? self.state.apply(commit)) != nil else {
            throw self.damage("the record contradicts those before it")
        }
        self.commits.append(commit)
    }

    private mutating func readTail() throws(FileStoreError) {
        let byteCount = self.byteCount - self.end
        // Nothing is read of what can only be damage: it may be more than there is memory.
        if let detail = FormatOneTail.damage(ofByteCount: byteCount) { throw self.damage(detail) }
        let bytes = try self.read(Int(byteCount), at: self.end)
        let revision = self.state.revision.next.number
        let tail = FormatOneTail(bytes: bytes, offset: self.end, store: self.store, revision: revision)
        if let detail = tail.damage { throw self.damage(detail) }
        self.tornTail = tail
    }

    private func read(_ count: Int, at offset: UInt64) throws(FileStoreError) -> [UInt8] {
        try translating(self.path) { () throws(FileFailure) in try self.file.read(count, at: offset) }
    }

    private func damage(_ detail: String) -> FileStoreError {
        .damaged(path: self.path, offset: self.end, revision: self.state.revision.next, detail: detail)
    }
}
