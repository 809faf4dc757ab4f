#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file of the machine.
package final class SystemFile: StoreFile {
    private let descriptor: SystemDescriptor

    init(_ descriptor: SystemDescriptor) {
        self.descriptor = descriptor
    }

    package func status() throws(FileFailure) -> FileStatus {
        try self.descriptor.status()
    }

    package func setMode(_ mode: UInt32) throws(FileFailure) {
        try self.descriptor.setMode(mode)
    }

    package func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let position = off_t(clamping: offset)
        return try checked("pread") { pread(self.number, buffer.baseAddress, buffer.count, position) }
    }

    package func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let position = off_t(clamping: offset)
        return try checked("pwrite") { pwrite(self.number, bytes.baseAddress, bytes.count, position) }
    }

    package func resize(to byteCount: UInt64) throws(FileFailure) {
        _ = try checked("ftruncate") { ftruncate(self.number, off_t(clamping: byteCount)) }
    }

    package func syncData() throws(FileFailure) {
        #if canImport(Darwin)
            try self.descriptor.syncAll()
        #else
            _ = try checked("fdatasync") { fdatasync(self.number) }
        #endif
    }

    package func syncAll() throws(FileFailure) {
        try self.descriptor.syncAll()
    }

    package func tryLock() throws(FileFailure) -> Bool {
        do throws(FileFailure) {
            _ = try checked("flock") { flock(self.number, LOCK_EX | LOCK_NB) }
            return true
        } catch {
            guard error.wouldBlock else { throw error }
            return false
        }
    }

    package func lock() throws(FileFailure) {
        _ = try checked("flock") { flock(self.number, LOCK_EX) }
    }

    package func unlock() {
        _ = flock(self.number, LOCK_UN)
    }

    private var number: CInt { self.descriptor.number }
}

// MARK: - Mapping

extension SystemFile {
    package func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        // What is not there could be mapped, but not read.
        guard try self.status().byteCount >= UInt64(byteCount) else { throw .endOfFile }
        guard byteCount > 0 else { return MappedBytes(UnsafeRawBufferPointer(start: nil, count: 0)) { _ in } }
        let start = mmap(nil, byteCount, PROT_READ, MAP_SHARED, self.number, 0)
        guard let start, start != MAP_FAILED else { throw FileFailure(call: "mmap", code: errno) }
        // Advice that is not taken does no harm.
        if isRandom { _ = madvise(start, byteCount, MADV_RANDOM) }
        #if !canImport(Darwin)
            _ = madvise(start, byteCount, MADV_DONTDUMP)
        #endif
        return MappedBytes(UnsafeRawBufferPointer(start: start, count: byteCount)) { bytes in
            _ = munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        }
    }
}
