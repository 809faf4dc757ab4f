import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts

/// Directories that are copied, verified and appended to.
enum FileToolFixture {
    static let now = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)

    /// Options with which nothing happens by itself.
    static var options: StoreOptions {
        var options = StoreOptions()
        options.compactsByItself = false
        return options
    }

    static func id(_ number: Int) -> UserID { UserID(bits: UInt128(number)) }

    /// A user with two roles, who has no more to do with others than that.
    static func newcomer(_ number: Int, name: String = "Zoë Ångström") throws -> [Change] {
        let user = User(
            id: self.id(number), fullName: try FullName("\(name) \(number)"),
            email: try EmailAddress("user\(number)@contoso.example"), status: .active, addedAt: self.now)
        let roles = ["first", "second"].map { role in
            Change.roleAssigned(
                assignment: RoleAssignment(of: RoleID(role), to: user.id, grantedBy: .system, grantedAt: self.now))
        }
        return [.userAdded(user: user)] + roles
    }

    /// A company is enrolled, people are added to it, and every fifth is blocked.
    static func history(_ count: Int, name: String = "Zoë Ångström") throws -> [Commit] {
        let company = Company(
            name: try FullName("Contoso"), programs: [Program("direct")], enrolledBy: self.id(2), enrolledAt: self.now)
        return try (1...count).map { number in
            let changes: [Change] =
                if number == 1 {
                    [.companyEnrolled(company: company)]
                } else if number.isMultiple(of: 5) {
                    [.statusChanged(user: self.id(number - 1), from: .active, to: .blocked)]
                } else {
                    try self.newcomer(number, name: name)
                }
            return Commit(
                revision: Revision(UInt64(number)), at: self.now + .seconds(number), principal: .system,
                changes: changes)
        }
    }

    /// Makes a store whose journal has a segment for every few steps, and closes it.
    static func makeStore(
        at path: String, on disk: some StoreDisk, _ history: [Commit], store: StoreID = .random(), inSegment count: Int
    ) throws {
        let folder = try PrivateFolder(at: path, on: disk)
        var sizes = JournalSizes(segmentByteLimit: 1 << 20, firstStepByteCount: 4_096, stepByteLimit: 4_096)
        try Journal.make(in: folder, store: store, kind: DirectoryContent.kind, sizes: sizes)
        for (position, commit) in history.enumerated() {
            // A segment is ended once there is more in it than this.
            sizes.segmentByteLimit = position > 0 && position.isMultiple(of: count) ? 64 : 1 << 20
            let journal = try Journal(in: folder, kind: DirectoryContent.kind, after: UInt64(position), sizes: sizes)
            while try journal.nextOrTail() != nil {}
            var group = JournalGroup(first: commit.revision.number)
            group.add { CommitCodec.write(commit, to: &$0) }
            try journal.append(&group)
        }
    }

    /// A directory of 24 steps in segments of 5, with a checkpoint at revision 18, on a disk that has it durably.
    static func disk(at path: String = "/store") async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let history = try self.history(24)
        try self.makeStore(at: path, on: disk, Array(history.prefix(18)), inSegment: 5)
        let directory = try FileDirectory(at: path, on: disk, options: self.options)
        try await directory.compact()
        try await directory.append(Array(history.suffix(6)))
        disk.settle()
        return disk
    }
}

/// All that a directory shows.
struct FileToolContents: Equatable {
    let head: DirectoryHead
    let history: [Commit]
    let users: [UserRecord]
    let standings: [UserStanding]

    init(_ directory: FileDirectory) async throws {
        self.head = try await directory.head()
        self.history = try await directory.history(after: .start, limit: .max)
        self.users = try await directory.users(
            matching: UserQuery(statuses: Set(AccountStatus.allCases), pageSize: 1_000)
        ).records
        var standings: [UserStanding] = []
        _ = try await directory.readStandings { if let user = $0.user { standings.append(user) } }
        self.standings = standings
    }
}
