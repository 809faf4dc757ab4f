import RosterDomain

extension Offense {
    /// Each text that a catalog does not list, as it cannot be: empty, blank, of several lines, disguised.
    static let unreadable =
        ["", " ", "two words", "\u{202E}x", "\u{1B}[2K", "a\nb", "\u{3164}"].flatMap { text in
            [
                Offense(.malformedCategory(text)) { $0.add(Role.inCategory(RoleCategory(text, title: "Plane"))) },
                Offense(.malformedProgram(Program(text))) {
                    $0.add(Role("offered", offeredTo: [Program(text), Program("sound")]))
                },
                Offense(.malformedCondition(Condition(text))) {
                    $0.add(Role("stated", grants: [Grant(.createHostUsers, given: [Condition(text)])]))
                },
            ]
        }
        + ["", " ", "Pl\u{202E}ane", "Two\nlines"].flatMap { text in
            [
                Offense(.malformedCategoryTitle("odd")) { $0.add(Role.inCategory(RoleCategory("odd", title: text))) },
                Offense(.malformedCategoryTitle("unused")) { sketch in
                    let unused = RoleSelection.except(.categories([RoleCategory("unused", title: text)]), [])
                    sketch.assignmentAuthorities.append(AssignmentAuthority(.chief, mayAssign: unused))
                },
                Offense(.malformedRoleTitle(RoleID("odd"))) { $0.add(Role.titled(text, "odd")) },
                Offense(.malformedPermissionTitle(Permission("host/bells/ring"))) { sketch in
                    sketch.permissions.append(PermissionDefinition(Permission("host/bells/ring"), title: text))
                },
            ]
        }
}
