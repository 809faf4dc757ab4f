/// A group of steps out of a journal, whole and checked as bytes.
package struct JournalFrame: Sendable {
    /// The revision that the first of the steps reaches.
    package let firstRevision: UInt64
    /// The number of steps; at least one.
    package let count: Int
    /// The steps, each behind its compact length.
    package let payload: [UInt8]
    /// The segment that they stand in, and where in it.
    package let path: String
    package let offset: UInt64

    /// The revision that the steps reach together.
    package var lastRevision: UInt64 { self.firstRevision + UInt64(self.count) - 1 }

    /// Lends the bytes of each step, in order, with the revision that it reaches.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` when `body` cannot understand a step.
    package func forEachCommit(
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(FileStoreError) {
        try self.payload.withUnsafeBufferPointer { (payload) throws(FileStoreError) in
            let commits = JournalCommits(
                payload: UnsafeRawBufferPointer(payload), first: self.firstRevision, count: self.count)
            var revision = self.firstRevision
            do throws(ByteReader.Malformed) {
                try commits.forEach { (number, bytes) throws(ByteReader.Malformed) in
                    revision = number
                    try body(number, bytes)
                }
            } catch {
                throw error.explaining(self.damage(at: revision, JournalCommits.misunderstanding))
            }
        }
    }

    /// What is wrong with a step of the group, as an error.
    package func damage(at revision: UInt64, _ detail: String) -> FileStoreError {
        .damaged(path: self.path, offset: self.offset, revision: revision, detail: detail)
    }

    /// The group without its steps up to a revision, at least one of which is left.
    func dropping(through revision: UInt64) throws(FileStoreError) -> JournalFrame {
        guard revision >= self.firstRevision else { return self }
        let dropped = Int(revision - self.firstRevision) + 1
        let start = self.payload.withUnsafeBytes { payload in
            var reader = ByteReader(payload)
            for _ in 0..<dropped {
                guard let count = try? reader.readCount(), (try? reader.read(count: count)) != nil else { return -1 }
            }
            return reader.position
        }
        guard start >= 0 else { throw self.damage(at: self.firstRevision, JournalCommits.misunderstanding) }
        return JournalFrame(
            firstRevision: revision + 1, count: self.count - dropped, payload: Array(self.payload[start...]),
            path: self.path, offset: self.offset)
    }
}

/// The steps in a payload.
package struct JournalCommits {
    static let misunderstanding = "the record is whole but cannot be understood"

    let payload: UnsafeRawBufferPointer
    let first: UInt64
    let count: Int

    /// Names the steps of a payload.
    package init(payload: UnsafeRawBufferPointer, first: UInt64, count: Int) {
        self.payload = payload
        self.first = first
        self.count = count
    }

    /// Lends the bytes of each step; all bytes of the payload must belong to one.
    @inline(__always)
    package func forEach(
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(ByteReader.Malformed) {
        var reader = ByteReader(self.payload)
        for number in 0..<self.count {
            let byteCount = try reader.readCount()
            try body(self.first + UInt64(number), try reader.read(count: byteCount))
        }
        guard reader.remainingCount == 0 else { throw .init() }
    }
}
