internal import Dispatch
package import RosterDomain
internal import RosterPorts
package import RosterStore
internal import Synchronization

/// How a journal holds one step of a history: the binary form of `StoredForm`.
///
/// The frame around it tells the revision.
package enum CommitCodec {
    /// Writes a step.
    package static func write(_ commit: Commit, to writer: inout ByteWriter) {
        StoredForm.write(commit, to: &writer.bytes)
    }

    /// Reads a step; all of the bytes must belong to it.
    package static func read(
        _ bytes: UnsafeRawBufferPointer, revision: Revision
    ) throws(ByteReader.Malformed) -> Commit {
        try understanding { () throws(StoredFormError) in try StoredForm.commit(bytes, revision: revision) }
    }
}

/// Reports what is wrong with a stored value as the engine does, with the place in it.
@inline(__always)
func understanding<Value>(_ body: () throws(StoredFormError) -> Value) throws(ByteReader.Malformed) -> Value {
    do throws(StoredFormError) { return try body() } catch { throw ByteReader.Malformed(error) }
}

extension ByteReader.Malformed {
    /// The error with the place in the value, and whether a newer version wrote it.
    init(_ error: StoredFormError) {
        self.init(detail: "\(error)", isNewer: error.isNewer)
    }
}

/// A large step that is being encoded on another thread, while it is decided whether it can be added at all.
///
/// When that thread does not come to it in time, the caller that needs the bytes encodes them: it never waits for a thread to be free.
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
