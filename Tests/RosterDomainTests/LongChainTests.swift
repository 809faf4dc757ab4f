import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A long chain of roles")
struct LongChainTests {
    private static let length = 300

    @Test("is explained by the least of its roles that is enough")
    func least() throws {
        let remedy = try self.remedy(.viewHostUsers, holding: []) { _ in }
        #expect(remedy?.map(\.roles) == [[RoleID("link299")]])
        #expect(remedy?.first?.whoMayAssign == [.chief])
    }

    @Test("is explained by one role that satisfies the whole rule, included roles among it")
    func rule() throws {
        let remedy = try self.remedy(Permission("host/doors/open"), holding: []) { sketch in
            sketch.add("host/doors/open", rule: .allOf(RoleID("link50"), RoleID("link200")))
            sketch.add(Role("porter", grants: [Grant(Permission("host/doors/open"))]))
            sketch.add(
                Role("link300", grants: [Grant(Permission("host/doors/open"))], includes: ["link0"]))
        }
        #expect(remedy?.map(\.roles) == [[RoleID("link300")], [RoleID("link50"), RoleID("porter")]])
    }

    @Test("is not offered where a separation set keeps it apart from what the user holds")
    func separation() throws {
        let plant = { (sketch: inout CatalogSketch) in
            sketch.separationSets = [SeparationSet("apart", roles: [.editor, RoleID("link298")])]
        }
        #expect(try self.remedy(.viewHostUsers, holding: [.editor], plant)?.map(\.roles) == [[RoleID("link299")]])
        let above = try self.remedy(Permission("host/gates/open"), holding: [.editor]) { sketch in
            plant(&sketch)
            sketch.add("host/gates/open")
            sketch.add(Role("keeper", grants: [Grant(Permission("host/gates/open"))], includes: ["link0"]))
        }
        #expect(above == nil)
    }

    @Test("comes with the prerequisites of all that is in it")
    func prerequisites() throws {
        let remedy = try self.remedy(Permission("host/gates/open"), holding: []) { sketch in
            sketch.add("host/gates/open")
            sketch.add(Role("oath", requires: ["editor"]))
            sketch.add(
                Role("keeper", grants: [Grant(Permission("host/gates/open"))], includes: ["link0", "oath"]))
        }
        #expect(remedy?.map(\.roles) == [[.editor, RoleID("keeper")]])
    }

    @Test("is linted role by role")
    func findings() throws {
        let findings = try Self.chain().catalog().findings
        let adding = findings.filter { if case .roleAddsNothing = $0 { true } else { false } }
        #expect(
            adding
                == (0..<Self.length - 1).map {
                    .roleAddsNothing(RoleID("link\($0)"), to: [RoleID("link\($0 + 1)")])
                })
    }

    @Test("is linted for grants that roles have from further down, the first in the catalog's order being named")
    func coveredGrants() throws {
        var sketch = Self.chain()
        sketch.add("host/gates/open")
        let grants = [Grant(.viewHostUsers), Grant(Permission("host/gates/open"))]
        sketch.add(Role("keeper", grants: grants, includes: ["link0"]))
        let findings = try sketch.catalog().findings
        #expect(findings.contains(.grantCovered(grants[0], in: RoleID("keeper"), by: RoleID("link299"))))
        #expect(!findings.contains { if case .grantCovered(grants[1], _, _) = $0 { true } else { false } })
    }

    @Test("is linted for roles that are alike, though they have what they grant from different roles")
    func alike() throws {
        var sketch = Self.chain()
        sketch.add("host/gates/open")
        for name in ["keeper", "warden"] {
            sketch.add(Role(name, grants: [Grant(Permission("host/gates/open"))], includes: ["link0"]))
        }
        sketch.add(Role("usher", grants: [Grant(Permission("host/gates/open"))], includes: ["link7"]))
        let findings = try sketch.catalog().findings
        #expect(findings.contains(.rolesAlike([RoleID("keeper"), RoleID("warden"), RoleID("usher")])))
    }

    /// The choices of roles that would help a user, in the catalog with a chain and something more.
    private func remedy(
        _ permission: Permission, holding roles: [RoleID], _ plant: (inout CatalogSketch) -> Void
    ) throws -> [RoleRemedy]? {
        var sketch = Self.chain()
        plant(&sketch)
        let table = AccessTable(catalog: try sketch.catalog())
        table.setStatus(.active, of: DomainSample.id(1))
        for role in roles { try table.assign(role, to: DomainSample.id(1)) }
        guard case .denied(_, .gainRoles(let choices)) = table.decide(DomainSample.id(1), permission) else {
            return nil
        }
        return choices
    }

    /// Each role includes the next; the last one grants something.
    private static func chain() -> CatalogSketch {
        var sketch = CatalogSketch()
        for number in 0..<Self.length {
            let isLast = number + 1 == Self.length
            sketch.add(
                Role(
                    "link\(number)", grants: isLast ? [Grant(.viewHostUsers)] : [],
                    includes: isLast ? [] : ["link\(number + 1)"]))
        }
        return sketch
    }
}
