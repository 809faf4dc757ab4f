import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Groups in an access table")
struct AccessTableGroupTests {
    private let sales = GroupID(bits: 0xA)
    private let support = GroupID(bits: 0xB)
    private let ada = DomainSample.id(1)
    private let bob = DomainSample.id(2)

    @Test("A member holds the roles of the group beside their own, whichever way the table is asked")
    func members() throws {
        let table = try TableSample.table(holding: .sharer, .writer)
        try table.addName("ada", to: self.ada)
        try table.setRoles([RoleHolding(.writer)], ofGroup: self.sales)
        try table.add(self.ada, toGroup: self.sales)
        let handle = try table.handle(for: .edit)
        let reader = try #require(table.handle(for: self.ada))
        #expect(table.permits(self.ada, .edit) && table.permits(self.ada, .share, given: [Condition("own")]))
        #expect(table.permits(self.ada, handle) && table.permits(reader, handle))
        #expect(table.permits(named: "ada", handle))
        #expect(TableSample.answers(of: table, [self.ada], [handle]) == [true])
        #expect(try table.users(permitted: .view) == [self.ada, self.bob])
        #expect(table.entitlements(of: self.ada).contains(Entitlement(.view)))
        let holders = try table.holders(of: .viewer)
        #expect(holders.map(\.holdings) == [[RoleHolding(.writer, through: self.sales)], [RoleHolding(.writer)]])
        #expect(table.roles(ofGroup: self.sales) == [RoleHolding(.writer)])
    }

