import RosterAdapters
import RosterStore
import RosterDomain
import RosterDomainTestSupport
import RosterPortTesting
import RosterPorts
import Synchronization
import Testing

@Suite("A step in a journal")
struct JournalCommitTests {
    private static func bytes(of commit: Commit) -> [UInt8] {
        var writer = ByteWriter()
        CommitCodec.write(commit, to: &writer)
        return writer.bytes
    }

    private static func commit(_ bytes: [UInt8], revision: UInt64 = 1) throws -> Commit {
        try bytes.withUnsafeBytes { try CommitCodec.read($0, revision: Revision(revision)) }
    }

    /// Whether two steps are the same to the byte: names that only look the same are not.
    private static func areIdentical(_ left: Commit, _ right: Commit) -> Bool {
        left == right
            && zip(left.changes, right.changes).allSatisfy { left, right in
                // A set comes in any order.
                switch left {
                case .companyEnrolled, .companyChanged, .groupAdded, .groupChanged, .companyRoleDefined,
                    .companyRoleChanged:
                    return true
                default: break
                }
                return String(reflecting: left).utf8.elementsEqual(String(reflecting: right).utf8)
            }
    }

    /// A new user with two roles, as is usual.
    private static func usual(principal: Principal) throws -> Commit {
        let now = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
        let user = User(
            id: UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_2f4a_6c8e_0d12), fullName: try FullName("Grace B. Hopper1"),
            email: try EmailAddress("grace.hop123@contoso.example"), status: .mustChangePassword, addedAt: now)
        let roles = ["admin_agent", "sales_agent"].map {
            RoleAssignment(of: RoleID($0), to: user.id, grantedBy: principal, grantedAt: now)
        }
        return Commit(
            revision: Revision(1), at: now, principal: principal,
            changes: [.userAdded(user: user)] + roles.map { .roleAssigned(assignment: $0) })
    }

    @Test("A step comes back as it was, whatever is in it", arguments: [1, 2, 3, 4] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var sample = CommitSample(seed: seed)
        for revision in 1...300 as ClosedRange<UInt64> {
            let commit = try sample.commit(revision: revision)
            let again = try Self.commit(Self.bytes(of: commit), revision: revision)
            let isIdentical = Self.areIdentical(again, commit)
            try #require(isIdentical, "seed \(seed), revision \(revision)")
            #expect(zip(again.changes, commit.changes).allSatisfy { Self.email(in: $0) == Self.email(in: $1) })
        }
    }

    private static func email(in change: Change) -> String? {
        if case .userAdded(let user) = change { user.email?.rawValue } else { nil }
    }

    @Test("Every step that the contract of directories makes comes back as it was")
    func contract() async throws {
        let made = Mutex<[MemoryUserDirectory]>([])
        var contract = UserDirectoryContract {
            let directory = MemoryUserDirectory()
            made.withLock { $0.append(directory) }
            return directory
        }
        contract.patience = .seconds(900)
        try await contract.verify()
        var count = 0
        for directory in made.withLock({ $0 }) {
            for commit in try await directory.history(after: .start, limit: .max) {
                #expect(try Self.commit(Self.bytes(of: commit), revision: commit.revision.number) == commit)
                count += 1
            }
        }
        #expect(count > 500)
    }

    @Test(
        "No step holds 512 zero bytes in a row, nor fewer than it takes to tell a sector",
        arguments: [11, 12] as [UInt64])
    func zeros(seed: UInt64) throws {
        var sample = CommitSample(seed: seed)
        for _ in 0..<300 {
            var (longest, current) = (0, 0)
            for byte in Self.bytes(of: try sample.commit()) {
                current = byte == 0 ? current + 1 : 0
                longest = max(longest, current)
            }
            #expect(longest < 128)
        }
    }

    @Test("A new user with two roles takes at most 126 bytes, and 110 when the system adds them")
    func size() throws {
        let admin = Principal.user(id: UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_0000_0000_0001))
        #expect(Self.bytes(of: try Self.usual(principal: admin)).count <= 126)
        #expect(Self.bytes(of: try Self.usual(principal: .system)).count <= 110)
    }

    @Test("A usual step is these bytes, in all versions to come")
    func golden() throws {
        let bytes = Self.bytes(of: try Self.usual(principal: .system))
        let id: [UInt8] = [
            0x12, 0x0d, 0x8e, 0x6c, 0x4a, 0x2f, 0x1e, 0x9b, 0x3a, 0x7c, 0x2d, 0x8f, 0x7e, 0x6a, 0x8f, 0x01,
        ]
        let start: [UInt8] = [8, 128, 136, 133, 178, 192, 104, 16, 0, 25, 99]
        let user: [UInt8] = [2, 67, 10] + id + [25, 28] + Array("grace.hop123@contoso.example".utf8)
        let name: [UInt8] = [33, 16] + Array("Grace B. Hopper1".utf8) + [40, 1]
        let first: [UInt8] = [5, 13, 9, 11] + Array("admin_agent".utf8)
        let second: [UInt8] = [5, 13, 9, 11] + Array("sales_agent".utf8)
        #expect(bytes == start + user + name + first + second)
    }

    @Test("Bytes that are cut, changed or made up are a step or refused, and never stop the process")
    func malformed() throws {
        var generator = SeededGenerator(seed: 5)
        var sample = CommitSample(seed: 6)
        for _ in 0..<60 {
            let bytes = Self.bytes(of: try sample.commit())
            for count in bytes.indices.prefix(200) {
                guard let commit = try? Self.commit(Array(bytes[..<count])) else { continue }
                #expect(try Self.commit(Self.bytes(of: commit)) == commit)
            }
            #expect(throws: ByteReader.Malformed.self) { try Self.commit(bytes + [0]) }
            for _ in 0..<300 {
                var changed = bytes
                changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
                // What is read obeys the rules, so it can be written and read again.
                guard let commit = try? Self.commit(changed) else { continue }
                #expect(try Self.commit(Self.bytes(of: commit)) == commit)
            }
        }
    }

    @Test(
        "What no version writes is refused",
        arguments: [
            [], [0, 0, 0, 0], [16, 0, 16, 0], [16, 0, 25], [16, 0, 25, 1, 2], [16, 0, 25, 2, 10],
            // The user named last, where none was; a status and a kind that do not exist.
            [16, 0, 25, 2, 10, 0], [16, 0, 25, 2, 99, 0], [16, 0, 0x80, 0],
            [16, 0, 25, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        ] as [[UInt8]])
    func unknown(bytes: [UInt8]) {
        #expect(throws: ByteReader.Malformed.self) { try Self.commit(bytes) }
    }

    @Test("Every kind of change that has no meaning yet is refused")
    func kinds() {
        let known = Set(Change.Alternative.allCases.map { UInt8($0.rawValue) })
        for kind in UInt8(0)..<128 where !known.contains(kind) {
            #expect(throws: ByteReader.Malformed.self) { try Self.commit([16, 0, 25, 2, kind, 0]) }
        }
    }
}
