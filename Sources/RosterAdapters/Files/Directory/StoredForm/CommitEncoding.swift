internal import Dispatch
internal import RosterDomain
internal import Synchronization
internal import RosterStore

/// A large step that is being encoded on another thread, while it is decided whether it can be added at all.
///
/// When that thread does not come to it in time, whoever needs the bytes encodes them: nobody waits for a thread to be free.
final class CommitEncoding: Sendable {
    /// The fewest changes for which it is worth waking a thread.
    private static let leastChangeCount = 256
    private static let queue = DispatchQueue(label: "roster.encoding", qos: .userInitiated)

    private let commit: Commit
    private let isBegun = Atomic(false)
    private let bytes = Mutex<[UInt8]>([])
    private let isDone = DispatchSemaphore(value: 0)

    /// Begins to encode a step; nil when it is so small that it is as quickly done at once.
    init?(_ commit: Commit) {
        guard commit.changes.count >= Self.leastChangeCount else { return nil }
        self.commit = commit
        Self.queue.async { self.encode() }
    }

    /// The bytes of the step, as ``CommitCodec`` writes them; to be called once.
    func finish() -> [UInt8] {
        self.encode()
        self.isDone.wait()
        return self.bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }

    private func encode() {
        guard !self.isBegun.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var writer = ByteWriter()
        CommitCodec.write(self.commit, to: &writer)
        self.bytes.withLock { $0 = writer.bytes }
        self.isDone.signal()
    }
}
