import RosterDomain
import RosterDomainTestSupport
import RosterPorts
import Testing

@Suite("A reader of standings")
struct StandingReaderTests {
    /// Records made up by chance: few of many roles and groups at few places, so that some users hold the same.
    private static func records(seed: UInt64, count: Int) throws -> [UserRecord] {
        var sample = CommitSample(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var records: [UserRecord] = []
        while records.count < count {
            let moment = Timestamp(millisecondsSinceEpoch: .random(in: 0...9_000_000, using: &generator))
            guard case .userAdded(let user) = try sample.change(at: moment, by: .system) else { continue }
            var assignments: [RoleAssignment] = []
            for number in 0..<Int.random(in: 0...3, using: &generator) {
                let until = generator.chance(20) ? moment + .seconds(60) : nil
                assignments.append(
                    RoleAssignment(
                        of: RoleID("role\(number)"), to: user.id,
                        at: generator.chance(50) ? .company : try Scope("/a/\(number)"),
                        during: try ValidityWindow(from: nil, until: until),
                        grantedBy: .user(id: records.last?.id ?? user.id),
                        grantedAt: moment + .milliseconds(records.count)))
            }
            let groups = (1...2).filter { _ in generator.chance(30) }.map { GroupID(bits: UInt128($0)) }
            records.append(UserRecord(user, assignments: assignments.shuffled(using: &generator), groups: groups))
        }
        return records
    }

    @Test("reads what the record of a user gives", arguments: 1...4 as ClosedRange<UInt64>)
    func standings(seed: UInt64) throws {
        var reader = StandingReader()
        for record in try Self.records(seed: seed, count: 200) {
            let standing = try reader.standing(StoredForm.bytes(of: record), of: .user)
            #expect(standing == .user(record.standing))
        }
    }

    @Test("reads groups and roles of the company")
    func otherKinds() throws {
        var reader = StandingReader()
        let profile = try GroupProfile(name: FullName("Desk"), owners: [DomainSample.id(1)])
        let group = Group(id: GroupID(bits: 3), profile: profile, addedAt: DomainSample.moment)
        #expect(try reader.standing(StoredForm.bytes(of: group), of: .group) == .group(group.standing))
        let role = DomainSample.companyRole
        #expect(try reader.standing(StoredForm.bytes(of: role), of: .companyRole) == .companyRole(role))
    }

    @Test("refuses a field that a newer version requires, in the user and in a role that is held", arguments: 0...1)
    func requiredFields(position: Int) throws {
        var record = UserRecord(DomainSample.user(1, "ada@contoso.example"))
        record.assignments = [DomainSample.assignment("a", to: record.id)]
        var bytes = StoredForm.bytes(of: record)
        var reader = StandingReader()
        #expect(try reader.standing(bytes, of: .user) == .user(record.standing))
        // The user comes first and the roles that are held second, each a tag and the number of bytes before it.
        let start = position == 0 ? 1 : 3 + Int(bytes[1])
        try #require(bytes[start] < 120 && bytes.count >= start + 1 + Int(bytes[start]))
        // A yes, required, as field 200.
        bytes.insert(contentsOf: [0xC7, 0x0C], at: start + 1 + Int(bytes[start]))
        bytes[start] += 2
        let newer = StoredFormError.Problem.unknownRequiredField
        #expect { try StoredForm.userRecord(bytes) } throws: { ($0 as? StoredFormError)?.problem == newer }
        #expect { try reader.standing(bytes, of: .user) } throws: { ($0 as? StoredFormError)?.problem == newer }
    }

    @Test("reads what an older version met by name")
    func namedFields() throws {
        var user = DomainSample.user(1, "ada@contoso.example")
        user.unknownFields.fields = [.named("sessionEpoch", json: Array("3".utf8))]
        var reader = StandingReader()
        let standing = try reader.standing(StoredForm.bytes(of: UserRecord(user)), of: .user)
        #expect(standing.user?.sessionEpoch == 3)
    }

    @Test(
        "never traps on a record that is cut off, and never gives a role that is not in it",
        arguments: [31, 32] as [UInt64])
    func cuts(seed: UInt64) throws {
        var reader = StandingReader()
        for record in try Self.records(seed: seed, count: 20) {
            let bytes = StoredForm.bytes(of: record)
            for count in bytes.indices {
                guard let standing = try? reader.standing(Array(bytes.prefix(count)), of: .user) else { continue }
                let held = Set(standing.user?.holdings ?? [])
                #expect(held.isSubset(of: record.standing.holdings))
            }
        }
    }
}
