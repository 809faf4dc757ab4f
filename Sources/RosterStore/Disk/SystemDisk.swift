#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif
#if os(Linux)
    internal import CRosterSystem
#endif

/// The disks of the machine, and the only type besides ``SystemFolder`` and ``SystemFile`` that makes system calls on files.
package struct SystemDisk: StoreDisk {
    /// Creates the disk.
    package init() {}

    package func openOrMakeFolder(_ path: String) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder) {
        try openingOrMaking {
            () throws(FileFailure) in
            _ = try checked("mkdir") { mkdir(path, 0o700) }
        } open: {
            () throws(FileFailure) in
            try SystemFolder(at: path)
        } admitOwner: {
            () throws(FileFailure) in
            _ = try checked("fchmodat") { fchmodat(AT_FDCWD, path, 0o700, AT_SYMLINK_NOFOLLOW) }
        }
    }

    package func openFolder(_ path: String) throws(FileFailure) -> any StoreFolder { try SystemFolder(at: path) }

    package func status(of path: String) throws(FileFailure) -> FileStatus {
        var status = stat()
        _ = try checked("lstat") { lstat(path, &status) }
        return FileStatus(status)
    }

    package func syncEverything() {
        sync()
    }

    /// Opens a file of the host for reading, wherever it is and through whatever symbolic links.
    package func openFile(at path: String) throws(FileFailure) -> any StoreFile {
        guard !path.utf8.contains(0) else { throw .invalidPath }
        let flags = FilePurpose.reading.flags | O_NOCTTY | O_CLOEXEC
        return SystemFile(SystemDescriptor(try checked("open") { open(path, flags) }))
    }
}

/// What the operating system knows an open file or folder by; closed when the last reference to it goes.
final class SystemDescriptor: Sendable {
    let number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    deinit {
        _ = close(self.number)
    }

    func status() throws(FileFailure) -> FileStatus {
        #if os(Linux)
            return try self.statusWithoutTimes(of: "")
        #else
            var status = stat()
            _ = try checked("fstat") { fstat(self.number, &status) }
            return FileStatus(status)
        #endif
    }

    /// The status of an entry of this folder, itself also when it is a symbolic link.
    func status(of name: String) throws(FileFailure) -> FileStatus {
        #if os(Linux)
            return try self.statusWithoutTimes(of: name)
        #else
            var status = stat()
            _ = try checked("fstatat") { fstatat(self.number, name, &status, AT_SYMLINK_NOFOLLOW) }
            return FileStatus(status)
        #endif
    }

    #if os(Linux)
        /// Linux makes the next write exact to the nanosecond for a process that asks for the times of a file, and its next sync write
        /// them: which costs a commit half as much again.
        private func statusWithoutTimes(of name: String) throws(FileFailure) -> FileStatus {
            var status = roster_status()
            _ = try checked("statx") { roster_get_status(self.number, name, &status) }
            return FileStatus(
                device: status.device, serial: status.serial, mode: status.mode, owner: status.owner,
                linkCount: status.link_count, byteCount: status.byte_count)
        }
    #endif

    func setMode(_ mode: UInt32) throws(FileFailure) {
        _ = try checked("fchmod") { fchmod(self.number, mode_t(mode)) }
    }

    func syncAll() throws(FileFailure) {
        #if canImport(Darwin)
            // What `fsync` leaves in the cache of the disk itself, this does not.
            _ = try checked("fcntl") { fcntl(self.number, F_FULLFSYNC) }
        #else
            _ = try checked("fsync") { fsync(self.number) }
        #endif
    }
}

/// Makes one system call, and tells its failure, also when a signal interrupted it.
func checked<Count: SignedInteger>(_ name: String, _ call: () -> Count) throws(FileFailure) -> Count {
    let result = call()
    guard result != -1 else { throw FileFailure(call: name, code: errno) }
    return result
}

extension FilePurpose {
    var flags: CInt {
        switch self {
        // A named pipe must not make the open wait for its other end.
        case .reading: O_RDONLY | O_NONBLOCK
        case .writing: O_RDWR | O_NONBLOCK
        case .creating: O_RDWR | O_CREAT | O_EXCL
        }
    }
}

extension FileStatus {
    init(_ status: stat) {
        self.init(
            device: UInt64(truncatingIfNeeded: status.st_dev), serial: UInt64(status.st_ino),
            mode: UInt32(status.st_mode), owner: UInt32(status.st_uid), linkCount: UInt64(status.st_nlink),
            byteCount: UInt64(max(0, status.st_size)))
    }
}
