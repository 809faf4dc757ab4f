import Foundation

/// A disk in memory, mounted for one test.
final class FileMount {
    private let path: String

    init(at path: String) {
        self.path = path
    }

    deinit {
        while umount2(self.path, CInt(MNT_DETACH)) == 0 {}
    }

    /// Mounts it, with options of `mount`.
    func run(_ options: String...) throws {
        let end = try FileChild(["/bin/mount", "-t", "tmpfs"] + options + ["none", self.path]).finish()
        guard end.status == 0 else { throw POSIXError(.EPERM) }
    }
}
