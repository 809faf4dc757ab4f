import RosterDomain
import RosterDomainTestSupport
import RosterPartnerCenter
import Testing

@Suite("What a table says of second factors", .timeLimit(.minutes(20)))
struct SecondFactorTableTests {
    private static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
    private static let catalog = RoleCatalog.partnerCenter

    /// The definition in plain code: whether a role that counts, or will, is one that the policy names, or includes one.
    private static func isNeeded(_ policy: SecondFactorPolicy, by standing: UserStanding, at now: Timestamp) -> Bool {
        guard standing.status == .active || standing.status == .mustChangePassword, standing.secondFactor == .none
        else {
            return false
        }
        let open = standing.holdings.filter { $0.window.until.map { now < $0 } ?? true }.map(\.role)
        func holds(_ isMeant: (RoleID) -> Bool) -> Bool {
            open.contains { Self.catalog.rolesIncluded(in: $0).contains(where: isMeant) }
        }
        return switch policy {
        case .optional: false
        case .everyUser: true
        case .roles(let roles): holds(roles.contains)
        case .privilegedRoles: holds { Self.catalog.role($0)?.isPrivileged ?? false }
        }
    }

    private static func standing(
        _ number: Int, _ generator: inout SeededGenerator, _ moments: [Timestamp]
    ) throws -> UserStanding {
        let holdings = try generator.subset(Self.catalog.roles.map(\.id), chance: 8).map { role in
            let until = generator.chance(50) ? generator.element(moments) : nil
            return RoleHolding(role, at: .company, during: try ValidityWindow(from: nil, until: until))
        }
        return UserStanding(
            id: UserID(bits: UInt128(number + 1)), affiliation: generator.element([.member, .guest]),
            status: generator.element(AccountStatus.allCases), sessionEpoch: generator.chance(50) ? number : 0,
            secondFactor: generator.element([.none, .none, .none, .enrolled, .exempt]), holdings: holdings)
    }

    @Test("is what the definition says, for random users under every policy, loaded one by one or all at once")
    func definition() throws {
        var generator = SeededGenerator(seed: 7)
        let moments = (-3...3).map { Self.noon + .seconds($0 * 10) }
        let roles = Self.catalog.roles.map(\.id)
        let policies: [SecondFactorPolicy] = [
            .optional, .everyUser, .privilegedRoles, .roles([]), .roles([roles[0]]), .roles(Set(roles.prefix(5))),
        ]
        for policy in policies {
            let table = AccessTable(catalog: Self.catalog, secondFactor: policy)
            for round in 0..<4 {
                var standings: [UserStanding] = []
                for number in 0..<200 { standings.append(try Self.standing(number, &generator, moments)) }
                if round % 2 == 0 {
                    for standing in standings { table.load(standing) }
                } else {
                    table.reload(standings, at: Revision(UInt64(round)))
                }
                if round == 3 { table.replaceCatalog(with: Self.catalog) }
                for standing in standings {
                    for moment in moments + moments.map({ $0 + .milliseconds(-1) }) {
                        let expected = Self.isNeeded(policy, by: standing, at: moment)
                        try #require(table.needsSecondFactor(standing.id, at: moment) == expected, "\(policy)")
                    }
                    try #require(table.sessionEpoch(of: standing.id) == standing.sessionEpoch)
                }
            }
        }
    }
}
