import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

/// Users and changes for the tests of file directories.
enum FileFixture {
    static let now = Timestamp(millisecondsSinceEpoch: 1_750_000_000_000)
    /// The files of a directory that was never compacted, sorted.
    static let names = ["compaction", "head", segment(1), "lock"]

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
    static func makeStore(at path: String, commits: Int) async throws {
        let directory = try FileDirectory(at: path)
        for number in 1...commits { try await directory.add(number) }
    }

    /// Makes a store with a checkpoint and three segments: users 1 and 2, then 3, then 4.
    static func makeStoreOfManyFiles(at path: String) async throws {
        try await self.makeStore(at: path, commits: 2)
        for number in 3...4 {
            try self.endSegment(at: path)
            try await FileDirectory(at: path).add(number)
        }
        try await FileDirectory(at: path).compact()
    }

    /// Ends the segment of a directory that no process has open.
    private static func endSegment(at path: String) throws {
        let journal = try Journal(in: PrivateFolder(at: path), kind: DirectoryContent.kind, after: 0)
        while try journal.nextOrTail() != nil {}
        try journal.endSegment()
    }

    /// The name of the segment that begins with a revision.
    static func segment(_ first: Int) -> String { JournalFixture.name(first) }

    /// The name of the checkpoint of a revision.
    static func checkpoint(_ revision: Int) -> String {
        "checkpoint-" + self.segment(revision).dropFirst("journal-".count)
    }

    /// How many bytes of a segment are in use: what follows is zeros.
    static func usedByteCount(_ segment: [UInt8]) -> Int { (segment.lastIndex { $0 != 0 } ?? -1) + 1 }

    /// The options of a store that waits for no other process.
    static var impatient: StoreOptions {
        var options = StoreOptions()
        options.lockPatience = .milliseconds(50)
        return options
    }

    /// Copies a folder out of the fixtures, for its owner alone.
    static func copy(_ name: String, to path: String) throws {
        let folder = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
        try self.copy(folder.path, into: path)
    }

    private static func copy(_ source: String, into path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        for name in try FileSandbox.names(source) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(source)/\(name)", isDirectory: &isFolder)
            if isFolder.boolValue {
                try self.copy("\(source)/\(name)", into: "\(path)/\(name)")
            } else {
                try FileSandbox.write(FileSandbox.bytes("\(source)/\(name)"), to: "\(path)/\(name)")
            }
        }
    }
}

extension FileDirectory {
    /// Commits a user with two roles, whatever others commit meanwhile.
    @discardableResult
    func add(_ number: Int) async throws -> Commit {
        try await self.commit(FileFixture.batch(number), by: .system, at: FileFixture.now, given: .versions([:]))
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

/// The store's own reason for what a commit was refused for, or nil for another.
func storeError(_ error: UserDirectoryError?) -> FileStoreError? {
    guard case .unavailable(let cause) = error else { return nil }
    return cause as? FileStoreError
}

/// Waits until something holds, looking every few milliseconds; fails after a minute.
func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<12_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not come to be in time")
}
