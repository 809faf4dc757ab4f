import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite struct UserRecordCodecTests {
    private func encoded(_ record: UserRecord, _ names: inout StoredNames) -> [UInt8] {
        var writer = ByteWriter()
        UserRecordCodec.write(record, to: &writer, names: &names)
        return writer.bytes
    }

    private func decoded(_ bytes: [UInt8], _ id: UserID, _ names: StoredNames) throws -> UserRecord {
        try bytes.withUnsafeBytes { try UserRecordCodec.read($0, id: id, names: names) }
    }

    private func standing(_ record: UserRecord, _ names: inout StoredNames) throws -> [UInt8] {
        var standing = NumberedStanding()
        try self.encoded(record, &names).withUnsafeBytes { bytes in
            _ = try UserRecordCodec.readStanding(in: bytes, into: &standing)
        }
        var writer = ByteWriter()
        StandingCodec.write(&standing, to: &writer)
        return writer.bytes
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `every record reads back as it was, byte for byte`(seed: UInt64) throws {
        var (dice, names) = (RecordDice(seed: seed), StoredNames())
        for _ in 0..<400 {
            let record = try dice.record()
            let bytes = self.encoded(record, &names)
            let copy = try self.decoded(bytes, record.id, names)
            #expect(copy == record)
            #expect(copy.user.email?.rawValue == record.user.email?.rawValue)
            #expect(copy.user.email?.folded == record.user.email?.folded)
            #expect(copy.user.fullName.rawValue.utf8.elementsEqual(record.user.fullName.rawValue.utf8))
            #expect(self.encoded(copy, &names) == bytes)
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a usual record is read as its description reads it, also when its bytes are wrong`(seed: UInt64) throws {
        var (dice, names) = (RecordDice(seed: seed), StoredNames())
        for _ in 0..<150 {
            let record = dice.chance(1, in: 4) ? try dice.record() : try dice.usualRecord()
            var bytes = self.encoded(record, &names)
            for _ in 0..<30 {
                let (read, described) = bytes.withUnsafeBytes { bytes in
                    (
                        try? StoredForm.userRecord(bytes, id: record.id, names: names),
                        try? StoredForm.userRecordAsDescribed(bytes, id: record.id, names: names)
                    )
                }
                #expect(read == described)
                if dice.chance(1, in: 6) { bytes = self.encoded(record, &names) }
                let position = dice.below(bytes.count)
                if dice.chance(1, in: 4) { bytes.remove(at: position) } else { bytes[position] ^= 1 << dice.below(8) }
                if bytes.isEmpty { break }
            }
        }
    }

    @Test func `a user with three roles from one person takes at most 95 bytes`() throws {
        let added = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
        let giver = Principal.user(id: UserID(high: 1, low: 2))
        let user = User(
            id: UserID(high: 3, low: 4), fullName: try FullName("Sixteen letters!"),
            email: try EmailAddress("twenty-eight@contoso.example"), status: .active, addedAt: added)
        var record = UserRecord(user)
        for role in ["admin_agent", "sales_agent", "helpdesk_agent"] {
            record.assignments.append(
                RoleAssignment(of: RoleID(role), to: user.id, grantedBy: giver, grantedAt: added))
        }
        var names = StoredNames()
        #expect(self.encoded(record, &names).count <= 95)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `bytes that were cut or are wrong are refused or read as another record, and never trap`(seed: UInt64) throws {
        var (dice, names) = (RecordDice(seed: seed), StoredNames())
        for _ in 0..<60 {
            let record = try dice.record()
            let bytes = self.encoded(record, &names)
            for count in bytes.indices {
                guard let other = try? self.decoded(Array(bytes[..<count]), record.id, names) else { continue }
                #expect(try self.decoded(self.encoded(other, &names), record.id, names) == other)
            }
            for _ in 0..<40 {
                var wrong = bytes
                for _ in 0...dice.below(3) { wrong[dice.below(wrong.count)] = UInt8(truncatingIfNeeded: dice.next()) }
                guard let other = try? self.decoded(wrong, record.id, names) else { continue }
                #expect(try self.decoded(self.encoded(other, &names), record.id, names) == other)
                _ = try? self.standing(other, &names)
            }
        }
    }

    @Test func `bytes behind the record, and no bytes, are refused`() throws {
        var (dice, names) = (RecordDice(seed: 1), StoredNames())
        let record = try dice.record()
        let bytes = self.encoded(record, &names)
        for wrong in [bytes + [0], []] {
            #expect(throws: ByteReader.Malformed.self) { try self.decoded(wrong, record.id, names) }
        }
    }

    @Test func `names that the table does not have are refused`() throws {
        var (dice, names) = (RecordDice(seed: 2), StoredNames())
        var record = try dice.record()
        record.assignments = [
            RoleAssignment(of: RoleID("a"), to: record.id, grantedBy: .system, grantedAt: record.user.addedAt)
        ]
        let bytes = self.encoded(record, &names)
        #expect(throws: ByteReader.Malformed.self) { try self.decoded(bytes, record.id, StoredNames()) }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `equal sets of holdings and groups have equal bytes in whichever order they were assigned`(seed: UInt64) throws
    {
        var (dice, names) = (RecordDice(seed: seed), StoredNames())
        for _ in 0..<200 {
            var record = try dice.record()
            let bytes = try self.standing(record, &names)
            let read = try bytes.withUnsafeBytes { try StandingCodec.read($0) }
            #expect(Set(read.holdings.map { names.roles[Int($0.role)] }) == Set(record.standing.holdings.map(\.role)))
            #expect(Set(read.holdings.map(\.window)) == Set(record.standing.holdings.map(\.window)))
            #expect(read.holdings == read.holdings.sorted())
            #expect(read.groups.map { names.groups[Int($0)] }.sorted() == record.groups)
            record.assignments.shuffle(using: &dice)
            #expect(try self.standing(record, &names) == bytes)
            if record.groups.popLast() != nil { #expect(try self.standing(record, &names) != bytes) }
            guard record.assignments.popLast() != nil else { continue }
            #expect(try self.standing(record, &names) != bytes)
        }
    }
}

@Suite struct NameTableTests {
    @Test func `names keep their numbers, and a table reads back with the same ones`() throws {
        var names = StoredNames()
        let roles = [RoleID("b"), RoleID("a"), RoleID("é"), RoleID("e\u{301}"), RoleID("")]
        #expect(roles.map { names.number(of: $0) } == [0, 1, 2, 3, 4])
        #expect(names.number(of: RoleID("a")) == 1)
        let scope = try Scope("/locations/42")
        #expect(names.number(of: scope) == 0)
        let groups = [GroupID(bits: 9), GroupID(bits: 7)]
        #expect(groups.map { names.number(of: $0) } == [0, 1])
        let copy = try StoredNames(roles: names.roleBytes, scopes: names.scopeBytes, groups: names.groups)
        #expect(copy.roles == roles && copy.scopes == [scope] && copy.groups == groups)
        #expect(groups.map { copy.knownNumber(of: $0) } == [0, 1] && copy.knownNumber(of: GroupID(bits: 1)) == nil)
        #expect(copy.knownNumber(of: RoleID("e\u{301}")) == 3)
        #expect(copy.knownNumber(of: RoleID("c")) == nil)
    }

    @Test func `names that Unicode takes for equal are different names`() {
        var names = StoredNames()
        let roles = [";", "\u{37E}", "k", "\u{212A}", "K", "é", "e\u{301}", "\u{1FEF}", "`"].map { RoleID($0) }
        let numbers = roles.map { names.number(of: $0) }
        #expect(numbers == Array(0..<UInt32(roles.count)))
        #expect(roles.map { names.number(of: $0) } == numbers)
    }

    @Test func `a table with a name twice, or with one that is none, is refused`() {
        for roles in [[[97], [97]], [[0xFF]]] as [[[UInt8]]] {
            #expect(throws: StoredFormError.self) { try StoredNames(roles: roles, scopes: [], groups: []) }
        }
        for scope in ["/", "no scope", ""] {
            #expect(throws: StoredFormError.self) {
                try StoredNames(roles: [], scopes: [Array(scope.utf8)], groups: [])
            }
        }
        #expect(throws: StoredFormError.self) {
            try StoredNames(roles: [], scopes: [], groups: [GroupID(bits: 9), GroupID(bits: 9)])
        }
    }
}

