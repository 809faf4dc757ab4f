import RosterDomain
import Testing

/// One thing that the linter finds, how to bring it about, and what comes close without being it.
struct PlantedFinding: Sendable, CustomTestStringConvertible {
    let finding: RoleCatalogFinding
    let plant: @Sendable (inout CatalogSketch) -> Void
    let nearMiss: @Sendable (inout CatalogSketch) -> Void

    var testDescription: String { "\(self.finding)" }

    init(
        _ finding: RoleCatalogFinding, _ plant: @escaping @Sendable (inout CatalogSketch) -> Void,
        butNot nearMiss: @escaping @Sendable (inout CatalogSketch) -> Void
    ) {
        self.finding = finding
        self.plant = plant
        self.nearMiss = nearMiss
    }

    static let each = permissions + roles + grants + authorities + separation + looks + holdingRules

    private static let door = Permission("host/doors/open")
    private static let (a, b, c) = (RoleID("a"), RoleID("b"), RoleID("c"))
    private static let own = Condition("own")

    private static let permissions = [
        PlantedFinding(.permissionOutOfReach(door)) {
            $0.add("host/doors/open")
        } butNot: {
            $0.add("host/doors/open")
            $0.add(Role("a", grants: [Grant(door)]))
        },
        PlantedFinding(.permissionOutOfReach(door)) {
            $0.add("host/doors/open", rule: .role(b))
            $0.add(Role("a", grants: [Grant(door)]))
            $0.add(Role("b"))
            $0.separationSets = [SeparationSet("apart", roles: [a, b])]
        } butNot: {
            $0.add("host/doors/open", rule: .anyOf(b, .editor))
            $0.add(Role("a", grants: [Grant(door)]))
            $0.add(Role("b"))
            $0.separationSets = [SeparationSet("apart", roles: [a, b])]
        },
        PlantedFinding(.ruleNeverDecides(door)) {
            $0.add("host/doors/open", rule: .anyOf(a, b))
            $0.add(Role("a", grants: [Grant(door)]))
            $0.add(Role("c", includes: ["b"]))
            $0.add(Role("b", grants: [Grant(door)]))
        } butNot: {
            $0.add("host/doors/open", rule: .anyOf(a, .editor))
            $0.add(Role("a", grants: [Grant(door)]))
            $0.add(Role("b", grants: [Grant(door)]))
        },
        PlantedFinding(.ruleHasRedundantParts(door, shorter: .anyOf([.role(a), .role(.editor)]))) {
            $0.add("host/doors/open", rule: .anyOf([.role(a), .role(b), .role(.editor), .allOf(a, c)]))
            $0.add(Role("a"))
            $0.add(Role("b", includes: ["a"]))
            $0.add(Role("c", grants: [Grant(door)]))
        } butNot: {
            $0.add("host/doors/open", rule: .anyOf([.role(a), .role(b), .allOf(.editor, c)]))
            $0.add(Role("a"))
            $0.add(Role("b"))
            $0.add(Role("c", grants: [Grant(door)]))
        },
    ]

    private static let roles = [
        PlantedFinding(.roleGrantsNothing(a)) {
            $0.add(Role("a"))
        } butNot: {
            $0.add(Role("a"))
            $0.add("host/doors/open", rule: .role(a))
        },
        PlantedFinding(.roleAddsNothing(a, to: [b])) {
            $0.add(Role("a", grants: [Grant(.viewHostUsers, given: [own])], includes: ["b"]))
            $0.add(Role("b", grants: [Grant(.viewHostUsers)]))
        } butNot: {
            $0.add(Role("a", grants: [Grant(.viewHostUsers)], includes: ["b"]))
            $0.add(Role("b", grants: [Grant(.viewHostUsers, given: [own])]))
        },
        PlantedFinding(.rolesAlike([a, b])) {
            $0.add(Role("a", grants: [Grant(.viewHostUsers), Grant(.viewHostUsers, given: [own])]))
            $0.add(Role("b", grants: [Grant(.viewHostUsers)]))
        } butNot: {
            $0.add(Role("a", grants: [Grant(.viewHostUsers)]))
            $0.add(Role("b", grants: [Grant(.viewHostUsers)], isOpenToGuests: true))
        },
        PlantedFinding(.rolesAlike([a, b])) {
            for name in ["a", "b"] { $0.add(Role(name, grants: [Grant(.viewHostUsers)])) }
        } butNot: {
            for name in ["a", "b"] { $0.add(Role(name, grants: [Grant(.viewHostUsers)])) }
            $0.assignmentAuthorities.append(AssignmentAuthority(.editor, mayAssign: .roles([b])))
        },
        PlantedFinding(.privilegedRoleOpenToGuests(a)) {
            $0.add(Role("a", isPrivileged: true, isOpenToGuests: true))
        } butNot: {
            $0.add(Role("a", isPrivileged: true))
        },
    ]

