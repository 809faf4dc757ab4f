#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An open file or folder, closed when the last reference to it goes.
///
/// The few system calls that the file stores need, and the only place that makes any. Every descriptor is closed on
/// `exec`, no last component of a path is followed when it is a symbolic link, unless it is said otherwise, and a call that
/// a signal interrupted is made again.
package final class FileDescriptor: Sendable {
    /// The number by which the operating system knows it.
    package let number: CInt

    private init(_ number: CInt) {
        self.number = number
    }

    deinit {
        _ = close(self.number)
    }

    typealias Failure = FileFailure
    typealias Status = FileStatus
    typealias Purpose = FilePurpose
}

// MARK: - Opening

extension FileDescriptor {
    private static func openFolder(_ path: String) throws(Failure) -> FileDescriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        return FileDescriptor(try checked("open") { open(path, flags) })
    }

    func openFolder(_ name: String) throws(Failure) -> FileDescriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        return FileDescriptor(try checked("openat") { openat(self.number, name, flags) })
    }

    func openFile(_ name: String, for purpose: Purpose) throws(Failure) -> FileDescriptor {
        let flags = purpose.flags | O_NOFOLLOW | O_CLOEXEC
        return FileDescriptor(try checked("openat") { openat(self.number, name, flags, 0o600) })
    }

    /// Opens a file of the host for reading, wherever it is and through whatever symbolic links.
    static func openFile(at path: String) throws(Failure) -> FileDescriptor {
        guard !path.utf8.contains(0) else { throw .invalidPath }
        let flags = Purpose.reading.flags | O_NOCTTY | O_CLOEXEC
        return FileDescriptor(try checked("open") { open(path, flags) })
    }

    /// Opens a folder, which is made when nothing has the name.
    static func openOrMakeFolder(_ path: String) throws(Failure) -> (isNew: Bool, folder: FileDescriptor) {
        let isNew = try self.made { () throws(Failure) in _ = try checked("mkdir") { mkdir(path, 0o700) } }
        let folder = try self.opening(path, at: AT_FDCWD, isNew: isNew) { () throws(Failure) in
            try self.openFolder(path)
        }
        return (isNew, folder)
    }

    func openOrMakeFolder(_ name: String) throws(Failure) -> (isNew: Bool, folder: FileDescriptor) {
        let isNew = try Self.made { () throws(Failure) in
            _ = try checked("mkdirat") { mkdirat(self.number, name, 0o700) }
        }
        let folder = try Self.opening(name, at: self.number, isNew: isNew) { () throws(Failure) in
            try self.openFolder(name)
        }
        return (isNew, folder)
    }

    /// Opens a folder, also when the umask took its owner's bits from a new one.
    private static func opening(
        _ name: String, at base: CInt, isNew: Bool, _ open: () throws(Failure) -> FileDescriptor
    ) throws(Failure) -> FileDescriptor {
        do throws(Failure) {
            return try open()
        } catch {
            guard isNew, error.code == EACCES else { throw error }
        }
        _ = try checked("fchmodat") { fchmodat(base, name, 0o700, AT_SYMLINK_NOFOLLOW) }
        return try open()
    }

    /// Whether something was made; false when another thing had the name already.
    private static func made(_ make: () throws(Failure) -> Void) throws(Failure) -> Bool {
        do throws(Failure) {
            try make()
            return true
        } catch {
            guard error.isPresent else { throw error }
            return false
        }
    }
}

// MARK: - Looking

extension FileDescriptor {
    func status() throws(Failure) -> Status {
        var status = stat()
        _ = try checked("fstat") { fstat(self.number, &status) }
        return Status(status)
    }

    /// The status of an entry itself, also when it is a symbolic link.
    func status(of name: String) throws(Failure) -> Status {
        var status = stat()
        _ = try checked("fstatat") { fstatat(self.number, name, &status, AT_SYMLINK_NOFOLLOW) }
        return Status(status)
    }

    static func status(of path: String) throws(Failure) -> Status {
        var status = stat()
        _ = try checked("lstat") { lstat(path, &status) }
        return Status(status)
    }

