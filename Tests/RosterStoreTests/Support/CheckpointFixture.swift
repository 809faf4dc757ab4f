import RosterStore
import RosterStoreTestSupport
import Synchronization

/// A file in memory, which can be made to fail.
final class CheckpointMemoryFile: StoreFile {
    private struct State {
        var bytes: [UInt8]
        var failsAfter: Int?
        var failingSync: Int?
        var headerWriteNumber: Int?
        var writeCount = 0
        var syncCount = 0
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - failsAfter: How many writes there is room for.
    ///   - failingSync: Which sync fails; the first is 1.
    init(_ bytes: [UInt8] = [], failsAfter: Int? = nil, failingSync: Int? = nil) {
        self.state = Mutex(State(bytes: bytes, failsAfter: failsAfter, failingSync: failingSync))
    }

    var bytes: [UInt8] { self.state.withLock { $0.bytes } }
    var writeCount: Int { self.state.withLock { $0.writeCount } }
    var syncCount: Int { self.state.withLock { $0.syncCount } }
    /// The number of the write that wrote the first byte; the first is 1.
    var headerWriteNumber: Int? { self.state.withLock { $0.headerWriteNumber } }

    func status() throws(FileFailure) -> FileStatus {
        FileStatus(
            device: 0, serial: 0, mode: 0o100600, owner: 0, linkCount: 1, byteCount: UInt64(self.bytes.count))
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        self.state.withLock { state in
            let part = state.bytes.dropFirst(Int(offset)).prefix(buffer.count)
            buffer.copyBytes(from: part)
            return part.count
        }
    }

    func writeSome(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(FileFailure) -> Int {
        let count: Int? = self.state.withLock { state in
            if let left = state.failsAfter {
                guard left > 0 else { return nil }
                state.failsAfter = left - 1
            }
            state.writeCount += 1
            if offset == 0 { state.headerWriteNumber = state.writeCount }
            let end = Int(offset) + bytes.count
            if state.bytes.count < end {
                state.bytes += [UInt8](repeating: 0, count: end - state.bytes.count)
            }
            state.bytes.replaceSubrange(Int(offset)..<end, with: bytes)
            return bytes.count
        }
        guard let count else { throw FileFailure(call: "pwrite", code: 28) }
        return count
    }

    func resize(to byteCount: UInt64) throws(FileFailure) {
        self.state.withLock { state in
            let missing = max(0, Int(byteCount) - state.bytes.count)
            state.bytes = state.bytes.prefix(Int(byteCount)) + [UInt8](repeating: 0, count: missing)
        }
    }

    func syncData() throws(FileFailure) { try self.sync() }
    func syncAll() throws(FileFailure) { try self.sync() }

    private func sync() throws(FileFailure) {
        let isDone = self.state.withLock { state in
            state.syncCount += 1
            return state.syncCount != state.failingSync
        }
        guard isDone else { throw FileFailure(call: "fsync", code: 5) }
    }

    func setMode(_ mode: UInt32) throws(FileFailure) {}
    func tryLock() throws(FileFailure) -> Bool { true }
    func lock() throws(FileFailure) {}
    func unlock() {}

    func map(byteCount: Int, isRandom: Bool) throws(FileFailure) -> MappedBytes {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 4096)
        memory.copyBytes(from: self.bytes.prefix(byteCount))
        return MappedBytes(UnsafeRawBufferPointer(memory)) { $0.deallocate() }
    }
}

/// A record of a model: its group, its flags, the lists that it is in, and its names, each behind its length.
struct ModelRecord: Hashable {
    var key: RecordKey
    var group: UInt8
    var flags: UInt8
    /// The secondary keys, in any case of their letters.
    var names: [String]
    /// The lists that it is in; as a value they are these bytes.
    var lists: [UInt8]

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(self.group)
        writer.write(self.flags)
        writer.write(counted: self.lists)
        for name in self.names { writer.write(name) }
        return writer.bytes
    }

    var keyHashes: [UInt64] { self.names.map { Self.hash($0) } }

    init(key: RecordKey, group: UInt8, flags: UInt8, names: [String], lists: [UInt8]) {
        self.key = key
        self.group = group
        self.flags = flags
        self.names = names
        self.lists = lists
    }

    /// Reads a record back.
    init(key: RecordKey, _ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        self.key = key
        self.group = try reader.read()
        self.flags = try reader.read()
        let count = try reader.readCount()
        self.lists = Array(try reader.read(count: count))
        self.names = []
        while reader.remainingCount > 0 { self.names.append(try reader.readText()) }
    }