    private static let grants = [
        PlantedFinding(.grantRepeated(Grant(.viewHostUsers), in: a)) {
            $0.add(Role("a", grants: [Grant(.viewHostUsers), Grant(.createHostUsers), Grant(.viewHostUsers)]))
        } butNot: {
            $0.add(Role("a", grants: [Grant(.viewHostUsers), Grant(.createHostUsers)]))
        },
        PlantedFinding(.grantCovered(Grant(.viewHostUsers, given: [own]), in: a, by: a)) {
            $0.add(Role("a", grants: [Grant(.viewHostUsers, given: [own]), Grant(.viewHostUsers)]))
        } butNot: {
            $0.add(
                Role(
                    "a",
                    grants: [Grant(.viewHostUsers, given: [own]), Grant(.viewHostUsers, given: [Condition("team")])]))
        },
        PlantedFinding(.grantCovered(Grant(.viewHostUsers), in: a, by: b)) {
            $0.add(Role("a", grants: [Grant(.viewHostUsers), Grant(.createHostUsers)], includes: ["b"]))
            $0.add(Role("b", grants: [Grant(.viewHostUsers)]))
        } butNot: {
            $0.add(Role("a", grants: [Grant(.viewHostUsers), Grant(.createHostUsers)], includes: ["b"]))
            $0.add(Role("b", grants: [Grant(.viewHostUsers, given: [own])]))
        },
    ]
}

extension PlantedFinding {
    private static let authorities = assignment + accounts + closed

    private static let none = AssignmentAuthority(.editor, mayAssign: .except(.roles([.chief]), [.chief]))
    private static let one = AssignmentAuthority(.editor, mayAssign: .roles([.editor]))
    private static let both = AssignmentAuthority(.editor, mayAssign: .roles([.editor, .chief]))

    private static let assignment = [
        PlantedFinding(.assignmentAuthoritySelectsNothing(none)) {
            $0.assignmentAuthorities.append(none)
        } butNot: {
            $0.assignmentAuthorities.append(one)
        },
        PlantedFinding(.assignmentAuthorityCovered(one, by: both)) {
            $0.assignmentAuthorities += [one, both]
        } butNot: {
            $0.assignmentAuthorities += [one, AssignmentAuthority(.editor, mayAssign: .roles([.chief]))]
        },
    ]

    private static let blocking = AccountAuthority(.editor, may: [.block], holdersOf: .roles([.editor]))
    private static let idle = AccountAuthority(.editor, may: [], holdersOf: .everyRole)
    private static let more = AccountAuthority(.editor, may: [.block, .delete], holdersOf: .everyRole)

    private static let accounts = [
        PlantedFinding(.accountAuthoritySelectsNothing(idle)) {
            $0.accountAuthorities = [idle]
        } butNot: {
            $0.accountAuthorities = [blocking]
        },
        PlantedFinding(.accountAuthorityCovered(blocking, by: more)) {
            $0.accountAuthorities = [blocking, more]
        } butNot: {
            $0.accountAuthorities = [blocking, AccountAuthority(.editor, may: [.delete], holdersOf: .everyRole)]
        },
    ]

    private static let closed = [
        PlantedFinding(.roleNobodyMayAssign(a)) {
            $0.roles.append(Role("a"))
            $0.enrollmentRoles.insert(a)
        } butNot: {
            $0.add(Role("a"))
            $0.enrollmentRoles.insert(a)
        },
        PlantedFinding(.companionNeverGiven(b, with: a)) {
            $0.add(Role("a", accompaniedBy: ["b"]))
            $0.add(Role("b", heldImplicitlyBy: .members))
        } butNot: {
            $0.add(Role("a", accompaniedBy: ["b"]))
            $0.add(Role("b"))
        },
    ]

