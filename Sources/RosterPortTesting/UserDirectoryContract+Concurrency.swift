import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var concurrencyPromises: [Promise] {
        [
            Promise("of commits after one revision exactly one gets in", self.admitsOne),
            Promise("every one of many concurrent writers gets in when it tries again", self.admitsAllInTheEnd),
            Promise("a page and the standings show one revision, while others write", self.showsOneRevision),
        ]
    }

    @Sendable private func admitsOne() async throws {
        let directory = try await self.fresh()
        for round in 0..<10 {
            let revision = Revision(UInt64(round))
            let results = try await withPatience(self.patience, "commits at once come to an end") {
                await withTaskGroup(of: Result<Commit, UserDirectoryError>.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            guard let user = try? Sample.user(8 * round + number) else {
                                return .failure(.conflict(latest: .start))
                            }
                            return await directory.attempt([.userAdded(user: user)], after: revision)
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
            }
            try expect("commits that got in", results.count { (try? $0.get()) != nil }, is: 1)
            for case .failure(let error) in results {
                guard case .conflict(revision.next) = error else {
                    throw Mismatch(expected: "a conflict with \(revision.next)", seen: "\(error)")
                }
            }
        }
        let seen = try await Observation(of: directory)
        try seen.expectSame(as: Observation(replaying: seen.history), "what the history amounts to")
        try expect("users", seen.records.count, is: 10)
    }

    @Sendable private func admitsAllInTheEnd() async throws {
        let directory = try await self.fresh()
        try await withPatience(self.patience * 3, "64 commits of 16 writers come to an end") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        for number in 0..<4 {
                            let user = try Sample.user(4 * writer + number)
                            let commit = try await directory.attemptWithRetry([.userAdded(user: user)]).get()
                            let record = try await directory.user(user.id)
                            try expect("own write, once acknowledged at \(commit.revision)", record?.user, is: user)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let seen = try await Observation(of: directory)
        try seen.expectSame(as: Observation(replaying: seen.history), "what the history amounts to")
        try expect("the revisions", seen.history.map(\.revision.number), is: Array(1...64))
        try expect("users", seen.records.count, is: 64)
    }

    /// Every commit blocks one of two users and unblocks the other, so exactly one is blocked at any revision.
    @Sendable private func showsOneRevision() async throws {
        let directory = try await self.fresh()
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .userAdded(user: try Sample.user(2, status: .blocked)))
        try await withPatience(self.patience, "reading and writing at once comes to an end") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for round in 0..<100 {
                        await Task.yield()
                        let (active, blocked) = round.isMultiple(of: 2) ? (1, 2) : (2, 1)
                        try await directory.add(
                            .statusChanged(user: Sample.id(active), from: .active, to: .blocked),
                            .statusChanged(user: Sample.id(blocked), from: .blocked, to: .active))
                    }
                }
                for _ in 0..<2 { group.addTask { try await self.readWhileOthersWrite(directory) } }
                try await group.waitForAll()
            }
        }
    }

    private func readWhileOthersWrite(_ directory: Directory) async throws {
        while try await directory.head().revision < Revision(101) {
            try Task.checkCancellation()  // the writer may have failed
            await Task.yield()  // it needs a thread, too
            let page = try await directory.users(matching: UserQuery(statuses: [.active]))
            try expect("active users on a page of one revision", page.records.count, is: 1)
            var standings: [UserStanding] = []
            let revision = try await directory.readStandings { if let user = $0.user { standings.append(user) } }
            let active = revision.number.isMultiple(of: 2) ? Sample.id(2) : Sample.id(1)
            try expect(
                "who is active at \(revision)", standings.filter { $0.status == .active }.map(\.id), is: [active])
        }
    }
}
