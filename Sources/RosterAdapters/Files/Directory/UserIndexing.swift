internal import RosterDomain
internal import RosterPorts
package import RosterStore

/// How the store finds the records of users: by identifier, and by e-mail address; they are listed by role, by status, whether
/// they are guests, and whether a request waits.
struct UserIndexing: RecordIndexing {
    /// The bits of a record's flags.
    enum Flag {
        static let guest: UInt8 = 1 << 0
        static let hasRequests: UInt8 = 1 << 1
    }

    let names: StoredNames
    let hash: KeyedHash

    package func readFacts(
        of record: UnsafeRawBufferPointer, into facts: inout RecordFacts
    ) throws(ByteReader.Malformed) {
        var holdings: [NumberedHolding] = []
        let scan = try UserRecordCodec.readHoldings(in: record, into: &holdings)
        var value = ByteWriter()
        HoldingsCodec.write(&holdings, to: &value)
        facts.group = scan.status.number
        facts.flags = Self.flags(isGuest: scan.affiliation == .guest, hasRequests: scan.hasRequests)
        facts.value = value.bytes
        for holding in holdings where holding.role != facts.lists.last { facts.lists.append(holding.role) }
        facts.keyHashes.append(self.hash.hash(ignoringCaseOf: scan.email))
    }

    package func readKeyHashes(
        of record: UnsafeRawBufferPointer, into hashes: inout [UInt64]
    ) throws(ByteReader.Malformed) {
        hashes.append(self.hash.hash(ignoringCaseOf: try UserRecordCodec.email(in: record)))
    }

    package func check(_ record: UnsafeRawBufferPointer, of key: RecordKey) throws(ByteReader.Malformed) {
        let user = try UserRecordCodec.read(record, id: UserID(key), names: self.names).user
        guard (try? EmailAddress(user.email.rawValue)) != nil, (try? FullName(user.fullName.rawValue)) != nil else {
            throw ByteReader.Malformed(detail: "a text breaks its rules")
        }
    }

    package func haveSameKey(
        _ record: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, hash: UInt64
    ) throws(ByteReader.Malformed) -> Bool {
        try UserRecordCodec.email(in: record).isSameAddress(as: UserRecordCodec.email(in: other))
    }

    static func flags(isGuest: Bool, hasRequests: Bool) -> UInt8 {
        (isGuest ? Flag.guest : 0) | (hasRequests ? Flag.hasRequests : 0)
    }
}

extension UserID {
    /// What the store finds the user's record by.
    @inline(__always)
    var key: RecordKey { RecordKey(high: self.high, low: self.low) }

    /// The user whose record is found by a key.
    @inline(__always)
    init(_ key: RecordKey) {
        self.init(high: key.high, low: key.low)
    }
}

// MARK: - Users in a table

extension RecordTable {
    /// Who has a folded address, and where the record stands; nil when it is free.
    func holder(ofAddress folded: String) throws(FileStoreError) -> (key: RecordKey, place: RecordPlace)? {
        var folded = folded
        return try folded.withUTF8 { address in
            let address = UnsafeRawBufferPointer(address)
            return Result { () throws(FileStoreError) in
                try self.find(keyHash: self.hash.hash(ignoringCaseOf: address)) {
                    (record) throws(ByteReader.Malformed) in
                    try UserRecordCodec.email(in: record).isSameAddress(as: address)
                }
            }
        }.get()
    }

    /// Reads a record.
    func record(
        of id: UserID, at place: RecordPlace, _ names: borrowing StoredNames
    ) throws(FileStoreError) -> UserRecord {
        let bytes = try self.bytes(at: place)
        do throws(ByteReader.Malformed) {
            return try UserRecordCodec.read(bytes, id: id, names: names)
        } catch {
            throw self.malformed(at: place, error)
        }
    }
}