    private static let separation = [
        PlantedFinding(.roleKeptFromEverybody(a, by: "apart")) {
            $0.add(Role("a", accompaniedBy: ["b"]))
            $0.add(Role("b"))
            $0.separationSets = [SeparationSet("apart", roles: [a, b])]
        } butNot: {
            $0.add(Role("a", accompaniedBy: ["b"], isOpenToGuests: true))
            $0.add(Role("b"))
            $0.separationSets = [SeparationSet("apart", roles: [a, b])]
        },
        PlantedFinding(.separationCovered(set: "narrow", by: "wide")) {
            for name in ["a", "b", "c"] { $0.add(Role(name)) }
            $0.separationSets = [
                SeparationSet("narrow", roles: [a, b, .editor], limit: 3), SeparationSet("wide", roles: [a, b, c]),
            ]
        } butNot: {
            for name in ["a", "b", "c"] { $0.add(Role(name)) }
            $0.separationSets = [
                SeparationSet("narrow", roles: [a, b, .editor], limit: 2), SeparationSet("wide", roles: [a, b, c]),
            ]
        },
        // What no user may have, no session has; and not the other way round.
        PlantedFinding(.separationCovered(set: "dynamic", by: "static")) {
            for name in ["a", "b"] { $0.add(Role(name)) }
            $0.separationSets = [SeparationSet("static", roles: [a, b])]
            $0.dynamicSeparationSets = [SeparationSet("dynamic", roles: [a, b])]
        } butNot: {
            for name in ["a", "b"] { $0.add(Role(name)) }
            $0.separationSets = [SeparationSet("static", roles: [a, b])]
            $0.dynamicSeparationSets = [SeparationSet("dynamic", roles: [a, .editor])]
        },
        PlantedFinding(.separationCovered(set: "narrow", by: "wide")) {
            for name in ["a", "b", "c"] { $0.add(Role(name)) }
            $0.dynamicSeparationSets = [
                SeparationSet("narrow", roles: [a, b, c], limit: 3), SeparationSet("wide", roles: [a, b, c]),
            ]
        } butNot: {
            for name in ["a", "b", "c"] { $0.add(Role(name)) }
            $0.separationSets = [SeparationSet("narrow", roles: [a, b, c], limit: 3)]
            $0.dynamicSeparationSets = [SeparationSet("wide", roles: [a, b, c])]
        },
    ]
}

extension PlantedFinding {
    private static let looks =
        ["edi\u{200B}tor", "edi\u{AD}tor", "\u{435}ditor", "\u{FF45}ditor", "Editor", "edit\u{3BF}r", "editor\u{200D}"]
        .map { twin in
            PlantedFinding(.rolesLookAlike([.editor, RoleID(twin)])) {
                $0.add(Role(twin))
            } butNot: {
                $0.add(Role("keeper"))
            }
        } + [
            PlantedFinding(.rolesLookAlike([RoleID("ro\u{E9}"), RoleID("roe\u{301}")])) {
                $0.add(Role("ro\u{E9}"))
                $0.add(Role("roe\u{301}"))
            } butNot: {
                $0.add(Role("ro\u{E9}"))
                $0.add(Role("roe"))
            },
            PlantedFinding(.rolesLookAlike([RoleID("hall1"), RoleID("halIl")])) {
                $0.add(Role("hall1"))
                $0.add(Role("halIl"))
            } butNot: {
                $0.add(Role("mail"))
                $0.add(Role("mall"))
            },
            PlantedFinding(.rolesTitledAlike([.editor, RoleID("a")])) {
                $0.add(Role("a", title: " EDIT\u{41E}R\u{A0}"))
            } butNot: {
                $0.add(Role("a", title: "Editor of all"))
            },
            PlantedFinding(.rolesTitledAlike([.editor, RoleID("a")])) {
                $0.add(Role("a", title: "edit0r"))
            } butNot: {
                $0.add(Role("a", title: "edit1r"))
            },
        ]
}

extension PlantedFinding {
    private static let holdingRules = [
        PlantedFinding(.prerequisiteNeverDecides(a, requires: b)) {
            $0.add(Role("a", includes: ["b"], requires: ["b"]))
            $0.add(Role("b"))
        } butNot: {
            $0.add(Role("a", requires: ["b"]))
            $0.add(Role("b"))
        },
        PlantedFinding(.prerequisiteNeverDecides(a, requires: b)) {
            $0.add(Role("a", requires: ["b"]))
            $0.roles.append(Role("b", heldImplicitlyBy: .members))
        } butNot: {
            $0.add(Role("a", requires: ["b"], isOpenToGuests: true))
            $0.roles.append(Role("b", heldImplicitlyBy: .members))
        },
        PlantedFinding(.prerequisiteOutOfReach(a, requires: b)) {
            $0.add(Role("a", requires: ["b"]))
            $0.add(Role("b"))
            $0.separationSets = [SeparationSet("apart", roles: [a, b])]
        } butNot: {
            $0.add(Role("a", requires: ["b"]))
            $0.add(Role("b"))
            $0.separationSets = [SeparationSet("apart", roles: [a, b, c], limit: 3)]
            $0.add(Role("c"))
        },
        PlantedFinding(.indispensableRoleForOne(.chief)) {
            $0.roles[0] = Role("chief", grants: [Grant(.createHostUsers)], maximumHolders: 1)
        } butNot: {
            $0.roles[0] = Role("chief", grants: [Grant(.createHostUsers)], maximumHolders: 2)
        },
    ]
}
