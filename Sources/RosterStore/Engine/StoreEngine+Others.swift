internal import Dispatch
internal import Synchronization

extension StoreEngine {
    /// How often what is opened may be removed by others meanwhile; ours.
    private static var attemptLimit: Int { 100 }

    /// Reads the journal, and once more from the newest checkpoint on when others have dropped what comes next.
    func reading(
        _ end: inout End, _ body: (Journal) throws(FileStoreError) -> Void
    ) throws(FileStoreError) {
        guard Content.kind.dropsHistory else {
            return try self.followingRewriting(&end) { (end) throws(FileStoreError) in try body(end.journal) }
        }
        while true {
            do throws(FileStoreError) {
                return try body(end.journal)
            } catch {
                guard error.isLoss, try self.skipDropped(&end) else { throw error }
            }
        }
    }

    /// Goes on from the newest checkpoint, unless the content reaches further.
    private func skipDropped(_ end: inout End) throws(FileStoreError) -> Bool {
        for _ in 1..<Self.attemptLimit {
            do throws(FileStoreError) {
                return try self.goOnFromCheckpoint(from: self.content.revision, &end)
            } catch {
                guard error.isLoss else { throw error }
            }
        }
        return try self.goOnFromCheckpoint(from: self.content.revision, &end)
    }

    /// Goes on from the newest checkpoint, if it is that of a revision or of a later one, and from what the journal holds behind it.
    func goOnFromCheckpoint(from revision: UInt64, _ end: inout End) throws(FileStoreError) -> Bool {
        let files = CheckpointFiles(self.folder)
        guard let newest = try files.newest(), newest.revision >= revision else { return false }
        let checkpoint = try files.open(newest.revision, kind: Content.kind)
        let journal = try Journal(
            in: self.folder, kind: Content.kind, after: newest.revision, sizes: self.options.journalSizes)
        guard checkpoint.info.store == self.store, journal.store == self.store else {
            throw .replaced(path: self.folder.path)
        }
        var content = try Content(checkpoint)
        let reached = self.content.revision
        while content.reached < reached, let frame = try journal.next(through: reached) { try content.replay(frame) }
        self.content.update { $0 = content }
        end.journal = journal
        return true
    }
}

extension StoreEngine {
    /// Corrects a head that names more than the journal holds, and returns false when the journal is damaged instead.
    ///
    /// Looks under the store's lock. Where the journal is whole and ends before that revision, another program wrote the head: it is
    /// written anew, or, where nothing is to be written, not believed until it says something else.
    func correctHead(saying told: UInt64) throws(FileStoreError) -> Bool {
        let lock = try self.lock.take(waitingUpTo: self.options.lockPatience)
        defer { withExtendedLifetime(lock) {} }
        return try self.end.withLock { (end) throws(FileStoreError) in
            defer { self.close(&end) }
            let place = end.journal.place
            // What was read, and could not be taken over, is damage, and stays so until the store is opened again.
            guard end.unreadable == nil, place.position.next == self.content.revision + 1 else { return false }
            defer { end.journal.goBack(to: place) }
            do throws(FileStoreError) {
                // A frame that has come meanwhile is read the next time.
                if try end.journal.nextOrTail() != nil { return true }
            } catch {
                guard error.isDamage else { throw error }
                return false
            }
            guard end.journal.tornTail == nil else { return false }
            try self.head.correct(told, to: self.content.revision)
            return true
        }
    }
}

extension FileStoreError {
    /// Whether a file is missing, or another one has its name.
    var isLoss: Bool {
        switch self {
        case .lost, .replaced: true
        default: false
        }
    }
}

extension StoreEngine {
    /// The longest time after which telling is tried again; ours.
    private static var tellingDelayLimit: Duration { .seconds(60) }

    /// Tells other processes later of what is durable and found no room to be told.
    ///
    /// It is tried until it succeeds, by whomever, or fails for another reason, or the store is closed.
    func tellLater(after delay: Duration) {
        let (seconds, attoseconds) = delay.components
        let time = DispatchTime.now() + .seconds(Int(seconds)) + .nanoseconds(Int(attoseconds / 1_000_000_000))
        // A queue of its own, since Swift's tasks of low priority run on the global one.
        DispatchQueue(label: "roster.telling", qos: .utility).asyncAfter(deadline: time) { [weak self] in
            guard let self, self.head.revision < self.content.revision, self.retryPublishing() else { return }
            self.tellLater(after: min(delay * 2, Self.tellingDelayLimit))
        }
    }

    /// Tells them, and returns whether that has to be tried once more.
    private func retryPublishing() -> Bool {
        do throws(FileStoreError) {
            try self.writing { _ in }
            return false
        } catch {
            if case .locked = error { return true }
            return error.isPassing
        }
    }
}