    @Test("A role that a group is given or loses counts for all members when the call returns, for their handles too")
    func roles() throws {
        let table = try TableSample.table(holding: .sharer, .signer)
        let users = [self.ada, self.bob]
        for user in users { try table.add(user, toGroup: self.sales) }
        let handle = try table.handle(for: .view)
        let readers = try users.map { try #require(table.handle(for: $0)) }
        for round in 0..<200 {
            #expect(readers.allSatisfy { !table.permits($0, handle) })
            try table.setRoles([RoleHolding(round % 2 == 0 ? .viewer : .writer)], ofGroup: self.sales)
            #expect(readers.allSatisfy { table.permits($0, handle) })
            #expect(users.allSatisfy { table.permits($0, .edit) == (round % 2 == 1) })
            #expect(table.permits(self.bob, .sign))
            try table.setRoles([], ofGroup: self.sales)
        }
    }

    @Test("A user who leaves a group keeps roles of their own and those of other groups")
    func leaving() throws {
        let table = try TableSample.table(holding: .sharer)
        try table.setRoles([RoleHolding(.viewer), RoleHolding(.signer)], ofGroup: self.sales)
        try table.setRoles([RoleHolding(.viewer)], ofGroup: self.support)
        #expect(!table.remove(self.ada, fromGroup: self.sales))
        for group in [self.sales, self.support] { try table.add(self.ada, toGroup: group) }
        #expect(table.permits(self.ada, .sign))
        #expect(table.remove(self.ada, fromGroup: self.sales))
        #expect(!table.permits(self.ada, .sign) && table.permits(self.ada, .view))
        #expect(table.remove(self.ada, fromGroup: self.support))
        #expect(!table.permits(self.ada, .view) && table.permits(self.ada, .share, given: [Condition("own")]))
        #expect(!table.remove(self.ada, fromGroup: self.support))
    }

    @Test("A role that is held both directly and through a group stays when either goes")
    func both() throws {
        let table = try TableSample.table(holding: .viewer, .viewer)
        try table.setRoles([RoleHolding(.viewer)], ofGroup: self.sales)
        for user in [self.ada, self.bob] { try table.add(user, toGroup: self.sales) }
        table.remove(.viewer, from: self.ada)
        #expect(table.permits(self.ada, .view))
        #expect(table.standing(of: self.ada)?.holdings == [RoleHolding(.viewer, through: self.sales)])
        try table.setRoles([], ofGroup: self.sales)
        #expect(!table.permits(self.ada, .view) && table.permits(self.bob, .view))
    }

    @Test("A deleted group gives nothing, and what it gave before once it is restored")
    func deletion() throws {
        let table = try TableSample.table(holding: .sharer)
        try table.add(self.ada, toGroup: self.sales)
        table.load(GroupStanding(id: self.sales, holdings: [RoleHolding(.viewer)], isDeleted: true))
        #expect(!table.permits(self.ada, .view) && table.roles(ofGroup: self.sales).isEmpty)
        let restored = Commit(
            revision: Revision(1), at: DomainSample.moment, principal: .system,
            changes: [.groupChanged(group: self.sales, change: .restored(as: try Self.profile()))])
        #expect(table.apply(restored))
        #expect(table.permits(self.ada, .view))
    }

    @Test("Scopes, windows, conditions and rules mean the same through groups")
    func limits() throws {
        let table = TableSample.table()
        let (shop, noon) = (try Scope("/shops/1"), DomainSample.moment)
        let until = try ValidityWindow(from: nil, until: noon)
        for group in [self.sales, self.support] { try table.add(self.ada, toGroup: group) }
        try table.setRoles(
            [RoleHolding(.signer, at: shop), RoleHolding(.sharer, during: until)], ofGroup: self.sales)
        #expect(!table.permits(self.ada, .sign, at: shop))
        try table.setRoles([RoleHolding(.viewer, at: shop)], ofGroup: self.support)
        #expect(table.permits(self.ada, .sign, at: shop) && !table.permits(self.ada, .sign))
        let own: Set<Condition> = [Condition("own")]
        #expect(table.permits(self.ada, .share, given: own, now: noon + .milliseconds(-1)))
        #expect(!table.permits(self.ada, .share, given: own, now: noon))
        #expect(!table.permits(self.ada, .share, now: noon + .milliseconds(-1)))
    }

    @Test("A group that only a membership names gives nothing, until it is given a role")
    func unknownGroup() throws {
        let table = TableSample.table()
        table.load(
            UserStanding(
                id: self.ada, affiliation: .member, status: .active, holdings: [], groups: [self.support, self.sales]))
        #expect(table.permits(self.ada, .greet) && !table.permits(self.ada, .view))
        #expect(table.standing(of: self.ada)?.groups == [self.sales, self.support])
        try table.setRoles([RoleHolding(.viewer)], ofGroup: self.support)
        #expect(table.permits(self.ada, .view))
    }

    @Test("What no member could hold is refused, and changes nothing")
    func refusals() throws {
        let table = TableSample.table()
        let guest = UserStanding(id: self.bob, affiliation: .guest, status: .active, holdings: [])
        #expect(throws: RoleAssignmentError.heldImplicitly(role: .greeter)) {
            try table.setRoles([RoleHolding(.viewer), RoleHolding(.greeter)], ofGroup: self.sales)
        }
        #expect(throws: RoleAssignmentError.self) {
            try table.setRoles([RoleHolding(RoleID("veiwer"))], ofGroup: self.sales)
        }
        #expect(table.roles(ofGroup: self.sales).isEmpty)
        table.load(guest)
        try table.setRoles([RoleHolding(.viewer)], ofGroup: self.sales)
        #expect(throws: RoleAssignmentError.roleNotForGuests(role: .viewer)) {
            try table.add(self.bob, toGroup: self.sales)
        }
        #expect(table.standing(of: self.bob) == guest)
        try table.add(self.bob, toGroup: self.support)
        #expect(throws: RoleAssignmentError.roleNotForGuests(role: .viewer)) {
            try table.setRoles([RoleHolding(.viewer)], ofGroup: self.support)
        }
        #expect(table.roles(ofGroup: self.support).isEmpty && !table.permits(self.bob, .view))
        try table.add(self.ada, toGroup: self.sales)
        #expect(throws: RoleAssignmentError.roleNotForGuests(role: .viewer)) {
            try table.assign(.viewer, to: self.ada, as: .guest)
        }
    }

    @Test("A standing that a table has returned gives no role for good that it held through a group")
    func loadedBack() throws {
        let table = TableSample.table()
        try table.setRoles([RoleHolding(.viewer)], ofGroup: self.sales)
        try table.add(self.ada, toGroup: self.sales)
        let standing = try #require(table.standing(of: self.ada))
        #expect(standing.holdings == [RoleHolding(.viewer, through: self.sales)])
        table.load(standing)
        #expect(table.standing(of: self.ada) == standing && table.permits(self.ada, .view))
        try table.setRoles([], ofGroup: self.sales)
        #expect(!table.permits(self.ada, .view))
    }

    @Test("A table that is filled anew takes the groups as well; one whose catalog is replaced keeps them")
    func wholeTable() throws {
        let table = TableSample.table()
        let member = UserStanding(
            id: self.ada, affiliation: .member, status: .active, holdings: [], groups: [self.sales])
        let group = GroupStanding(id: self.sales, holdings: [RoleHolding(.writer)])
        table.reload([member], groups: [group], at: Revision(3))
        #expect(table.permits(self.ada, .edit))
        table.replaceCatalog(with: TableSample.successor)
        #expect(table.permits(self.ada, Permission("app/things/archive")))
        try table.setRoles([RoleHolding(.sharer)], ofGroup: self.sales)
        #expect(!table.permits(self.ada, .edit) && table.permits(self.ada, .share, given: [Condition("own")]))
        table.reload([member], at: Revision(4))
        #expect(table.standing(of: self.ada) == member && !table.permits(self.ada, .share, given: [Condition("own")]))
    }

    @Test(
        "A user who must have a second factor for a role must have one for it through a group, as long as the group holds it"
    )
    func secondFactor() throws {
        let table = AccessTable(catalog: TableSample.catalog, secondFactor: .roles([.viewer]))
        let noon = DomainSample.moment
        try table.add(self.ada, toGroup: self.sales)
        #expect(!table.needsSecondFactor(self.ada, at: noon))
        try table.setRoles(
            [RoleHolding(.writer, during: ValidityWindow(from: nil, until: noon + .seconds(10)))], ofGroup: self.sales)
        #expect(
            table.needsSecondFactor(self.ada, at: noon) && !table.needsSecondFactor(self.ada, at: noon + .seconds(10)))
        table.load(GroupStanding(id: self.sales, holdings: [RoleHolding(.writer)], isDeleted: true))
        #expect(!table.needsSecondFactor(self.ada, at: noon))
    }

    static func profile() throws -> GroupProfile { try GroupProfile(name: FullName("Sales")) }
}
