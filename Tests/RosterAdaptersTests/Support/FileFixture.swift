import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

/// Users and changes for the tests of file directories.
enum FileFixture {
    static let now = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)

    static func user(_ number: Int) throws -> User {
        User(
            id: UserID(bits: UInt128(number)), fullName: try FullName("Zoë Ångström \(number)"),
            email: try EmailAddress("user\(number)@contoso.example"), status: .active, addedAt: self.now)
    }

    /// A user with two roles.
    static func batch(_ number: Int) throws -> [Change] {
        let user = try self.user(number)
        return [.userAdded(user: user)]
            + ["first", "second"].map {
                let role = RoleID($0)
                return .roleAssigned(
                    assignment: RoleAssignment(of: role, to: user.id, grantedBy: .system, grantedAt: self.now))
            }
    }

    /// Makes a store with as many users, one commit each, and closes it.
    ///
    /// - Returns: Where each commit ends in the journal, beginning with the end of the header.
    @discardableResult
    static func makeStore(at path: String, commits: Int) async throws -> [Int] {
        let directory = try FileDirectory(at: path)
        var ends = [try FileSandbox.bytes("\(path)/journal").count]
        for number in 1...commits {
            try await directory.add(number)
            ends.append(try FileSandbox.bytes("\(path)/journal").count)
        }
        return ends
    }
}

extension FileDirectory {
    /// Commits a user with two roles after whatever is there.
    @discardableResult
    func add(_ number: Int) async throws -> Commit {
        let revision = try await self.head().revision
        return try await self.commit(FileFixture.batch(number), by: .system, at: FileFixture.now, after: revision)
    }

    /// Everything that the directory holds.
    func contents() async throws -> FileContents {
        let users = try await self.users(matching: UserQuery(statuses: Set(AccountStatus.allCases), pageSize: 1_000))
        return FileContents(
            head: try await self.head(), users: users.records,
            history: try await self.history(after: .start, limit: .max))
    }
}

/// What a small directory holds.
struct FileContents: Hashable {
    let head: DirectoryHead
    let users: [UserRecord]
    let history: [Commit]
}
