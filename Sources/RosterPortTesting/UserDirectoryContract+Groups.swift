import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var groupPromises: [Promise] {
        [
            Promise("a group is found by its identifier, its name and its external identifier", self.findsGroups),
            Promise(
                "a name of a group belongs to one group, in any case and in letters that look the same",
                self.keepsGroupNamesUnique),
            Promise("a deleted group frees its names, and takes names again when it is restored", self.freesGroupNames),
            Promise(
                "groups are listed by text, role, owner, name and deletion, in pages of any size", self.listsGroups),
            Promise(
                "a change to a group that does not follow is refused, and nothing is left of it", self.refusesGroups),
            Promise(
                "a commit given the version of a group conflicts when it or its members have changed",
                self.checksGroupVersions),
        ]
    }

    @Sendable private func findsGroups() async throws {
        let directory = try await self.fresh()
        let profile = try Sample.profile(
            "Sales North", "who sell\nup north", externalID: "okta:7", owners: [Sample.id(1)])
        let group = try Sample.group(1, profile)
        try await directory.add(.groupAdded(group: group), .groupAdded(group: try Sample.group(2)))
        try expect("the group", try await directory.group(group.id), is: group)
        for name in [
            RecordName(groupNamed: profile.name), RecordName(groupNamed: try FullName("SALES NORTH")),
            RecordName(space: .groupExternalID, key: "okta:7"),
        ] {
            try expect("the group named \(name)", try await directory.group(named: name), is: group)
            try expect("no user of that name", try await directory.user(named: name), is: nil)
        }
        for name in [
            RecordName(groupNamed: try FullName("Sales")), RecordName(space: .groupExternalID, key: "OKTA:7"),
            RecordName(space: .signIn, key: "sales north"),
        ] {
            try expect("no group named \(name)", try await directory.group(named: name), is: nil)
        }
        try expect("no other group", try await directory.group(Sample.groupID(3)), is: nil)
        let renamed = try Sample.profile("Sales South")
        try await directory.add(.groupChanged(group: group.id, change: .changed(from: profile, to: renamed)))
        let found = try required("the group by its new name", try await directory.group(named: renamed.names[0]))
        try expect("the profile", found.profile, is: renamed)
        try expect("the version", found.version, is: 2)
        for name in profile.names {
            try expect("no group by a former name", try await directory.group(named: name), is: nil)
        }
    }

    @Sendable private func keepsGroupNamesUnique() async throws {
        let directory = try await self.fresh()
        let profile = try Sample.profile("Sales", externalID: "x-1")
        // A group and a user can share a name: they are not called in the same place.
        let user = User(
            id: Sample.id(1), fullName: try FullName("Sales"), userName: try UserName("Sales"), status: .active,
            addedAt: Sample.noon)
        try await directory.add(
            .userAdded(user: user), .groupAdded(group: try Sample.group(1, profile)),
            .groupAdded(group: try Sample.group(2)))
        let taken = [
            try Sample.profile("SALES"), try Sample.profile("S\u{430}les"), try Sample.profile("SaIes"),
            try Sample.profile("Other", externalID: "x-1"),
        ]
        let former = try Sample.group(2).profile
        for other in taken {
            let name = try required("the name", other.names.first { profile.names.contains($0) })
            for change in [
                Change.groupAdded(group: try Sample.group(3, other)),
                .groupChanged(group: Sample.groupID(2), change: .changed(from: former, to: other)),
            ] {
                try await self.expectNothingLeft(
                    [change], as: .nameTaken(name, by: .group(Sample.groupID(1))), by: directory)
            }
        }
        let isolated = [try Sample.profile("Sales 2", externalID: "X-1"), try Sample.profile("User 1")]
        for (number, other) in isolated.enumerated() {
            try await directory.add(.groupAdded(group: try Sample.group(10 + number, other)))
        }
    }

    @Sendable private func freesGroupNames() async throws {
        let directory = try await self.fresh()
        let (id, profile) = (Sample.groupID(1), try Sample.profile("Sales", externalID: "x-1"))
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .groupAdded(group: try Sample.group(1, profile)),
            Sample.given(Sample.reader, to: 1), Sample.joined(1, 1))
        try await directory.add(.groupChanged(group: id, change: .deleted))
        let deleted = try required("the deleted group", try await directory.group(id))
        try expect("the moment of the deletion", deleted.deletedAt, is: Sample.noon)
        for name in profile.names { try expect("a free name", try await directory.group(named: name), is: nil) }
        try expect("the member stays", try await directory.user(Sample.id(1))?.groups, is: [id])
        try await directory.add(.groupAdded(group: try Sample.group(2, profile)))
        try await self.expectNothingLeft(
            [.groupChanged(group: id, change: .restored(as: profile))],
            as: .nameTaken(profile.names[0], by: .group(Sample.groupID(2))), by: directory)
        let other = try Sample.profile("Sales again")
        try await directory.add(.groupChanged(group: id, change: .restored(as: other)))
        let restored = try required("the restored group", try await directory.group(named: other.names[0]))
        try expect("the roles", restored.roles.map(\.role), is: [Sample.reader])
        try expect("no moment of deletion", restored.deletedAt, is: nil)
        // A name can go from one group to another within a step, in either order.
        try await directory.add(
            .groupChanged(group: Sample.groupID(2), change: .deleted),
            .groupChanged(group: id, change: .changed(from: other, to: profile)))
        try expect("who has the name", try await directory.group(named: profile.names[0])?.id, is: id)
    }

    @Sendable private func listsGroups() async throws {
        let directory = try await self.fresh()
        let profiles = [
            try Sample.profile("Sales", owners: [Sample.id(1)]),
            try Sample.profile("ZO\u{CB}'s friends", externalID: "okta:2"),
            try Sample.profile("Support"), try Sample.profile("Old sales", owners: [Sample.id(1), Sample.id(2)]),
        ]
        for (index, profile) in profiles.enumerated().reversed() {
            try await directory.add(.groupAdded(group: try Sample.group(index + 1, profile)))
        }
        try await directory.add(
            Sample.given(Sample.reader, to: 1), Sample.given(Sample.reader, to: 2, at: try Scope("/locations/42")),
            Sample.given(Sample.reader, to: 4), .groupChanged(group: Sample.groupID(4), change: .deleted))
        let expected: [(query: GroupQuery, ids: [Int])] = [
            (GroupQuery(), [1, 2, 3]), (GroupQuery(isDeleted: true), [4]), (GroupQuery(text: "SALES"), [1]),
            (GroupQuery(text: "zo\u{EB}"), [2]), (GroupQuery(text: "okta"), [2]), (GroupQuery(text: "nothing"), []),
            (GroupQuery(role: Sample.reader), [1, 2]), (GroupQuery(role: Sample.writer), []),
            (GroupQuery(role: Sample.reader, isDeleted: true), [4]), (GroupQuery(ownedBy: Sample.id(1)), [1]),
            (GroupQuery(ownedBy: Sample.id(2), isDeleted: true), [4]), (GroupQuery(named: profiles[2].names[0]), [3]),
            (GroupQuery(named: RecordName(space: .groupExternalID, key: "okta:2")), [2]),
            (GroupQuery(named: profiles[3].names[0]), []), (GroupQuery(from: .after(Sample.groupID(1))), [2, 3]),
            (GroupQuery(from: .rank(2)), [3]), (GroupQuery(from: .rank(9)), []),
        ]
        for (query, ids) in expected {
            for size in [1, 2, 100] {
                let found = try await directory.everyGroup(query, pageSize: size).map(\.id)
                try expect("which groups match \(query)", found, is: ids.map(Sample.groupID))
            }
            var counting = query
            (counting.countLimit, counting.pageSize) = (.max, 1)
            let page = try await directory.groups(matching: counting)
            if case .beginning = query.start { try expect("how many match \(query)", page.totalCount, is: ids.count) }
            try expect("groups on a page of one", page.groups.count, is: min(1, ids.count))
        }
    }

    @Sendable private func refusesGroups() async throws {
        let directory = try await self.fresh()
        let profile = try Sample.group(1).profile
        try await directory.add(.groupAdded(group: try Sample.group(1)), .groupAdded(group: try Sample.group(2)))
        try await directory.add(
            Sample.given(Sample.reader, to: 1), .groupChanged(group: Sample.groupID(2), change: .deleted))
        let other = try Sample.profile("Another")
        let (one, two, nine) = (Sample.groupID(1), Sample.groupID(2), Sample.groupID(9))
        let role = Sample.groupRole(Sample.writer)
        var deleted = try Sample.group(3)
        deleted.deletedAt = Sample.noon
        let refused: [(Change, ChangeError)] = [
            (.groupAdded(group: try Sample.group(1, other)), .groupExists(one)),
            (.groupAdded(group: try Sample.group(2, other)), .groupExists(two)),
            (.groupAdded(group: deleted), .groupDiffers(deleted.id)),
            (.groupChanged(group: nine, change: .deleted), .unknownGroup(nine)),
            (.groupChanged(group: one, change: .changed(from: other, to: profile)), .groupDiffers(one)),
            (.groupChanged(group: one, change: .changed(from: profile, to: profile)), .groupDiffers(one)),
            (.groupChanged(group: one, change: .restored(as: profile)), .groupDiffers(one)),
            (.groupChanged(group: two, change: .deleted), .groupDiffers(two)),
            (.groupChanged(group: two, change: .roleAssigned(role)), .groupDiffers(two)),
            (Sample.given(Sample.reader, to: 1), .groupDiffers(one)),
            (.groupChanged(group: one, change: .roleRemoved(role)), .groupDiffers(one)),
        ]
        for (change, error) in refused {
            try await self.expectNothingLeft([change], as: error, by: directory)
            let fine = Change.groupAdded(group: try Sample.group(50))
            try await self.expectNothingLeft([fine, change], as: error, by: directory)
        }
        try await directory.add(.groupAdded(group: try Sample.group(50)))
    }

    @Sendable private func checksGroupVersions() async throws {
        let directory = try await self.fresh()
        try await directory.add(
            .userAdded(user: try Sample.user(1)), .groupAdded(group: try Sample.group(1)),
            .groupAdded(group: try Sample.group(2)))
        try await directory.add(Sample.given(Sample.reader, to: 1), Sample.joined(1, 1))
        let (one, two, three) = (
            RecordID.group(Sample.groupID(1)), RecordID.group(Sample.groupID(2)), RecordID.group(Sample.groupID(3))
        )
        let change = Change.groupAdded(group: try Sample.group(9))
        let wrong: [[RecordID: Int?]] = [[one: 2], [one: 4], [one: nil], [two: 2], [three: 1], [one: 3, two: nil]]
        for versions in wrong {
            let result = await directory.attempt([change], given: .versions(versions))
            guard case .failure(.conflict) = result else {
                throw Mismatch(expected: "a conflict for the versions \(versions)", seen: "\(result)")
            }
        }
        try await directory.add(Sample.left(1, 1))
        _ = try await directory.attempt([change], given: .versions([one: 4, two: 1, three: nil])).get()
    }

    /// Fails unless changes are refused with an error, and the directory is as it was.
    func expectNothingLeft(_ changes: [Change], as error: ChangeError, by directory: Directory) async throws {
        let before = try await Observation(of: directory)
        let result = await directory.attempt(changes, after: before.head.revision)
        guard case .failure(.contradiction(error)) = result else {
            throw Mismatch(expected: "the contradiction: \(error)", seen: "\(result)")
        }
        try await Observation(of: directory).expectSame(as: before, "nothing left of a commit that contradicts")
    }
}
