import RosterDomain

extension Offense {
    /// What can be wrong with separation sets.
    static let separations = [
        Offense(.duplicateSeparationSet("twin")) { sketch in
            sketch.separationSets += Array(repeating: SeparationSet("twin", roles: [.chief, .editor]), count: 2)
        },
        Offense(.malformedSeparationSet("")) { sketch in
            sketch.separationSets.append(SeparationSet("", roles: [.chief, .editor]))
        },
        Offense(.malformedSeparationSet("keep apart")) { sketch in
            sketch.separationSets.append(SeparationSet("keep apart", roles: [.chief, .editor]))
        },
        limit("too_low", 1, [.chief, .editor]), limit("too_high", 3, [.chief, .editor]), limit("lonely", 2, [.editor]),
        Offense(.roleBreachesSeparation(RoleID("both"), set: "alone")) { sketch in
            sketch.add(Role("both", includes: ["buyer", "payer"]))
            sketch.add(Role("buyer"))
            sketch.add(Role("payer"))
            sketch.separationSets.append(SeparationSet("alone", roles: [RoleID("buyer"), RoleID("payer")]))
        },
        Offense(.roleBreachesSeparation(RoleID("above"), set: "upwards")) { sketch in
            sketch.add(Role("above", includes: ["below"]))
            sketch.add(Role("below"))
            sketch.separationSets.append(SeparationSet("upwards", roles: [RoleID("above"), RoleID("below")]))
        },
        Offense(.enrollmentBreachesSeparation(set: "founding")) { sketch in
            sketch.add(Role("founder"))
            sketch.enrollmentRoles.insert(RoleID("founder"))
            sketch.separationSets.append(SeparationSet("founding", roles: [.chief, RoleID("founder")]))
        },
        Offense(.enrollmentBreachesSeparation(set: "belonging")) { sketch in
            sketch.roles.append(Role("member", heldImplicitlyBy: .members))
            sketch.separationSets.append(SeparationSet("belonging", roles: [.chief, RoleID("member")]))
        },
        // The same of sets that count for sessions.
        Offense(.duplicateSeparationSet("of_both_kinds")) { sketch in
            sketch.separationSets.append(SeparationSet("of_both_kinds", roles: [.chief, .editor]))
            sketch.dynamicSeparationSets.append(SeparationSet("of_both_kinds", roles: [.chief, .editor]))
        },
        Offense(.malformedSeparationSet("in a session")) { sketch in
            sketch.dynamicSeparationSets.append(SeparationSet("in a session", roles: [.chief, .editor]))
        },
        Offense(.separationLimitOutOfRange(set: "dynamic_limit", limit: 3, roleCount: 2)) { sketch in
            sketch.dynamicSeparationSets.append(SeparationSet("dynamic_limit", roles: [.chief, .editor], limit: 3))
        },
        Offense(.roleBreachesSeparation(RoleID("above2"), set: "dynamic_upwards")) { sketch in
            sketch.add(Role("above2", includes: ["below2"]))
            sketch.add(Role("below2"))
            sketch.dynamicSeparationSets.append(
                SeparationSet("dynamic_upwards", roles: [RoleID("above2"), RoleID("below2")]))
        },
        Offense(.implicitRoleSeparated(RoleID("member2"), set: "always_there")) { sketch in
            sketch.roles.append(Role("member2", includes: ["part2"], heldImplicitlyBy: .members))
            sketch.roles.append(Role("part2"))
            sketch.mayAssign.insert(RoleID("part2"))
            sketch.dynamicSeparationSets.append(
                SeparationSet("always_there", roles: [.chief, RoleID("part2")]))
        },
        Offense(.unknownRole(RoleID("ghost10"), namedBy: "the separation set `haunted_session`")) { sketch in
            sketch.dynamicSeparationSets.append(
                SeparationSet("haunted_session", roles: [RoleID("ghost10"), .chief, .editor]))
        },
    ]

    private static func limit(_ name: String, _ limit: Int, _ roles: Set<RoleID>) -> Offense {
        Offense(.separationLimitOutOfRange(set: name, limit: limit, roleCount: roles.count)) { sketch in
            sketch.separationSets.append(SeparationSet(name, roles: roles, limit: limit))
        }
    }
}
