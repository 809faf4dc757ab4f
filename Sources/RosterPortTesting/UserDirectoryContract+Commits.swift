import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var commitPromises: [Promise] {
        [
            Promise("an empty directory is at revision 0, without company, users or history", self.startsEmpty),
            Promise(
                "a commit returns the step as it stands in the history, and the head moves to it", self.returnsStep),
            Promise(
                "a commit after an older revision conflicts with the latest one and leaves nothing", self.refusesOlder),
            Promise("a commit after a revision not reached conflicts and leaves nothing", self.refusesFuture),
            Promise("the changes of a commit apply in order, each on what those before it left", self.appliesInOrder),
            Promise("the head shows the company and how far notifications were delivered", self.showsHead),
            Promise("a refusal is in the history and changes nothing else", self.recordsRefusals),
            Promise("the caller's clock may go backwards", self.takesAnyTime),
            Promise("what is written is read back byte for byte", self.keepsText),
        ]
    }

    @Sendable private func startsEmpty() async throws {
        let directory = try await self.fresh()
        let seen = try await Observation(of: directory)
        try seen.expectSame(as: Observation(replaying: []), "an empty directory")
        try expect("no company", seen.head.company, is: nil)
        try expect("notified through", seen.head.notifiedThrough, is: .start)
    }

    @Sendable private func returnsStep() async throws {
        let directory = try await self.fresh()
        var expected: [Commit] = []
        for number in 1...3 {
            let changes: [Change] = [.userAdded(user: try Sample.user(number))]
            let moment = Sample.noon + .milliseconds(number)
            let commit = try await directory.commit(
                changes, by: .user(id: Sample.id(7)), at: moment, after: Revision(UInt64(number - 1)))
            expected.append(
                Commit(
                    revision: Revision(UInt64(number)), at: moment, principal: .user(id: Sample.id(7)), changes: changes
                )
            )
            try expect("the step returned", commit, is: expected[number - 1])
            try expect("the head", try await directory.head().revision, is: commit.revision)
            try expect("the history", try await directory.history(after: .start, limit: 10), is: expected)
        }
    }

    @Sendable private func refusesOlder() async throws {
        let directory = try await self.fresh()
        for number in 1...3 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        for older in 0...2 { try await self.expectConflict(in: directory, after: Revision(UInt64(older))) }
    }

    @Sendable private func refusesFuture() async throws {
        let directory = try await self.fresh()
        try await self.expectConflict(in: directory, after: Revision(1))
        try await directory.add(.userAdded(user: try Sample.user(1)))
        try await self.expectConflict(in: directory, after: Revision(2))
        try await self.expectConflict(in: directory, after: Revision(1_000_000))
        try await self.expectConflict(in: directory, after: Revision(.max))
    }

    private func expectConflict(in directory: Directory, after revision: Revision) async throws {
        let before = try await Observation(of: directory)
        let result = await directory.attempt([.userAdded(user: try Sample.user(99))], after: revision)
        let what = "a conflict with revision \(before.head.revision) for a commit after \(revision)"
        guard case .failure(.conflict(before.head.revision)) = result else {
            throw Mismatch(expected: what, seen: "\(result)")
        }
        try await Observation(of: directory).expectSame(as: before, "nothing left of a commit that conflicts")
    }

    @Sendable private func appliesInOrder() async throws {
        let directory = try await self.fresh()
        let (user, other) = (Sample.id(1), Sample.id(2))
        let invited = try Sample.user(2, email: Sample.email(1), status: .invited)
        try await directory.add(
            .userAdded(user: invited), .invitationSent(user: other, invitation: Sample.invitation),
            .invitationRevoked(user: other), .userAdded(user: try Sample.user(1)),
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 1)),
            .roleRemoved(assignment: Sample.assignment(Sample.reader, to: 1)),
            .roleAssigned(assignment: Sample.assignment(Sample.writer, to: 1)),
            .statusChanged(user: user, from: .active, to: .blocked),
            .statusChanged(user: user, from: .blocked, to: .active))
        let record = try required("the user added last", try await directory.user(user))
        try expect("the roles", record.assignments, is: [Sample.assignment(Sample.writer, to: 1)])
        try expect("the status", record.user.status, is: .active)
        try expect("no user of a revoked invitation", try await directory.user(other), is: nil)
        try expect("the address's owner", try await directory.user(named: RecordName(Sample.email(1)))?.id, is: user)
        let seen = try await Observation(of: directory)
        try seen.expectSame(as: Observation(replaying: seen.history), "what the history amounts to")
    }

    @Sendable private func showsHead() async throws {
        let directory = try await self.fresh()
        let company = try Sample.company()
        try await directory.add(.companyEnrolled(company: company))
        try expect("the company", try await directory.head().company, is: company)
        try await directory.add(.userAdded(user: try Sample.user(1)))
        try await directory.add(.notificationsDelivered(through: Revision(1)))
        try expect("notified through", try await directory.head().notifiedThrough, is: Revision(1))
        try await directory.add(.notificationsDelivered(through: Revision(3)))
        let other = try Sample.otherCompany()
        try await directory.add(.companyChanged(from: company, to: other))
        let expected = DirectoryHead(revision: Revision(5), company: other, notifiedThrough: Revision(3))
        try expect("the head", try await directory.head(), is: expected)
    }

    @Sendable private func recordsRefusals() async throws {
        let directory = try await self.fresh()
        try await directory.add(.userAdded(user: try Sample.user(1)))
        let before = try await Observation(of: directory)
        let refusal = Refusal("add a user", because: .nameTaken(name: UserName(try Sample.email(1))))
        let commit = try await directory.add(.refused(refusal: refusal))
        let after = try await Observation(of: directory)
        try expect("the last step", after.history.last, is: commit)
        try expect("the users", after.records, is: before.records)
        try expect("the head", after.head.revision, is: Revision(2))
    }

    @Sendable private func takesAnyTime() async throws {
        let directory = try await self.fresh()
        let moments = [
            Sample.noon, Timestamp(millisecondsSinceEpoch: .max), .distantPast, Timestamp(millisecondsSinceEpoch: -1),
        ]
        for (index, moment) in moments.enumerated() {
            _ = try await directory.commit(
                [.userAdded(user: try Sample.user(index))], by: .system, at: moment, after: Revision(UInt64(index)))
        }
        let history = try await directory.history(after: .start, limit: 10)
        try expect("the moments, in the order of revisions", history.map(\.at), is: moments)
    }

    @Sendable private func keepsText() async throws {
        let directory = try await self.fresh()
        // Composed and decomposed forms that look the same; blanks at both ends; quotes, markup, and letters of 4
        // bytes.
        let names = ["Zo\u{EB}", "Zoe\u{308}", " a  b ", "\"O'Neil\\\"; <b>,&amp;", "𝒢race 👩‍💻", "كريم"]
        for (number, name) in names.enumerated() {
            try await directory.add(.userAdded(user: try Sample.user(number, name: name)))
        }
        for (number, name) in names.enumerated() {
            let record = try required("user \(number)", try await directory.user(Sample.id(number)))
            try expect("the bytes of a name", Array(record.user.fullName.rawValue.utf8), is: Array(name.utf8))
            try expect("an address as written", record.user.email?.rawValue, is: try Sample.email(number).rawValue)
        }
        let request = RoleRequest(
            id: RoleRequestID(bits: .max), user: Sample.id(0), roles: [Sample.reader, Sample.writer],
            scope: try Scope("/locations/42"), reason: "one line\nand\tanother \u{0} \u{FEFF}", requestedAt: Sample.noon
        )
        let window = try ValidityWindow(from: Sample.noon, until: Sample.noon + .milliseconds(1))
        let assignment = RoleAssignment(
            of: Sample.reader, to: Sample.id(0), at: request.scope, during: window,
            grantedBy: .user(id: UserID(bits: 0)),
            grantedAt: .distantPast)
        try await directory.add(.rolesRequested(request: request), .roleAssigned(assignment: assignment))
        let record = try required("user 0", try await directory.user(Sample.id(0)))
        try expect("a request for roles", record.roleRequests, is: [request])
        try expect("an assignment", record.assignments, is: [assignment])
    }
}
