internal import Synchronization

/// A store on files that is open in this process: a journal, the content it amounts to, and those who write and read.
///
/// Several processes, and several engines in one, may have the same store open. The one that commits holds the lock of the store
/// for one round: takes over what others have committed, decides, writes, syncs, tells. A reader looks at the head, and
/// takes over what it tells first.
///
/// An engine on a folder that was opened for reading only takes no commits, and takes over what others commit.
///
/// After a write or a sync that failed it is unknown what the disk holds. Nothing is tried again then: the engine takes no more
/// commits, and reads go on with what was durable before.
package final class StoreEngine<Content: StoreContent>: Sendable {
    /// The end of the journal at which this engine reads and writes.
    struct End {
        var journal: Journal
        /// How often the history had been rewritten when the files were opened that are read here.
        var rewriteCount: UInt64
        /// The first error after which nothing is written any more.
        var failure: FileStoreError?
        /// The first error in taking over what others committed: the content stays behind, and nothing newer is read.
        var unreadable: FileStoreError?

        /// Notes damage: the journal may have been read further than the content goes, and to go on would show less than others
        /// were told of.
        mutating func note(_ error: FileStoreError) {
            if error.isDamage { self.unreadable = error }
        }
    }

    package let folder: PrivateFolder
    package let store: StoreID
    package let options: StoreOptions
    package let content: SharedContent<Content>
    package let history: JournalHistory
    let head: StoreHead
    let lock: LockFile
    /// Called with how far the history is known to be durable, whenever that may have grown.
    private let onAdvance: @Sendable (UInt64) -> Void
    /// The torn end of the journal that was kept aside when the store was opened.
    package let recoveredTail: RecoveredTail?
    /// Held while commits are written or taken over; never while waiting for the lock of the store.
    let end: Mutex<End>
    let compaction = CompactionState()
    let threads: StoreThreads
    private let queue: CommitQueue<Content.Request, Content.Reply>
    private let watch = Mutex<(any Sendable)?>(nil)

    /// Takes over a store that was opened and brought up to its end.
    package init(
        _ opened: sending OpenedStore<Content>, options: StoreOptions, on threads: StoreThreads,
        onAdvance: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) {
        self.folder = opened.folder
        self.store = opened.journal.store
        self.options = options
        self.threads = threads
        self.queue = CommitQueue(on: threads)
        self.history = JournalHistory(in: opened.folder, kind: Content.kind, store: opened.journal.store)
        self.head = opened.head
        self.lock = opened.lock
        self.recoveredTail = opened.recoveredTail
        self.onAdvance = onAdvance
        self.content = SharedContent(opened.content)
        self.end = Mutex(End(journal: opened.journal, rewriteCount: opened.rewriteCount))
    }
}

// MARK: - Reading

extension StoreEngine {
    /// Takes over whatever any process has committed, so that what is read next is at least as new.
    ///
    /// Costs a load when there is nothing.
    package func refresh() throws(FileStoreError) {
        guard self.head.revision > self.content.revision else { return }
        try self.refreshWithoutCompacting()
        self.compactIfWorthwhile()
    }

    package func refreshWithoutCompacting() throws(FileStoreError) {
        let published = self.head.revision
        guard published > self.content.revision else { return }
        do throws(FileStoreError) {
            try self.replay(through: published)
        } catch {
            guard error.isDamage else { throw error }
            if try self.correctHead(saying: published) { return }
            self.end.withLock { $0.note(error) }
            throw error
        }
    }

    private func replay(through published: UInt64) throws(FileStoreError) {
        try self.end.withLock { (end) throws(FileStoreError) in
            defer { end.journal.close() }
            if let unreadable = end.unreadable { throw unreadable }
            try self.reading(&end) { (journal) throws(FileStoreError) in
                while self.content.revision < published, let frame = try journal.next(through: published) {
                    try self.content.update { (content) throws(FileStoreError) in try content.replay(frame) }
                }
            }
        }
    }

    /// Tells of what other processes commit, too, from now on: unless asked for, it shows only when something is read.
    package func followOthers() throws(FileStoreError) {
        try self.watch.withLock { (watch) throws(FileStoreError) in
            if watch == nil {
                watch = try self.head.watch { [weak self] in self?.tellOfOthers() }
            }
        }
        // What was committed before the watch began is told of by no write.
        self.tellOfOthers()
    }

    private func tellOfOthers() {
        // A head that another program wrote may name more than there is. Where reading fails, the caller is to find that out.
        let isRead = (try? self.refreshWithoutCompacting()) != nil
        self.onAdvance(isRead ? self.content.revision : self.head.revision)
    }
}

extension StoreEngine {
    /// Throws when it is known that no commit would be taken: after a failure, or while a file is not in its place.
    ///
    /// Writes nothing.
    package func checkTakesCommits() throws(FileStoreError) {
        try self.folder.checkIsForWriting()
        try self.end.withLock { (end) throws(FileStoreError) in
            if let failure = end.failure ?? end.unreadable { throw failure }
            // Another process may have dropped the segment, where history is dropped.
            if Content.kind.dropsHistory { return }
            try self.reading(&end) { (journal) throws(FileStoreError) in try journal.segment.file.checkIsInPlace() }
        }
        try self.lock.named?.checkIsInPlace()
        try self.head.checkIsInPlace()
    }
}

// MARK: - Committing

extension StoreEngine {
    /// Does what is requested, together with what others request meanwhile; durable once this returns.
    package func reply(to request: Content.Request) async -> Content.Reply {
        await self.queue.reply(to: request) { self.repliesBlocking(to: $0) }
    }

    /// Does what is requested on the calling thread, which is none of those that tasks share.
    package func replyBlocking(to request: Content.Request) -> Content.Reply {
        self.repliesBlocking(to: [request])[0]
    }

