internal import RosterAdapters
internal import RosterStore

/// The disks of the machine under a store with a mistake: it does not sync what it commits.
///
/// A check that does not see its losses is not a check.
struct CarelessDisk: StoreDisk {
    private let disk = SystemDisk()

    func openOrMakeFolder(_ path: String) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder) {
        let (isNew, folder) = try self.disk.openOrMakeFolder(path)
        return (isNew, CarelessFolder(folder))
    }

    func openFolder(_ path: String) throws(FileFailure) -> any StoreFolder {
        CarelessFolder(try self.disk.openFolder(path))
    }

    func status(of path: String) throws(FileFailure) -> FileStatus { try self.disk.status(of: path) }

    func syncEverything() { self.disk.syncEverything() }
}

private final class CarelessFolder: StoreFolder {
    private let folder: any StoreFolder

    init(_ folder: any StoreFolder) {
        self.folder = folder
    }

    func openFile(_ name: String, for purpose: FilePurpose) throws(FileFailure) -> any StoreFile {
        CarelessFile(try self.folder.openFile(name, for: purpose))
    }

    func openFolder(_ name: String) throws(FileFailure) -> any StoreFolder {
        CarelessFolder(try self.folder.openFolder(name))
    }

    func makeFolder(_ name: String) throws(FileFailure) { try self.folder.makeFolder(name) }
    func status() throws(FileFailure) -> FileStatus { try self.folder.status() }
    func status(of name: String) throws(FileFailure) -> FileStatus { try self.folder.status(of: name) }
    func entries() throws(FileFailure) -> [String] { try self.folder.entries() }
    func rename(_ name: String, to newName: String) throws(FileFailure) {
        try self.folder.rename(name, to: newName)
    }
    func unlink(_ name: String) throws(FileFailure) { try self.folder.unlink(name) }
    func sync() throws(FileFailure) { try self.folder.sync() }
    func setMode(_ mode: UInt32) throws(FileFailure) { try self.folder.setMode(mode) }
    func setMode(_ mode: UInt32, of name: String) throws(FileFailure) { try self.folder.setMode(mode, of: name) }
    func checkIsWritable() throws(FileFailure) { try self.folder.checkIsWritable() }
    func watch(_ name: String, _ onWrite: @escaping @Sendable () -> Void) throws(FileFailure) -> any Sendable {
        try self.folder.watch(name, onWrite)
    }
}

private final class CarelessFile: StoreFile {
    private let file: any StoreFile

    init(_ file: any StoreFile) {
        self.file = file
    }

    /// The mistake.
    func syncData() throws(FileFailure) {}

    func status() throws(FileFailure) -> FileStatus { try self.file.status() }
    func setMode(_ mode: UInt32) throws(FileFailure) { try self.file.setMode(mode) }
    func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        try self.file.readSome(into: buffer, at: offset)
    }
    func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        try self.file.writeSome(bytes, at: offset)
    }
    func resize(to byteCount: UInt64) throws(FileFailure) { try self.file.resize(to: byteCount) }
    func syncAll() throws(FileFailure) { try self.file.syncAll() }
    func tryLock() throws(FileFailure) -> Bool { try self.file.tryLock() }
    func lock() throws(FileFailure) { try self.file.lock() }
    func unlock() { self.file.unlock() }
    func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        try self.file.map(byteCount: byteCount, isRandom: isRandom)
    }
}
