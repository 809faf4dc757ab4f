/// A segment of a journal that is copied, with other bytes in some of its steps, frame by frame.
struct SegmentCopy {
    private let first: UInt64
    private let folder: PrivateFolder
    private let kind: StoreKind
    private let store: StoreID

    /// Names the segment.
    init(of first: UInt64, in folder: PrivateFolder, kind: StoreKind, store: StoreID) {
        self.first = first
        self.folder = folder
        self.kind = kind
        self.store = store
    }

    var name: String { JournalName.segment(self.first) }

    /// Whether a step in it changes.
    ///
    /// - Parameter end: Where its last frame ends; nil for a segment that was ended.
    func isAffected(
        by transformation: @Sendable (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> [UInt8]?,
        end: UInt64?
    ) throws(FileStoreError) -> Bool {
        var isAffected = false
        try self.forEachFrame(end: end) { (frame) throws(FileStoreError) in
            try frame?.forEachCommit { (number, bytes) throws(ByteReader.Malformed) in
                if !isAffected { isAffected = try transformation(number, bytes) != nil }
            }
            return !isAffected
        }
        return isAffected
    }

    /// Writes the copy, durably, into a file that has no name yet.
    ///
    /// - Returns: What `PrivateFolder.finish(_:as:)` takes.
    func write(
        _ transformation: @Sendable (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> [UInt8]?,
        end: UInt64?,
        sizes: JournalSizes
    ) throws(FileStoreError) -> String {
        let (unfinished, file) = try self.folder.create(self.name)
        let path = self.folder.path(of: self.name)
        do throws(FileStoreError) {
            var offset = UInt64(JournalFormat.headerByteCount)
            let header = JournalSegmentHeader(store: self.store, kind: self.kind.number, firstRevision: self.first)
            try translating(path) { () throws(FileFailure) in try file.write(header.bytes, at: 0) }
            try self.forEachFrame(end: end) { (frame) throws(FileStoreError) in
                offset += try self.write(frame, transformation, to: file, at: offset)
                return true
            }
            try translating(path) { () throws(FileFailure) in
                if end != nil {
                    try Journal.writeZeros(to: file, from: offset, to: sizes.byteCount(after: 0, roomUpTo: offset))
                }
                try file.syncAll()
            }
            return unfinished
        } catch {
            self.folder.discard(unfinished)
            throw error
        }
    }

    /// Writes one frame, or for nil the one that ends the segment, and returns how many bytes it has.
    private func write(
        _ frame: JournalFrame?,
        _ transformation: @Sendable (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> [UInt8]?,
        to file: any StoreFile, at offset: UInt64
    ) throws(FileStoreError) -> UInt64 {
        let path = self.folder.path(of: self.name)
        guard let frame else {
            let next = try self.nextSegment()
            return try translating(path) { () throws(FileFailure) in
                let bytes = try JournalGroup.endFrame(next: next, of: self.store)
                try file.write(bytes, at: offset)
                return UInt64(bytes.count)
            }
        }
        var group = JournalGroup(first: frame.firstRevision)
        try frame.forEachCommit { (number, bytes) throws(ByteReader.Malformed) in
            if let changed = try transformation(number, bytes) { group.add(changed) } else { group.add(Array(bytes)) }
        }
        guard group.byteCount <= JournalFormat.payloadByteLimit else {
            throw .tooLarge(path: path, byteLimit: JournalFormat.payloadByteLimit)
        }
        try translating(path) { () throws(FileFailure) in
            try group.withFrame(of: self.store) { (bytes) throws(FileFailure) in try file.write(bytes, at: offset) }
        }
        return UInt64(group.frameByteCount)
    }

    private func nextSegment() throws(FileStoreError) -> UInt64 {
        let segment = try self.open()
        guard let next = try segment.end()?.next else {
            throw segment.damage(at: 0, revision: nil, "the frame is missing that ends the segment")
        }
        return next
    }

    private func open() throws(FileStoreError) -> JournalSegment {
        guard let segment = try JournalSegment.open(self.first, in: self.folder, kind: self.kind, store: self.store)
        else { throw .lost(path: self.folder.path(of: self.name)) }
        return segment
    }

    /// Lends each frame, and nil for the one that ends the segment, until `body` returns false.
    private func forEachFrame(
        end: UInt64?, _ body: (JournalFrame?) throws(FileStoreError) -> Bool
    ) throws(FileStoreError) {
        let segment = try self.open()
        var (offset, next) = (UInt64(JournalFormat.headerByteCount), self.first)
        while end.map({ offset < $0 }) ?? true {
            guard let header = try segment.frameHeader(at: offset), header.firstRevision == next,
                let payload = try segment.payload(of: header, at: offset)
            else { throw segment.damage(at: offset, revision: next, "the frame is missing or damaged") }
            guard !header.isEnd else {
                _ = try body(nil)
                return
            }
            let frame = JournalFrame(
                firstRevision: next, count: header.commitCount, payload: Array(payload), path: segment.path,
                offset: offset)
            guard try body(frame) else { return }
            offset += UInt64(header.frameByteCount)
            next = header.lastRevision + 1
        }
    }
}
