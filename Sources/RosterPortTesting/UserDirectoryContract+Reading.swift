import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var readingPromises: [Promise] {
        [
            Promise("a user is found by identifier, and by address in any case, once added", self.findsUsers),
            Promise("an unknown identifier or address is nil, and no error", self.findsNobody),
            Promise("a deleted user is found, and listed only when asked for", self.hidesDeleted),
            Promise(
                "standings are those of all users, in the order of identifiers, at the revision returned",
                self.readsStandings),
        ]
    }

    @Sendable private func findsUsers() async throws {
        let directory = try await self.fresh()
        for number in [3, 1, 2] {
            let user = try Sample.user(number)
            try await directory.add(.userAdded(user: user))
            let expected = UserRecord(user)
            try expect("by identifier", try await directory.user(user.id), is: expected)
            try expect("by address", try await directory.user(named: RecordName(user.userName)), is: expected)
            let shouted = try UserName(user.userName.rawValue.uppercased())
            try expect("by address in capitals", try await directory.user(named: RecordName(shouted)), is: expected)
            try expect("in the list", try await directory.everyRecord().contains(expected), is: true)
        }
        // A task that is independent of the writer sees what was acknowledged.
        try await directory.add(.userRenamed(user: Sample.id(1), from: FullName("User 1"), to: FullName("Grace")))
        let name = try await Task.detached { try await directory.user(Sample.id(1))?.user.fullName }.value
        try expect("the new name, in another task", name, is: try FullName("Grace"))
    }

    @Sendable private func findsNobody() async throws {
        let directory = try await self.fresh()
        try await directory.add(.userAdded(user: try Sample.user(1)))
        for id in [Sample.id(2), UserID(bits: 0), UserID(bits: .max)] {
            try expect("no user by identifier", try await directory.user(id), is: nil)
        }
        for text in ["user.2@contoso.example", "user.1@contoso.example.org", "ser.1@contoso.example"] {
            try expect("no user by address", try await directory.user(named: RecordName(EmailAddress(text))), is: nil)
        }
    }

    @Sendable private func hidesDeleted() async throws {
        let directory = try await self.fresh()
        for number in 1...3 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        try await directory.add(.statusChanged(user: Sample.id(2), from: .active, to: .deleted))
        let found = try required("the deleted user", try await directory.user(Sample.id(2)))
        try expect("the status", found.user.status, is: .deleted)
        try expect("by address", try await directory.user(named: RecordName(Sample.email(2))), is: found)
        let listed = try await directory.users(matching: UserQuery()).records.map(\.id)
        try expect("the list", listed, is: [Sample.id(1), Sample.id(3)])
        let deleted = try await directory.users(matching: UserQuery(statuses: [.deleted])).records
        try expect("the list of deleted users", deleted, is: [found])
        let identifiers = try await directory.everyRecord().map(\.id)
        try expect("the list of all", identifiers, is: (1...3).map(Sample.id))
    }

    @Sendable private func readsStandings() async throws {
        let directory = try await self.fresh()
        for number in [5, 2, 9, 1] {
            try await directory.add(
                .userAdded(user: try Sample.user(number)),
                .roleAssigned(assignment: Sample.assignment(Sample.reader, to: number)))
        }
        try await directory.add(.statusChanged(user: Sample.id(2), from: .active, to: .deleted))
        var standings: [UserStanding] = []
        let revision = try await directory.readStandings { if let user = $0.user { standings.append(user) } }
        try expect("the revision", revision, is: Revision(5))
        try expect("all users, in order", standings.map(\.id), is: [1, 2, 5, 9].map(Sample.id))
        for standing in standings {
            try expect("a standing", standing, is: try await directory.user(standing.id)?.standing)
        }
    }
}