    /// Fails unless the process may add and remove entries of the folder.
    func checkFolderIsWritable() throws(Failure) {
        _ = try checked("faccessat") { faccessat(self.number, ".", W_OK | X_OK, AT_EACCESS) }
    }

    func entries() throws(Failure) -> [String] {
        // A descriptor of its own: reading a folder moves the position that its copies share.
        let copy = try checked("openat") { openat(self.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let folder = fdopendir(copy) else {
            let failure = Failure(call: "fdopendir", code: errno)
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
        guard errno == 0 else { throw Failure(call: "readdir", code: errno) }
        return names
    }
}

// MARK: - Reading and writing

extension FileDescriptor {
    /// Reads up to `count` bytes at an offset; fewer only when the file ends.
    func read(_ count: Int, at offset: UInt64) throws(Failure) -> [UInt8] {
        var failure: Failure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(Failure) {
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    let position = off_t(offset) + off_t(filled)
                    let got = try checked("pread") { pread(self.number, rest.baseAddress, rest.count, position) }
                    if got == 0 { break }
                    filled += got
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all of the bytes at an offset.
    func write(_ bytes: [UInt8], at offset: UInt64) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let position = off_t(offset) + off_t(written)
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                return retrying { pwrite(self.number, rest.baseAddress, rest.count, position) }
            }
            guard count > 0 else { throw Failure(call: "pwrite", code: count == 0 ? EIO : errno) }
            written += count
        }
    }

    func truncate(to byteCount: UInt64) throws(Failure) {
        _ = try checked("ftruncate") { ftruncate(self.number, off_t(byteCount)) }
    }

    /// Makes what was written to a file durable.
    func syncData() throws(Failure) {
        #if canImport(Darwin)
            _ = try checked("fcntl") { fcntl(self.number, F_FULLFSYNC) }
        #else
            _ = try checked("fdatasync") { fdatasync(self.number) }
        #endif
    }

    /// Makes a file and all that is known about it durable, or the entries of a folder.
    func syncAll() throws(Failure) {
        #if canImport(Darwin)
            _ = try checked("fcntl") { fcntl(self.number, F_FULLFSYNC) }
        #else
            _ = try checked("fsync") { fsync(self.number) }
        #endif
    }

    /// Makes everything durable, wherever it is; for a folder whose parent cannot be opened.
    static func syncEverything() {
        sync()
    }

    func setMode(_ mode: UInt32) throws(Failure) {
        _ = try checked("fchmod") { fchmod(self.number, mode_t(mode)) }
    }

    func rename(_ name: String, to newName: String) throws(Failure) {
        _ = try checked("renameat") { renameat(self.number, name, self.number, newName) }
    }

    func unlink(_ name: String) throws(Failure) {
        _ = try checked("unlinkat") { unlinkat(self.number, name, 0) }
    }

    /// Locks the file for this opening of it, or fails at once.
    func lock() throws(Failure) {
        _ = try checked("flock") { flock(self.number, LOCK_EX | LOCK_NB) }
    }

    /// Gives up the lock, also for children of the process that are between `fork` and `exec`.
    func unlock() {
        _ = flock(self.number, LOCK_UN)
    }
}

/// Makes a system call again for as long as signals interrupt it.
private func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
    var result = call()
    while result == -1, errno == EINTR { result = call() }
    return result
}

private func checked<Count: SignedInteger>(
    _ name: String, _ call: () -> Count
) throws(FileDescriptor.Failure) -> Count {
    let result = retrying(call)
    guard result != -1 else { throw FileDescriptor.Failure(call: name, code: errno) }
    return result
}

extension FilePurpose {
    fileprivate var flags: CInt {
        switch self {
        // A named pipe must not make the open wait for its other end.
        case .reading: O_RDONLY | O_NONBLOCK
        case .writing: O_RDWR | O_NONBLOCK
        case .creating: O_RDWR | O_CREAT | O_EXCL
        }
    }
}

extension FileStatus {
    fileprivate init(_ status: stat) {
        self.init(
            device: UInt64(truncatingIfNeeded: status.st_dev), serial: UInt64(status.st_ino),
            mode: UInt32(status.st_mode), owner: UInt32(status.st_uid), linkCount: UInt64(status.st_nlink),
            byteCount: UInt64(max(0, status.st_size)))
    }
}
