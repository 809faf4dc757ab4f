internal import Synchronization

/// How far the history of a store is durable, told by whoever commits to everybody who has the store open.
///
/// The file has one page, of which the first 8 bytes count: the last durable revision, little endian. It is written with a
/// plain write once a commit is synced, so that others who watch the file are woken, and read through a mapping, so that
/// looking costs no more than a load. It is never synced, and whoever opens the store does not believe it: what counts then is
/// the journal.
package final class HeadFile: StoreHead {
    package static let name = "head"
    private static let byteCount = 4_096

    private let folder: PrivateFolder
    private let named: NamedFile
    private let mapping: MappedBytes

    /// Opens the head of a folder to look at it; nil when it was not made yet, or not to its end.
    init?(readingIn folder: PrivateFolder) throws(FileStoreError) {
        guard let file = try folder.open(Self.name, for: .reading) else { return nil }
        let mapping = try translating(folder.path(of: Self.name)) { () throws(FileFailure) -> MappedBytes? in
            // It is never synced: a crash may have left its name, and none of its bytes.
            guard try file.status().byteCount >= UInt64(Self.byteCount) else { return nil }
            return try file.map(byteCount: Self.byteCount, isRandom: false)
        }
        guard let mapping else { return nil }
        self.folder = folder
        self.named = try NamedFile(file, name: Self.name, in: folder)
        self.mapping = mapping
    }

    /// Opens the head of a folder, or makes it.
    ///
    /// The caller holds the store's lock.
    init(in folder: PrivateFolder) throws(FileStoreError) {
        self.folder = folder
        let file = try folder.openShared(Self.name)
        self.named = try NamedFile(file, name: Self.name, in: folder)
        self.mapping = try translating(folder.path(of: Self.name)) { () throws(FileFailure) in
            // Written, not just extended, so that a disk that fills up does not keep a commit from being told.
            if try file.status().byteCount < UInt64(Self.byteCount) {
                try file.write([UInt8](repeating: 0, count: Self.byteCount), at: 0)
            }
            return try file.map(byteCount: Self.byteCount, isRandom: false)
        }
    }

    var revision: UInt64 {
        guard let start = self.mapping.bytes.baseAddress else { return 0 }
        // invariant: a mapping begins at a page, and its first word is only ever used as a whole
        let word = start.assumingMemoryBound(to: Atomic<UInt64>.self)
        return UInt64(littleEndian: word.pointee.load(ordering: .acquiring))
    }

    func publish(_ revision: UInt64) throws(FileStoreError) {
        let file = self.named.file
        try translating(self.named.path) { () throws(FileFailure) in
            try withUnsafeBytesOf(revision.littleEndian) { (bytes) throws(FileFailure) in try file.write(bytes, at: 0) }
        }
    }

    func checkIsInPlace() throws(FileStoreError) {
        try self.named.checkIsInPlace()
    }

    func watch(_ onCommit: @escaping @Sendable () -> Void) throws(FileStoreError) -> any Sendable {
        let folder = self.folder
        return try translating(folder.path(of: Self.name)) { () throws(FileFailure) in
            try folder.folder.watch(Self.name, onCommit)
        }
    }
}

/// Lends the bytes of a number, with typed errors.
private func withUnsafeBytesOf<Failure: Error>(
    _ number: UInt64, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
) throws(Failure) {
    var failure: Failure?
    withUnsafeBytes(of: number) { bytes in
        do throws(Failure) { try body(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
}
