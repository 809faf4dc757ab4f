import Foundation
import RosterStoreTestSupport

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

/// What this machine lets a test do.
enum FileTestMachine {
    static let isRoot = geteuid() == 0
    static let hasStrace = isRoot && FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")
    static let hasSetpriv = isRoot && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
    /// Whether a small disk in memory can be mounted.
    static let canMount: Bool = {
        guard isRoot, let sandbox = try? FileSandbox() else { return false }
        guard let child = try? FileChild(["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "none", sandbox.path]) else {
            return false
        }
        guard child.finish().status == 0 else { return false }
        return umount(sandbox.path) == 0
    }()
}
