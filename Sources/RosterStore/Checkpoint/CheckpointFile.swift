/// The file of a checkpoint while it is written: whole blocks, and the checksum of each.
final class CheckpointFile {
    let path: String
    private let file: any StoreFile
    /// The checksum of each block; those that nothing was written to are holes, which read as zeros.
    private var checksums: [UInt32] = []
    private let checksumOfZeros: UInt32

    init(_ file: any StoreFile, path: String) {
        self.file = file
        self.path = path
        self.checksumOfZeros = [UInt8](repeating: 0, count: CheckpointLayout.blockByteCount).withUnsafeBytes {
            CRC32C.checksum(of: $0)
        }
    }

    /// The bytes up to the end of the last block that was written.
    var byteCount: Int { self.checksums.count * CheckpointLayout.blockByteCount }

    /// Writes whole blocks.
    func write(blocks: UnsafeRawBufferPointer, at offset: Int) throws(FileStoreError) {
        let first = offset >> CheckpointLayout.blockShift
        let count = blocks.count >> CheckpointLayout.blockShift
        while self.checksums.count < first + count { self.checksums.append(self.checksumOfZeros) }
        CheckpointLayout.forEachChecksum(of: blocks) { self.checksums[first + $0] = $1 }
        try self.write(blocks, at: offset)
    }

    /// Reads back blocks that were written, and compares them with what they were.
    func read(into blocks: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileStoreError) {
        let count = try translating(self.path) { () throws(FileFailure) in
            try self.file.read(into: blocks, at: UInt64(offset))
        }
        var isAsWritten = count == blocks.count
        let first = offset >> CheckpointLayout.blockShift
        CheckpointLayout.forEachChecksum(of: UnsafeRawBufferPointer(blocks)) {
            if self.checksums[first + $0] != $1 { isAsWritten = false }
        }
        guard isAsWritten else {
            throw .damaged(
                path: self.path, offset: UInt64(offset), revision: nil, detail: "what was just written reads otherwise")
        }
    }

    /// Writes the levels of checksums behind everything else, and returns where they are and the checksum of the last.
    func writeChecksums() throws(FileStoreError) -> (section: Range<Int>, root: UInt32) {
        let start = self.byteCount
        var level = self.checksums
        level[0] = 0  // the header has its own
        while true {
            let offset = self.byteCount
            let written = self.checksums.count
            let padding = -level.count & (CheckpointTree.fanOut - 1)
            try self.write(blocks: level.map(\.littleEndian) + Array(repeating: 0, count: padding), at: offset)
            level = Array(self.checksums[written...])
            if level.count == 1 { return (start..<self.byteCount, level[0]) }
        }
    }

    /// Makes everything durable, then the header.
    func finish(_ header: CheckpointHeader) throws(FileStoreError) {
        try translating(self.path) { () throws(FileFailure) in
            try self.file.syncData()
            try self.file.write(header.encoded(), at: 0)
            try self.file.syncAll()
        }
    }

    private func write(blocks words: [UInt32], at offset: Int) throws(FileStoreError) {
        var failure: FileStoreError?
        words.withUnsafeBytes { bytes in
            do throws(FileStoreError) { try self.write(blocks: bytes, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileStoreError) {
        try translating(self.path) { () throws(FileFailure) in try self.file.write(bytes, at: UInt64(offset)) }
    }
}
