import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var excerptPromises: [Promise] {
        [
            Promise("one read answers for many identifiers and names, found and not found", self.readsAtOnce),
            Promise("a read without keys answers with the head alone", self.readsNothing),
            Promise("a read shows one revision, while others write", self.readsOneRevision),
        ]
    }

    @Sendable private func readsAtOnce() async throws {
        let directory = try await self.fresh()
        // More of each than an adapter may look up individually.
        let changes = try (0..<40).map { Change.userAdded(user: try Sample.user($0)) }
        try await directory.commit(changes, by: .system, at: Sample.noon, after: .start)
        let ids = (30..<50).map { RecordID.user(Sample.id($0)) }
        let names = try (20..<50).map { RecordName.email(try EmailAddress("USER.\($0)@contoso.EXAMPLE")) }
        let excerpt = try await directory.read(RecordKeys(ids + ids, named: names))
        try expect("the head", excerpt.head, is: try await directory.head())
        for number in 30..<50 {
            let expected = number < 40 ? UserRecord(try Sample.user(number)) : nil
            try expect("by identifier", try excerpt.record(.user(Sample.id(number)))?.user, is: expected)
        }
        for number in 20..<50 {
            let expected = number < 40 ? RecordID.user(Sample.id(number)) : nil
            let name = names[number - 20]
            try expect("who has a name", try excerpt.holder(of: name), is: expected)
            try expect(
                "the record of who has a name", excerpt.user(named: name)?.id,
                is: expected.map { _ in Sample.id(number) })
        }
    }

    @Sendable private func readsNothing() async throws {
        let directory = try await self.fresh()
        try await directory.add(.companyEnrolled(company: try Sample.company()))
        let expected = DirectoryHead(revision: Revision(1), company: try Sample.company(), notifiedThrough: .start)
        try expect("the head", try await directory.read(RecordKeys()).head, is: expected)
    }

    @Sendable private func readsOneRevision() async throws {
        let directory = try await self.fresh()
        try await directory.add(.userAdded(user: try Sample.user(1)), .userAdded(user: try Sample.user(2)))
        try await withPatience(self.patience, "reads beside commits come to an end") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Each step changes both, so they differ only if they are read at two revisions.
                    for _ in 0..<60 {
                        try await directory.add(.firstSignIn(user: Sample.id(1)), .firstSignIn(user: Sample.id(2)))
                    }
                }
                for _ in 0..<2 { group.addTask { try await Self.expectTwins(in: directory) } }
                try await group.waitForAll()
            }
        }
    }

    private static func expectTwins(in directory: Directory) async throws {
        let keys = RecordKeys([.user(Sample.id(1))], named: [.email(try Sample.email(2))])
        for _ in 0..<60 {
            let excerpt = try await directory.read(keys)
            let (one, other) = (excerpt.user(Sample.id(1)), excerpt.user(Sample.id(2)))
            try expect("the versions of two users that change together", one?.user.version, is: other?.user.version)
            try expect("the version at the head", one?.user.version, is: Int(excerpt.head.revision.number))
            await Task.yield()
        }
    }
}