    static func hash(_ name: String) -> UInt64 {
        name.lowercased().utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    static func has(_ name: String, _ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool {
        try ModelRecord(key: RecordKey(bits: 0), bytes).names.contains { $0.lowercased() == name.lowercased() }
    }
}

/// Reads the records of the model.
struct ModelIndexing: RecordIndexing {
    func readFacts(
        of record: UnsafeRawBufferPointer, into facts: inout RecordFacts
    ) throws(ByteReader.Malformed) {
        let read = try ModelRecord(key: RecordKey(bits: 0), record)
        (facts.group, facts.flags, facts.value) = (read.group, read.flags, read.lists)
        facts.lists = read.lists.map { UInt32($0) }
        facts.keyHashes = read.keyHashes
    }

    func readKeyHashes(of record: UnsafeRawBufferPointer, into hashes: inout [UInt64]) throws(ByteReader.Malformed) {
        hashes += try ModelRecord(key: RecordKey(bits: 0), record).keyHashes
    }

    func check(_ record: UnsafeRawBufferPointer, of key: RecordKey) throws(ByteReader.Malformed) {
        _ = try ModelRecord(key: key, record)
    }

    func haveSameKey(
        _ record: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, hash: UInt64
    ) throws(ByteReader.Malformed) -> Bool {
        for name in try ModelRecord(key: RecordKey(bits: 0), record).names where ModelRecord.hash(name) == hash {
            if try ModelRecord.has(name, other) { return true }
        }
        return false
    }
}

/// Everything that a checkpoint should hold.
struct CheckpointModel {
    static let info = CheckpointInfo(
        store: StoreID(bytes: Array(1...16)) ?? .random(), revision: 42, kind: JournalFixture.kind.number,
        details: Array("details".utf8), seed: KeyedHash.Seed(0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210))
    static let listCount = 6

    var records: [ModelRecord]

    /// Makes random records with up to three secondary keys each.
    init(recordCount: Int, seed: UInt64) {
        var generator = RepeatableGenerator(seed: seed)
        var keys: Set<UInt128> = []
        while keys.count < recordCount { keys.insert(.random(in: 0 ... .max, using: &generator)) }
        self.records = keys.sorted().enumerated().map { number, bits in
            ModelRecord(
                key: RecordKey(bits: bits), group: .random(in: 0...4, using: &generator),
                flags: .random(in: 0...255, using: &generator),
                names: (0..<Int.random(in: 0...3, using: &generator)).map { "Name \(number).\($0)" },
                lists: (0..<6).filter { _ in generator.next() % 3 == 0 })
        }
    }

    /// Writes the checkpoint.
    func write(
        to file: CheckpointMemoryFile, info: CheckpointInfo = Self.info, recordLimit: Int? = nil,
        listCount: Int = Self.listCount
    ) throws(FileStoreError) {
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: info, listCount: listCount,
            recordLimit: recordLimit ?? self.records.count, keyEstimate: self.records.count)
        for record in self.records {
            let lists = record.lists.map { UInt32($0) }
            let value = record.lists.withUnsafeBytes { builder.value($0, lists: lists.reversed() + lists) }
            let failure = record.bytes.withUnsafeBytes { bytes -> FileStoreError? in
                let added = CheckpointRecord(
                    key: record.key, group: record.group, flags: record.flags, value: value, bytes: bytes)
                do throws(FileStoreError) { try builder.add(added, keyHashes: record.keyHashes) } catch { return error }
                return nil
            }
            if let failure { throw failure }
        }
        try builder.finish()
    }

    /// The bytes of the checkpoint.
    func bytes() throws(FileStoreError) -> [UInt8] {
        let file = CheckpointMemoryFile()
        try self.write(to: file)
        return file.bytes
    }
}

extension Checkpoint {
    /// Opens a checkpoint of some bytes.
    static func open(_ bytes: [UInt8]) throws(FileStoreError) -> Checkpoint {
        try Checkpoint(CheckpointMemoryFile(bytes), path: "checkpoint", kind: JournalFixture.kind)
    }

    /// Finds the ordinal of the record with a secondary key of the model.
    func find(name: String) throws(FileStoreError) -> Int? {
        try self.find(keyHash: ModelRecord.hash(name)) { (ordinal) throws(FileStoreError) in
            let bytes = try self.record(ordinal).bytes
            do throws(ByteReader.Malformed) { return try ModelRecord.has(name, bytes) } catch {
                throw self.malformed(ordinal, error)
            }
        }
    }

    /// Everything that there is to read, found in every way there is.
    ///
    /// Reading it throws, or gives what was written: nothing that is read escapes comparison.
    func readAll(_ model: CheckpointModel) throws(FileStoreError) -> CheckpointTranscript {
        var transcript = CheckpointTranscript()
        transcript.details = self.info.details
        for ordinal in 0..<self.recordCount {
            let record = try self.record(ordinal)
            do throws(ByteReader.Malformed) {
                transcript.records.append(try ModelRecord(key: record.key, record.bytes))
            } catch {
                throw self.malformed(ordinal, error)
            }
            let value = try self.value(record.value)
            transcript.marks.append([record.group, record.flags] + value.bytes)
            transcript.values.append(value.lists)
        }
        for record in model.records {
            transcript.found.append(try self.find(record.key))
            for name in record.names { transcript.found.append(try self.find(name: name)) }
            transcript.found.append(try self.firstOrdinal(after: record.key))
            transcript.found.append(try self.firstOrdinal(notBefore: record.key))
        }
        transcript.found.append(try self.find(name: "no name"))
        for list in 0..<UInt32(self.listCount) { transcript.lists.append(try self.list(list).all()) }
        for group: UInt8 in 0...5 { transcript.lists.append(try self.list(ofGroup: group).all()) }
        for bit in 0..<8 { transcript.lists.append(try self.list(ofFlag: bit).all()) }
        return transcript
    }
}

/// What was read out of a checkpoint.
struct CheckpointTranscript: Hashable {
    var details: [UInt8] = []
    var records: [ModelRecord] = []
    var marks: [[UInt8]] = []
    var values: [[UInt32]] = []
    var found: [Int?] = []
    var lists: [[Int]] = []
}

extension PostingList {
    /// All ordinals.
    func all() throws(FileStoreError) -> [Int] {
        var ordinals: [Int] = []
        for position in 0..<self.count { ordinals.append(try self.ordinal(at: position)) }
        return ordinals
    }
}
