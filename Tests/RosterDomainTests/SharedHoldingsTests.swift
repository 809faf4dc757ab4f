import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Filling a table with standings that share their holdings")
struct SharedHoldingsTests {
    @Test("gives each user what the same standings give when nothing is shared")
    func sharing() throws {
        var generator = SeededGenerator(seed: 4)
        let catalog = RoleCatalog.partnerCenter
        let roles = catalog.roles.map(\.id)
        let sets = (0..<40).map { _ in
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                RoleHolding(roles.randomElement(using: &generator) ?? roles[0], at: .company, during: .always)
            }
        }
        let memberships = (0..<6).map { count in (0..<count / 2).map { GroupID(bits: UInt128(count * 2 + $0)) } }
        let groups = (0..<14).map { number in
            GroupStanding(id: GroupID(bits: UInt128(number)), holdings: [RoleHolding(roles[number % roles.count])])
        }
        var standings: [UserStanding] = []
        for _ in 0..<2_000 {
            // Some come twice, with other holdings, which lets profiles go in the middle of it.
            let id = UserID(bits: UInt128(Int.random(in: 0..<1_200, using: &generator)))
            standings.append(
                UserStanding(
                    id: id, affiliation: Bool.random(using: &generator) ? .guest : .member, status: .active,
                    holdings: sets.randomElement(using: &generator) ?? [],
                    groups: memberships.randomElement(using: &generator) ?? []))
        }
        // Sharing begins where standings are copied: the same array, and arrays of their own.
        let shared = Dictionary(grouping: standings.indices) { standings[$0].holdings }
        let joint = Dictionary(grouping: standings.indices) { standings[$0].groups }.mapValues {
            standings[$0[0]].groups
        }
        var sharing = standings
        for positions in shared.values {
            for position in positions {
                sharing[position] = UserStanding(
                    sharing: standings[positions[0]], id: standings[position].id,
                    affiliation: standings[position].affiliation, groups: joint[standings[position].groups] ?? [])
            }
        }
        let (plain, filled) = (AccessTable(catalog: catalog), AccessTable(catalog: catalog))
        plain.reload(standings.map(Self.copied), groups: groups, at: .start)
        filled.reload(sharing, groups: groups, at: .start)
        for id in Set(standings.map(\.id)) {
            #expect(filled.standing(of: id) == plain.standing(of: id))
            for permission in catalog.permissions.prefix(12) {
                #expect(filled.permits(id, permission.id) == plain.permits(id, permission.id))
            }
        }
    }

    private static func copied(_ standing: UserStanding) -> UserStanding {
        UserStanding(
            id: standing.id, affiliation: standing.affiliation, status: standing.status,
            holdings: standing.holdings.map { RoleHolding($0.role, at: $0.scope, during: $0.window) },
            groups: standing.groups.map { GroupID(bits: $0.bits) })
    }
}

extension UserStanding {
    /// A standing with the very array of another one, and the very array of groups.
    fileprivate init(sharing other: UserStanding, id: UserID, affiliation: Affiliation, groups: [GroupID]) {
        self.init(
            id: id, affiliation: affiliation, status: other.status, sessionEpoch: other.sessionEpoch,
            secondFactor: other.secondFactor, sortedHoldings: other.holdings, sortedGroups: groups)
    }
}