@Suite struct KeyedHashTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `an address has the same hash in every case, and another with another seed`(seed: UInt64) throws {
        var dice = RecordDice(seed: seed)
        let hash = KeyedHash(seed: KeyedHash.Seed(dice.next(), dice.next()))
        let other = KeyedHash(seed: KeyedHash.Seed(dice.next(), dice.next()))
        for _ in 0..<300 {
            let email = try dice.email()
            let expected = Self.hash(email.folded, hash)
            for text in [email.rawValue, email.rawValue.uppercased(), email.folded] {
                #expect(Self.hash(text, hash) == expected)
            }
            #expect(Self.hash(email.folded, other) != expected)
        }
    }

    private static func hash(_ text: String, _ hash: KeyedHash) -> UInt64 {
        Array(text.utf8).withUnsafeBytes { hash.hash(ignoringCaseOf: $0) }
    }

    @Test func `addresses that differ in one character have different hashes`() {
        let hash = KeyedHash(seed: KeyedHash.Seed(1, 2))
        let marks = Array("abc019!#$%&'*+-/=?^_`{|}~")
        let hashes = marks.flatMap { first in
            marks.map { Self.hash("ada\(first)\($0)lovelace@contoso.example", hash) }
        }
        #expect(Set(hashes).count == marks.count * marks.count)
    }
}
