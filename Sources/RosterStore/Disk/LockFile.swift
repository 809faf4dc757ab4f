internal import Dispatch
internal import Synchronization

/// An open file that is there to be locked, by one at a time of all processes and of all openings in this one.
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

    init(_ file: (any StoreFile)?, name: String, in folder: PrivateFolder) throws(FileStoreError) {
        self.name = name
        self.named = try file.map { (file) throws(FileStoreError) in try NamedFile(file, name: name, in: folder) }
        self.folder = folder
    }

    var file: (any StoreFile)? { self.named?.file }

    /// Takes the lock, until what is returned is let go of.
    ///
    /// Blocks the calling thread for up to `limit`.
    /// - Throws: ``FileStoreError/locked(path:)``, with the folder's path, when another holds the lock for longer,
    ///   and ``FileStoreError/replaced(path:)`` when the file has lost its name.
    package func take(waitingUpTo limit: Duration = .zero) throws(FileStoreError) -> FolderLock {
        do throws(FileFailure) {
            var isTaken = try self.tryTake()
            if !isTaken { isTaken = try self.wait(upTo: limit) }
            guard isTaken else { throw .locked }
        } catch {
            if error.wouldBlock { throw .locked(path: self.folder.path) }
            throw error.error(at: self.folder.path(of: self.name))
        }
        let lock = FolderLock(self)
        // A waiter could lock a file that has since been replaced and is no longer visible.
        try self.named?.checkIsInPlace()
        return lock
    }

    private func tryTake() throws(FileFailure) -> Bool {
        try self.state.withLock { (state) throws(FileFailure) in
            // The operating system would let this opening have it twice.
            guard !state.isHeld, !state.isAsked, state.waiters.isEmpty else { return false }
            state.isHeld = try self.file?.tryLock() ?? true
            return state.isHeld
        }
    }

    private func wait(upTo limit: Duration) throws(FileFailure) -> Bool {
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
            let result = Result { () throws(FileFailure) in try self.file?.lock() ?? () }
            self.state.withLock { state in self.handOver(result, &state) }
        }
    }

    private func handOver(_ result: Result<Void, FileFailure>, _ state: inout State) {
        state.isAsked = false
        switch result {
        case .success where state.waiters.isEmpty: self.file?.unlock()
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
            self.file?.unlock()
            state.isHeld = false
            self.ask(&state)
        }
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
    package var file: (any StoreFile)? { self.lockFile.file }
    /// Its name in the folder.
    package var name: String { self.lockFile.name }
}

/// A caller that waits for a lock.
private final class LockWaiter: Sendable {
    private let result = Mutex<Result<Void, FileFailure>?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func end(_ result: Result<Void, FileFailure>) {
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

    var failure: FileFailure? { self.result.withLock { if case .failure(let failure) = $0 { failure } else { nil } } }
}

/// An open file and the name that it was opened under, which another process may take away from it.
///
/// A process that wrote to a file without its name, or relied on what others write to it, would be alone.
struct NamedFile: Sendable {
    let file: any StoreFile
    let name: String
    /// The path that the file was opened under.
    let path: String
    private let folder: PrivateFolder
    /// What tells the file from all others for as long as it is open.
    private let identity: FileStatus

    init(_ file: any StoreFile, name: String, in folder: PrivateFolder) throws(FileStoreError) {
        self.file = file
        self.name = name
        self.path = folder.path(of: name)
        self.folder = folder
        self.identity = try translating(self.path) { () throws(FileFailure) in try file.status() }
    }

    /// Looks the name up, and returns what is known of the file now.
    ///
    /// - Throws: ``FileStoreError/replaced(path:)`` when the name is gone, or that of another file.
    @discardableResult
    func checkIsInPlace() throws(FileStoreError) -> FileStatus {
        do throws(FileFailure) {
            let named = try self.folder.folder.status(of: self.name)
            if named.isSameFile(as: self.identity) { return named }
        } catch {
            if !error.isMissing { throw error.error(at: self.path) }
        }
        throw .replaced(path: self.path)
    }
}
