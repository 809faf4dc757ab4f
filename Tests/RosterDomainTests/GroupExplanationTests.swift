import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Explanations that name groups")
struct GroupExplanationTests {
    private let sales = GroupID(bits: 0xA)
    private let ada = DomainSample.id(1)

    @Test("A yes says through which group a role is held, and names a role of the user's own first")
    func grounds() throws {
        let table = TableSample.table()
        try table.setRoles([RoleHolding(.writer), RoleHolding(.signer)], ofGroup: self.sales)
        try table.add(self.ada, toGroup: self.sales)
        #expect(
            table.decide(self.ada, .edit).description == "allowed: `writer` is held through the group `\(self.sales)`")
        let signing = table.decide(self.ada, .sign).description
        #expect(
            signing
                == "allowed: `signer` is held through the group `\(self.sales)`, along with `writer` through the group `\(self.sales)`"
        )
        guard case .allowed(let grounds) = table.decide(self.ada, .view) else {
            Issue.record("a member may view")
            return
        }
        #expect(grounds.holdings == [RoleHolding(.writer, through: self.sales)] && grounds.grantingRole == .viewer)
        #expect(grounds.description == "`writer` is held, which includes `viewer`, through the group `\(self.sales)`")
        try table.assign(.writer, to: self.ada)
        #expect(table.decide(self.ada, .edit).description == "allowed: `writer` is held")
    }

    @Test("A no names the groups whose members hold what is missing, here and now, and no deleted one")
    func remedies() throws {
        let table = AccessTable(catalog: TableSample.catalog)
        let (shop, deleted, elsewhere) = (try Scope("/shops/1"), GroupID(bits: 0xB), GroupID(bits: 0xC))
        table.load(UserStanding(id: self.ada, affiliation: .member, status: .active, holdings: []))
        try table.setRoles([RoleHolding(.writer)], ofGroup: self.sales)
        table.load(GroupStanding(id: deleted, holdings: [RoleHolding(.viewer)], isDeleted: true))
        try table.setRoles([RoleHolding(.viewer, at: shop)], ofGroup: elsewhere)
        guard case .denied(.noRole, .gainRoles(let choices)) = table.decide(self.ada, .view) else {
            Issue.record("a role would do")
            return
        }
        #expect(choices.first?.gains.map(\.groups) == [[self.sales]])
        #expect(
            choices.first?.description.hasSuffix(", and the members of the group `\(self.sales)` hold it") == true)
        guard case .denied(_, .gainRoles(let local)) = table.decide(self.ada, .view, at: shop) else {
            Issue.record("a role would do there")
            return
        }
        #expect(local.first?.gains.map(\.groups) == [[self.sales, elsewhere]])
    }

    @Test("A no names no group whose other roles the user could not hold, and the one with the fewest first")
    func unfitGroups() throws {
        var sketch = CatalogSketch()
        for name in ["view", "edit", "sign"] { sketch.add("app/things/\(name)") }
        sketch.add(Role("viewer", grants: [Grant(.view)], isOpenToGuests: true))
        sketch.add(Role("writer", grants: [Grant(.edit)], isOpenToGuests: true))
        sketch.add(Role("signer", grants: [Grant(.sign)]))
        let table = AccessTable(catalog: try sketch.catalog())
        let (small, large) = (GroupID(bits: 0xE), GroupID(bits: 0xB))
        table.load(UserStanding(id: self.ada, affiliation: .guest, status: .active, holdings: []))
        table.load(UserStanding(id: DomainSample.id(2), affiliation: .member, status: .active, holdings: []))
        try table.setRoles([RoleHolding(.viewer), RoleHolding(.writer)], ofGroup: large)
        try table.setRoles([RoleHolding(.viewer)], ofGroup: small)
        try table.setRoles([RoleHolding(.viewer), RoleHolding(.signer)], ofGroup: self.sales)
        for (user, groups) in [(self.ada, [small, large]), (DomainSample.id(2), [small, self.sales, large])] {
            guard case .denied(.noRole, .gainRoles(let choices)) = table.decide(user, .view) else {
                Issue.record("a role would do")
                return
            }
            #expect(choices.first?.gains.map(\.groups) == [groups])
        }
    }

    @Test("A role that a group holds elsewhere or later is explained with the group")
    func elsewhere() throws {
        let table = TableSample.table()
        let window = try ValidityWindow(from: DomainSample.moment, until: nil)
        try table.setRoles([RoleHolding(.writer, during: window)], ofGroup: self.sales)
        try table.add(self.ada, toGroup: self.sales)
        let before = table.decide(self.ada, .edit, now: DomainSample.moment + .seconds(-1))
        #expect(before == .denied(.notYetValid(from: DomainSample.moment), .wait(until: DomainSample.moment)))
        let held = RoleHolding(.writer, during: window, through: self.sales)
        #expect(held.description == "`writer` from \(DomainSample.moment) through the group `\(self.sales)`")
    }
}

@Suite("Standings with groups")
struct GroupStandingTests {
    private let sales = GroupID(bits: 0xA)

    @Test("A standing joined again holds through groups only what they hold now")
    func joinedAgain() {
        let standing = UserStanding(
            id: DomainSample.id(1), affiliation: .member, status: .active, holdings: [RoleHolding(.viewer)],
            groups: [self.sales])
        let joined = standing.joined { _ in [RoleHolding(.writer)] }
        #expect(joined.holdings == [RoleHolding(.viewer), RoleHolding(.writer, through: self.sales)])
        #expect(joined.joined { _ in [RoleHolding(.writer)] } == joined)
        #expect(joined.joined { _ in [] } == standing)
    }

    @Test("The evaluator counts what is held through groups like roles of the user's own, but only once joined")
    func evaluator() {
        let evaluator = ReferenceEvaluator(catalog: TableSample.catalog)
        let standing = UserStanding(
            id: DomainSample.id(1), affiliation: .member, status: .active, holdings: [RoleHolding(.signer)],
            groups: [self.sales])
        #expect(!evaluator.permits(standing, .sign))
        let joined = standing.joined { _ in [RoleHolding(.viewer)] }
        #expect(evaluator.permits(joined, .sign))
        #expect(evaluator.entitlements(of: joined).contains(Entitlement(.sign)))
    }

    @Test("Of holdings of the same role and scope, the last counts")
    func lastCounts() throws {
        let until = RoleHolding(.viewer, during: try ValidityWindow(from: nil, until: DomainSample.moment))
        let standing = GroupStanding(
            id: self.sales, holdings: [RoleHolding(.writer), RoleHolding(.viewer), until])
        #expect(standing.holdings == [until, RoleHolding(.writer)])
        #expect(GroupStanding(id: self.sales, holdings: standing.roles, isDeleted: true).holdings == [])
    }
}
