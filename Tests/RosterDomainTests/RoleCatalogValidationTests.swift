import RosterDomain
import Testing

@Suite("A role catalog")
struct RoleCatalogValidationTests {
    @Test("is accepted when nothing is wrong with it")
    func sound() {
        #expect(CatalogSketch().problems == [])
    }

    @Test("is refused for one thing that is wrong, which is named", arguments: Offense.each)
    func offender(_ offense: Offense) {
        var sketch = CatalogSketch()
        offense.plant(&sketch)
        #expect(sketch.problems == [offense.problem])
    }

    @Test("is refused for each name and title in it that people could not read", arguments: Offense.unreadable)
    func unreadable(_ offense: Offense) {
        self.offender(offense)
    }

    @Test("is refused with everything that is wrong, not the first thing only")
    func allAtOnce() {
        var sketch = CatalogSketch()
        for offense in Offense.each { offense.plant(&sketch) }
        #expect(Set(sketch.problems) == Set(Offense.each.map(\.problem)))
    }

    @Test("is refused in words that name each problem on a line")
    func words() throws {
        var sketch = CatalogSketch()
        for offense in Offense.each { offense.plant(&sketch) }
        let error = try #require(sketch.error)
        let lines = error.description.split(separator: "\n").map(String.init)
        #expect(lines.first == "the role catalog has \(Offense.each.count) problems:")
        #expect(Array(lines.dropFirst()) == error.problems.map { "  - \($0)" })
    }

    @Test("names a circle of inclusions once, from its first role and back to it")
    func circle() {
        var sketch = CatalogSketch()
        for role in [
            Role("a", includes: ["b"]), Role("b", includes: ["c"]), Role("c", includes: ["a"]),
            Role("outside", includes: ["a"]),
        ] {
            sketch.add(role)
        }
        #expect(sketch.problems == [.inclusionCycle(["a", "b", "c", "a"].map { RoleID($0) })])
    }

    @Test("may have rules as large as the limit, and no larger")
    func ruleSize() {
        let ten = PermissionRule.anyOf(Array(repeating: .role(.chief), count: 10))
        let thousand = PermissionRule.allOf([ten, ten, ten])
        let name = Permission("host/rules/obey")
        #expect(RoleCatalog.ruleAlternativesLimit == 1_000)
        var sketch = CatalogSketch()
        sketch.permissions.append(PermissionDefinition(name, title: "Obey", rule: thousand))
        #expect(sketch.problems == [])
        sketch.permissions[2] = PermissionDefinition(name, title: "Obey", rule: .anyOf([thousand, .role(.chief)]))
        #expect(sketch.problems == [.ruleTooLarge(name, limit: 1_000)])
    }

    @Test("may have a role assigned by a role that is itself assigned, however far down")
    func assignedInTurn() {
        var sketch = CatalogSketch()
        // The last first, so that no order of looking helps.
        sketch.roles += [Role("third"), Role("second"), Role("first")]
        sketch.mayAssign.insert(RoleID("first"))
        sketch.assignmentAuthorities += [
            AssignmentAuthority(RoleID("second"), mayAssign: .roles([RoleID("third")])),
            AssignmentAuthority(RoleID("first"), mayAssign: .roles([RoleID("second")])),
        ]
        #expect(sketch.problems == [])
    }

    @Test("has no roles that only each other's holders may assign, and no rule that needs one")
    func closedCircle() {
        let (ours, theirs, door) = (RoleID("ours"), RoleID("theirs"), Permission("host/doors/open"))
        var sketch = CatalogSketch()
        sketch.roles += [Role("ours"), Role("theirs")]
        sketch.assignmentAuthorities += [
            AssignmentAuthority(ours, mayAssign: .roles([theirs])),
            AssignmentAuthority(theirs, mayAssign: .roles([ours])),
        ]
        sketch.add(door.rawValue, rule: .role(theirs))
        #expect(
            Set(sketch.problems)
                == [.unassignableRole(ours), .unassignableRole(theirs), .unsatisfiableRule(door, .role(theirs))])
        sketch.enrollmentRoles.insert(ours)
        #expect(sketch.problems == [])
    }

    @Test("has no role that cannot be assigned because of what comes along with it")
    func unassignableCompanion() {
        var sketch = CatalogSketch()
        sketch.roles.append(Role("treasure"))
        sketch.add(Role("bearer", accompaniedBy: ["treasure"]))
        let (bearer, treasure) = (RoleID("bearer"), RoleID("treasure"))
        #expect(Set(sketch.problems) == [.unassignableRole(bearer), .unassignableRole(treasure)])
        sketch.mayAssign.insert(treasure)
        #expect(sketch.problems == [])
    }

    @Test("marks as privileged whatever includes a privileged role, at any depth")
    func hiddenPrivilege() {
        let (outer, inner, core) = (RoleID("outer"), RoleID("inner"), RoleID("core"))
        for isInnerPrivileged in [true, false] {
            var sketch = CatalogSketch()
            sketch.add(Role("outer", includes: ["inner"]))
            sketch.add(Role("inner", includes: ["core"], isPrivileged: isInnerPrivileged))
            sketch.add(Role("core", isPrivileged: true))
            let hiddenByInner = isInnerPrivileged ? (outer, inner) : (inner, core)
            #expect(
                Set(sketch.problems)
                    == [
                        .hiddenPrivilege(outer, includes: core),
                        .hiddenPrivilege(hiddenByInner.0, includes: hiddenByInner.1),
                    ])
        }
    }
}
