#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
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