    /// Does several requests on the calling thread.
    package func repliesBlocking(to requests: [Content.Request]) -> [Content.Reply] {
        self.replies(to: requests, byteLimit: self.options.groupByteCount)
    }

    /// Does requests in as few writes as they need.
    private func replies(to requests: [Content.Request], byteLimit: Int) -> [Content.Reply] {
        let replies: [Content.Reply]
        do throws(FileStoreError) {
            try self.folder.checkIsForWriting()
            replies = try self.writing { (end) in self.replies(to: requests, byteLimit: byteLimit, at: &end) }
        } catch {
            return requests.map { _ in Content.Round.reply(to: .unavailable(error)) }
        }
        self.onAdvance(self.content.revision)
        self.compactIfWorthwhile()
        return replies
    }

    /// Does as many requests at a time as one write is to have.
    private func replies(to requests: [Content.Request], byteLimit: Int, at end: inout End) -> [Content.Reply] {
        var replies: [Content.Reply] = []
        while replies.count < requests.count {
            replies += self.repliesOfRound(to: requests[replies.count...], byteLimit: byteLimit, at: &end)
        }
        return replies
    }

    private func repliesOfRound(
        to requests: ArraySlice<Content.Request>, byteLimit: Int, at end: inout End
    ) -> [Content.Reply] {
        if let failure = end.failure { return requests.map { _ in Content.Round.reply(to: .unavailable(failure)) } }
        var round = Content.Round(over: self.content)
        var group = JournalGroup(first: self.content.revision + 1)
        var replies: [Content.Reply] = []
        for request in requests {
            if group.byteCount >= byteLimit { break }
            replies.append(round.decide(request, in: &group))
        }
        guard group.count > 0 else { return replies }
        do throws(Journal.AppendError) {
            try end.journal.append(&group)
        } catch {
            // Which one it is shows when each is by itself.
            if error.isTooLarge, replies.count > 1 {
                return self.replies(to: Array(requests.prefix(replies.count)), byteLimit: 1, at: &end)
            }
            let failure = self.fail(error, &end)
            return replies.map { _ in Content.Round.reply(to: failure) }
        }
        self.content.update { $0.absorb(round) }
        self.publish(&end)
        return replies
    }

    /// Does what writes at the end of the journal, under the store's lock; the files are open for as long as that takes.
    func writing<Result>(
        _ body: (inout sending End) throws(FileStoreError) -> sending Result
    ) throws(FileStoreError) -> Result {
        let lock = try self.lock.take(waitingUpTo: self.options.lockPatience)
        defer { withExtendedLifetime(lock) {} }
        return try self.end.withLock { (end) throws(FileStoreError) in
            defer { self.close(&end) }
            try self.prepare(&end)
            return try body(&end)
        }
    }

    func close(_ end: inout End) {
        end.journal.close()
        self.head.close()
    }

    /// Takes over what others have committed, and sees that no other program has interfered.
    private func prepare(_ end: inout End) throws(FileStoreError) {
        if let failure = end.failure ?? end.unreadable { throw failure }
        // Nothing is written before both are open, so what keeps them from it may pass.
        try self.head.open()
        try self.reading(&end) { (journal) throws(FileStoreError) in try journal.open() }
        do throws(FileStoreError) {
            try self.reading(&end) { (journal) throws(FileStoreError) in try self.catchUp(with: journal) }
            // The process that made the files may have died before their names were durable.
            try self.folder.syncOnce()
        } catch {
            // What cannot be opened was not written to. A full disk is another thing here: it may have failed a sync.
            if case .tooManyOpenFiles = error {} else { end.failure = error }
            end.note(error)
            throw error
        }
        do throws(FileStoreError) {
            _ = try end.journal.recoverTail()
            if self.content.revision != self.head.revision { try self.head.publish(self.content.revision) }
        } catch {
            // Both are done over again, once there is room.
            if !error.isPassing { end.failure = error }
            throw error
        }
    }

    /// Reads up to the end of the journal.
    ///
    /// What no process was told of was written by a process that died, or whose sync failed, before it could tell: it may be in
    /// memory only, so it is written again before it is shown.
    private func catchUp(with journal: Journal) throws(FileStoreError) {
        let published = self.head.revision
        var start = journal.place
        do throws(FileStoreError) {
            while let frame = try journal.nextOrTail() {
                if frame.lastRevision > published { try journal.persistAgain(from: start.position) }
                try self.content.update { (content) throws(FileStoreError) in try content.replay(frame) }
                start = journal.place
            }
            // The process that ended a segment may have died before that was durable, too, and have written nothing behind it.
            if start.position.segment != journal.position.segment { try journal.persistAgain(from: start.position) }
        } catch {
            journal.goBack(to: start)
            throw error
        }
    }

    /// Notes why a group was not written, or perhaps was.
    func fail(_ error: Journal.AppendError, _ end: inout End) -> StoreFailure {
        switch error {
        case .nothingWritten(let cause):
            switch cause {
            // What comes next may be smaller.
            case .tooLarge: break
            default: if !cause.isPassing { end.failure = cause }
            }
            return .unavailable(cause)
        case .outcomeUnknown(let cause):
            end.failure = cause
            return .outcomeUnknown(cause)
        }
    }

    /// Tells the other processes.
    ///
    /// What is durable stays so when that fails, but they would not hear of what follows.
    private func publish(_ end: inout End) {
        do throws(FileStoreError) {
            try self.head.publish(self.content.revision)
        } catch {
            // The next commit tells of this one, too, before anything else, and fails when it cannot.
            guard case .noSpace = error else {
                end.failure = error
                return
            }
            self.tellLater(after: self.options.tellingDelay)
        }
    }
}
