package import RosterStore

/// A disk as one process sees it: each operation is first told to a mediator, which may leave it out or make it fail.
///
/// Giving up a lock and closing a file always happen: the operating system sees to them when a process dies.
package final class MediatedDisk: StoreDisk {
    package enum Verdict: Sendable { case done, leftOut, short(Int), failed(FileFailure) }
    package typealias Mediator = @Sendable (_ kind: DiskOperationKind, _ name: String) -> Verdict

    private let disk: SimulatedDisk
    fileprivate let mediator: Mediator

    package init(_ disk: SimulatedDisk, _ mediator: @escaping Mediator) {
        self.disk = disk
        self.mediator = mediator
    }

    /// A process that dies at its `number`th change of the disk, which goes on without it; they are counted.
    package static func dying(at number: Int, on disk: SimulatedDisk, _ changes: StoreTally) -> MediatedDisk {
        MediatedDisk(disk) { kind, _ in
            let own = kind.isChange ? 1 : 0
            return changes.add(own) + own < number ? .done : .failed(.crash)
        }
    }

    package func openOrMakeFolder(_ path: String) throws(FileFailure) -> (isNew: Bool, folder: any StoreFolder) {
        guard try self.mediate(.openFolder, path) else { throw .missingPart }
        let opened = try self.disk.openOrMakeFolder(path)
        return (opened.isNew, MediatedFolder(opened.folder, self))
    }

    package func openFolder(_ path: String) throws(FileFailure) -> any StoreFolder {
        try self.doing(.openFolder, path) { () throws(FileFailure) in
            MediatedFolder(try self.disk.openFolder(path), self)
        }
    }

    package func status(of path: String) throws(FileFailure) -> FileStatus {
        guard try self.mediate(.status, path) else { throw .missingPart }
        return try self.disk.status(of: path)
    }

    package func syncEverything() { self.disk.syncEverything() }

    /// Whether an operation is to be done.
    fileprivate func mediate(_ kind: DiskOperationKind, _ name: String) throws(FileFailure) -> Bool {
        switch self.mediator(kind, name) {
        case .done, .short: return true
        case .leftOut: return false
        case .failed(let failure): throw failure
        }
    }

    /// Does an operation that has a result, which cannot be left out.
    fileprivate func doing<Result>(
        _ kind: DiskOperationKind, _ name: String, _ body: () throws(FileFailure) -> Result
    ) throws(FileFailure) -> Result {
        guard try self.mediate(kind, name) else { throw .missingPart }
        return try body()
    }
}

extension FileFailure {
    /// What cannot be left out fails instead.
    fileprivate static let missingPart = FileFailure(call: "mediator", code: CInt.max - 1)
}

private final class MediatedFolder: StoreFolder {
    private let folder: any StoreFolder
    private let disk: MediatedDisk

    init(_ folder: any StoreFolder, _ disk: MediatedDisk) {
        self.folder = folder
        self.disk = disk
    }

    func openFile(_ name: String, for purpose: FilePurpose) throws(FileFailure) -> any StoreFile {
        try self.disk.doing(purpose == .creating ? .makeFile : .openFile, name) { () throws(FileFailure) in
            MediatedFile(try self.folder.openFile(name, for: purpose), name, self.disk)
        }
    }

    func openFolder(_ name: String) throws(FileFailure) -> any StoreFolder {
        try self.disk.doing(.openFolder, name) { () throws(FileFailure) in
            MediatedFolder(try self.folder.openFolder(name), self.disk)
        }
    }

    func makeFolder(_ name: String) throws(FileFailure) {
        if try self.disk.mediate(.makeFolder, name) { try self.folder.makeFolder(name) }
    }

    func status() throws(FileFailure) -> FileStatus {
        try self.disk.doing(.status, "") { () throws(FileFailure) in try self.folder.status() }
    }

    func status(of name: String) throws(FileFailure) -> FileStatus {
        try self.disk.doing(.status, name) { () throws(FileFailure) in try self.folder.status(of: name) }
    }

    func entries() throws(FileFailure) -> [String] {
        try self.disk.doing(.entries, "") { () throws(FileFailure) in try self.folder.entries() }
    }

    func rename(_ name: String, to newName: String) throws(FileFailure) {
        if try self.disk.mediate(.rename, newName) { try self.folder.rename(name, to: newName) }
    }

    func unlink(_ name: String) throws(FileFailure) {
        if try self.disk.mediate(.unlink, name) { try self.folder.unlink(name) }
    }

    func sync() throws(FileFailure) {
        if try self.disk.mediate(.syncFolder, "") { try self.folder.sync() }
    }

    func setMode(_ mode: UInt32) throws(FileFailure) {
        if try self.disk.mediate(.setMode, "") { try self.folder.setMode(mode) }
    }

    func setMode(_ mode: UInt32, of name: String) throws(FileFailure) {
        if try self.disk.mediate(.setMode, name) { try self.folder.setMode(mode, of: name) }
    }

    func checkIsWritable() throws(FileFailure) {
        if try self.disk.mediate(.check, "") { try self.folder.checkIsWritable() }
    }

    func watch(_ name: String, _ onWrite: @escaping @Sendable () -> Void) throws(FileFailure) -> any Sendable {
        try self.disk.doing(.watch, name) { () throws(FileFailure) in try self.folder.watch(name, onWrite) }
    }
}

private final class MediatedFile: StoreFile {
    private let file: any StoreFile
    private let name: String
    private let disk: MediatedDisk

    init(_ file: any StoreFile, _ name: String, _ disk: MediatedDisk) {
        self.file = file
        self.name = name
        self.disk = disk
    }

    func status() throws(FileFailure) -> FileStatus {
        try self.disk.doing(.status, self.name) { () throws(FileFailure) in try self.file.status() }
    }

    func setMode(_ mode: UInt32) throws(FileFailure) {
        if try self.disk.mediate(.setMode, self.name) { try self.file.setMode(mode) }
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        guard try self.disk.mediate(.read, self.name) else { return 0 }
        return try self.file.readSome(into: buffer, at: offset)
    }

    func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let verdict = self.disk.mediator(.write, self.name)
        switch verdict {
        case .done: return try self.file.writeSome(bytes, at: offset)
        case .short(let count):
            return try self.file.writeSome(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)), at: offset)
        case .leftOut: return bytes.count
        case .failed(let failure): throw failure
        }
    }

    func resize(to byteCount: UInt64) throws(FileFailure) {
        if try self.disk.mediate(.resize, self.name) { try self.file.resize(to: byteCount) }
    }

    func syncData() throws(FileFailure) {
        if try self.disk.mediate(.syncData, self.name) { try self.file.syncData() }
    }

    func syncAll() throws(FileFailure) {
        if try self.disk.mediate(.syncAll, self.name) { try self.file.syncAll() }
    }

    func tryLock() throws(FileFailure) -> Bool {
        try self.disk.doing(.tryLock, self.name) { () throws(FileFailure) in try self.file.tryLock() }
    }

    func lock() throws(FileFailure) {
        if try self.disk.mediate(.lock, self.name) { try self.file.lock() }
    }

    func unlock() { self.file.unlock() }

    func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        try self.disk.doing(.map, self.name) { () throws(FileFailure) in
            try self.file.map(byteCount: byteCount, isRandom: isRandom)
        }
    }
}
