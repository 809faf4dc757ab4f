extension Journal {
    /// Why a group of steps was not added.
    package enum AppendError: Error {
        /// Nothing of it is in the journal, nor will be.
        case nothingWritten(FileStoreError)
        /// It may be in the journal, or come to be there when it is opened again.
        case outcomeUnknown(FileStoreError)

        /// Whether the steps have more bytes than one frame may.
        var isTooLarge: Bool {
            if case .nothingWritten(.tooLarge) = self { true } else { false }
        }
    }

    /// Adds a group of steps, which are on disk when this returns: one write, one sync.
    ///
    /// Only the holder of the store's lock may do so, after ``nextOrTail()`` found the end and ``recoverTail()`` took away
    /// what was torn.
    package func append(_ group: inout JournalGroup) throws(AppendError) {
        precondition(
            group.firstRevision == self.position.next && group.count > 0 && self.tornTail == nil,
            "invariant: a group follows what was read up to its end")
        let limit = self.sizes.payloadByteLimit
        guard group.byteCount <= limit else {
            throw .nothingWritten(.tooLarge(path: self.segment.path, byteLimit: limit))
        }
        let file: any StoreFile
        do throws(FileStoreError) {
            try self.checkIsInPlace()
            if self.isNextMade { try self.finishEnd() }
            if self.position.offset > self.sizes.segmentByteLimit { try self.beginSegment() }
            try self.makeRoom(for: group.frameByteCount)
            file = try self.segment.file.open()
        } catch {
            throw .nothingWritten(error)
        }
        try self.write(&group, to: file)
        self.position.offset += UInt64(group.frameByteCount)
        self.position.next += UInt64(group.count)
        self.appendedByteCount += UInt64(group.frameByteCount)
    }

    private func write(_ group: inout JournalGroup, to file: any StoreFile) throws(AppendError) {
        let offset = self.position.offset
        var isWritten = false
        do throws(FileFailure) {
            try group.withFrame(of: self.store) { (frame) throws(FileFailure) in
                try file.write(frame, at: offset)
                isWritten = true
                try file.syncData()
            }
        } catch {
            let failure = error.error(at: self.segment.path)
            // Without room, part of the frame at most was written, and is taken away.
            if error.isNoSpace, !isWritten, self.truncateTornTail(of: file) { throw .nothingWritten(failure) }
            throw .outcomeUnknown(failure)
        }
    }

    /// Cuts the segment behind its last frame, and returns whether that is durable.
    private func truncateTornTail(of file: any StoreFile) -> Bool {
        let offset = self.position.offset
        self.durableByteCount = nil
        guard (try? file.resize(to: offset)) != nil, (try? file.syncAll()) != nil else { return false }
        self.durableByteCount = offset
        return true
    }
}

// MARK: - The file

extension Journal {
    /// A frame written to a file that has lost its name, or behind what another process cut away, would be lost.
    private func checkIsInPlace() throws(FileStoreError) {
        let byteCount = try self.segment.file.checkIsInPlace().byteCount
        guard byteCount >= self.position.offset else { throw .replaced(path: self.segment.path) }
        if byteCount == self.durableByteCount { return }
        let file = try self.segment.file.open()
        // Another process made it longer, and may have died before that was durable.
        try translating(self.segment.path) { () throws(FileFailure) in try file.syncAll() }
        self.durableByteCount = byteCount
    }

    /// Makes zeros durable where a frame is to be written, unless there are enough.
    ///
    /// Writing over them does not change the length of the file, which takes a disk less time, and leaves zeros wherever a
    /// crash keeps the frame from getting there.
    private func makeRoom(for byteCount: Int) throws(FileStoreError) {
        let file = try self.segment.file.open()
        let path = self.segment.path
        var old = self.durableByteCount ?? 0
        if self.durableByteCount == nil { old = try self.segment.byteCount() }
        let end = self.position.offset + UInt64(byteCount)
        guard end > old else { return }
        let new = self.sizes.byteCount(after: old, roomUpTo: end)
        self.durableByteCount = nil
        do throws(FileFailure) {
            try Self.writeZeros(to: file, from: old, to: new)
            try file.syncAll()
        } catch {
            try? file.resize(to: old)
            throw error.error(at: path)
        }
        self.durableByteCount = new
    }

    static func writeZeros(to file: any StoreFile, from start: UInt64, to end: UInt64) throws(FileFailure) {
        let zeros = [UInt8](repeating: 0, count: Int(min(end - start, 256 << 10)))
        var offset = start
        while offset < end {
            let count = min(UInt64(zeros.count), end - offset)
            try file.write(count == zeros.count ? zeros : Array(zeros[..<Int(count)]), at: offset)
            offset += count
        }
    }
}

// MARK: - Segments

extension Journal {
    /// Ends the segment if its frames have more bytes than that: they are in segments then that nothing is added to.
    ///
    /// Only the holder of the store's lock may do so, as for ``append(_:)``.
    package func endSegment(longerThan byteCount: UInt64 = 0) throws(FileStoreError) {
        try self.checkIsInPlace()
        if self.isNextMade { try self.finishEnd() }
        if self.position.offset - UInt64(JournalFormat.headerByteCount) > byteCount { try self.beginSegment() }
    }

    /// Ends the segment and goes on with a new one; what was made of that before is replaced.
    func beginSegment() throws(FileStoreError) {
        let next = self.position.next
        let header = JournalSegmentHeader(store: self.store, kind: self.kind.number, firstRevision: next)
        try Self.makeSegment(header, in: self.folder, sizes: self.sizes)
        self.isNextMade = true
        try self.finishEnd()
        self.durableByteCount = try self.segment.byteCount()
        self.isEndChecked = true
    }

    /// Ends the segment, where the next one is made already, and goes on with that one.
    func finishEnd() throws(FileStoreError) {
        let next = self.position.next
        try self.end(with: next)
        try self.move(to: next)
    }

    /// Writes the frame that ends the segment, once the next one is durable, and gives back what is left of its space.
    private func end(with next: UInt64) throws(FileStoreError) {
        let file = try self.segment.file.open()
        try self.makeRoom(for: JournalFormat.endFrameByteCount)
        let offset = self.position.offset
        try translating(self.segment.path) { () throws(FileFailure) in
            try file.write(JournalGroup.endFrame(next: next, of: self.store), at: offset)
            try file.syncData()
            // Should a crash undo this, no more than space is lost.
            try file.resize(to: offset + UInt64(JournalFormat.endFrameByteCount))
        }
    }

    /// Makes a segment in which all but the header is zeros; it is durable when this returns.
    static func makeSegment(
        _ header: JournalSegmentHeader, in folder: PrivateFolder, sizes: JournalSizes
    ) throws(FileStoreError) {
        let name = JournalName.segment(header.firstRevision)
        let (unfinished, file) = try folder.create(name)
        do throws(FileFailure) {
            let byteCount = sizes.byteCount(after: 0, roomUpTo: 0)
            try file.write(header.bytes, at: 0)
            try Self.writeZeros(to: file, from: UInt64(JournalFormat.headerByteCount), to: byteCount)
            try file.syncAll()
        } catch {
            folder.discard(unfinished)
            throw error.error(at: folder.path(of: name))
        }
        try folder.finish(unfinished, as: name)
    }
}
