package import RosterStore

/// A folder on a simulated disk, durable and empty, for tests of what a crash leaves in it.
package struct CrashedStore {
    package let disk = SimulatedDisk()
    package let folder: any StoreFolder

    /// Makes the folder `/store`, with these files in it.
    package init(_ files: [String: [UInt8]] = [:]) throws {
        self.folder = try self.disk.openOrMakeFolder("/store").folder
        for (name, bytes) in files { self.disk.put(bytes, at: "/store/\(name)") }
        self.disk.settle()
    }

    package func file(_ name: String) throws -> any StoreFile { try self.folder.openFile(name, for: .writing) }

    package func newFile(_ name: String) throws -> any StoreFile { try self.folder.openFile(name, for: .creating) }

    /// The files that a crash now could leave, by name.
    package func images(limit: Int = 1_024, tearing: SectorTearing = .never) -> Set<[String: [UInt8]]> {
        let log = self.disk.log
        let images = CrashImages(of: log, prefix: log.count, limit: limit, tearing: tearing)
        return Set(images.map { Self.files(on: $0) })
    }

    package static func files(on disk: SimulatedDisk) -> [String: [UInt8]] {
        let pairs = disk.files.map { path, bytes in
            (path.hasPrefix("/store/") ? String(path.dropFirst("/store/".count)) : path, bytes)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// So many sectors full of a byte.
    package static func sectors(_ bytes: UInt8...) -> [UInt8] {
        bytes.flatMap { [UInt8](repeating: $0, count: 512) }
    }
}
