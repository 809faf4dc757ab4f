internal import Dispatch
internal import Synchronization

/// A file that is there to be locked, by one at a time of all processes and of all openings in this one.
///
/// It is open while the lock is held or waited for.
///
/// A waiter waits in a call of the operating system, which lets those that wait have the lock in some order, and wakes
/// no other. One thread does so for all that wait for this opening. It cannot be called off: when they have all given
/// up, it gives the lock back as soon as it gets it, unless a caller has come to wait for it meanwhile.
package final class LockFile: Sendable {
    private struct State {
        /// Whether a ``FolderLock`` is out.
        var isHeld = false
        /// Whether the thread waits for the operating system.
        var isAsked = false
        var waiters: [LockWaiter] = []
    }

    let name: String
    /// The file; nil when it is missing from a folder that was opened for reading, where the lock is there for the taking.
    let named: NamedFile?
    private let folder: PrivateFolder
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "roster.lock")

    init(_ named: NamedFile?, name: String, in folder: PrivateFolder) {
        self.name = name
        self.named = named
        self.folder = folder
    }

    /// Takes the lock, until what is returned is let go of.
    ///
    /// Blocks the calling thread for up to `limit`.
    /// - Throws: ``FileStoreError/locked(path:)``, with the folder's path, when another holds the lock for longer,
    ///   and ``FileStoreError/replaced(path:)`` when the file has lost its name.
    package func take(waitingUpTo limit: Duration = .zero) throws(FileStoreError) -> FolderLock {
        var isTaken = try self.tryTake()
        if !isTaken { isTaken = try self.wait(upTo: limit) }
        guard isTaken else { throw .locked(path: self.folder.path) }
        let lock = FolderLock(self)
        // A waiter could lock a file that has since been replaced and is no longer visible.
        try self.named?.checkIsInPlace()
        return lock
    }

    private func tryTake() throws(FileStoreError) -> Bool {
        try self.state.withLock { (state) throws(FileStoreError) in
            // The operating system would let this opening have it twice.
            guard !state.isHeld, !state.isAsked, state.waiters.isEmpty else { return false }
            defer { self.closeUnlessUsed(state) }
            state.isHeld =
                try self.named.map { (named) throws(FileStoreError) in
                    let file = try named.open()
                    return try translating(named.path) { () throws(FileFailure) in try file.tryLock() }
                } ?? true
            return state.isHeld
        }
    }

    private func wait(upTo limit: Duration) throws(FileStoreError) -> Bool {
        guard limit > .zero else { return false }
        let waiter = LockWaiter()
        self.state.withLock { state in
            state.waiters.append(waiter)
            self.ask(&state)
        }
        waiter.wait(upTo: limit)
        self.state.withLock { state in state.waiters.removeAll { $0 === waiter } }
        if let failure = waiter.failure { throw failure }
        return waiter.hasLock
    }

    /// Sends the thread off, when a caller waits and it is not on its way.
    private func ask(_ state: inout State) {
        guard !state.isHeld, !state.isAsked, !state.waiters.isEmpty else { return }
        state.isAsked = true
        self.queue.async {
            let result = Result { () throws(FileStoreError) in
                guard let named = self.named else { return }
                let file = try named.open()
                try translating(named.path) { () throws(FileFailure) in try file.lock() }
            }
            self.state.withLock { state in self.handOver(result, &state) }
        }
    }

    private func handOver(_ result: Result<Void, FileStoreError>, _ state: inout State) {
        state.isAsked = false
        defer { self.closeUnlessUsed(state) }
        switch result {
        case .success where state.waiters.isEmpty: self.unlock()
        case .success:
            state.isHeld = true
            state.waiters.removeFirst().end(.success(()))
        case .failure:
            for waiter in state.waiters { waiter.end(result) }
            state.waiters = []
        }
    }

    fileprivate func release() {
        self.state.withLock { state in
            self.unlock()
            state.isHeld = false
            self.ask(&state)
            self.closeUnlessUsed(state)
        }
    }

    /// A file that is locked is open, so there is nothing to fail.
    private func unlock() { try? self.named?.open().unlock() }

    private func closeUnlessUsed(_ state: State) {
        if !state.isHeld, !state.isAsked { self.named?.close() }
    }
}

/// A lock on a file, held until this goes.
package final class FolderLock: Sendable {
    private let lockFile: LockFile

    fileprivate init(_ lockFile: LockFile) {
        self.lockFile = lockFile
    }

    deinit {
        self.lockFile.release()
    }

    /// The file that is locked; nil when it is missing from a folder that was opened for reading.
    package func file() throws(FileStoreError) -> (any StoreFile)? { try self.lockFile.named?.open() }
    /// Its name in the folder.
    package var name: String { self.lockFile.name }
}

/// A caller that waits for a lock.
private final class LockWaiter: Sendable {
    private let result = Mutex<Result<Void, FileStoreError>?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func end(_ result: Result<Void, FileStoreError>) {
        self.result.withLock { $0 = result }
        self.semaphore.signal()
    }

    func wait(upTo limit: Duration) {
        let (seconds, attoseconds) = limit.components
        let nanoseconds = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let time = nanoseconds.overflow ? Int64.max : nanoseconds.partialValue &+ attoseconds / 1_000_000_000
        _ = self.semaphore.wait(timeout: .now() + .nanoseconds(Int(clamping: max(0, time))))
    }

    var hasLock: Bool { self.result.withLock { if case .success = $0 { true } else { false } } }

    var failure: FileStoreError? {
        self.result.withLock { if case .failure(let failure) = $0 { failure } else { nil } }
    }
}
