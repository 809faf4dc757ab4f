import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Who may do something, and who holds a role, according to an access table")
struct AccessTableWhoCanTests {
    static let seeds: [UInt64] = Array(0..<40)
    static let limits = [1, 2, 3, 7, 31, 32, 33, 64, 100, 199, 200, 201, Int.max]

    @Test("Users on pages are complete, each once, in the order of their identifiers", arguments: Self.limits)
    func usersOnPages(_ limit: Int) throws {
        let (table, viewers) = try Self.crowd()
        var found: [UserID] = []
        while true {
            let page = try table.users(permitted: .view, after: found.last, limit: limit)
            #expect(page.count <= limit)
            found += page
            if page.count < limit { break }
        }
        #expect(found == viewers)
    }

    @Test("Holders on pages are complete, each once, in the order of their identifiers", arguments: Self.limits)
    func holdersOnPages(_ limit: Int) throws {
        let (table, viewers) = try Self.crowd()
        var found: [RoleHolder] = []
        while true {
            let page = try table.holders(of: .viewer, after: found.last?.user, limit: limit)
            found += page
            if page.count < limit { break }
        }
        #expect(found.map(\.user) == viewers)
        #expect(found.allSatisfy { $0.status == .active && $0.holdings == [RoleHolding(.viewer)] })
    }

    @Test("A page of no or fewer users is empty", arguments: [0, -1, Int.min])
    func emptyPage(_ limit: Int) throws {
        let (table, _) = try Self.crowd()
        #expect(try table.users(permitted: .view, limit: limit).isEmpty)
        #expect(try table.holders(of: .viewer, limit: limit).isEmpty)
    }

    @Test("A page begins after any identifier, known or not")
    func beginning() throws {
        let (table, viewers) = try Self.crowd()
        let last = try #require(viewers.last)
        #expect(try table.users(permitted: .view, after: last).isEmpty)
        #expect(try table.users(permitted: .view, after: DomainSample.id(0), limit: 1) == [viewers[0]])
        #expect(try table.users(permitted: .view, after: viewers[4], limit: 2) == Array(viewers[5...6]))
        table.forget(viewers[4])
        #expect(try table.users(permitted: .view, after: viewers[4], limit: 2) == Array(viewers[5...6]))
    }

    @Test("An unknown permission or role is refused with the nearest known name")
    func unknownNames() throws {
        let table = TableSample.table()
        let expected: (String, String) -> String = { "there is no \($0); did you mean \($1)?" }
        do throws(UnknownNameError) {
            _ = try table.users(permitted: Permission("app/things/veiw"))
            Issue.record("there is no such permission")
        } catch {
            #expect("\(error)" == expected("permission `app/things/veiw`", "`app/things/view`"))
        }
        do throws(UnknownNameError) {
            _ = try table.holders(of: RoleID("veiwer"))
            Issue.record("there is no such role")
        } catch {
            #expect("\(error)" == expected("role `veiwer`", "`viewer`"))
        }
    }

    @Test("Only active users may do something; holders are listed whatever their status, with it")
    func statuses() throws {
        let table = try TableSample.table(holding: .viewer, .viewer, .viewer, .viewer, .viewer, .viewer)
        for (position, status) in AccountStatus.allCases.enumerated() {
            table.setStatus(status, of: DomainSample.id(position + 1))
        }
        let active = try #require(AccountStatus.allCases.firstIndex(of: .active)) + 1
        #expect(try table.users(permitted: .view) == [DomainSample.id(active)])
        #expect(try table.holders(of: .viewer).map(\.status) == AccountStatus.allCases)
        table.forget(DomainSample.id(active))
        #expect(try table.users(permitted: .view).isEmpty)
        #expect(try table.holders(of: .viewer).count == 5)
    }

    @Test("A scope and a moment limit both questions; without them, holders are those of anywhere and any time")
    func scopesAndWindows() throws {
        let table = TableSample.table()
        let (ada, bob) = (DomainSample.id(1), DomainSample.id(2))
        let (first, eleventh) = (try Scope("/locations/1"), try Scope("/locations/11"))
        let moment = DomainSample.moment
        try table.assign(.viewer, to: ada, at: first)
        try table.assign(.viewer, to: bob, during: ValidityWindow(from: moment))
        #expect(try table.holders(of: .viewer).map(\.user) == [ada, bob])
        #expect(try table.holders(of: .viewer, at: .company).map(\.user) == [bob])
        #expect(try table.holders(of: .viewer, at: first, now: .distantPast).map(\.user) == [ada])
        #expect(try table.holders(of: .viewer, at: eleventh, now: moment).map(\.user) == [bob])
        #expect(try table.users(permitted: .view, now: moment) == [bob])
        #expect(try table.users(permitted: .view, at: first, now: moment) == [ada, bob])
        #expect(try table.users(permitted: .view, at: first) == [ada])
        #expect(try table.users(permitted: .view, at: eleventh).isEmpty)
    }

    @Test("A role is held through one that includes it, and without an assignment, of which there is none to show")
    func inclusionAndImplicitRoles() throws {
        let table = try TableSample.table(holding: .writer, .viewer)
        let (ada, bob, guest) = (DomainSample.id(1), DomainSample.id(2), DomainSample.id(3))
        table.load(UserStanding(id: guest, affiliation: .guest, status: .active, holdings: []))
        let viewers = try table.holders(of: .viewer)
        #expect(viewers.map(\.user) == [ada, bob])
        #expect(viewers.map(\.holdings) == [[RoleHolding(.writer)], [RoleHolding(.viewer)]])
        #expect(try table.holders(of: .writer).map(\.user) == [ada])
        let greeters = try table.holders(of: .greeter)
        #expect(greeters.map(\.user) == [ada, bob] && greeters.allSatisfy(\.holdings.isEmpty))
        #expect(try table.users(permitted: .greet) == [ada, bob])
    }

    @Test("Conditions are taken as stated")
    func conditions() throws {
        let table = try TableSample.table(holding: .sharer)
        #expect(try table.users(permitted: .share).isEmpty)
        #expect(try table.users(permitted: .share, given: [Condition("own")]) == [DomainSample.id(1)])
        #expect(try table.users(permitted: .edit, given: [Condition("own")]).isEmpty)
    }

    @Test("In random worlds, exactly those who are permitted are listed", arguments: Self.seeds)
    func randomWorlds(_ seed: UInt64) throws {
        var world = try RandomWorld(seed: seed)
        let table = AccessTable(catalog: world.catalog)
        let standings = try (1...20).map { try world.standing(of: DomainSample.id($0)) }
        for standing in standings { table.load(standing) }
        for _ in 0..<20 {
            let asked = world.question()
            guard world.catalog.definition(of: asked.permission) != nil else { continue }
            let found = try table.users(
                permitted: asked.permission, at: asked.scope,
                given: asked.conditions.intersection(table.catalog.conditions),
                now: asked.now)
            let expected = standings.filter { asked.isAllowed(world.catalog, $0) }.map(\.id)
            #expect(found == expected, "\(asked)")
        }
    }

    /// A table of 400 users in no order, of whom every second one may view.
    private static func crowd() throws -> (table: AccessTable, viewers: [UserID]) {
        var generator = SeededGenerator(seed: 7)
        let table = TableSample.table()
        var viewers: Set<UserID> = []
        for position in 0..<400 {
            let user = UserID(bits: UInt128.random(in: 1...UInt128.max, using: &generator))
            try table.assign(position.isMultiple(of: 2) ? .viewer : .signer, to: user)
            if position.isMultiple(of: 2) { viewers.insert(user) }
        }
        return (table, viewers.sorted())
    }
}
