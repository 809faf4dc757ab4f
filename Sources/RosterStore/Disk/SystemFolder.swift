#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
    internal import Dispatch
#endif

/// A folder of the machine.
package final class SystemFolder: StoreFolder {
    let descriptor: SystemDescriptor

    private init(_ descriptor: SystemDescriptor) {
        self.descriptor = descriptor
    }

    /// Opens the folder that has a path, and no symbolic link to one.
    package convenience init(at path: String) throws(FileFailure) {
        self.init(SystemDescriptor(try checked("open") { open(path, Self.flags) }))
    }

    package func openFile(_ name: String, for purpose: FilePurpose) throws(FileFailure) -> any StoreFile {
        let flags = purpose.flags | O_NOFOLLOW | O_CLOEXEC
        return SystemFile(SystemDescriptor(try checked("openat") { openat(self.number, name, flags, 0o600) }))
    }

    package func openFolder(_ name: String) throws(FileFailure) -> any StoreFolder {
        SystemFolder(SystemDescriptor(try checked("openat") { openat(self.number, name, Self.flags) }))
    }

    package func makeFolder(_ name: String) throws(FileFailure) {
        _ = try checked("mkdirat") { mkdirat(self.number, name, 0o700) }
    }

    package func status() throws(FileFailure) -> FileStatus {
        try self.descriptor.status()
    }

    package func status(of name: String) throws(FileFailure) -> FileStatus {
        try self.descriptor.status(of: name)
    }

    package func rename(_ name: String, to newName: String) throws(FileFailure) {
        _ = try checked("renameat") { renameat(self.number, name, self.number, newName) }
    }

    package func unlink(_ name: String) throws(FileFailure) {
        _ = try checked("unlinkat") { unlinkat(self.number, name, 0) }
    }

    package func sync() throws(FileFailure) {
        try self.descriptor.syncAll()
    }

    package func setMode(_ mode: UInt32) throws(FileFailure) {
        try self.descriptor.setMode(mode)
    }

    package func setMode(_ mode: UInt32, of name: String) throws(FileFailure) {
        _ = try checked("fchmodat") { fchmodat(self.number, name, mode_t(mode), AT_SYMLINK_NOFOLLOW) }
    }

    package func checkIsWritable() throws(FileFailure) {
        _ = try checked("faccessat") { faccessat(self.number, ".", W_OK | X_OK, AT_EACCESS) }
    }

    private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    private var number: CInt { self.descriptor.number }
}

// MARK: - Entries

extension SystemFolder {
    package func entries() throws(FileFailure) -> [String] {
        // A descriptor of its own: reading a folder moves the position that its copies share.
        let copy = try checked("openat") { openat(self.descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let folder = fdopendir(copy) else {
            let failure = FileFailure(call: "fdopendir", code: errno)
            _ = close(copy)
            throw failure
        }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw FileFailure(call: "readdir", code: errno) }
        return names
    }
}

extension SystemFolder {
    package func watch(
        _ name: String, _ onWrite: @escaping @Sendable () -> Void
    ) throws(FileFailure) -> any Sendable {
        #if canImport(Darwin)
            let number = try checked("openat") {
                openat(self.descriptor.number, name, O_EVTONLY | O_NOFOLLOW | O_CLOEXEC)
            }
            let queue = DispatchQueue(label: "roster.watch")
            let source = DispatchSource.makeFileSystemObjectSource(
                fileDescriptor: number, eventMask: [.write, .extend], queue: queue)
            source.setEventHandler { onWrite() }
            source.setCancelHandler { _ = close(number) }
            source.activate()
            return FileWatch(source)
        #else
            // A watch wants a path. This one leads through the open folder, wherever that was moved.
            return try FileWatches.shared.watch("/proc/self/fd/\(self.descriptor.number)/\(name)", onWrite)
        #endif
    }
}

#if canImport(Darwin)
    /// Watches a file until it goes.
    private final class FileWatch: Sendable {
        // invariant: it is only ever canceled, which any thread may do
        private nonisolated(unsafe) let source: any DispatchSourceProtocol

        init(_ source: any DispatchSourceProtocol) {
            self.source = source
        }

        deinit {
            self.source.cancel()
        }
    }
#endif
