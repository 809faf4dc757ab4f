#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

package import RosterStore

/// An open folder of a simulated disk.
package final class SimulatedFolder: StoreFolder {
    private let serial: UInt64
    private let disk: SimulatedDisk

    init(_ serial: UInt64, on disk: SimulatedDisk) {
        self.serial = serial
        self.disk = disk
    }

    package func openFile(_ name: String, for purpose: FilePurpose) throws(FileFailure) -> any StoreFile {
        let kind: DiskOperationKind = purpose == .creating ? .makeFile : .openFile
        return try self.disk.perform(kind) { (live, _) throws(FileFailure) in
            let serial: UInt64
            if purpose == .creating {
                serial = try live.make(.file, mode: 0o600, named: name, in: self.serial)
            } else {
                serial = try live.entry(name, in: self.serial, "openat")
                try live.checkCanBeOpened(serial, for: purpose)
            }
            return SimulatedFile(serial, live.open(serial), isWritable: purpose != .reading, on: self.disk)
        }
    }

    package func openFolder(_ name: String) throws(FileFailure) -> any StoreFolder {
        try self.disk.perform(.openFolder) { (live, _) throws(FileFailure) in
            let serial = try live.entry(name, in: self.serial, "openat")
            guard live.node(serial).kind == .folder else { throw FileFailure(call: "openat", code: ENOTDIR) }
            return SimulatedFolder(serial, on: self.disk)
        }
    }

    package func makeFolder(_ name: String) throws(FileFailure) {
        try self.disk.perform(.makeFolder) { (live, _) throws(FileFailure) in
            _ = try live.make(.folder, mode: 0o700, named: name, in: self.serial)
        }
    }

    package func status() throws(FileFailure) -> FileStatus {
        try self.disk.perform(.status) { (live, _) throws(FileFailure) in live.status(self.serial) }
    }

    package func status(of name: String) throws(FileFailure) -> FileStatus {
        try self.disk.perform(.status) { (live, _) throws(FileFailure) in
            live.status(try live.entry(name, in: self.serial, "fstatat"))
        }
    }

    package func entries() throws(FileFailure) -> [String] {
        try self.disk.perform(.entries) { (live, _) throws(FileFailure) in Array(live.node(self.serial).entries.keys) }
    }

    package func rename(_ name: String, to newName: String) throws(FileFailure) {
        try self.disk.perform(.rename) { (live, _) throws(FileFailure) in
            try live.rename(name, to: newName, in: self.serial)
        }
    }

    package func unlink(_ name: String) throws(FileFailure) {
        try self.disk.perform(.unlink) { (live, _) throws(FileFailure) in try live.unlink(name, in: self.serial) }
    }

    package func sync() throws(FileFailure) {
        try self.disk.perform(.syncFolder) { (live, effect) throws(FileFailure) in
            try live.sync(effect) { .syncAll(node: self.serial, isDone: $0) }
        }
    }

    package func setMode(_ mode: UInt32) throws(FileFailure) {
        try self.disk.perform(.setMode) { (live, _) throws(FileFailure) in live.setMode(mode, of: self.serial) }
    }

    package func setMode(_ mode: UInt32, of name: String) throws(FileFailure) {
        try self.disk.perform(.setMode) { (live, _) throws(FileFailure) in
            live.setMode(mode, of: try live.entry(name, in: self.serial, "fchmodat"))
        }
    }

    package func checkIsWritable() throws(FileFailure) {
        try self.disk.perform(.check) { (live, _) throws(FileFailure) in
            if live.isReadOnly { throw FileFailure(call: "faccessat", code: EROFS) }
        }
    }

    package func watch(_ name: String, _ onWrite: @escaping @Sendable () -> Void) throws(FileFailure) -> any Sendable {
        try self.disk.perform(.watch) { (live, _) throws(FileFailure) in
            let serial = try live.entry(name, in: self.serial, "inotify_add_watch")
            let watch = SimulatedWatch(serial, live.newNumber(), on: self.disk)
            live.watchers[serial, default: [:]][watch.number] = onWrite
            return watch
        }
    }
}

/// Watches a file until it goes.
private final class SimulatedWatch: Sendable {
    private let serial: UInt64
    let number: UInt64
    private let disk: SimulatedDisk

    init(_ serial: UInt64, _ number: UInt64, on disk: SimulatedDisk) {
        self.serial = serial
        self.number = number
        self.disk = disk
    }

    deinit {
        // What the closure holds may be the last reference to a file, which must not be closed under the mutex.
        _ = self.disk.withLive { $0.watchers[self.serial]?.removeValue(forKey: self.number) }
    }
}

extension LiveDisk {
    /// A number that no opening, mapping or watch has.
    mutating func newNumber() -> UInt64 {
        self.nextNumber += 1
        return self.nextNumber
    }

    /// Counts an opening of a file, and returns its number.
    fileprivate mutating func open(_ serial: UInt64) -> UInt64 {
        self.openingCounts[serial, default: 0] += 1
        return self.newNumber()
    }

    fileprivate func checkCanBeOpened(_ serial: UInt64, for purpose: FilePurpose) throws(FileFailure) {
        let kind = self.node(serial).kind
        guard kind != .symbolicLink else { throw FileFailure(call: "openat", code: ELOOP) }
        guard purpose == .writing else { return }
        guard kind != .folder else { throw FileFailure(call: "openat", code: EISDIR) }
        guard !self.isReadOnly else { throw FileFailure(call: "openat", code: EROFS) }
    }

    /// Notes a sync, done or failed.
    mutating func sync(_ effect: DiskFault.Effect?, _ operation: (Bool) -> DiskOperation) throws(FileFailure) {
        guard case .failure(let code) = effect else { return self.log.operations.append(operation(true)) }
        // One that was interrupted was not tried.
        if code != EINTR { self.log.operations.append(operation(false)) }
        throw FileFailure(call: "fsync", code: code)
    }
}
