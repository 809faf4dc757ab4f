internal import Synchronization

/// The head of a store as somebody sees it who only reads: it may be missing until another process writes, and what it says
/// may be left over.
///
/// A copy has no head, and one that was copied file by file may have a head that is ahead of its journal. Neither is changed
/// here. What a head says that reaches further than the journal did is not believed until it says something else: whoever
/// opens the store for writing writes it anew.
final class FollowedHead: StoreHead {
    private struct State {
        /// Nil until there is one.
        var file: HeadFile?
        var disbelieved: UInt64?
    }

    private let folder: PrivateFolder
    private let state: Mutex<State>

    /// Looks for the head of a folder whose journal reaches up to a revision.
    ///
    /// The caller holds the store's lock.
    init(in folder: PrivateFolder, reaching revision: UInt64) throws(FileStoreError) {
        self.folder = folder
        let file = try HeadFile(readingIn: folder)
        let told = file?.revision ?? 0
        self.state = Mutex(State(file: file, disbelieved: told > revision ? told : nil))
    }

    var revision: UInt64 {
        self.state.withLock { state in
            // What is not such as a head is made is no head yet.
            if state.file == nil { state.file = try? HeadFile(readingIn: self.folder) }
            guard let told = state.file?.revision, told != state.disbelieved else { return 0 }
            state.disbelieved = nil
            return told
        }
    }

    func publish(_ revision: UInt64) throws(FileStoreError) { try self.folder.checkIsForWriting() }

    func checkIsInPlace() throws(FileStoreError) { try self.folder.checkIsForWriting() }

    func watch(_ onCommit: @escaping @Sendable () -> Void) throws(FileStoreError) -> any Sendable {
        if let file = self.file { return try file.watch(onCommit) }
        // Whatever is written in the folder may be the head that comes to be.
        let arrival = HeadArrival()
        let watch = try translating(self.folder.path) { () throws(FileFailure) in
            try self.folder.folder.watch(".") { [weak self, weak arrival] in
                if let file = self?.file { arrival?.watch(file, onCommit) }
                onCommit()
            }
        }
        if let file = self.file { arrival.watch(file, onCommit) }
        return [watch, arrival] as [any Sendable]
    }

    /// The head, once there is one.
    private var file: HeadFile? {
        _ = self.revision
        return self.state.withLock { $0.file }
    }
}

/// Watches a head from the moment on that it is there.
private final class HeadArrival: Sendable {
    private let headWatch = Mutex<(any Sendable)?>(nil)

    func watch(_ file: HeadFile, _ onCommit: @escaping @Sendable () -> Void) {
        self.headWatch.withLock { headWatch in
            if headWatch == nil { headWatch = try? file.watch(onCommit) }
        }
    }
}
