extension Journal {
    /// What stands at the position.
    private enum Found {
        case frame(JournalFrameHeader, JournalFrame)
        case end(next: UInt64)
        case nothing
    }

    /// Reads the next frame, if the steps in it reach no further than a revision that is known to be durable.
    ///
    /// Others may be writing meanwhile. What ends a segment is followed to the next one.
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` when a frame up to the revision is missing.
    package func next(through revision: UInt64) throws(FileStoreError) -> JournalFrame? {
        while self.position.next <= revision {
            switch try self.find() {
            case .frame(let header, let frame):
                guard header.lastRevision <= revision else { return nil }
                self.move(behind: header)
                return frame
            case .end(let next): try self.move(to: next)
            case .nothing:
                throw self.segment.damage(
                    at: self.position.offset, revision: self.position.next, "the frame is missing or damaged")
            }
        }
        return nil
    }

    /// Reads the next frame, or returns nil at the end.
    ///
    /// Only the holder of the store's lock may ask. A torn end is told by ``tornTail``.
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` for whatever else is no frame.
    package func nextOrTail() throws(FileStoreError) -> JournalFrame? {
        self.tornTail = nil
        while true {
            switch try self.find() {
            case .frame(let header, let frame):
                self.move(behind: header)
                return frame
            case .end(let next): try self.move(to: next)
            case .nothing:
                try self.checkEnd()
                return nil
            }
        }
    }

    /// Makes durable what was read up to the end, as far as a reader can.
    ///
    /// Only the last frame can be missing from the disk, and only when the process that wrote it died before syncing it. Where none
    /// can write, there is nothing to be done.
    func syncWhatWasRead() throws(FileStoreError) {
        let file = try self.segment.file.open()
        try translating(self.segment.path) { () throws(FileFailure) in
            do throws(FileFailure) {
                try file.syncData()
                try self.folder.folder.sync()
            } catch {
                guard error.isSyncWithoutUse else { throw error }
            }
        }
    }

    /// Goes behind a revision, reading the headers of frames alone.
    func skip(through revision: UInt64) throws(FileStoreError) {
        while self.position.next <= revision {
            let offset = self.position.offset
            guard let header = try self.segment.frameHeader(at: offset) else {
                throw self.segment.damage(
                    at: offset, revision: self.position.next, "the journal ends here, before revision \(revision)")
            }
            try self.check(header)
            if let next = try self.segment.nextSegment(endingAt: offset) {
                try self.move(to: next)
            } else if !header.isEnd, header.lastRevision <= revision {
                self.move(behind: header)
            } else {
                // The revision is reached in the middle of the frame. Reading it drops what comes before.
                self.position.next = revision + 1
            }
        }
    }

    private func check(_ header: JournalFrameHeader) throws(FileStoreError) {
        let isNext = header.firstRevision == self.position.next
        let isBegun = !header.isEnd && header.firstRevision < self.position.next
        guard isNext || isBegun && header.lastRevision >= self.position.next else {
            throw self.segment.damage(
                at: self.position.offset, revision: self.position.next,
                "the frame is that of revision \(header.firstRevision)")
        }
    }

    /// Reads what stands at the position; anew, when what was read before is no frame.
    private func find() throws(FileStoreError) -> Found {
        if let found = try self.findInWindow() { return found }
        self.segment.forgetWindow()
        return try self.findInWindow() ?? .nothing
    }

    private func findInWindow() throws(FileStoreError) -> Found? {
        let offset = self.position.offset
        guard let header = try self.segment.frameHeader(at: offset),
            let payload = try self.segment.payload(of: header, at: offset)
        else { return nil }
        try self.check(header)
        if header.isEnd { return try self.segment.nextSegment(endingAt: offset).map { .end(next: $0) } }
        let frame = JournalFrame(
            firstRevision: header.firstRevision, count: header.commitCount, payload: Array(payload),
            path: self.segment.path, offset: offset)
        return .frame(header, try frame.dropping(through: self.position.next - 1))
    }
}

// MARK: - The end

extension Journal {
    /// Finds out what stands where no frame does, and that nothing follows.
    private func checkEnd() throws(FileStoreError) {
        let (offset, next) = (self.position.offset, self.position.next)
        let start = try self.segment.bytes(JournalFormat.frameHeaderByteCount, at: offset)
        if self.isEndChecked, start.countWithoutTrailingZeros == 0 { return }
        let torn = try JournalTail(of: self.segment, at: offset, revision: next).torn()
        self.tornTail = torn.map { (offset, $0) }
        try self.checkFollowers()
        self.isEndChecked = torn == nil
    }

    /// Checks that no other segment follows, unless a process died between making it and ending this one.
    private func checkFollowers() throws(FileStoreError) {
        let followers = try JournalName.segments(in: self.folder).filter { $0 > self.position.segment }
        guard let follower = followers.first else { return }
        let (offset, next) = (self.position.offset, self.position.next)
        guard follower == next else {
            throw self.segment.damage(
                at: offset, revision: next, "the journal ends here, and goes on with revision \(follower)")
        }
        guard let segment = try JournalSegment.open(follower, in: self.folder, kind: self.kind, store: self.store)
        else { throw .lost(path: self.folder.path(of: JournalName.segment(follower))) }
        let isEmpty = try segment.isEmpty()
        guard followers.count == 1, isEmpty else {
            throw self.segment.damage(at: offset, revision: next, "the frame is missing that ends the segment")
        }
        self.isNextMade = true
    }
}
