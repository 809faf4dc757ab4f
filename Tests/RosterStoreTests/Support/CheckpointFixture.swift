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

/// A user of a model, whose record is: e-mail address, status, flags.
struct CheckpointModelUser: Hashable {
    var key: RecordKey
    var status: UInt8
    var flags: UInt8
    /// Empty when the user cannot be found by one.
    var email: String
    /// The roles held; as holdings they are these bytes.
    var roles: [UInt8]

    var record: [UInt8] { [self.status, self.flags] + Array(self.email.utf8) }
    var emailHash: UInt64? { self.email.isEmpty ? nil : Self.hash(self.email.utf8) }

    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Reads the records of the model.
struct CheckpointModelRecords: CheckpointRecordReading {
    func facts(
        of user: CheckpointUser, holdings: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> CheckpointFacts {
        var reader = ByteReader(user.record)
        let (status, flags) = (try reader.read(), try reader.read())
        let email = try reader.read(count: reader.remainingCount)
        return CheckpointFacts(
            status: status, flags: flags,
            emailHash: email.isEmpty ? nil : CheckpointModelUser.hash(email), roles: holdings.map { UInt32($0) })
    }

    func haveSameEmail(_ user: CheckpointUser, _ other: CheckpointUser) throws(ByteReader.Malformed) -> Bool {
        user.record.dropFirst(2).elementsEqual(other.record.dropFirst(2))
    }
}

/// Everything that a checkpoint should hold.
struct CheckpointModel {
    static let info = CheckpointInfo(
        store: StoreID(bytes: Array(1...16)) ?? .random(), revision: 42, kind: JournalFixture.kind.number,
        details: Array("Contoso".utf8), seed: (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210))

    var users: [CheckpointModelUser]
    var roles = (0..<6).map { Array("role \($0)".utf8) }
    var scopes = [Array("/".utf8), [], Array("/locations/42".utf8)]

    /// Makes random users, of which one in eight has no e-mail address.
    init(userCount: Int, seed: UInt64) {
        var generator = RepeatableGenerator(seed: seed)
        var ids: Set<UInt128> = []
        while ids.count < userCount { ids.insert(.random(in: 0 ... .max, using: &generator)) }
        self.users = ids.sorted().enumerated().map { number, bits in
            CheckpointModelUser(
                key: RecordKey(bits: bits), status: .random(in: 0...4, using: &generator),
                flags: .random(in: 0...255, using: &generator),
                email: generator.next() % 8 == 0 ? "" : "user\(number)@contoso.example",
                roles: (0..<6).filter { _ in generator.next() % 3 == 0 })
        }
    }

    /// Writes the checkpoint.
    func write(
        to file: CheckpointMemoryFile, info: CheckpointInfo = Self.info, userLimit: Int? = nil
    ) throws(FileStoreError) {
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: info, roles: self.roles, scopes: self.scopes,
            userLimit: userLimit ?? self.users.count)
        for user in self.users {
            let roles = user.roles.map { UInt32($0) }
            let holdings = user.roles.withUnsafeBytes { builder.holdings($0, roles: roles.reversed() + roles) }
            let failure = user.record.withUnsafeBytes { record -> FileStoreError? in
                let added = CheckpointUser(
                    key: user.key, status: user.status, flags: user.flags, holdings: holdings, record: record)
                do throws(FileStoreError) { try builder.add(added, emailHash: user.emailHash) } catch { return error }
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

    /// Finds the ordinal of the user with an address of the model.
    func find(email: String) throws(FileStoreError) -> Int? {
        let bytes = Array(email.utf8)
        return try self.find(emailHash: CheckpointModelUser.hash(bytes)) { (ordinal) throws(FileStoreError) in
            try self.user(ordinal).record.dropFirst(2).elementsEqual(bytes)
        }
    }

    /// Everything that there is to read, found in every way there is.
    ///
    /// Reading it throws, or gives what was written: nothing that is read escapes comparison.
    func readAll(_ model: CheckpointModel) throws(FileStoreError) -> CheckpointTranscript {
        var transcript = CheckpointTranscript()
        transcript.names = try self.roles() + self.scopes()
        for ordinal in 0..<self.userCount {
            let user = try self.user(ordinal)
            transcript.users.append(
                CheckpointModelUser(
                    key: user.key, status: user.status, flags: user.flags,
                    email: String(decoding: user.record.dropFirst(2), as: UTF8.self),
                    roles: try self.holdings(user.holdings).map { $0 }))
            transcript.holdings.append(try self.roles(inHoldings: user.holdings))
        }
        for user in model.users {
            transcript.found.append(try self.find(user.key))
            transcript.found.append(try self.find(email: user.email))
            transcript.found.append(try self.firstOrdinal(after: user.key))
        }
        transcript.found.append(try self.find(email: "nobody@contoso.example"))
        for role in 0..<UInt32(self.roleCount) { transcript.lists.append(try self.ordinals(withRole: role).all()) }
        for status: UInt8 in 0...5 { transcript.lists.append(try self.ordinals(withStatus: status).all()) }
        for bit in 0..<8 { transcript.lists.append(try self.ordinals(withFlag: bit).all()) }
        return transcript
    }
}

/// What was read out of a checkpoint.
struct CheckpointTranscript: Hashable {
    var names: [[UInt8]] = []
    var users: [CheckpointModelUser] = []
    var holdings: [[UInt32]] = []
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
