import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var companyRolePromises: [Promise] {
        [
            Promise("a role of the company is found by its identifier and its title", self.findsRoles),
            Promise(
                "a title belongs to one role of the company, in any case and in letters that look the same",
                self.keepsTitlesUnique),
            Promise(
                "a role of the company keeps what happens to it, and its title is free once it is deleted",
                self.followsRoles),
            Promise(
                "a change to a role of the company that does not follow is refused, and nothing is left of it",
                self.refusesRoles),
            Promise(
                "a commit given the version of a role of the company conflicts when it has changed", self.checksRoles),
            Promise(
                "roles of the company are among the standings, deleted ones too, before groups and users",
                self.tellsOfRoles),
            Promise(
                "a role of the company and its history stay when the user who defined it is purged",
                self.keepsRolesOfPurged),
        ]
    }

    @Sendable private func findsRoles() async throws {
        let directory = try await self.fresh()
        let role = try Sample.companyRole(1, Sample.fullDefinition("Harbor Desk"))
        try await directory.add(
            .companyRoleDefined(role: role), .companyRoleDefined(role: try Sample.companyRole(2)))
        try expect("the role", try await directory.companyRole(role.id), is: role)
        for title in ["Harbor Desk", "HARBOR DESK", "H\u{430}rbor desk"] {
            let name = RecordName(companyRoleTitled: try FullName(title))
            try expect("the role titled \(title)", try await directory.companyRole(named: name), is: role)
            try expect("no user of that name", try await directory.user(named: name), is: nil)
            try expect("no group of that name", try await directory.group(named: name), is: nil)
        }
        let names = [
            RecordName(companyRoleTitled: try FullName("Harbor")),
            RecordName(space: .group, key: role.names[0].key), RecordName(space: .signIn, key: role.names[0].key),
        ]
        for name in names {
            try expect("no role named \(name)", try await directory.companyRole(named: name), is: nil)
        }
        try expect("no other role", try await directory.companyRole(Sample.companyRoleID(3)), is: nil)
        try expect("no group of that identifier", try await directory.group(GroupID(bits: role.id.bits)), is: nil)
    }

    @Sendable private func keepsTitlesUnique() async throws {
        let directory = try await self.fresh()
        // A user, a group and a role can share a name: they are not called in the same place.
        let user = User(
            id: Sample.id(1), fullName: try FullName("Harbor"), userName: try UserName("Harbor"), status: .active,
            addedAt: Sample.noon)
        let group = try Sample.group(1, Sample.profile("Harbor"))
        let roles = [try Sample.companyRole(1, Sample.definition("Harbor")), try Sample.companyRole(2)]
        try await directory.add(.userAdded(user: user), .groupAdded(group: group))
        try await directory.add(.companyRoleDefined(role: roles[0]), .companyRoleDefined(role: roles[1]))
        for title in ["Harbor", "HARBOR", "H\u{430}rbor"] {
            let other = try Sample.definition(title)
            for change in [
                Change.companyRoleDefined(role: try Sample.companyRole(3, other)),
                Sample.changed(2, from: roles[1].definition, to: other),
            ] {
                try await self.expectNothingLeft(
                    [change], as: .nameTaken(roles[0].names[0], by: .companyRole(roles[0].id)), by: directory)
            }
        }
        // Its own title in another case is no other role's.
        try await directory.add(Sample.changed(1, from: roles[0].definition, to: try Sample.definition("HARBOR")))
    }

    @Sendable private func followsRoles() async throws {
        let directory = try await self.fresh()
        let (id, first, second) = (
            Sample.companyRoleID(1), try Sample.definition("Harbor"), try Sample.fullDefinition("Docks")
        )
        try await directory.add(.companyRoleDefined(role: try Sample.companyRole(1, first)))
        try await directory.add(Sample.changed(1, from: first, to: second))
        let changed = try required("the role by its new title", try await directory.companyRole(named: second.name))
        try expect("the definition", changed.definition, is: second)
        try expect("the version", changed.version, is: 2)
        try expect("no role by a former title", try await directory.companyRole(named: first.name), is: nil)
        try await directory.add(.companyRoleChanged(role: id, change: .retired))
        try expect("when it was retired", try await directory.companyRole(id)?.retiredAt, is: Sample.noon)
        try expect("a retired role has its title", try await directory.companyRole(named: second.name)?.id, is: id)
        try await directory.add(.companyRoleChanged(role: id, change: .reinstated))
        try expect("not retired", try await directory.companyRole(id)?.retiredAt, is: nil)
        try await directory.add(.companyRoleChanged(role: id, change: .deleted))
        let deleted = try required("the deleted role", try await directory.companyRole(id))
        try expect("when it was deleted", deleted.deletedAt, is: Sample.noon)
        try expect("what it was", deleted.definition, is: second)
        try expect("the version", deleted.version, is: 5)
        try expect("a free title", try await directory.companyRole(named: second.name), is: nil)
        try await directory.add(.companyRoleDefined(role: try Sample.companyRole(2, second)))
        try expect(
            "another role has the title", try await directory.companyRole(named: second.name)?.id,
            is: Sample.companyRoleID(2))
        // A title can go from one role to another within a step.
        try await directory.add(
            .companyRoleChanged(role: Sample.companyRoleID(2), change: .deleted),
            .companyRoleDefined(role: try Sample.companyRole(3, second)))
        try expect(
            "who has the title", try await directory.companyRole(named: second.name)?.id, is: Sample.companyRoleID(3))
    }

    @Sendable private func refusesRoles() async throws {
        let directory = try await self.fresh()
        let (one, two, nine) = (Sample.companyRoleID(1), Sample.companyRoleID(2), Sample.companyRoleID(9))
        let definition = try Sample.companyRole(1).definition
        try await directory.add(
            .companyRoleDefined(role: try Sample.companyRole(1)), .companyRoleDefined(role: try Sample.companyRole(2)))
        try await directory.add(.companyRoleChanged(role: two, change: .deleted))
        let other = try Sample.definition("Another")
        let refused: [(Change, ChangeError)] = [
            (.companyRoleDefined(role: try Sample.companyRole(1, other)), .companyRoleExists(one)),
            (.companyRoleDefined(role: try Sample.companyRole(2, other)), .companyRoleExists(two)),
            (.companyRoleChanged(role: nine, change: .retired), .unknownCompanyRole(nine)),
            (.companyRoleChanged(role: two, change: .retired), .unknownCompanyRole(two)),
            (Sample.changed(1, from: other, to: definition), .companyRoleDiffers(one)),
            (Sample.changed(1, from: definition, to: definition), .companyRoleDiffers(one)),
            (.companyRoleChanged(role: one, change: .reinstated), .companyRoleDiffers(one)),
        ]
        for (change, error) in refused {
            try await self.expectNothingLeft([change], as: error, by: directory)
            let fine = Change.companyRoleDefined(role: try Sample.companyRole(50))
            try await self.expectNothingLeft([fine, change], as: error, by: directory)
        }
        try await directory.add(.companyRoleDefined(role: try Sample.companyRole(50)))
    }

    @Sendable private func checksRoles() async throws {
        let directory = try await self.fresh()
        try await directory.add(
            .companyRoleDefined(role: try Sample.companyRole(1)), .companyRoleDefined(role: try Sample.companyRole(2)))
        try await directory.add(.companyRoleChanged(role: Sample.companyRoleID(1), change: .retired))
        let (one, two, three) = (
            RecordID.companyRole(Sample.companyRoleID(1)), RecordID.companyRole(Sample.companyRoleID(2)),
            RecordID.companyRole(Sample.companyRoleID(3))
        )
        let change = Change.companyRoleDefined(role: try Sample.companyRole(9))
        let wrong: [[RecordID: Int?]] = [[one: 1], [one: 3], [one: nil], [two: 2], [three: 1], [one: 2, two: nil]]
        for versions in wrong {
            let result = await directory.attempt([change], given: .versions(versions))
            guard case .failure(.conflict) = result else {
                throw Mismatch(expected: "a conflict for the versions \(versions)", seen: "\(result)")
            }
        }
        _ = try await directory.attempt([change], given: .versions([one: 2, two: 1, three: nil])).get()
    }

    @Sendable private func keepsRolesOfPurged() async throws {
        var place = try await self.freshReopenable()
        let role = try Sample.companyRole(1, Sample.fullDefinition("Harbor"))
        try await place.current.add(.userAdded(user: try Sample.user(1)))
        let step = try await place.current.add(.companyRoleDefined(role: role))
        try await place.current.add(.userPurged(user: Sample.id(1)))
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            let directory = try place.current
            try expect("the role", try await directory.companyRole(named: role.names[0]), is: role)
            try expect(
                "the step that defined it", try await directory.history(after: Revision(1), limit: 1), is: [step])
        }
    }

    @Sendable private func tellsOfRoles() async throws {
        let directory = try await self.fresh()
        let group = try Sample.group(1)
        // They come in no order, and stand in that of their identifiers.
        for number in [3, 1, 2] {
            try await directory.add(.companyRoleDefined(role: try Sample.companyRole(number)))
        }
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .groupAdded(group: group),
            .companyRoleChanged(role: Sample.companyRoleID(2), change: .deleted))
        var standings: [DirectoryStanding] = []
        _ = try await directory.readStandings { standings.append($0) }
        try expect(
            "the order of standings", standings.map(\.id),
            is: (1...3).map { .companyRole(Sample.companyRoleID($0)) } + [.group(group.id), .user(Sample.id(1))])
        for number in 1...3 {
            let role = try await directory.companyRole(Sample.companyRoleID(number))
            try expect("role \(number) among the standings", standings[number - 1].companyRole, is: role)
        }
    }
}
