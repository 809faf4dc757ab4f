import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var memberPromises: [Promise] {
        [
            Promise("a step adds a group, gives it a role and adds members at once", self.joinsAtOnce),
            Promise("joining and leaving that do not follow are refused", self.refusesMembers),
            Promise("members are listed by their group, and groups by their member", self.listsMembers),
            Promise("standings come groups first, and each user's names the groups", self.standsInGroups),
            Promise(
                "a purged user is a member of no group, and the steps in which others joined stay", self.purgesMembers),
            Promise("groups and members are there when the directory is opened again", self.keepsGroups),
        ]
    }

    @Sendable private func joinsAtOnce() async throws {
        let directory = try await self.fresh()
        let head = try await directory.head()
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .groupAdded(group: try Sample.group(1)),
            Sample.given(Sample.reader, to: 1), Sample.joined(1, 1), .userAdded(user: try Sample.user(2)),
            Sample.joined(2, 1), .groupAdded(group: try Sample.group(0)), Sample.joined(2, 0), Sample.left(1, 1))
        let group = try required("the group", try await directory.group(Sample.groupID(1)))
        try expect("the roles", group.roles, is: [Sample.groupRole(Sample.reader)])
        try expect("the version of the group, which joining and leaving move", group.version, is: 5)
        try expect("who has left", try await directory.user(Sample.id(1))?.groups, is: [])
        let member = try required("the member", try await directory.user(Sample.id(2)))
        try expect(
            "the groups, in the order of identifiers", member.groups, is: [Sample.groupID(0), Sample.groupID(1)])
        try expect("the version of the user", member.user.version, is: 3)
        try expect("one step", try await directory.head().revision, is: head.revision.next)
    }

    @Sendable private func refusesMembers() async throws {
        let directory = try await self.fresh()
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .userAdded(user: try Sample.user(2)),
            .groupAdded(group: try Sample.group(1)), .groupAdded(group: try Sample.group(2)), Sample.joined(1, 1),
            Sample.joined(1, 2))
        try await directory.add(.groupChanged(group: Sample.groupID(2), change: .deleted))
        let (one, two) = (Sample.id(1), Sample.id(2))
        let refused: [([Change], ChangeError)] = [
            ([Sample.joined(1, 1)], .memberAlready(one, of: Sample.groupID(1))),
            ([Sample.joined(2, 1), Sample.joined(2, 1)], .memberAlready(two, of: Sample.groupID(1))),
            ([Sample.left(2, 1)], .notAMember(two, of: Sample.groupID(1))),
            ([Sample.left(1, 1), Sample.left(1, 1)], .notAMember(one, of: Sample.groupID(1))),
            ([Sample.joined(2, 2)], .unknownGroup(Sample.groupID(2))),
            ([Sample.joined(2, 9)], .unknownGroup(Sample.groupID(9))),
            ([Sample.joined(9, 1)], .unknownUser(Sample.id(9))),
            (
                [.groupChanged(group: Sample.groupID(1), change: .deleted), Sample.joined(2, 1)],
                .unknownGroup(Sample.groupID(1))
            ),
        ]
        for (changes, error) in refused {
            try await self.expectNothingLeft(changes, as: error, by: directory)
            try await self.expectNothingLeft(
                [.userAdded(user: try Sample.user(50)), Sample.joined(50, 1)] + changes, as: error, by: directory)
        }
        // A deleted group can be left.
        try await directory.add(Sample.left(1, 2))
    }

    @Sendable private func listsMembers() async throws {
        let directory = try await self.fresh()
        for number in 0..<2 { try await directory.add(.groupAdded(group: try Sample.group(number))) }
        for number in 0..<30 {
            try await directory.add(
                .userAdded(user: try Sample.user(number, name: number % 2 == 0 ? "Ada \(number)" : "Alan \(number)")))
        }
        for number in stride(from: 0, to: 30, by: 3) { try await directory.add(Sample.joined(number, 0)) }
        for number in stride(from: 0, to: 30, by: 5) { try await directory.add(Sample.joined(number, 1)) }
        try await directory.add(
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 6)),
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 7)), Sample.left(27, 0),
            .statusChanged(user: Sample.id(24), from: .active, to: .deleted))
        let (zero, one) = (Sample.groupID(0), Sample.groupID(1))
        let expected: [(query: UserQuery, ids: [Int])] = [
            (UserQuery(memberOf: zero), [0, 3, 6, 9, 12, 15, 18, 21]),
            (UserQuery(statuses: [.deleted], memberOf: zero), [24]),
            (UserQuery(text: "ada", memberOf: zero), [0, 6, 12, 18]),
            (UserQuery(memberOf: one), [0, 5, 10, 15, 20, 25]),
            (UserQuery(role: Sample.reader, memberOf: zero), [6]), (UserQuery(role: Sample.reader, memberOf: one), []),
            (UserQuery(memberOf: zero, from: .after(Sample.id(9))), [12, 15, 18, 21]),
            (UserQuery(memberOf: zero, from: .rank(6)), [18, 21]), (UserQuery(memberOf: Sample.groupID(7)), []),
            (UserQuery(memberOf: zero, named: RecordName(try Sample.email(3))), [3]),
            (UserQuery(memberOf: zero, named: RecordName(try Sample.email(5))), []),
        ]
        for (query, ids) in expected {
            for size in [1, 3, 100] {
                let found = try await directory.everyRecord(query, pageSize: size).map(\.id)
                try expect("who matches \(query)", found, is: ids.map(Sample.id))
            }
            var counting = query
            (counting.countLimit, counting.start) = (.max, .beginning)
            if query.start == .beginning {
                let count = try await directory.users(matching: counting).totalCount
                try expect("how many match \(query)", count, is: ids.count)
            }
        }
        for number in 0..<30 {
            let groups = [number % 3 == 0 && number != 27 ? zero : nil, number % 5 == 0 ? one : nil].compactMap(\.self)
            try expect("the groups of user \(number)", try await directory.user(Sample.id(number))?.groups, is: groups)
        }
    }

    @Sendable private func standsInGroups() async throws {
        let directory = try await self.fresh()
        // The identifier of the last group is greater than those of all users.
        let last = Group(id: GroupID(bits: .max), profile: try Sample.profile("Last"), addedAt: Sample.noon)
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .userAdded(user: try Sample.user(2)),
            .groupAdded(group: last), .groupAdded(group: try Sample.group(2)), .groupAdded(group: try Sample.group(1)),
            Sample.given(Sample.writer, to: 2), Sample.given(Sample.reader, to: 2), Sample.joined(1, 2),
            .memberAdded(user: Sample.id(1), group: last.id),
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 2)))
        try await directory.add(
            Sample.given(Sample.reader, to: 1), .groupChanged(group: Sample.groupID(1), change: .deleted))
        var standings: [DirectoryStanding] = []
        let revision = try await directory.readStandings { standings.append($0) }
        try expect("the revision", revision, is: Revision(2))
        let reader = RoleHolding(Sample.reader)
        let expected: [DirectoryStanding] = [
            .group(GroupStanding(id: Sample.groupID(1), holdings: [reader], isDeleted: true)),
            .group(GroupStanding(id: Sample.groupID(2), holdings: [reader, RoleHolding(Sample.writer)])),
            .group(GroupStanding(id: last.id, holdings: [])),
            .user(
                UserStanding(
                    id: Sample.id(1), affiliation: .member, status: .active, holdings: [],
                    groups: [Sample.groupID(2), last.id])),
            .user(UserStanding(id: Sample.id(2), affiliation: .member, status: .active, holdings: [reader])),
        ]
        try expect("the standings", standings, is: expected)
    }

    @Sendable private func purgesMembers() async throws {
        let directory = try await self.fresh()
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .userAdded(user: try Sample.user(2)),
            .groupAdded(group: try Sample.group(1, Sample.profile("Sales", owners: [Sample.id(1)]))),
            Sample.joined(1, 1),
            Sample.joined(2, 1))
        let before = try await directory.history(after: .start, limit: .max)
        try await directory.add(.userPurged(user: Sample.id(1)))
        try await directory.finishErasures()
        try expect("no groups", try await directory.user(Sample.id(1))?.groups, is: [])
        let query = UserQuery(statuses: Set(AccountStatus.allCases), memberOf: Sample.groupID(1))
        try expect("the members", try await directory.users(matching: query).records.map(\.id), is: [Sample.id(2)])
        let after = try await directory.history(after: .start, limit: 1)
        try expect("the other changes", Array(after[0].changes.dropFirst()), is: Array(before[0].changes.dropFirst()))
        let seen = try await Observation(of: directory)
        try seen.expectSame(as: Observation(replaying: seen.history), "the erased history replayed")
    }

    @Sendable private func keepsGroups() async throws {
        var place = try await self.freshReopenable()
        try await place.current.add(
            .userAdded(user: try Sample.user(1)), .groupAdded(group: try Sample.group(1)), Sample.joined(1, 1))
        try await place.current.add(Sample.given(Sample.reader, to: 1), .groupAdded(group: try Sample.group(2)))
        try await place.current.add(.groupChanged(group: Sample.groupID(2), change: .deleted))
        let before = try await Observation(of: place.current)
        if self.isDurable { try await place.reopen() }
        let name = RecordName(groupNamed: try Sample.group(1).profile.name)
        try expect("the group by its name", try await place.current.group(named: name)?.id, is: Sample.groupID(1))
        try await Observation(of: place.current).expectSame(as: before, "what was there")
    }
}
