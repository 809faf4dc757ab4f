import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts

/// Knows what a directory was asked for and what it promised, and tells whether a disk still holds that.
///
/// The steps are those of ``StorePlan``. A directory must open after every crash; there is no other promise to fall back on.
struct StoreOracle {
    var options = StorePlan.options

    /// Checks what a crash has left: what was promised is there, nothing was invented, and it goes on.
    ///
    /// - Parameters:
    ///   - promised: How many steps were acknowledged.
    ///   - asked: How many there can be at most.
    /// - Returns: How many there are.
    @discardableResult
    func check(_ disk: SimulatedDisk, promised: Int, asked: Int) async throws -> Int {
        let found = try await self.read(disk, promised: promised, asked: asked).count
        // What has been seen must not be lost by the next crash.
        for image in Self.images(of: disk) { _ = try await self.read(image, promised: found, asked: found) }
        let again = try await self.read(disk, promised: found, asked: found)
        try StoreFinding.check(again.tail == nil, "\(disk.origin): a tail was recovered twice")
        try await self.commit(found + 1, on: disk)
        for image in Self.images(of: disk) { _ = try await self.read(image, promised: found + 1, asked: found + 1) }
        return found
    }

    /// The disk after a power cut now that keeps all it can, and nothing it need not keep.
    static func images(of disk: SimulatedDisk) -> CrashImages {
        CrashImages(of: disk.log, prefix: disk.log.count, limit: 2)
    }

    private func commit(_ number: Int, on disk: SimulatedDisk) async throws {
        let directory = try self.open(disk)
        let commit = try StorePlan.commit(number)
        let made = try await directory.commit(
            commit.changes, by: commit.principal, at: commit.at,
            given: .history(at: Revision(commit.revision.number - 1)))
        try StoreFinding.check(made == commit, "\(disk.origin): a step is another after it was added")
    }

    func open(_ disk: any StoreDisk) throws -> FileDirectory {
        do throws(FileStoreError) {
            return try FileDirectory(at: StorePlan.path, on: disk, options: self.options)
        } catch {
            throw StoreFinding("\((disk as? SimulatedDisk)?.origin ?? ""): it does not open: \(error)")
        }
    }

    /// Opens the directory and reads everything.
    func read(
        _ disk: SimulatedDisk, promised: Int, asked: Int
    ) async throws -> (count: Int, tail: RecoveredTail?) {
        let directory = try self.open(disk)
        let count = try await Self.read(directory, promised: promised, asked: asked, disk.origin)
        try Self.verifyCheckpoints(on: disk)
        return (count, directory.recoveredTail)
    }

    /// Reads everything that a directory tells, each thing in each way.
    @discardableResult
    static func read(
        _ directory: FileDirectory, promised: Int, asked: Int, _ origin: String = ""
    ) async throws -> Int {
        let history = try await directory.history(after: .start, limit: 10_000)
        let count = history.count
        try StoreFinding.check(count >= promised, "\(origin): \(promised) steps were promised, \(count) are there")
        try StoreFinding.check(count <= asked, "\(origin): \(asked) steps were asked for, \(count) are there")
        for (number, commit) in history.enumerated() {
            let expected = try StorePlan.commit(number + 1)
            try StoreFinding.check(commit == expected, "\(origin): step \(number + 1) is another")
        }
        try await Self.compare(directory, StorePlan.state(after: count), users: asked + 1, origin)
        return count
    }

    private static func compare(
        _ directory: FileDirectory, _ state: DirectoryState, users: Int, _ origin: String
    ) async throws {
        let head = try await directory.head()
        let isSame = head.revision == state.revision && head.company == state.company
        try StoreFinding.check(isSame, "\(origin): the head is \(head.revision), not \(state.revision)")
        for number in 1...max(1, users) {
            let (id, email) = (StorePlan.id(number), try StorePlan.email(number))
            let (byID, byEmail) = (try await directory.user(id), try await directory.user(named: .email(email)))
            let isSame = byID == state.user(id) && byEmail == state.user(named: .email(email))
            try StoreFinding.check(isSame, "\(origin): user \(number) is another")
        }
        try await Self.compareGroups(directory, state, count: users, origin)
        try await Self.compareCompanyRoles(directory, state, count: users, origin)
        for query in StorePlan.queries {
            let page = try await directory.users(matching: query)
            try StoreFinding.check(page == state.page(query), "\(origin): a page is another")
        }
        var standings: [DirectoryStanding] = []
        let revision = try await directory.readStandings { standings.append($0) }
        let areSame = revision == state.revision && standings == Array(state.standings)
        try StoreFinding.check(areSame, "\(origin): the standings are others")
    }

    private static func compareGroups(
        _ directory: FileDirectory, _ state: DirectoryState, count: Int, _ origin: String
    ) async throws {
        for number in 1...max(1, count) {
            let (id, name) = (StorePlan.groupID(number), try StorePlan.groupName(number))
            let (byID, byName) = (try await directory.group(id), try await directory.group(named: name))
            let isSame = byID == state.groups[id] && byName == state.holder(of: name).flatMap(state.record)?.group
            try StoreFinding.check(isSame, "\(origin): group \(number) is another")
        }
        for query in StorePlan.groupQueries {
            let page = try await directory.page(.groups(query))
            try StoreFinding.check(page == state.page(.groups(query)), "\(origin): a page of groups is another")
        }
    }

    private static func compareCompanyRoles(
        _ directory: FileDirectory, _ state: DirectoryState, count: Int, _ origin: String
    ) async throws {
        for number in 1...max(1, count) {
            let (id, name) = (StorePlan.companyRoleID(number), try StorePlan.companyRoleName(number))
            let (byID, byName) = (try await directory.companyRole(id), try await directory.companyRole(named: name))
            let expected = state.holder(of: name).flatMap(state.record)?.companyRole
            let isSame = byID == state.companyRoles[id] && byName == expected
            try StoreFinding.check(isSame, "\(origin): role \(number) of the company is another")
        }
    }

    /// Reads every checkpoint that has its name, and compares it with the history.
    static func verifyCheckpoints(on disk: SimulatedDisk) throws {
        let folder = try PrivateFolder(at: StorePlan.path, on: disk)
        for name in try folder.names() where name.hasPrefix("checkpoint-") {
            guard let file = try folder.open(name, for: .reading) else { continue }
            let checkpoint = try Checkpoint(file, path: folder.path(of: name), kind: DirectoryContent.kind)
            var content = try DirectoryContent(checkpoint)
            let snapshot = content.snapshot()
            try snapshot.verify()
            let state = try StorePlan.state(after: Int(snapshot.revision.number))
            for id in state.companyRoles.keys {
                let isSame = try content.record(.companyRole(id)) == state.record(.companyRole(id))
                try StoreFinding.check(isSame, "\(disk.origin): the checkpoint holds other roles of the company")
            }
            for query in StorePlan.queries {
                let isSame = try snapshot.page(query) == state.page(query)
                try StoreFinding.check(isSame, "\(disk.origin): the checkpoint holds something else")
            }
            for query in StorePlan.groupQueries {
                let isSame = DirectoryPage.groups(snapshot.page(query)) == state.page(.groups(query))
                try StoreFinding.check(isSame, "\(disk.origin): the checkpoint holds other groups")
            }
        }
    }
}
