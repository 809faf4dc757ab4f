import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var namePromises: [Promise] {
        [
            Promise(
                "a user is found by the user name and by the address, in any case of any letter", self.findsByNames),
            Promise("a user name is no other account's address, whichever comes first", self.sharesNamespace),
            Promise("names that differ in more than case are given to different users", self.keepsNamesApart),
            Promise(
                "a deleted account that releases its names is not found by them, and frees them", self.releasesNames),
            Promise("a restored account takes its names up again, if no other account has one", self.regainsNames),
            Promise("of 32 accounts added at once under one name exactly one is", self.keepsNamesUniqueInRace),
        ]
    }

    private static func account(_ number: Int, _ userName: String, _ email: EmailAddress? = nil) throws -> User {
        User(
            id: Sample.id(number), fullName: try FullName("User \(number)"), userName: try UserName(userName),
            email: email, status: .active, addedAt: Sample.noon)
    }

    private func expectFound(_ id: UserID?, by names: String..., in directory: Directory) async throws {
        for name in names {
            let found = try await directory.user(named: RecordName(UserName(name)))
            try expect("the user named `\(name)`", found?.id, is: id)
        }
    }

    private func expectTaken(_ changes: Change..., name: String, by owner: Int, in directory: Directory) async throws {
        let latest = try await directory.head().revision
        let result = await directory.attempt(changes, after: latest)
        let error = ChangeError.nameTaken(RecordName(try UserName(name)), by: .user(Sample.id(owner)))
        guard case .failure(.contradiction(error)) = result else {
            throw Mismatch(expected: "the contradiction: \(error)", seen: "\(result)")
        }
        try expect("the history", try await directory.head().revision, is: latest)
    }

    @Sendable private func findsByNames() async throws {
        var place = try await self.freshReopenable()
        try await place.current.add(
            .userAdded(user: try Self.account(1, "CONTOSO\\Bjørn", Sample.email(1))),
            .userAdded(user: try Self.account(2, "2819C223-7F76-453A-919D-413861904646")),
            .userAdded(user: try Sample.user(3)))
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            let (one, two) = (Sample.id(1), Sample.id(2))
            try await self.expectFound(
                one, by: "contoso\\BJØRN", "contoso\\bjørn", "USER.1@contoso.example", in: place.current)
            try await self.expectFound(two, by: "2819c223-7f76-453a-919d-413861904646", in: place.current)
            try await self.expectFound(Sample.id(3), by: "User.3@contoso.example", in: place.current)
            try await self.expectFound(nil, by: "contoso\\bjorn", "bjørn", "user.2@contoso.example", in: place.current)
            let record = try required("the account without an address", try await place.current.user(two))
            try expect("the address", record.user.email, is: nil)
            try expect(
                "the name as written", record.user.userName.rawValue, is: "2819C223-7F76-453A-919D-413861904646")
        }
    }

    @Sendable private func sharesNamespace() async throws {
        let directory = try await self.fresh()
        let (first, second) = ("user.1@contoso.example", "user.2@contoso.example")
        try await directory.add(.userAdded(user: try Self.account(1, "one", Sample.email(1))))
        try await directory.add(.userAdded(user: try Self.account(2, "USER.2@contoso.example")))
        for (name, owner) in [(first, 1), ("ONE", 1), (second, 2)] {
            let user = try Self.account(9, name, Sample.email(9))
            try await self.expectTaken(.userAdded(user: user), name: name, by: owner, in: directory)
        }
        for (number, owner) in [(1, 1), (2, 2)] {
            let user = try Self.account(9, "nine", EmailAddress("USER.\(number)@CONTOSO.example"))
            try await self.expectTaken(
                .userAdded(user: user), name: "user.\(number)@contoso.example", by: owner, in: directory)
        }
        // This holds within one commit too: a name that an earlier change gave is taken.
        let (early, late) = (
            try Self.account(7, "seven@contoso.example"), try Self.account(8, "eight", Sample.email(8))
        )
        let clash = try Self.account(9, "USER.8@contoso.example", EmailAddress("nine@contoso.example"))
        try await self.expectTaken(
            .userAdded(user: early), .userAdded(user: late), .userAdded(user: clash), name: "user.8@contoso.example",
            by: 8, in: directory)
        try await self.expectFound(nil, by: "seven@contoso.example", "eight", "nine@contoso.example", in: directory)
    }

    @Sendable private func keepsNamesApart() async throws {
        let directory = try await self.fresh()
        // The first two are equal under full Unicode folding of `ß`, the next ones under Turkish rules, and the last
        // ones look alike.
        let names = ["straße", "strasse", "g\u{131}thub", "github", "jos\u{E9}", "jose", "\u{430}da", "ada", "a da"]
        for (number, name) in names.enumerated() {
            try await directory.add(.userAdded(user: try Self.account(number, name)))
        }
        for (number, name) in names.enumerated() {
            try await self.expectFound(Sample.id(number), by: name, in: directory)
        }
        for (name, owner) in [("STRA\u{1E9E}E", 0), ("GITHUB", 3), ("JOS\u{C9}", 4)] {
            try await self.expectTaken(
                .userAdded(user: try Self.account(90, name)), name: name, by: owner, in: directory)
        }
    }

    private func delete(_ number: Int) -> [Change] {
        [.statusChanged(user: Sample.id(number), from: .active, to: .deleted), .namesReleased(user: Sample.id(number))]
    }

    @Sendable private func releasesNames() async throws {
        var place = try await self.freshReopenable()
        let names = ["one", "user.1@contoso.example"]
        try await place.current.add(.userAdded(user: try Self.account(1, "one", Sample.email(1))))
        try await place.current.add(.userAdded(user: try Sample.user(2)))
        _ = try await place.current.attemptWithRetry(self.delete(1)).get()
        _ = try await place.current.attemptWithRetry(self.delete(2)).get()
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            for name in names + ["user.2@contoso.example"] {
                try await self.expectFound(nil, by: name, in: place.current)
            }
            let record = try required("the deleted account", try await place.current.user(Sample.id(1)))
            try expect("the name it had", record.user.userName.rawValue, is: "one")
            try expect("released", record.user.hasReleasedNames, is: true)
        }
        try await place.current.add(.userAdded(user: try Self.account(3, "ONE", Sample.email(2))))
        try await self.expectFound(Sample.id(3), by: "one", "USER.2@contoso.example", in: place.current)
        try await self.expectFound(nil, by: "user.1@contoso.example", in: place.current)
    }

    @Sendable private func regainsNames() async throws {
        var place = try await self.freshReopenable()
        let user = try Self.account(1, "one", Sample.email(1))
        let restoration: [Change] = [
            .namesRegained(user: user.id, names: user.names),
            .statusChanged(user: user.id, from: .deleted, to: .active),
        ]
        try await place.current.add(.userAdded(user: user))
        _ = try await place.current.attemptWithRetry(self.delete(1)).get()
        try await place.current.add(.userAdded(user: try Self.account(2, "USER.1@contoso.example")))
        if self.isDurable { try await place.reopen() }
        for (changes, error) in [
            (Array(restoration.dropFirst()), ChangeError.namesMissing(user.id)),
            ([.namesRegained(user: user.id, names: Array(user.names.dropFirst()))], .namesNotRegainable(user.id)),
            ([.namesReleased(user: user.id)], .namesNotReleasable(user.id)),
        ] {
            let latest = try await place.current.head().revision
            let result = try await place.current.attempt(changes, after: latest)
            guard case .failure(.contradiction(error)) = result else {
                throw Mismatch(expected: "the contradiction: \(error)", seen: "\(result)")
            }
        }
        try await self.expectTaken(
            restoration[0], restoration[1], name: "user.1@contoso.example", by: 2, in: place.current)
        try await self.expectFound(nil, by: "one", in: place.current)
        _ = try await place.current.attemptWithRetry(self.delete(2) + restoration).get()
        if self.isDurable { try await place.reopen() }
        try await self.expectFound(Sample.id(1), by: "One", "user.1@contoso.example", in: place.current)
    }

    @Sendable private func keepsNamesUniqueInRace() async throws {
        let directory = try await self.fresh()
        let results = try await withPatience(self.patience, "32 commits at once come to an end") {
            try await withThrowingTaskGroup(of: Result<Commit, UserDirectoryError>.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        let isNamed = number.isMultiple(of: 2)
                        let user =
                            isNamed
                            ? try Self.account(number, "Grace@contoso.example")
                            : try Self.account(number, "grace-\(number)", EmailAddress("grace@CONTOSO.example"))
                        return try await directory.attemptWithRetry([.userAdded(user: user)])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        try expect("accounts added under one name", results.compactMap { try? $0.get() }.count, is: 1)
        for case .failure(let error) in results {
            guard case .contradiction(.nameTaken) = error else {
                throw Mismatch(expected: "the name is taken", seen: "\(error)")
            }
        }
    }
}
