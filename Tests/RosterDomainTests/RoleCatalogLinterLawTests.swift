import RosterDomain
import RosterDomainTestSupport
import Testing

/// Every finding is put to the test of its own definition, on random catalogs: what is said to change nothing is changed,
/// and no decision may change.
@Suite("A finding of the linter")
struct RoleCatalogLinterLawTests {
    @Test("means what it says, whatever the catalog, and none is never found")
    func laws() throws {
        var tally: [String: Int] = [:]
        for seed in UInt64(0)..<350 {
            let world = try RandomWorld.untidy(seed: seed)
            let findings = world.catalog.findings
            #expect(findings == world.catalog.findings, "seed \(seed)")
            #expect(Set(findings).count == findings.count, "seed \(seed)")
            for finding in findings {
                tally[FindingCheck.kind(of: finding), default: 0] += 1
                // What is found often has been tried often enough.
                guard tally[FindingCheck.kind(of: finding), default: 0] <= 15 else { continue }
                var check = FindingCheck(world, "seed \(seed): \(finding)")
                try check.run(finding)
            }
        }
        #expect(tally.count == FindingCheck.randomKindCount, "\(tally)")
        #expect(tally.values.allSatisfy { $0 >= 3 }, "\(tally)")
    }

    @Test("names each permission that no user can get, where nothing is kept apart")
    func reach() throws {
        for seed: UInt64 in 0..<100 {
            let world = try RandomWorld.untidy(seed: seed)
            guard world.catalog.separationSets.isEmpty else { continue }
            let everything = UserStanding(
                id: UserID(bits: 1), affiliation: .member, status: .active,
                holdings: world.catalog.roles.map { RoleHolding($0.id) })
            for permission in world.catalog.permissions.map(\.id) {
                let isAllowed = ReferenceEvaluator(catalog: world.catalog)
                    .decide(everything, permission, given: RandomWorld.conditions).isAllowed
                let isFound = world.catalog.findings.contains(.permissionOutOfReach(permission))
                #expect(isAllowed != isFound, "seed \(seed): \(permission)")
            }
        }
    }
}
