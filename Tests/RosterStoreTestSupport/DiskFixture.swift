internal import Foundation
package import RosterStore

/// The disks that one suite of rules holds for.
package enum TestedDisk: String, CaseIterable, Sendable {
    case system, simulated
}

/// A folder on a disk, for one test.
package struct DiskFixture: Sendable {
    package let disk: any StoreDisk
    package let path: String
    package let folder: any StoreFolder
    private let sandbox: FileSandbox?

    package init(_ kind: TestedDisk) throws {
        switch kind {
        case .system:
            let sandbox = try FileSandbox()
            (self.sandbox, self.disk, self.path) = (sandbox, SystemDisk(), sandbox.path("store"))
        case .simulated: (self.sandbox, self.disk, self.path) = (nil, SimulatedDisk(), "/store")
        }
        self.folder = try self.disk.openOrMakeFolder(self.path).folder
    }

    /// Makes a file with these bytes, and closes it.
    package func put(_ name: String, _ bytes: [UInt8] = []) throws {
        try self.folder.openFile(name, for: .creating).write(bytes, at: 0)
    }

    package func bytes(_ name: String) throws -> [UInt8] {
        try self.folder.openFile(name, for: .reading).read(1 << 20, at: 0)
    }

    package func putSymbolicLink(_ name: String) throws {
        if let disk = self.disk as? SimulatedDisk {
            disk.putSymbolicLink(at: "\(self.path)/\(name)")
        } else {
            guard symlink("nowhere", "\(self.path)/\(name)") == 0 else { throw POSIXError(.EPERM) }
        }
    }

    package func link(_ name: String, to newName: String) throws {
        if let disk = self.disk as? SimulatedDisk {
            disk.link("\(self.path)/\(name)", to: "\(self.path)/\(newName)")
        } else {
            guard Foundation.link("\(self.path)/\(name)", "\(self.path)/\(newName)") == 0 else {
                throw POSIXError(.EPERM)
            }
        }
    }
}

/// The `errno` that something fails with, or nil when it does not.
package func failureCode(_ body: () throws -> Void) -> CInt? {
    do {
        try body()
        return nil
    } catch {
        return (error as? FileFailure)?.code ?? -1
    }
}
