import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var textPromises: [Promise] {
        [
            Promise("a text is found by the bytes of its lower case", self.findsBytes),
            Promise("a text is found in whatever way its accents and syllables are encoded", self.findsEqual),
            Promise("a page begins at a rank, and counts all who match when asked to", self.countsAndRanks),
        ]
    }

    @Sendable private func findsBytes() async throws {
        let directory = try await self.fresh()
        let names = ["ZO\u{CB}", "Zoe\u{308}", "K\u{212A}", "\u{130}pek", "Wei\u{DF}", "a\u{37E}b", "𝒢race", "ΝΙΚΟΣ"]
        for (number, name) in names.enumerated() {
            try await directory.add(.userAdded(user: try Sample.user(number, name: name)))
        }
        let texts = [
            "zo\u{EB}", "ZO\u{CB}", "zoe\u{308}", "zoe", "\u{308}", "kk", "k\u{212A}", "i\u{307}pek", "\u{130}", "ipek",
            "wei\u{DF}", "weiss", "WEI\u{1E9E}", "νικος", "νικοσ", "a;b", "a\u{37E}b", "𝒢", "z", "USER.0@", "\n",
            "\u{308}\nuser.1@", "\u{0}",
        ]
        for text in texts {
            let query = UserQuery(text: text)
            let wanted = Array((query.textToFind ?? "").utf8)
            let expected = try names.indices.filter { number in
                try Array(Sample.user(number, name: names[number]).searchText.utf8).contains(bytes: wanted)
            }
            let found = try await directory.users(matching: query).records.map(\.id)
            let shown = text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
            try expect("who matches the text `\(shown)`", found, is: expected.map(Sample.id))
        }
    }

    @Sendable private func findsEqual() async throws {
        let directory = try await self.fresh()
        let forms = [
            ["ZO\u{CB} Lie", "Zoe\u{308} Lie"],
            ["\u{D55C}\u{AE00}", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"],
            ["\u{1E9B}\u{323}", "\u{17F}\u{323}\u{307}"], ["\u{3AA}\u{301}da", "\u{390}da"],
        ]
        for (number, name) in forms.flatMap(\.self).enumerated() {
            try await directory.add(
                .userAdded(user: try Sample.user(number, name: name)),
                .groupAdded(
                    group: try Sample.group(
                        number + 1, try Sample.profile("Group \(number)", externalID: "\(number): \(name)"))))
        }
        for (number, texts) in forms.enumerated() {
            let numbers = [2 * number, 2 * number + 1]
            for text in texts {
                let shown = text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
                let users = try await directory.users(matching: UserQuery(text: text)).records.map(\.id)
                try expect("who matches the text `\(shown)`", users, is: numbers.map(Sample.id))
                let groups = try await directory.everyGroup(GroupQuery(text: text), pageSize: 10).map(\.id)
                try expect("which groups match the text `\(shown)`", groups, is: numbers.map { Sample.groupID($0 + 1) })
            }
        }
    }

    @Sendable private func countsAndRanks() async throws {
        let directory = try await self.fresh()
        for number in 0..<12 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        for number in [1, 4] {
            try await directory.add(.statusChanged(user: Sample.id(number), from: .active, to: .deleted))
        }
        let shown = [0, 2, 3, 5, 6, 7, 8, 9, 10, 11]
        for rank in [-1, 0, 1, 4, 9, 10, 11, .max] {
            let page = try await directory.users(
                matching: UserQuery(from: .rank(rank), pageSize: 3, countingUpTo: .max))
            let expected = Array(shown.dropFirst(max(0, rank)).prefix(3))
            try expect("the page from rank \(rank)", page.records.map(\.id), is: expected.map(Sample.id))
            try expect("all who match", page.totalCount, is: shown.count)
            let last = expected.last.map(Sample.id)
            try expect("the next page", page.next, is: expected.last == shown.last ? nil : last.map { .after($0) })
        }
        let after = try await directory.users(
            matching: UserQuery(text: "user", from: .after(Sample.id(8)), pageSize: 2, countingUpTo: .max))
        try expect("the page after a user", after.records.map(\.id), is: [9, 10].map(Sample.id))
        try expect("all who match, before the page too", after.totalCount, is: shown.count)
        let enough = UserQuery(from: .after(Sample.id(3)), pageSize: 2, countingUpTo: shown.count)
        try expect(
            "as many as are to be counted", try await directory.users(matching: enough).totalCount, is: shown.count)
        for limit in [1, 3, shown.count - 1] {
            var query = enough
            query.countLimit = limit
            let page = try await directory.users(matching: query)
            try expect("no count of more than \(limit)", page.totalCount, is: nil)
            try expect("the page of those who are not counted", page.records.map(\.id), is: [5, 6].map(Sample.id))
        }
        let uncounted = try await directory.users(matching: UserQuery(statuses: [.deleted]))
        try expect("no count when none was asked for", uncounted.totalCount, is: nil)
        let none = try await directory.users(matching: UserQuery(text: "nobody", countingUpTo: .max))
        try expect("a count of none", none, is: UserPage(records: [], next: nil, totalCount: 0))
    }
}
