extension Journal {
    /// Takes a torn end away, durably, after keeping its bytes in a file of their own; nil when there was none.
    ///
    /// Only the holder of the store's lock may do so, where ``nextOrTail()`` has found the end. A crash at any point leaves
    /// the end as torn as it was, or taken away. Also ends the segment, when the process that began to do so died.
    package func recoverTail() throws(FileStoreError) -> RecoveredTail? {
        let recovered = try self.takeTornTail()
        // The next segment is made once more: the process that made it may not have got its name onto the disk, and a sync that
        // failed is not made up for by another one.
        if self.isNextMade { try self.beginSegment() }
        return recovered
    }

    private func takeTornTail() throws(FileStoreError) -> RecoveredTail? {
        guard let tail = self.tornTail else { return nil }
        let file = try self.segment.file.open()
        let kept = try self.folder.make("\(self.segment.file.name).torn-\(tail.offset)", with: tail.bytes)
        self.durableByteCount = nil
        try translating(self.segment.path) { () throws(FileFailure) in
            // Space is made behind it again when the next frame needs some.
            try file.resize(to: tail.offset)
            try file.syncAll()
        }
        self.durableByteCount = tail.offset
        self.segment.forgetWindow()
        self.tornTail = nil
        self.isEndChecked = true
        return RecoveredTail(offset: tail.offset, byteCount: tail.bytes.count, fileName: kept)
    }

    /// Writes all frames from a position on once more, up to where the journal was read, and makes them durable.
    ///
    /// After a sync has failed, what was to be written may be in memory only. It can be read, and a sync alone would not
    /// write it again. Only the holder of the store's lock may do so.
    package func persistAgain(from start: JournalPosition) throws(FileStoreError) {
        var place = start
        while place.segment < self.position.segment {
            let first = place.segment
            if try self.isDropped(first) {
                place = JournalPosition(segment: self.position.segment, offset: 0, next: self.position.segment)
                break
            }
            let segment = try Self.open(first, in: self.folder, kind: self.kind, store: self.store)
            guard let end = try segment.end() else {
                throw segment.damage(at: place.offset, revision: nil, "the frame is missing that ends the segment")
            }
            try Self.rewrite(segment, from: place.offset, to: try segment.byteCount())
            place = JournalPosition(segment: end.next, offset: 0, next: end.next)
        }
        try Self.rewrite(self.segment, from: place.offset, to: self.position.offset)
        try self.folder.sync()
    }

    /// Whether a segment was removed, with all before it, because a checkpoint holds what is in it: that is durable.
    private func isDropped(_ first: UInt64) throws(FileStoreError) -> Bool {
        guard self.kind.dropsHistory, let oldest = try JournalName.segments(in: self.folder).first else { return false }
        return first < oldest
    }

    private static func rewrite(
        _ segment: JournalSegment, from start: UInt64, to end: UInt64
    ) throws(FileStoreError) {
        let step: UInt64 = 1 << 20
        let file = try segment.file.open()
        try translating(segment.path) { () throws(FileFailure) in
            var offset = start
            while offset < end {
                let bytes = try file.read(Int(min(step, end - offset)), at: offset)
                guard !bytes.isEmpty else { throw .endOfFile }
                try file.write(bytes, at: offset)
                offset += UInt64(bytes.count)
            }
            try file.syncAll()
        }
    }
}

extension Journal {
    /// Removes the segments whose steps a checkpoint holds, the oldest first, and what was kept of their torn ends.
    ///
    /// Only the holder of the store's lock may do so, once the checkpoint is durable. A crash at any point leaves a journal
    /// that begins at or before what follows the checkpoint.
    static func dropSegments(in folder: PrivateFolder, through revision: UInt64) throws(FileStoreError) {
        let firsts = try JournalName.segments(in: folder)
        for (first, next) in zip(firsts, firsts.dropFirst()) where next <= revision + 1 {
            let name = JournalName.segment(first)
            for other in try folder.names() where other.hasPrefix("\(name).torn-") { try folder.remove(other) }
            try folder.remove(name)
        }
    }
}
