import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite struct RecordOverlayTests {
    /// What an overlay should know, in the plainest way.
    private struct Model {
        var records: [UserID: UserRecord?] = [:]
        var knownBelow: Set<UserID> = []

        var countDelta: Int {
            self.records.values.count { $0 != nil } - self.records.keys.count { self.knownBelow.contains($0) }
        }
    }

    private static func change(
        _ overlay: inout RecordOverlay, _ model: inout Model, _ names: inout StoredNames, _ dice: inout RecordDice,
        users: Int
    ) throws {
        let number = dice.below(users)
        let id = UserID(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: 1)
        let isKnownBelow = number.isMultiple(of: 3)
        if model.records[id] == nil, isKnownBelow { model.knownBelow.insert(id) }
        if dice.chance(1, in: 5) {
            overlay.remove(id, isKnownBelow: isKnownBelow)
            model.records[id] = .some(nil)
            return
        }
        let email = try EmailAddress("User\(number).\(dice.below(2))@contoso.example")
        var record = UserRecord(
            User(
                id: id, fullName: try dice.name(), email: email, status: dice.one(of: AccountStatus.allCases),
                addedAt: dice.moment()))
        record.assignments = try (0..<dice.below(3)).map { _ in try dice.assignment(of: record.user) }
        var writer = ByteWriter()
        let roles = UserRecordCodec.write(record, to: &writer, names: &names)
        overlay.put(id, email: email, record: writer.bytes, roles: roles, isKnownBelow: isKnownBelow)
        model.records[id] = record
    }

    private static func check(_ overlay: RecordOverlay, _ model: Model, _ names: StoredNames) throws {
        #expect(overlay.count == model.records.count)
        #expect(overlay.userCountDelta == model.countDelta)
        for (id, record) in model.records {
            let position = try #require(overlay.position(of: id))
            try #require(overlay.isRemoved(position) == (record == nil))
            guard let record else { continue }
            let copy = try overlay.withRecord(at: position) { (bytes) throws(ByteReader.Malformed) in
                try UserRecordCodec.read(bytes, id: id, names: names)
            }
            #expect(copy == record)
            for text in [record.user.userName.rawValue, record.user.userName.rawValue.uppercased()] {
                #expect(try overlay.position(of: EmailAddress(text)) == position)
            }
        }
        #expect(overlay.ids == model.records.keys.sorted())
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [5, 300, 5_000])
    func `an overlay knows the latest of every user, by identifier and by address`(seed: UInt64, users: Int) throws {
        var (dice, names, model) = (RecordDice(seed: seed), StoredNames(), Model())
        var overlay = RecordOverlay(hash: KeyedHash(seed: .init(dice.next(), dice.next())))
        for _ in 0..<4 {
            for _ in 0..<users { try Self.change(&overlay, &model, &names, &dice, users: users) }
            overlay.settle()
            try Self.check(overlay, model, names)
        }
    }

    @Test func `a copy stays as it is while the original goes on`() throws {
        var (dice, names, model) = (RecordDice(seed: 9), StoredNames(), Model())
        var overlay = RecordOverlay(hash: KeyedHash(seed: .init(1, 2)))
        for _ in 0..<3_000 { try Self.change(&overlay, &model, &names, &dice, users: 2_500) }
        overlay.settle()
        let (copy, then) = (overlay, model)
        for _ in 0..<3_000 { try Self.change(&overlay, &model, &names, &dice, users: 5_000) }
        try Self.check(copy, then, names)
    }

    @Test func `an address belongs to nobody once its user is removed or has another one`() throws {
        var (names, overlay) = (StoredNames(), RecordOverlay(hash: KeyedHash(seed: .init(1, 2))))
        let (ada, grace) = (try EmailAddress("ada@a.b"), try EmailAddress("grace@a.b"))
        func put(_ number: UInt64, _ email: EmailAddress) throws {
            let user = User(
                id: UserID(high: 0, low: number), fullName: try FullName("x"), email: email, status: .active,
                addedAt: .distantPast)
            var writer = ByteWriter()
            UserRecordCodec.write(UserRecord(user), to: &writer, names: &names)
            overlay.put(user.id, email: email, record: writer.bytes, roles: 0, isKnownBelow: false)
        }
        try put(1, ada)
        overlay.remove(UserID(high: 0, low: 1), isKnownBelow: false)
        #expect(overlay.position(of: ada) == nil)
        try put(2, ada)
        #expect(overlay.position(of: ada) == 1)
        try put(1, grace)
        try put(1, ada)
        overlay.remove(UserID(high: 0, low: 2), isKnownBelow: false)
        #expect(overlay.position(of: ada) == 0)
        #expect(overlay.position(of: grace) == nil)
        #expect(overlay.userCountDelta == 1)
    }

    @Test func `room of replaced records is given back`() throws {
        var (names, dice) = (StoredNames(), RecordDice(seed: 4))
        var overlay = RecordOverlay(hash: KeyedHash(seed: .init(1, 2)))
        let record = try dice.record()
        var writer = ByteWriter()
        UserRecordCodec.write(record, to: &writer, names: &names)
        for _ in 0..<100_000 {
            overlay.put(record.id, email: record.user.email, record: writer.bytes, roles: 0, isKnownBelow: false)
        }
        #expect(overlay.byteCount < 3 << 20)
    }
}
