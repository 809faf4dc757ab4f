import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("What roles include")
struct RoleInclusionTests {
    @Test("is everything that they reach, in random catalogs and in both forms in which it is kept")
    func closure() throws {
        for seed in UInt64(0)..<40 {
            var generator = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...160, using: &generator)
            let names = (0..<count).map { "role\($0)" }
            let chance = [1, 2, 40].randomElement(using: &generator) ?? 1
            var sketch = CatalogSketch()
            for position in 0..<count {
                let later = Array(names[(position + 1)...])
                sketch.add(Role(names[position], includes: Set(generator.subset(later, chance: chance))))
            }
            let catalog = try sketch.catalog()
            for role in catalog.roles {
                #expect(catalog.rolesIncluded(in: role.id) == self.reached(from: role, catalog))
            }
        }
    }

    @Test("may be a long chain, whose first role grants what the last one does")
    func chain() throws {
        let (sketch, length) = (Self.chain(length: 3_000), 3_000)
        let catalog = try sketch.catalog()
        let (first, last) = (RoleID("link0"), RoleID("link\(length - 1)"))
        #expect(catalog.rolesIncluded(in: first).count == length)
        #expect(catalog.rolesGranting(.viewHostUsers).count == length)
        #expect(catalog.rolesThatMayAssign(first) == [.chief])
        let table = AccessTable(catalog: catalog)
        try table.assign(first, to: DomainSample.id(1))
        #expect(table.permits(DomainSample.id(1), .viewHostUsers))
        #expect(try table.holders(of: last).map(\.user) == [DomainSample.id(1)])
    }

    @Test("is refused when it is more than a catalog can hold")
    func limit() {
        var sketch = CatalogSketch()
        let count = 8_200
        for number in 0..<count { sketch.add(Role("ring\(number)", includes: ["ring\((number + 1) % count)"])) }
        guard case .tooManyInclusions = sketch.problems.first else {
            Issue.record("\(sketch.problems.prefix(1))")
            return
        }
        #expect(sketch.problems.count == 1)
    }

    @Test("names no more problems than a person could read, where many roles include many privileged ones")
    func manyProblems() {
        var sketch = Self.chain(length: 400)
        sketch.roles = sketch.roles.enumerated().map { position, role in
            guard position > 200 else { return role }
            return Role(
                role.id, title: role.title, category: role.category, grants: role.grants, includes: role.includes,
                isPrivileged: true)
        }
        #expect(sketch.problems.count == 10_000)
    }

    private static func chain(length: Int) -> CatalogSketch {
        var sketch = CatalogSketch()
        for number in 0..<length {
            let isLast = number + 1 == length
            sketch.add(
                Role(
                    "link\(number)", grants: isLast ? [Grant(.viewHostUsers)] : [],
                    includes: isLast ? [] : ["link\(number + 1)"]))
        }
        return sketch
    }

    private func reached(from role: Role, _ catalog: RoleCatalog) -> Set<RoleID> {
        var reached: Set<RoleID> = []
        var waiting = [role.id]
        while let next = waiting.popLast() {
            if reached.insert(next).inserted { waiting += catalog.role(next)?.includes ?? [] }
        }
        return reached
    }
}
