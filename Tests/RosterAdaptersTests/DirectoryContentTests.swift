import RosterStoreTestSupport
import RosterAdapters
import RosterStore
import RosterDomain
import Testing

@Suite struct DirectoryContentTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the content is what the history amounts to, whenever checkpoints are written`(seed: UInt64) throws {
        var twins = ContentTwins(seed: seed)
        for _ in 0..<12 {
            for _ in 0..<twins.dice.below(60) {
                try twins.commit()
                if twins.dice.chance(1, in: 12) { try twins.stepCheckpoint() }
            }
            try twins.compare()
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `a checkpoint holds everything`(seed: UInt64) throws {
        var twins = ContentTwins(seed: seed)
        for _ in 0..<4 {
            for _ in 0..<120 { try twins.commit() }
            _ = try twins.reopen()
            #expect(twins.content.changedUserCount == 0)
            try twins.compare()
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `a snapshot stays as it is while commits and checkpoints go on`(seed: UInt64) throws {
        var twins = ContentTwins(seed: seed)
        for _ in 0..<150 { try twins.commit() }
        _ = try twins.reopen()
        for _ in 0..<80 { try twins.commit() }
        let (snapshot, state) = (twins.content.snapshot(), twins.state)
        for _ in 0..<80 {
            try twins.commit()
            if twins.dice.chance(1, in: 8) { try twins.stepCheckpoint() }
        }
        let queries = try (0..<50).map { _ in try twins.query() }
        try ContentTwins.compare(snapshot, state, queries: queries)
        try twins.compare()
    }

    @Test func `what was frozen is frozen once, until its checkpoint is adopted`() throws {
        var twins = ContentTwins(seed: 5)
        for _ in 0..<50 { try twins.commit() }
        let revision = twins.content.freeze().revision
        #expect(revision == twins.state.revision.number && twins.content.isFrozen)
        try twins.commit()
        #expect(twins.content.freeze().revision == revision)
        let file = VolatileFile()
        try twins.content.freeze().write(
            to: file, path: "checkpoint", store: ContentTwins.store, kind: DirectoryContent.kind)
        twins.content.adopt(try Checkpoint(file, path: "checkpoint", kind: DirectoryContent.kind))
        #expect(!twins.content.isFrozen)
        try twins.compare()
    }

    @Test func `the extents of attributes are those of all values there were, also after a checkpoint`() throws {
        var twins = ContentTwins(seed: 11)
        var extents: [AttributeExtent] = []
        for round in 1...200 {
            try twins.commit()
            for number in 0..<60 {
                extents.take(twins.state.user(ContentTwins.id(number))?.user.attributes ?? UserAttributes())
            }
            if round.isMultiple(of: 50) { _ = try twins.reopen() }
            #expect(twins.content.attributes.allSatisfy { AttributeSchema.standard.admits([$0]) })
        }
        #expect(!extents.isEmpty && twins.content.attributes.map(\.name) == extents.map(\.name))
        #expect(zip(twins.content.attributes, extents).allSatisfy { $0.byteCount >= $1.byteCount })
    }

    @Test func `users who hold the same share their holdings`() throws {
        var content = DirectoryContent()
        for number in 1...40 {
            let added = Timestamp(millisecondsSinceEpoch: Int64(number))
            let user = User(
                id: ContentTwins.id(number), fullName: try FullName("x"), email: try EmailAddress("x\(number)@a.b"),
                status: .active, addedAt: added)
            let assigned = ["a", "b"].map { role in
                Change.roleAssigned(
                    assignment: RoleAssignment(
                        of: RoleID(role), to: user.id, grantedBy: .system, grantedAt: added))
            }
            let commit = Commit(
                revision: content.revision.next, at: added, principal: .system,
                changes: [.userAdded(user: user)] + assigned
            )
            content.absorb(try DirectoryDraft(of: commit, over: content))
            if number == 20 {
                let file = VolatileFile()
                try content.freeze().write(
                    to: file, path: "checkpoint", store: ContentTwins.store, kind: DirectoryContent.kind)
                content.adopt(try Checkpoint(file, path: "checkpoint", kind: DirectoryContent.kind))
            }
        }
        var arrays: Set<UInt> = []
        var count = 0
        try content.snapshot().readUserStandings { standing in
            count += 1
            arrays.insert(standing.holdings.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) })
        }
        #expect(count == 40)
        #expect(arrays.count <= 2)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `damage in the checkpoint is an error of every call, and never another answer`(seed: UInt64) throws {
        var twins = ContentTwins(seed: seed)
        for _ in 0..<200 { try twins.commit() }
        let whole = try twins.reopen().bytes
        var refused = 0
        for _ in 0..<60 {
            let file = VolatileFile()
            var bytes = whole
            bytes[twins.dice.below(bytes.count)] ^= UInt8(1 << twins.dice.below(8))
            file.bytes = bytes
            if try Self.isRefused(file, &twins) { refused += 1 }
        }
        #expect(refused > 0)
    }

    /// Asks a checkpoint that is damaged somewhere everything; answers must be right or errors.
    private static func isRefused(_ file: VolatileFile, _ twins: inout ContentTwins) throws -> Bool {
        var isRefused = false
        func attempt(_ body: () throws -> Void) throws {
            do {
                try body()
            } catch is FileStoreError {
                isRefused = true
            } catch let failure as LookupFailure where failure.cause is FileStoreError {
                isRefused = true
            }
        }
        var content: DirectoryContent?
        try attempt {
            content = try DirectoryContent(Checkpoint(file, path: "checkpoint", kind: DirectoryContent.kind))
        }
        guard var content else { return true }
        for number in 0..<60 {
            let id = ContentTwins.id(number)
            let expected = twins.state.user(id)
            try attempt {
                let found = try content.record(id)
                #expect(found == expected)
            }
            for name in expected?.user.names ?? [] {
                try attempt {
                    let holder = try content.holder(of: name)
                    #expect(holder == .user(id))
                }
            }
        }
        let query = try twins.query()
        try attempt {
            let page = try content.snapshot().page(query)
            #expect(page == twins.state.page(query))
        }
        var standings: [UserStanding] = []
        try attempt {
            try content.snapshot().readUserStandings { standings.append($0) }
            #expect(standings == twins.state.standings.compactMap(\.user))
        }
        try attempt { try content.snapshot().verify() }
        return isRefused
    }
}
