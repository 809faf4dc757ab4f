import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A query for users")
struct UserQueryTests {
    @Test("finds the people that it describes", arguments: Case.each)
    func finds(_ example: Case) throws {
        let found = try Self.people().filter { example.query.matches($0) }.map { $0.user.email?.localPart }
        #expect(found == example.found)
    }

    @Test("brings the page size into its limits", arguments: Size.each)
    func pageSize(_ size: Size) {
        #expect(UserQuery(pageSize: size.asked).effectivePageSize == size.used)
    }

    @Test("asks for the first hundred users who are not deleted, unless told otherwise")
    func defaults() {
        let query = UserQuery()
        #expect(query.statuses == [.invited, .mustChangePassword, .active, .blocked])
        #expect(query.effectivePageSize == 100 && query.start == .beginning && query.text == nil && query.role == nil)
    }

    /// Four people with different standings, in the order of their identifiers.
    private static func people() throws -> [UserRecord] {
        var ada = UserRecord(DomainSample.user(1, "Ada.L@contoso.example", name: "Ada Lovelace"))
        ada.assignments = [
            DomainSample.assignment("sales", to: ada.id, at: "/locations/1"),
            DomainSample.assignment("help", to: ada.id, at: "/locations/2"),
        ]
        var ipek = UserRecord(DomainSample.user(2, "ipek@contoso.example", name: "İpek Işık", status: .blocked))
        ipek.assignments = [DomainSample.assignment("sales", to: ipek.id)]
        var weiss = UserRecord(DomainSample.user(3, "weiss@contoso.example", name: "Ren\u{E9} Weiß", status: .invited))
        weiss.roleRequests = [DomainSample.request(by: weiss.id)]
        let gone = UserRecord(DomainSample.user(4, "gone@contoso.example", name: "Ada Gone", status: .deleted))
        return [ada, ipek, weiss, gone]
    }
}

@Suite("Paging through users")
struct PagingTests {
    static let numbers = [7, 3, 9, 1, 5, 8, 2]

