import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var pagingPromises: [Promise] {
        [
            Promise("pages of any size hold each user once, in the order of identifiers", self.pagesCompletely),
            Promise("a page size is at least 1 and at most \(UserQuery.pageSizeLimit)", self.limitsPages),
            Promise("pages neither repeat nor skip a user while users come and go", self.pagesStably),
            Promise("a page begins after an identifier whether or not a user has it", self.pagesAfterAnyone),
            Promise("a list is filtered by text, role, scope, status and waiting requests", self.filters),
        ]
    }

    @Sendable private func pagesCompletely() async throws {
        let directory = try await self.fresh()
        for number in Array(0..<25).shuffled(seed: self.seed) {
            try await directory.add(.userAdded(user: try Sample.user(number)))
        }
        for size in [1, 2, 7, 24, 25, 26, 1_000] {
            let ids = try await directory.everyRecord(pageSize: size).map(\.id)
            try expect("all users in pages of \(size)", ids, is: (0..<25).map(Sample.id))
            let first = try await directory.users(matching: UserQuery(pageSize: size))
            try expect("users on a page of \(size)", first.records.count, is: min(size, 25))
            try expect(
                "more after a page of \(size)", first.next,
                is: size < 25 ? first.records.last.map { .after($0.id) } : nil)
        }
    }

    @Sendable private func limitsPages() async throws {
        let directory = try await self.fresh()
        let count = UserQuery.pageSizeLimit + 1
        let changes = try (0..<count).map { Change.userAdded(user: try Sample.user($0)) }
        _ = try await directory.commit(changes, by: .system, at: Sample.noon, after: .start)
        for size in [0, -1, .min, 1] {
            let page = try await directory.users(matching: UserQuery(pageSize: size))
            try expect("users on a page of size \(size)", page.records.count, is: 1)
            try expect("the next page", page.next, is: .after(Sample.id(0)))
        }
        for size in [UserQuery.pageSizeLimit, count, .max] {
            let page = try await directory.users(matching: UserQuery(pageSize: size))
            try expect("users on a page of size \(size)", page.records.count, is: UserQuery.pageSizeLimit)
            try expect("the next page", page.next, is: .after(Sample.id(UserQuery.pageSizeLimit - 1)))
        }
    }

    @Sendable private func pagesStably() async throws {
        let directory = try await self.fresh()
        let steady = Array(stride(from: 10, through: 200, by: 10))
        for number in steady { try await directory.add(.userAdded(user: try Sample.user(number))) }
        var seen: [UserID] = []
        var query = UserQuery(pageSize: 3)
        for round in 0..<20 {
            let page = try await directory.users(matching: query)
            seen += page.records.map(\.id)
            guard let next = page.next else { break }
            query.start = next
            // One user comes before the reader's position and one after it; each is removed again, or stays.
            for number in [round + 1, 201 + round] {
                try await directory.add(.userAdded(user: try Sample.user(number + 1_000 * (number % 2))))
            }
            let goer = Sample.id(201 + round + 1_000 * ((201 + round) % 2))
            try await directory.add(.statusChanged(user: goer, from: .active, to: .deleted))
        }
        let ids = Set(steady.map(Sample.id))
        try expect("all users who were there all along, once", seen.filter(ids.contains), is: steady.map(Sample.id))
        try expect("no user twice", Set(seen).count, is: seen.count)
    }

    @Sendable private func pagesAfterAnyone() async throws {
        let directory = try await self.fresh()
        for number in [1, 3, 5] { try await directory.add(.userAdded(user: try Sample.user(number))) }
        let expected: [(after: UserID, ids: [Int])] = [
            (UserID(bits: 0), [1, 3, 5]), (Sample.id(2), [3, 5]), (Sample.id(3), [5]), (Sample.id(5), []),
            (UserID(bits: .max), []),
        ]
        for (after, ids) in expected {
            let page = try await directory.users(matching: UserQuery(from: .after(after)))
            try expect("the users after \(after)", page.records.map(\.id), is: ids.map(Sample.id))
            try expect("no page after the last", page.next, is: nil)
        }
    }

    @Sendable private func filters() async throws {
        let directory = try await self.fresh()
        try await self.fillForFilters(directory)
        let (floor, location) = (try Scope("/locations/42/floors/1"), try Scope("/locations/42"))
        let expected: [(query: UserQuery, ids: [Int])] = [
            (UserQuery(), [1, 2, 3, 4]),
            (UserQuery(text: ""), [1, 2, 3, 4]),
            (UserQuery(text: "HOPPER"), [1]),
            (UserQuery(text: "user.2@"), [2]),
            (UserQuery(text: "zo\u{EB}"), [2]),
            (UserQuery(text: "nobody"), []),
            (UserQuery(role: Sample.reader), [1, 2]),
            (UserQuery(role: Sample.reader, at: .company), [1]),
            (UserQuery(role: Sample.reader, at: location), [1, 2]),
            (UserQuery(role: Sample.reader, at: floor), [1, 2]),
            (UserQuery(role: Sample.writer, at: floor), [1]),
            (UserQuery(role: Sample.writer, at: location), []),
            (UserQuery(role: RoleID("Reader")), []),
            (UserQuery(at: location), [1, 2, 3, 4]),
            (UserQuery(statuses: [.blocked, .deleted]), [3, 5]),
            (UserQuery(statuses: []), []),
            (UserQuery(hasPendingRequest: true), [4]),
            (UserQuery(hasUndeliveredNotifications: true), [2]),
            (UserQuery(role: Sample.reader, hasUndeliveredNotifications: true), [2]),
            (UserQuery(text: "user", role: Sample.reader, statuses: [.active]), [1, 2]),
            (UserQuery(role: Sample.reader, from: .after(Sample.id(1))), [2]),
        ]
        for (query, ids) in expected {
            for size in [1, 100] {
                let found = try await directory.everyRecord(query, pageSize: size).map(\.id)
                try expect("who matches \(query)", found, is: ids.map(Sample.id))
            }
        }
    }

    private func fillForFilters(_ directory: Directory) async throws {
        let (floor, location) = (try Scope("/locations/42/floors/1"), try Scope("/locations/42"))
        let names = ["Grace Hopper", "ZO\u{CB}", "Ada", "Alan", "Edsger"]
        for (index, name) in names.enumerated() {
            try await directory.add(.userAdded(user: try Sample.user(index + 1, name: name)))
        }
        try await directory.add(
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 1)),
            .roleAssigned(assignment: Sample.assignment(Sample.writer, to: 1, at: floor)),
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 2, at: location)),
            .statusChanged(user: Sample.id(3), from: .active, to: .blocked),
            .rolesRequested(request: Sample.request(1, by: 4)), .rolesRequested(request: Sample.request(2, by: 3)),
            .notificationGivenUp(user: Sample.id(1), notification: Sample.undelivered),
            .notificationGivenUp(user: Sample.id(2), notification: Sample.undelivered),
            .statusChanged(user: Sample.id(5), from: .active, to: .deleted))
        try await directory.add(.notificationRetried(user: Sample.id(1), notification: Sample.undelivered))
        let answered = Sample.request(2, by: 3)
        try await directory.add(.roleRequestAnswered(request: answered, answer: .declined))
    }
}

extension Array {
    /// The elements, shuffled by the seed.
    func shuffled(seed: UInt64) -> [Element] {
        var generator = SeededGenerator(seed: seed)
        return self.shuffled(using: &generator)
    }
}
