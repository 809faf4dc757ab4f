#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

internal import Dispatch
package import RosterStore

/// An open file of a simulated disk.
package final class SimulatedFile: StoreFile {
    private let serial: UInt64
    private let opening: UInt64
    private let isWritable: Bool
    private let disk: SimulatedDisk

    init(_ serial: UInt64, _ opening: UInt64, isWritable: Bool, on disk: SimulatedDisk) {
        self.serial = serial
        self.opening = opening
        self.isWritable = isWritable
        self.disk = disk
    }

    deinit {
        self.disk.withLive { $0.close(self.serial, self.opening) }
    }

    package func status() throws(FileFailure) -> FileStatus {
        try self.disk.perform(.status) { (live, _) throws(FileFailure) in live.status(self.serial) }
    }

    package func setMode(_ mode: UInt32) throws(FileFailure) {
        try self.disk.perform(.setMode) { (live, _) throws(FileFailure) in live.setMode(mode, of: self.serial) }
    }

    package func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        try self.disk.perform(.read) { (live, effect) throws(FileFailure) in
            guard live.node(self.serial).kind == .file else { throw FileFailure(call: "pread", code: EISDIR) }
            let bytes = live.node(self.serial).bytes
            guard offset < UInt64(bytes.count) else { return 0 }
            let count = min(buffer.count, bytes.count - Int(offset), effect.byteLimit)
            bytes.withUnsafeBytes { all in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[Int(offset)..<Int(offset) + count]))
            }
            return count
        }
    }

    package func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let count = try self.disk.perform(.write) { (live, effect) throws(FileFailure) in
            guard self.isWritable else { throw FileFailure(call: "pwrite", code: EBADF) }
            let wanted = min(bytes.count, effect.byteLimit)
            let count = live.takeRoom(for: self.serial, at: offset, count: wanted)
            guard count > 0 || wanted == 0 else { throw FileFailure(call: "pwrite", code: ENOSPC) }
            live.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: self.serial, at: offset)
            if case .lyingShort = effect { return bytes.count }
            return count
        }
        self.disk.callWatchers(of: self.serial)
        return count
    }

    package func resize(to byteCount: UInt64) throws(FileFailure) {
        try self.disk.perform(.resize) { (live, _) throws(FileFailure) in
            guard self.isWritable else { throw FileFailure(call: "ftruncate", code: EINVAL) }
            live.resize(self.serial, to: byteCount)
        }
        self.disk.callWatchers(of: self.serial)
    }

    package func syncData() throws(FileFailure) {
        try self.disk.perform(.syncData) { (live, effect) throws(FileFailure) in
            try live.sync(effect) { .syncData(file: self.serial, isDone: $0) }
        }
    }

    package func syncAll() throws(FileFailure) {
        try self.disk.perform(.syncAll) { (live, effect) throws(FileFailure) in
            try live.sync(effect) { .syncAll(node: self.serial, isDone: $0) }
        }
    }

    package func tryLock() throws(FileFailure) -> Bool {
        try self.disk.perform(.tryLock) { (live, _) throws(FileFailure) in
            live.locks[self.serial, default: SimulatedLock()].tryTake(for: self.opening)
        }
    }

    package func lock() throws(FileFailure) {
        let turn = try self.disk.perform(.lock) { (live, _) throws(FileFailure) in
            live.locks[self.serial, default: SimulatedLock()].take(for: self.opening)
        }
        turn?.wait()
    }

    package func unlock() {
        self.disk.withLive { $0.locks[self.serial]?.release(by: self.opening) }
    }

    package func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        try self.disk.perform(.map) { (live, _) throws(FileFailure) in
            let bytes = live.node(self.serial).bytes
            guard bytes.count >= byteCount else { throw .endOfFile }
            let (mapping, number) = (SimulatedMapping(bytes, byteCount: byteCount), live.newNumber())
            live.mappings[self.serial, default: [:]][number] = mapping
            let (disk, serial) = (self.disk, self.serial)
            return MappedBytes(mapping.bytes) { _ in
                disk.withLive { _ = $0.mappings[serial]?.removeValue(forKey: number) }
                mapping.deallocate()
            }
        }
    }
}

extension DiskFault.Effect? {
    /// The most bytes that are read or written.
    fileprivate var byteLimit: Int {
        switch self {
        case .short(let limit), .lyingShort(let limit): limit
        case .failure, .crash, nil: .max
        }
    }
}

extension LiveDisk {
    fileprivate mutating func close(_ serial: UInt64, _ opening: UInt64) {
        self.locks[serial]?.release(by: opening)
        guard let count = self.openingCounts[serial] else { return }
        self.openingCounts[serial] = count > 1 ? count - 1 : nil
        self.forgetIfUnused(serial)
    }
}
