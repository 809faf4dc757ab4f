#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What is known about a file or folder.
package struct FileStatus: Sendable, Hashable {
    package let device: UInt64
    package let serial: UInt64
    /// The type and the permission bits.
    package let mode: UInt32
    package let owner: UInt32
    package let linkCount: UInt64
    package let byteCount: UInt64

    /// Creates a status.
    package init(device: UInt64, serial: UInt64, mode: UInt32, owner: UInt32, linkCount: UInt64, byteCount: UInt64) {
        self.device = device
        self.serial = serial
        self.mode = mode
        self.owner = owner
        self.linkCount = linkCount
        self.byteCount = byteCount
    }

    package var isFolder: Bool { self.mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
    package var isFile: Bool { self.mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
    package var isSymbolicLink: Bool { self.mode & UInt32(S_IFMT) == UInt32(S_IFLNK) }
    /// Whether others than the owner may do anything with it.
    package var isLoose: Bool { self.mode & 0o077 != 0 }
    package var isOwn: Bool { self.owner == UInt32(geteuid()) }

    package func isSameFile(as other: FileStatus) -> Bool {
        self.device == other.device && self.serial == other.serial
    }
}

/// Why an operation on a file or folder failed.
package struct FileFailure: Error, Sendable, Hashable {
    /// The system call that failed.
    package let call: String
    /// Its `errno`.
    package let code: CInt

    /// Creates a failure.
    package init(call: String, code: CInt) {
        self.call = call
        self.code = code
    }

    /// Whether there is nothing with the name.
    package var isMissing: Bool { self.code == ENOENT }
    /// Whether something has the name already.
    package var isPresent: Bool { self.code == EEXIST }
    /// Whether another process holds what was asked for.
    package var wouldBlock: Bool { self.code == EWOULDBLOCK }
    /// Whether the operating system does not let this process do it.
    package var isDenied: Bool { self.code == EACCES || self.code == EPERM }
    /// Whether a signal came before anything was done.
    package var isInterruption: Bool { self.code == EINTR }
    /// Whether there was no room for what was to be written.
    package var isNoSpace: Bool { self.code == ENOSPC || self.code == EDQUOT || self.code == EFBIG }

    /// Whether nothing more could be opened, so that nothing was done.
    package var isNoDescriptor: Bool { self.code == EMFILE || self.code == ENFILE }

    /// Whether a sync had nothing to do: the file system cannot be written to, or it keeps nothing back.
    var isSyncWithoutUse: Bool { self.code == EROFS || self.code == EINVAL }

    static let locked = FileFailure(call: "flock", code: EWOULDBLOCK)
    package static let endOfFile = FileFailure(call: "pread", code: EIO)
    package static let nothingWritten = FileFailure(call: "pwrite", code: EIO)
    package static let invalidPath = FileFailure(call: "open", code: EINVAL)

    /// The same for the caller that opened the store.
    package func error(at path: String) -> FileStoreError {
        switch self.code {
        case ENOSPC, EDQUOT, EFBIG: return .noSpace(path: path)
        case EMFILE, ENFILE: return .tooManyOpenFiles(path: path)
        case EACCES, EPERM: return .permissionDenied(path: path)
        case EROFS: return .readOnly(path: path)
        case ELOOP: return .symbolicLink(path: path)
        case ENOTDIR: return .notAFolder(path: path)
        case EISDIR: return .notAFile(path: path)
        default:
            let text = String(cString: strerror(self.code))
            return .system(call: self.call, path: path, code: self.code, text: text)
        }
    }
}
