internal import Synchronization

/// How far the history of a store is durable, as the process that commits publishes it to every process that has the store open.
///
/// The file has one page, of which the first 16 bytes count, in two words, little endian: the last durable revision, and how often
/// the history was rewritten, an odd number while it is. It is written with a
/// plain write once a commit is synced, so that others who watch the file are woken, and read through a mapping, so that
/// looking costs no more than a load. It is never synced. A process that opens the store for writing reads the journal to its end
/// whatever the head says, and takes from it only that the last frame, if it names that one, was synced.
///
/// A process that only reads may find no head until another one writes, and a copy that was made file by file may have a head
/// that is ahead of its journal. Neither is changed. What such a head says is not believed until it says something else: the next
/// process that opens the store for writing writes it anew.
final class StoreHead: Sendable {
    static let name = "head"

    private struct Followed {
        /// Nil until there is one.
        var page: HeadPage?
        var disbelieved: UInt64?
    }

    private let folder: PrivateFolder
    /// The page of a store that is open for writing.
    private let written: HeadPage?
    /// What is seen of a store that is open for reading only.
    private let followed: Mutex<Followed>

    /// Opens the head of a folder, or makes it, to publish and to follow.
    ///
    /// The caller holds the store's lock.
    init(writingIn folder: PrivateFolder) throws(FileStoreError) {
        self.folder = folder
        self.written = try HeadPage(makingIn: folder)
        self.followed = Mutex(Followed())
    }

    /// Looks for the head of a folder whose journal reaches up to a revision, to follow it.
    ///
    /// The caller holds the store's lock.
    init(readingIn folder: PrivateFolder, reaching revision: UInt64) throws(FileStoreError) {
        self.folder = folder
        self.written = nil
        let page = try HeadPage(readingIn: folder)
        let told = page?.revision ?? 0
        self.followed = Mutex(Followed(page: page, disbelieved: told > revision ? told : nil))
    }

    /// What the head of a folder says, which may be anything in a copy that was made file by file; 0 without one.
    static func revision(in folder: PrivateFolder) throws(FileStoreError) -> UInt64 {
        try HeadPage(readingIn: folder)?.revision ?? 0
    }

    /// The last revision that is known to be durable; 0 when none was published.
    var revision: UInt64 {
        if let written { return written.revision }
        return self.followed.withLock { followed in
            // A file that was not finished is no head yet.
            if followed.page == nil { followed.page = try? HeadPage(readingIn: self.folder) }
            guard let told = followed.page?.revision, told != followed.disbelieved else { return 0 }
            followed.disbelieved = nil
            return told
        }
    }

    /// How often the history was rewritten, counting beginnings and ends; 0 without a head.
    ///
    /// It is told to processes that have the store open: those that open it read the files as they are.
    var rewriteCount: UInt64 { (self.written ?? self.followed.withLock { $0.page })?.rewriteCount ?? 0 }

    /// Publishes that rewriting the history has begun or ended.
    func publish(rewriteCount: UInt64) throws(FileStoreError) {
        try self.folder.checkIsForWriting()
        try self.written?.write(rewriteCount: rewriteCount)
    }

    /// Publishes that the history is durable up to a revision.
    func publish(_ revision: UInt64) throws(FileStoreError) {
        try self.folder.checkIsForWriting()
        try self.written?.write(revision)
    }

    /// Writes a revision in place of one that no process published; where nothing is to be written, does not believe that one.
    func correct(_ told: UInt64, to revision: UInt64) throws(FileStoreError) {
        if let written { return try written.write(revision) }
        self.followed.withLock { $0.disbelieved = told }
    }

    /// Opens the file, so that publishing takes no more than a write.
    ///
    /// - Throws: ``FileStoreError/replaced(path:)`` when the head has lost its name, so that others would not see what is published.
    func open() throws(FileStoreError) {
        try self.folder.checkIsForWriting()
        _ = try self.written?.named.open()
    }

    /// Closes the file until it is opened again.
    func close() { self.written?.named.close() }

    /// Fails when the head has lost its name.
    func checkIsInPlace() throws(FileStoreError) {
        try self.folder.checkIsForWriting()
        try self.written?.named.checkIsInPlace()
    }

    /// Calls back after each commit of any process, until what is returned is let go of.
    func watch(_ onCommit: @escaping @Sendable () -> Void) throws(FileStoreError) -> any Sendable {
        if self.hasPage { return try Self.watch(Self.name, in: self.folder, onCommit) }
        // Whatever is written in the folder may be the head that comes to be.
        let arrival = HeadArrival(in: self.folder, onCommit)
        let watch = try Self.watch(".", in: self.folder) { [weak self, weak arrival] in
            if self?.hasPage == true { arrival?.watch() }
            onCommit()
        }
        if self.hasPage { arrival.watch() }
        return [watch, arrival] as [any Sendable]
    }

