import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("A separation set")
struct SeparationSetTests {
    @Test("is kept by a catalog as it was given, and keeps every two roles apart unless it says otherwise")
    func kept() throws {
        var sketch = CatalogSketch()
        sketch.add(Role("auditor"))
        sketch.separationSets = [
            SeparationSet("second", roles: [.editor, RoleID("auditor")]),
            SeparationSet("first", roles: [.chief, .editor, RoleID("auditor")], limit: 3),
        ]
        #expect(try sketch.catalog().separationSets == sketch.separationSets)
        #expect(sketch.separationSets.map(\.limit) == [2, 3])
        #expect(RoleCatalog.partnerCenter.separationSets == [])
    }

    @Test("may have a limit from 2 to the number of its roles", arguments: -1...5)
    func limits(_ limit: Int) {
        var sketch = CatalogSketch()
        sketch.add(Role("auditor"))
        sketch.separationSets = [SeparationSet("set", roles: [.chief, .editor, RoleID("auditor")], limit: limit)]
        let problem = RoleCatalogProblem.separationLimitOutOfRange(set: "set", limit: limit, roleCount: 3)
        #expect(sketch.problems == ((2...3).contains(limit) ? [] : [problem]))
    }

    @Test("may be one short of what a role brings with it, and of what enrollment gives")
    func belowTheLimit() {
        var sketch = CatalogSketch()
        sketch.add(Role("both", includes: ["buyer", "payer"]))
        for name in ["buyer", "payer", "auditor"] { sketch.add(Role(name)) }
        sketch.enrollmentRoles = [RoleID("both")]
        let roles = Set(["buyer", "payer", "auditor"].map { RoleID($0) })
        sketch.separationSets = [SeparationSet("three", roles: roles, limit: 3)]
        #expect(sketch.problems == [])
        sketch.enrollmentRoles.insert(RoleID("auditor"))
        #expect(sketch.problems == [.enrollmentBreachesSeparation(set: "three")])
        sketch.separationSets = [SeparationSet("two", roles: roles, limit: 2)]
        #expect(sketch.problems == [.roleBreachesSeparation(RoleID("both"), set: "two")])
    }
}
