internal import Dispatch
package import RosterStore
internal import Synchronization

/// A disk in memory that records every change, fails on demand, and loses what no sync has made durable.
///
/// It does what the operating system does, for one process: locks exclude per opening, a file without a name lives on
/// while it is open, and a mapping shows later writes. It knows no owners but this process's, and denies nothing
/// because of permission bits.
///
/// What a crash could leave of it, ``CrashImages`` tells.
package final class SimulatedDisk: StoreDisk {
    private let live: Mutex<LiveDisk>
    private let queue = DispatchQueue(label: "roster.simulated-disk")
    /// How this disk came about, for the messages of tests.
    package let origin: String

    /// Creates a disk with something on it, all of it durable.
    package init(_ content: DiskContent = DiskContent(), origin: String = "") {
        self.live = Mutex(LiveDisk(content))
        self.origin = origin
    }

    /// Does one operation, unless something is to go wrong with it.
    func perform<Result: Sendable>(
        _ kind: DiskOperationKind, _ body: (inout LiveDisk, DiskFault.Effect?) throws(FileFailure) -> Result
    ) throws(FileFailure) -> Result {
        try self.live.withLock { (live) throws(FileFailure) in
            let effect = try live.begin(kind)
            // A failed sync is one that was tried.
            if case .failure(let code) = effect, ![.syncData, .syncAll, .syncFolder].contains(kind) {
                throw FileFailure(call: "\(kind)", code: code)
            }
            return try body(&live, effect)
        }
    }

    /// Looks at the disk or changes it, beside all operations.
    func withLive<Result: Sendable>(_ body: (inout LiveDisk) -> Result) -> Result {
        self.live.withLock { body(&$0) }
    }

    /// Calls those who watch a file or the folder it is in, like the operating system on no thread of theirs.
    func callWatchers(of serial: UInt64) {
        let watchers = self.withLive { live in
            live.watchers.flatMap { watched, watchers in
                let isMeant = watched == serial || live.content.nodes[watched]?.entries.values.contains(serial) == true
                return isMeant ? Array(watchers.values) : []
            }
        }
        for watcher in watchers { self.queue.async { watcher() } }
    }
}

extension SimulatedDisk {
    package func openOrMakeFolder(_ path: String) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder) {
        let names = path.split(separator: "/").map { String($0) }
        var folder: any StoreFolder = SimulatedFolder(DiskContent.root, on: self)
        guard let last = names.last else { return (false, folder) }
        for name in names.dropLast() { folder = try retrying { () throws(FileFailure) in try folder.openFolder(name) } }
        return try folder.openOrMakeFolder(last)
    }

    package func openFolder(_ path: String) throws(FileFailure) -> any StoreFolder {
        var folder: any StoreFolder = SimulatedFolder(DiskContent.root, on: self)
        for name in path.split(separator: "/") { folder = try folder.openFolder(String(name)) }
        return folder
    }

    package func status(of path: String) throws(FileFailure) -> FileStatus {
        try self.perform(.status) { (live, _) throws(FileFailure) in
            guard let serial = live.content.serial(at: path) else { throw .missing }
            return live.status(serial)
        }
    }

    package func syncEverything() {
        self.withLive { live in
            if !live.hasCrashed { live.log.operations.append(.syncEverything) }
        }
    }
}

// MARK: - What goes wrong

extension SimulatedDisk {
    /// Makes an operation from now on go wrong.
    package func inject(_ fault: DiskFault) {
        self.withLive { $0.faults.append(fault) }
    }

    /// Makes everything go right again, except after a crash.
    package func removeFaults() {
        self.withLive { $0.faults = [] }
    }

    /// Whether the machine is off.
    package var hasCrashed: Bool { self.withLive { $0.hasCrashed } }

    /// Whether every change fails with `EROFS`.
    package var isReadOnly: Bool {
        get { self.withLive { $0.isReadOnly } }
        set { self.withLive { $0.isReadOnly = newValue } }
    }

    /// The permission bits that new files and folders do not get.
    package var umask: UInt32 {
        get { self.withLive { $0.umask } }
        set { self.withLive { $0.umask = newValue } }
    }

    /// How many bytes there is room for, in blocks of 4096; nil when there is no limit.
    ///
    /// What a file has when a limit is set counts in full. Afterwards zeros that a resize adds take no room until they are
    /// written. A file gives its room back when it is cut, or when it is gone.
    package var byteCapacity: UInt64? {
        get { self.withLive { $0.byteCapacity } }
        set { self.withLive { $0.limit(to: newValue) } }
    }

    /// How many operations there were, of one kind or of all.
    package func operationCount(_ target: DiskFault.Target = .any) -> Int {
        self.withLive { live in
            live.counts.reduce(0) { target.matches($1.key) ? $0 + $1.value : $0 }
        }
    }
}

// MARK: - What is on it

extension SimulatedDisk {
    /// What was done to the disk.
    package var log: DiskLog { self.withLive { $0.log } }

    /// What is on the disk now, durable or not.
    package var content: DiskContent { self.withLive { $0.content } }

    /// The bytes of all files, by path.
    package var files: [String: [UInt8]] { self.content.files }

    /// The bytes of a file, or nil when there is none.
    package func bytes(of path: String) -> [UInt8]? {
        let content = self.content
        return content.serial(at: path).flatMap { content.nodes[$0] }?.bytes
    }

    /// The disk as another process finds it after this one was killed: everything is there, and nothing is open.
    package func copy() -> SimulatedDisk {
        var content = self.content
        content.removeNameless()
        return SimulatedDisk(content, origin: self.origin)
    }

    /// Notes that the code under test has promised something, a commit say.
    ///
    /// ``CrashSweep`` tells how many promises there were before each crash.
    package func mark() {
        self.withLive { $0.log.marks.append($0.log.count) }
    }

    /// Makes everything on the disk durable, and begins the log anew.
    package func settle() {
        self.withLive { $0.log = DiskLog(from: $0.content) }
    }
}
