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
    ///
    /// It is busy for a moment after the last commit, until the thread that did it lets go of the files.
    func run(_ options: String...) throws {
        for _ in 1...200 {
            let end = try FileChild(["/bin/mount", "-t", "tmpfs"] + options + ["none", self.path]).finish()
            if end.status == 0 { return }
            usleep(10_000)
        }
        throw POSIXError(.EPERM)
    }
}
