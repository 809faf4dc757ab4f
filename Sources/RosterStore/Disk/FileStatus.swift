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
