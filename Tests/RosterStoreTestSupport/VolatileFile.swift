package import RosterStore
import Synchronization

/// A file in memory; what is mapped of it is a copy.
package final class VolatileFile: StoreFile {
    package init() {}

    private let content = Mutex<[UInt8]>([])

    /// Everything in it.
    package var bytes: [UInt8] {
        get { self.content.withLock { $0 } }
        set { self.content.withLock { $0 = newValue } }
    }

    package func status() throws(FileFailure) -> FileStatus {
        FileStatus(
            device: 1, serial: 1, mode: 0o100600, owner: 0, linkCount: 1, byteCount: UInt64(self.bytes.count))
    }

    package func setMode(_ mode: UInt32) throws(FileFailure) {}

    package func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let bytes = self.bytes.dropFirst(Int(offset)).prefix(buffer.count)
        buffer.copyBytes(from: bytes)
        return bytes.count
    }

    package func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        self.content.withLock { content in
            let (start, end) = (Int(offset), Int(offset) + bytes.count)
            content.append(contentsOf: repeatElement(0, count: max(0, end - content.count)))
            content.replaceSubrange(start..<end, with: bytes)
        }
        return bytes.count
    }

    package func resize(to byteCount: UInt64) throws(FileFailure) {
        self.content.withLock { content in
            content.removeLast(max(0, content.count - Int(byteCount)))
            content.append(contentsOf: repeatElement(0, count: Int(byteCount) - content.count))
        }
    }

    package func syncData() throws(FileFailure) {}
    package func syncAll() throws(FileFailure) {}
    package func tryLock() throws(FileFailure) -> Bool { true }
    package func lock() throws(FileFailure) {}
    package func unlock() {}

    package func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 1 << 14)
        copy.copyBytes(from: self.bytes.prefix(byteCount))
        return MappedBytes(UnsafeRawBufferPointer(copy)) { $0.deallocate() }
    }
}