    fileprivate static func watch(
        _ name: String, in folder: PrivateFolder, _ onCommit: @escaping @Sendable () -> Void
    ) throws(FileStoreError) -> any Sendable {
        try translating(folder.path(of: name)) { () throws(FileFailure) in try folder.folder.watch(name, onCommit) }
    }

    /// Whether there is a head by now.
    private var hasPage: Bool {
        _ = self.revision
        return self.written != nil || self.followed.withLock { $0.page != nil }
    }
}

/// The page of a head, mapped, and its file, which is open while it is written.
private final class HeadPage: Sendable {
    private static let byteCount = 4_096

    let named: NamedFile
    // invariant: lies in `mapping`, which is kept as long as this object
    private nonisolated(unsafe) let word: UnsafePointer<Atomic<UInt64>>
    // invariant: lies in `mapping`, as `word` does
    private nonisolated(unsafe) let secondWord: UnsafePointer<Atomic<UInt64>>
    private let mapping: MappedBytes

    /// Opens the head of a folder to look at it; nil when it was not made yet, or not to its end.
    init?(readingIn folder: PrivateFolder) throws(FileStoreError) {
        guard let file = try folder.open(StoreHead.name, for: .reading) else { return nil }
        let mapping = try translating(folder.path(of: StoreHead.name)) { () throws(FileFailure) -> MappedBytes? in
            // It is never synced: a crash may have left its name, and none of its bytes.
            guard try file.status().byteCount >= UInt64(Self.byteCount) else { return nil }
            return try file.map(byteCount: Self.byteCount, isRandom: false)
        }
        guard let mapping, let word = Self.word(of: mapping) else { return nil }
        self.named = try NamedFile(file, name: StoreHead.name, in: folder, for: .reading, mapping: mapping)
        (self.mapping, self.word, self.secondWord) = (mapping, word, word + 1)
        self.named.close()
    }

    /// Opens the head of a folder, or makes it.
    init?(makingIn folder: PrivateFolder) throws(FileStoreError) {
        let file = try folder.openShared(StoreHead.name)
        let mapping = try translating(folder.path(of: StoreHead.name)) { () throws(FileFailure) in
            // Written, not just extended, so that a disk that fills up does not keep a commit from being told.
            if try file.status().byteCount < UInt64(Self.byteCount) {
                try file.write([UInt8](repeating: 0, count: Self.byteCount), at: 0)
            }
            return try file.map(byteCount: Self.byteCount, isRandom: false)
        }
        guard let word = Self.word(of: mapping) else { return nil }
        self.named = try NamedFile(file, name: StoreHead.name, in: folder, for: .writing, mapping: mapping)
        (self.mapping, self.word, self.secondWord) = (mapping, word, word + 1)
    }

    private static func word(of mapping: MappedBytes) -> UnsafePointer<Atomic<UInt64>>? {
        // invariant: a mapping begins at a page, and its first word is only ever used as a whole
        mapping.bytes.baseAddress?.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    var revision: UInt64 { UInt64(littleEndian: self.word.pointee.load(ordering: .acquiring)) }

    var rewriteCount: UInt64 { UInt64(littleEndian: self.secondWord.pointee.load(ordering: .acquiring)) }

    func write(rewriteCount: UInt64) throws(FileStoreError) {
        let file = try self.named.open()
        try translating(self.named.path) { () throws(FileFailure) in
            try file.write(rewriteCount.littleEndianBytes, at: 8)
        }
    }

    func write(_ revision: UInt64) throws(FileStoreError) {
        let file = try self.named.open()
        try translating(self.named.path) { () throws(FileFailure) in try file.write(revision.littleEndianBytes, at: 0) }
    }
}

/// Watches a head from the moment on that it is there.
private final class HeadArrival: Sendable {
    private let folder: PrivateFolder
    private let onCommit: @Sendable () -> Void
    private let headWatch = Mutex<(any Sendable)?>(nil)

    init(in folder: PrivateFolder, _ onCommit: @escaping @Sendable () -> Void) {
        self.folder = folder
        self.onCommit = onCommit
    }

    func watch() {
        self.headWatch.withLock { headWatch in
            if headWatch == nil { headWatch = try? StoreHead.watch(StoreHead.name, in: self.folder, self.onCommit) }
        }
    }
}