    @Test(
        "shows each user once, in order, with every page size", arguments: Array(1...9) + [-1, 0, 1_000, 1_001, .max])
    func everySize(_ size: Int) throws {
        let state = try Self.state()
        var pages: [UserPage] = []
        var query = UserQuery(pageSize: size)
        while pages.count < 100 {
            let page = state.page(query)
            pages.append(page)
            guard let next = page.next else { break }
            query.start = next
        }
        let effectiveSize = min(max(size, 1), 1_000)
        #expect(pages.flatMap(\.records).map(\.id) == Self.numbers.sorted().map { DomainSample.id($0) })
        #expect(pages.count == (Self.numbers.count + effectiveSize - 1) / effectiveSize)
        #expect(
            pages.dropLast().allSatisfy {
                $0.records.count == effectiveSize && $0.next == $0.records.last.map { .after($0.id) }
            })
    }

    @Test("says on a full last page that it is the last, also when only others follow who do not match")
    func fullLastPage() throws {
        var state = try Self.state()
        let page = state.page(UserQuery(pageSize: Self.numbers.count))
        #expect(page.records.count == Self.numbers.count && page.next == nil)
        try state.apply(
            Commit(
                revision: state.revision.next, at: DomainSample.moment, principal: .system,
                changes: [.statusChanged(user: DomainSample.id(9), from: .active, to: .deleted)]))
        #expect(state.page(UserQuery(pageSize: 6)).next == nil)
        #expect(state.page(UserQuery(pageSize: 5)).next == .after(DomainSample.id(7)))
    }

    @Test("continues after an identifier, whether anybody has it or not", arguments: 0...10)
    func after(_ number: Int) throws {
        let page = try Self.state().page(UserQuery(from: .after(DomainSample.id(number))))
        #expect(page.records.map(\.id) == Self.numbers.filter { $0 > number }.sorted().map { DomainSample.id($0) })
    }

    @Test("neither repeats nor skips anybody when others come and go between two pages")
    func stable() throws {
        var history = try DomainSample.History(
            Self.numbers.map { [.userAdded(user: DomainSample.user($0, "u\($0)@contoso.example"))] })
        let guest = DomainSample.user(4, "guest@fabrikam.example", status: .invited, affiliation: .guest)
        try history.commit([
            .userAdded(user: guest), .invitationSent(user: guest.id, invitation: DomainSample.invitation),
        ])
        let first = history.state.page(UserQuery(pageSize: 4))
        #expect(first.next == .after(guest.id))
        try history.commit([
            .invitationRevoked(user: guest.id), .userAdded(user: DomainSample.user(6, "u6@contoso.example")),
        ])
        let second = history.state.page(UserQuery(from: try #require(first.next), pageSize: 10))
        #expect(first.records.map(\.id) == [1, 2, 3, 4].map { DomainSample.id($0) })
        #expect(second.records.map(\.id) == [5, 6, 7, 8, 9].map { DomainSample.id($0) })
    }

    @Test("shows one empty, last page where no user matches")
    func noMatch() {
        #expect(DirectoryState().page(UserQuery()) == UserPage(records: [], next: nil))
        #expect(DirectoryState().page(UserQuery(from: .after(DomainSample.id(1)))) == UserPage(records: [], next: nil))
    }

    private static func state() throws -> DirectoryState {
        try DomainSample.History(
            self.numbers.map { [.userAdded(user: DomainSample.user($0, "u\($0)@contoso.example"))] }
        ).state
    }
}

extension UserQueryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let query: UserQuery
        let found: [String]

        init(_ name: String, _ query: UserQuery, _ found: [String]) {
            self.testDescription = name
            self.query = query
            self.found = found
        }

        static let each = texts + lookalikes + roles + statuses

        private static let present = ["Ada.L", "ipek", "weiss"]
        private static let everyStatus = Set(AccountStatus.allCases)

        private static let texts = [
            Case("no text", UserQuery(), present),
            Case("an empty text", UserQuery(text: ""), present),
            Case("part of a name", UserQuery(text: "love"), ["Ada.L"]),
            Case("part of a name in another case", UserQuery(text: "LOVE"), ["Ada.L"]),
            Case("a blank inside a name", UserQuery(text: "ada l"), ["Ada.L"]),
            Case("part of an address", UserQuery(text: "ada.l@"), ["Ada.L"]),
            Case("part of an address in another case", UserQuery(text: "@CONTOSO"), present),
            Case("a composed letter in another case", UserQuery(text: "REN\u{C9}"), ["weiss"]),
            Case("the letter decomposed", UserQuery(text: "rene\u{301}"), ["weiss"]),
            Case("the letter without its accent", UserQuery(text: "rene"), []),
            Case("a text that no user has", UserQuery(text: "nobody"), []),
            Case("blanks are part of the text", UserQuery(text: " ada"), []),
            Case("a control character", UserQuery(text: "\u{1B}"), []),
            Case("a pattern is only text", UserQuery(text: ".*"), []),
            Case("a text longer than anybody's name", UserQuery(text: String(repeating: "a", count: 10_000)), []),
        ]

        private static let lookalikes = [
            Case("dotted I finds dotted I", UserQuery(text: "İPEK"), ["ipek"]),
            Case("i finds the address and not the dotted I", UserQuery(text: "ipek"), ["ipek"]),
            Case("dotless i does not find the capital I", UserQuery(text: "ışık"), []),
            Case("dotless i as it was written", UserQuery(text: "Işık"), ["ipek"]),
            Case("dotless i is no i", UserQuery(text: "ı"), ["ipek"]),
            Case("sharp s finds sharp s", UserQuery(text: "weiß"), ["weiss"]),
            Case("two s find a sharp one", UserQuery(text: "ren\u{E9} WEISS"), ["weiss"]),
            Case("a capital sharp s finds the small one", UserQuery(text: "\u{E9} WEI\u{1E9E}"), ["weiss"]),
            Case("ss finds the address", UserQuery(text: "WEISS"), ["weiss"]),
            Case("two long s find a sharp one, as all forms of s do", UserQuery(text: "weiſſ"), ["weiss"]),
            Case("kelvin sign is the letter k", UserQuery(text: "ipe\u{212A}"), ["ipek"]),
        ]

        private static let roles = [
            Case("a role anywhere", UserQuery(role: RoleID("sales")), ["Ada.L", "ipek"]),
            Case("another role", UserQuery(role: RoleID("help")), ["Ada.L"]),
            Case("an unknown role", UserQuery(role: RoleID("Sales")), []),
            Case(
                "a role that covers a place", UserQuery(role: RoleID("sales"), at: place("/locations/1")),
                ["Ada.L", "ipek"]),
            Case(
                "a role that covers a place below", UserQuery(role: RoleID("sales"), at: place("/locations/1/desks/7")),
                ["Ada.L", "ipek"]),
            Case(
                "a role that another place covers", UserQuery(role: RoleID("sales"), at: place("/locations/2")),
                ["ipek"]),
            Case("a role for the whole company", UserQuery(role: RoleID("sales"), at: .company), ["ipek"]),
            Case("a place without a role counts for nothing", UserQuery(at: place("/locations/9")), present),
        ]

        private static let statuses = [
            Case("deleted ones when asked for", UserQuery(text: "ada", statuses: everyStatus), ["Ada.L", "gone"]),
            Case("deleted ones alone", UserQuery(statuses: [.deleted]), ["gone"]),
            Case("blocked ones alone", UserQuery(statuses: [.blocked]), ["ipek"]),
            Case("no status", UserQuery(statuses: []), []),
            Case("those who wait for an answer", UserQuery(hasPendingRequest: true), ["weiss"]),
            Case("all conditions must be met", UserQuery(text: "ada", hasPendingRequest: true), []),
        ]

        private static func place(_ path: String) -> Scope? { try? Scope(path) }
    }

    struct Size: Sendable, CustomTestStringConvertible {
        let asked: Int
        let used: Int

        var testDescription: String { "\(self.asked) counts as \(self.used)" }

        static let each = [
            Size(asked: .min, used: 1), Size(asked: -1, used: 1), Size(asked: 0, used: 1), Size(asked: 1, used: 1),
            Size(asked: 2, used: 2), Size(asked: 999, used: 999), Size(asked: 1_000, used: 1_000),
            Size(asked: 1_001, used: 1_000), Size(asked: .max, used: 1_000),
        ]
    }
}
