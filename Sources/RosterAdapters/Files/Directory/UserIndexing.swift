internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// How the engine finds the records of users: by identifier and by every name; records are listed by role, by group, by status
/// and by flags.
struct UserIndexing: RecordIndexing {
    /// The bits of a record's flags.
    enum Flag {
        static let guest: UInt8 = 1 << 0
        static let hasRequests: UInt8 = 1 << 1
        static let hasAttributes: UInt8 = 1 << 2
        static let hasSessionFacts: UInt8 = 1 << 3
        static let hasUndelivered: UInt8 = 1 << 4
    }

    let names: StoredNames
    let hash: KeyedHash

    func readFacts(
        of record: UnsafeRawBufferPointer, into facts: inout RecordFacts
    ) throws(ByteReader.Malformed) {
        var standing = NumberedStanding()
        let scan = try UserRecordCodec.readStanding(in: record, into: &standing)
        var value = ByteWriter()
        StandingCodec.write(&standing, to: &value)
        facts.group = scan.status.number
        facts.flags = Self.flags(of: scan)
        facts.value = value.bytes
        facts.lists = standing.lists
        try self.addKeyHashes(of: scan, to: &facts.keyHashes)
    }

    func readKeyHashes(
        of record: UnsafeRawBufferPointer, into hashes: inout [UInt64]
    ) throws(ByteReader.Malformed) {
        try self.addKeyHashes(of: UserRecordCodec.scan(record), to: &hashes)
    }

    @inline(__always)
    private func addKeyHashes(of scan: StoredUserScan, to hashes: inout [UInt64]) throws(ByteReader.Malformed) {
        if scan.isFoundByAddressAlone {
            hashes.append(self.hash.hash(ignoringCaseOf: scan.email))
        } else {
            hashes += self.hash.hashes(ofNamesOf: UserRecord(try scan.readUser()))
        }
    }

    func check(_ record: UnsafeRawBufferPointer, of key: RecordKey) throws(ByteReader.Malformed) {
        let user = try UserRecordCodec.read(record, id: UserID(key), names: self.names).user
        guard (try? FullName(user.fullName.rawValue)) != nil, (try? UserName(user.userName.rawValue)) != nil,
            user.email.map({ (try? EmailAddress($0.rawValue)) != nil }) ?? true
        else { throw ByteReader.Malformed(detail: "a text breaks its rules") }
    }

    func haveSameKey(
        _ record: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, hash: UInt64
    ) throws(ByteReader.Malformed) -> Bool {
        let names = try UserRecordCodec.scan(record).readUser().names
        return try UserRecordCodec.scan(other).readUser().names.contains { name in
            self.hash.hash(of: name) == hash && names.contains(name)
        }
    }

    static func flags(of scan: StoredUserScan) -> UInt8 {
        (scan.affiliation == .guest ? Flag.guest : 0) | (scan.hasRequests ? Flag.hasRequests : 0)
            | (scan.hasUndelivered ? Flag.hasUndelivered : 0)
            | (scan.hasAttributes ? Flag.hasAttributes : 0)
            | (scan.sessionEpoch != 0 || scan.secondFactor != .none ? Flag.hasSessionFacts : 0)
    }
}

extension NumberedStanding {
    /// The lists of the users who hold the same, and of the members of the same groups; each once.
    fileprivate var lists: [UInt32] {
        var lists: [UInt32] = []
        for holding in self.holdings {
            let list = StoredNames.list(ofRole: holding.role)
            if list != lists.last { lists.append(list) }
        }
        for group in self.groups { lists.append(StoredNames.list(ofGroup: group)) }
        return lists
    }
}

extension UserID {
    /// The key of the user's record.
    @inline(__always)
    var key: RecordKey { RecordKey(high: self.high, low: self.low) }

    /// The user whose record has a key.
    @inline(__always)
    init(_ key: RecordKey) {
        self.init(high: key.high, low: key.low)
    }
}

// MARK: - Names

extension KeyedHash {
    /// The hashes of all names that lead to a user.
    func hashes(ofNamesOf record: UserRecord) -> [UInt64] {
        if let name = record.onlyName { return [self.hash(of: name)] }
        return record.user.names.map { self.hash(of: $0) }
    }

    /// The hash of a name, which no name of another space shares but by chance.
    func hash(of name: RecordName) -> UInt64 {
        switch name.space {
        case .signIn: return Self.lending(name.key) { self.hash(ignoringCaseOf: $0) }
        case .attribute, .group, .groupExternalID, .companyRole:
            return Self.lending("\(name.space.rawValue)\n\(name.key)") { self.hash(of: $0) }
        }
    }

    private static func lending(_ text: String, _ body: (UnsafeRawBufferPointer) -> UInt64) -> UInt64 {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

extension StoredUserScan {
    /// The user, read whole but for the identifier.
    fileprivate func readUser() throws(ByteReader.Malformed) -> User {
        try understanding { () throws(StoredFormError) in try self.user() }
    }
}

// MARK: - Users in a table

extension RecordTable {
    /// The user who has a name, and where the record stands; nil when the name is free.
    func holder(of name: RecordName) throws(FileStoreError) -> (key: RecordKey, place: RecordPlace)? {
        let hash = self.hash.hash(of: name)
        var key = name.space == .signIn ? name.key : ""
        return try key.withUTF8 { address in
            let address = UnsafeRawBufferPointer(address)
            return Result { () throws(FileStoreError) in
                try self.find(keyHash: hash) { (record) throws(ByteReader.Malformed) in
                    // A user who is found by any name at all is found by the address.
                    if try UserRecordCodec.email(in: record).isSameAddress(as: address), !address.isEmpty {
                        return true
                    }
                    let scan = try UserRecordCodec.scan(record)
                    return scan.isFoundByAddressAlone ? false : try scan.readUser().names.contains(name)
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

extension UnsafeRawBufferPointer {
    /// Whether two addresses are the same, without regard to the case of ASCII letters.
    fileprivate func isSameAddress(as other: UnsafeRawBufferPointer) -> Bool {
        guard self.count == other.count else { return false }
        var position = 0
        while position + 8 <= self.count {
            let left = self.loadUnaligned(fromByteOffset: position, as: UInt64.self).asciiLowercased
            let right = other.loadUnaligned(fromByteOffset: position, as: UInt64.self).asciiLowercased
            if left != right { return false }
            position += 8
        }
        while position < self.count {
            if self[position].inLowerCase != other[position].inLowerCase { return false }
            position += 1
        }
        return true
    }
}

extension UInt8 {
    /// The character in lower case, if it is an ASCII letter.
    @inline(__always)
    var inLowerCase: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
