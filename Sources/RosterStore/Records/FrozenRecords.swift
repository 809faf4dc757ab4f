/// The records of a store when it was frozen, to be written into a checkpoint.
package struct FrozenRecords: Sendable {
    private let table: RecordTable
    /// The revision that they are of.
    package let revision: UInt64
    /// What else the owner keeps, for ``CheckpointInfo/details``.
    private let details: [UInt8]
    private let listCount: Int
    private let indexing: any RecordIndexing

    /// Keeps a table that was settled.
    ///
    /// - Parameters:
    ///   - listCount: How many lists values may name.
    ///   - indexing: Reads the records.
    package init(
        _ table: RecordTable, at revision: UInt64, details: [UInt8], listCount: Int, indexing: any RecordIndexing
    ) {
        self.table = table
        self.revision = revision
        self.details = details
        self.listCount = listCount
        self.indexing = indexing
    }

    /// Writes a whole checkpoint into an empty file, and makes it durable; giving the file a name is up to the caller.
    ///
    /// Records that did not change since the last checkpoint are copied as they are.
    /// - Throws: ``FileStoreError`` when the file cannot be written, or the last checkpoint is damaged.
    package func write(
        to file: any StoreFile, path: String, store: StoreID, kind: StoreKind
    ) throws(FileStoreError) {
        let info = CheckpointInfo(
            store: store, revision: self.revision, kind: kind.number, details: self.details,
            seed: self.table.hash.seed)
        let stored = self.table.checkpoint.map { CheckpointSlots.count(ofSlots: $0.keyIndex.slotCount) } ?? 0
        let builder = try CheckpointBuilder(
            file, path: path, info: info, listCount: self.listCount, recordLimit: self.table.recordCount,
            keyEstimate: stored + self.table.overlays.reduce(0) { $0 + $1.count })
        var copy = RecordCopy(self.table, self.indexing, to: builder)
        try copy.addAll()
        try builder.finish()
    }
}

/// Adds all records of a table to a checkpoint.
private struct RecordCopy {
    private let table: RecordTable
    private let indexing: any RecordIndexing
    private let builder: CheckpointBuilder
    /// The numbers of values in the new checkpoint by those in the old one; nil for what no record had yet.
    private var numbers: [UInt32?]
    private var facts = RecordFacts()
    private var last: RecordKey?
    private var addedCount = 0
    private let limit: Int

    init(_ table: RecordTable, _ indexing: any RecordIndexing, to builder: CheckpointBuilder) {
        self.table = table
        self.indexing = indexing
        self.builder = builder
        self.limit = table.recordCount
        self.numbers = Array(repeating: nil, count: table.checkpoint?.valueCount ?? 0)
    }

    mutating func addAll() throws(FileStoreError) {
        var cursor = try RecordCursor(self.table)
        while let found = try cursor.next() {
            try self.check(found)
            self.facts.removeAll()
            let bytes = try self.table.bytes(at: found.place)
            do throws(ByteReader.Malformed) {
                if found.value == nil {
                    try self.indexing.readFacts(of: bytes, into: &self.facts)
                } else {
                    try self.indexing.readKeyHashes(of: bytes, into: &self.facts.keyHashes)
                }
            } catch {
                throw self.table.malformed(at: found.place, error)
            }
            let number = try self.number(of: found)
            let record = CheckpointRecord(
                key: found.key, group: found.group, flags: found.flags, value: number, bytes: bytes)
            try self.builder.add(record, keyHashes: self.facts.keyHashes)
        }
    }

    /// A forged checkpoint can have right checksums: it is refused before it breaks a promise to the builder.
    private mutating func check(_ found: FoundRecord) throws(FileStoreError) {
        guard self.last.map({ $0 < found.key }) ?? true, self.addedCount < self.limit else {
            throw .damaged(
                path: self.table.checkpoint?.path ?? "", offset: 0, revision: nil,
                detail: "the records are not in order, or not as many as were counted")
        }
        self.last = found.key
        self.addedCount += 1
    }

    /// The number in the new checkpoint of a record's value.
    private mutating func number(of found: FoundRecord) throws(FileStoreError) -> UInt32 {
        guard let old = found.value, let checkpoint = self.table.checkpoint else {
            let lists = self.facts.lists
            return self.facts.value.withUnsafeBytes { self.builder.value($0, lists: lists) }
        }
        guard old < self.numbers.count else { throw self.table.malformed(at: found.place, ByteReader.Malformed()) }
        if let number = self.numbers[Int(old)] { return number }
        let value = try checkpoint.value(old)
        let number = self.builder.value(value.bytes, lists: value.lists)
        self.numbers[Int(old)] = number
        return number
    }
}
