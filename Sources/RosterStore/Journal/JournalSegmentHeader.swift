/// What a segment of a journal begins with; see ``JournalFormat``.
package struct JournalSegmentHeader: Equatable {
    let store: StoreID
    let kind: UInt32
    package let firstRevision: UInt64

    package init(store: StoreID, kind: UInt32, firstRevision: UInt64) {
        self.store = store
        self.kind = kind
        self.firstRevision = firstRevision
    }

    /// Reads a header.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)``, or
    ///   ``FileStoreError/unsupportedVersion(path:version:)`` for one that is whole and of another format.
    init(_ bytes: [UInt8], path: String) throws(FileStoreError) {
        func damage(_ detail: String) -> FileStoreError {
            .damaged(path: path, offset: 0, revision: nil, detail: detail)
        }
        guard bytes.starts(with: JournalFormat.magic) else { throw damage("this is not how a journal begins") }
        guard bytes.count == JournalFormat.headerByteCount else { throw damage("the file ends inside its header") }
        guard CRC32C.checksum(of: bytes[..<60]) == UInt32(littleEndianBytes: bytes[60...]) else {
            throw damage("the checksum of the header is wrong")
        }
        let version = UInt32(littleEndianBytes: bytes[8..<12])
        guard version == JournalFormat.version else { throw .unsupportedVersion(path: path, version: version) }
        self.init(
            store: StoreID(sixteen: Array(bytes[12..<28])), kind: UInt32(littleEndianBytes: bytes[36..<40]),
            firstRevision: UInt64(littleEndianBytes: bytes[28..<36]))
        guard self.bytes == bytes else { throw damage("the header is whole but cannot be understood") }
    }

    /// The header's 64 bytes.
    package var bytes: [UInt8] {
        let fields =
            JournalFormat.magic + JournalFormat.version.littleEndianBytes + self.store.bytes
            + self.firstRevision.littleEndianBytes + self.kind.littleEndianBytes
            + [UInt8](repeating: 0, count: 20)
        return fields + CRC32C.checksum(of: fields).littleEndianBytes
    }
}
