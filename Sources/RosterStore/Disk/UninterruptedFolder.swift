/// A folder whose operations, and those of the files in it, are made again for as long as signals interrupt them.
final class UninterruptedFolder: StoreFolder {
    private let base: any StoreFolder

    init(_ base: any StoreFolder) {
        self.base = base
    }

    func openFile(_ name: String, for purpose: FilePurpose) throws(FileFailure) -> any StoreFile {
        UninterruptedFile(try retrying { () throws(FileFailure) in try self.base.openFile(name, for: purpose) })
    }

    func openFolder(_ name: String) throws(FileFailure) -> any StoreFolder {
        UninterruptedFolder(try retrying { () throws(FileFailure) in try self.base.openFolder(name) })
    }

    func makeFolder(_ name: String) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.makeFolder(name) }
    }

    func status() throws(FileFailure) -> FileStatus {
        try retrying { () throws(FileFailure) in try self.base.status() }
    }

    func status(of name: String) throws(FileFailure) -> FileStatus {
        try retrying { () throws(FileFailure) in try self.base.status(of: name) }
    }

    func entries() throws(FileFailure) -> [String] {
        try retrying { () throws(FileFailure) in try self.base.entries() }
    }

    func rename(_ name: String, to newName: String) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.rename(name, to: newName) }
    }

    func unlink(_ name: String) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.unlink(name) }
    }

    func sync() throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.sync() }
    }

    func setMode(_ mode: UInt32) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.setMode(mode) }
    }

    func setMode(_ mode: UInt32, of name: String) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.setMode(mode, of: name) }
    }

    func checkIsWritable() throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.checkIsWritable() }
    }

    func watch(_ name: String, _ onWrite: @escaping @Sendable () -> Void) throws(FileFailure) -> any Sendable {
        try retrying { () throws(FileFailure) in try self.base.watch(name, onWrite) }
    }
}

/// A file whose operations are made again for as long as signals interrupt them.
final class UninterruptedFile: StoreFile {
    private let base: any StoreFile

    init(_ base: any StoreFile) {
        self.base = base
    }

    func status() throws(FileFailure) -> FileStatus {
        try retrying { () throws(FileFailure) in try self.base.status() }
    }

    func setMode(_ mode: UInt32) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.setMode(mode) }
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        try retrying { () throws(FileFailure) in try self.base.readSome(into: buffer, at: offset) }
    }

    func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        try retrying { () throws(FileFailure) in try self.base.writeSome(bytes, at: offset) }
    }

    func resize(to byteCount: UInt64) throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.resize(to: byteCount) }
    }

    func syncData() throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.syncData() }
    }

    func syncAll() throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.syncAll() }
    }

    func tryLock() throws(FileFailure) -> Bool {
        try retrying { () throws(FileFailure) in try self.base.tryLock() }
    }

    func lock() throws(FileFailure) {
        try retrying { () throws(FileFailure) in try self.base.lock() }
    }

    func unlock() {
        self.base.unlock()
    }

    func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        try retrying { () throws(FileFailure) in try self.base.map(byteCount: byteCount, isRandom: isRandom) }
    }
}
