/// What the lock of a store says about the journal beside it: that there is one, and which.
///
/// It is written once the journal is durable. So a process that finds no journal beside a lock with anything in it knows that
/// one was lost, and makes no new one in its place; beside an empty lock none was ever finished.
///
/// | bytes | |
/// |---|---|
/// | 0–7 | `RSTOREL` and a line feed |
/// | 8–23 | the store's own 16 bytes, as in the header of its journal |
/// | 24–27 | CRC-32C of bytes 0–23 |
struct StoreMark {
    private static let magic = Array("RSTOREL\n".utf8)
    private static let byteCount = magic.count + StoreID.byteCount + 4

    private let bytes: [UInt8]

    /// Reads the mark of a store that is locked.
    init(_ lock: FolderLock, path: String) throws(FileStoreError) {
        let file = try lock.file()
        self.bytes = try translating(path) { () throws(FileFailure) in try file?.read(Self.byteCount + 1, at: 0) ?? [] }
    }

    /// Whether no journal was ever finished here.
    var isEmpty: Bool { self.bytes.isEmpty }

    /// Whether a journal of this store may stand beside the lock: not when the lock names another.
    ///
    /// A mark that is not as it would be written names none: a crash may have torn it.
    func admits(_ store: StoreID) -> Bool {
        let id = Array(self.bytes.dropFirst(Self.magic.count).prefix(StoreID.byteCount))
        return self.bytes != Self.bytes(of: id) || id == store.bytes
    }

    /// Marks the lock with a store whose journal is durable, unless it is marked so already.
    func write(_ store: StoreID, to lock: FolderLock, path: String) throws(FileStoreError) {
        let mark = Self.bytes(of: store.bytes)
        guard self.bytes != mark, let file = try lock.file() else { return }
        try translating(path) { () throws(FileFailure) in
            try file.write(mark, at: 0)
            try file.resize(to: UInt64(mark.count))
            try file.syncData()
        }
    }

    private static func bytes(of id: [UInt8]) -> [UInt8] {
        let fields = self.magic + id
        return fields + CRC32C.checksum(of: fields).littleEndianBytes
    }
}

/// The 16 bytes that tell one store from every other.
package struct StoreID: Sendable, Hashable {
    package static let byteCount = 16

    package let bytes: [UInt8]

    /// Takes the bytes of one, of which there must be 16.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Makes one that no other store has.
    package static func random() -> StoreID {
        var generator = SystemRandomNumberGenerator()
        return StoreID(sixteen: (0..<byteCount).map { _ in generator.next() })
    }

    init(sixteen bytes: [UInt8]) {
        self.bytes = bytes
    }
}
