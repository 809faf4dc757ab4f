import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var purgingPromises: [Promise] {
        [
            Promise(
                "a purged account keeps its identifier and nothing else, and its names are free", self.leavesNoAccount),
            Promise(
                "no change follows the purge of an account, and no other change purges one", self.refusesAfterPurge),
            Promise("purging erases what is personal from every step, and drops and moves none", self.erasesHistory),
            Promise("a history that was erased amounts to what the directory holds", self.replaysErased),
        ]
    }

    /// Texts that occur in nothing but what is personal of user 1.
    private static var personal: [String] {
        [
            "Zo\u{EB} Qv\u{FF}q", "zoe.qvq", "CONTOSO\\qvq", "E-qvq-7", "+47 qvq", "because qvq", "Qvq\u{2019}s wish",
            "ZOE.QVQ",
            "QVQ renamed",
        ]
    }

    private func person(_ number: Int) throws -> User {
        let attributes = try UserAttributes([
            UserAttribute(.externalID, .text("E-qvq-7"), uniqueness: .caseExact),
            UserAttribute(.phoneNumbers, .entries([["value": "+47 qvq", "type": "work"]])),
            UserAttribute(.title, .text("Qvq\u{2019}s wish")),
        ])
        return User(
            id: Sample.id(number), fullName: try FullName("Zo\u{EB} Qv\u{FF}q"),
            userName: try UserName("CONTOSO\\qvq"), email: try EmailAddress("zoe.qvq@contoso.example"), status: .active,
            addedAt: Sample.noon, attributes: attributes)
    }

    /// A life of user 1, with a neighbor, and refusals that quote the names.
    private func live(in directory: Directory) async throws {
        let (user, id) = (try self.person(1), Sample.id(1))
        var request = Sample.request(7, by: 1)
        request = RoleRequest(
            id: request.id, user: id, roles: request.roles, scope: .company, reason: "because qvq",
            requestedAt: Sample.noon)
        let title = UserAttribute(.title, .text("Qvq\u{2019}s wish"))
        let quoting = UserName(try EmailAddress("ZOE.QVQ@contoso.example"))
        try await directory.add(.companyEnrolled(company: try Sample.company()), .userAdded(user: try Sample.user(2)))
        try await directory.add(
            .userAdded(user: user), .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 1)))
        try await directory.add(.userRenamed(user: id, from: user.fullName, to: try FullName("QVQ renamed")))
        try await directory.add(
            .attributesChanged(user: id, edits: [AttributeEdit(.title, from: title, to: nil)]),
            .invitationSent(user: id, invitation: Sample.invitation))
        try await directory.add(
            .rolesRequested(request: request),
            .roleAssigned(
                assignment: Sample.assignment(Sample.writer, to: 2)))
        try await directory.add(
            .refused(refusal: Refusal("add a user", because: .nameTaken(name: quoting))),
            .refused(refusal: Refusal("add a user", because: .noRole, about: quoting)),
            .refused(refusal: Refusal("add 2 existing users", because: .noRole, about: user.userName)),
            .refused(refusal: Refusal("add a user", because: .nameTaken(name: try UserName("grace")))))
        try await directory.add(.statusChanged(user: id, from: .active, to: .deleted), .namesReleased(user: id))
        try await directory.add(.namesRegained(user: id, names: user.names))
    }

    private func expectNothingPersonal(_ what: String, in texts: [String]) throws {
        for text in texts {
            for personal in Self.personal where text.contains(personal) {
                throw Mismatch(
                    expected: "\(what) without what is personal", seen: "`\(personal)` in \(text.prefix(300))")
            }
        }
    }

    @Sendable private func leavesNoAccount() async throws {
        var place = try await self.freshReopenable()
        try await self.live(in: place.current)
        let before = try required("the user", try await place.current.user(Sample.id(1)))
        try await place.current.add(.userPurged(user: Sample.id(1)))
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            let directory = try place.current
            let record = try required("the purged user", try await directory.user(Sample.id(1)))
            try expect("the status", record.user.status, is: .purged)
            try expect("the name", record.user.fullName, is: .erased)
            try expect("the user name", record.user.userName.rawValue, is: UserName.erased.rawValue)
            try expect("the address", record.user.email, is: nil)
            try expect("the attributes", record.user.attributes.count, is: 0)
            try expect("the roles", record.assignments, is: [])
            try expect("requests", record.roleRequests, is: [])
            try expect("the invitation", record.invitation, is: nil)
            try expect("another session epoch", record.user.sessionEpoch != before.user.sessionEpoch)
            try expect("another version", record.user.version, is: before.user.version + 1)
            let listed = try await directory.users(matching: UserQuery(statuses: [.purged])).records.map(\.id)
            try expect("purged users", listed, is: [Sample.id(1)])
            try expect("users", try await directory.users(matching: UserQuery()).records.map(\.id), is: [Sample.id(2)])
        }
        for name in before.user.names + [RecordName(UserName.erased)] {
            try expect("the holder of a name", try await place.current.user(named: name), is: nil)
        }
        // The names are another person's now, and so is the placeholder.
        try await place.current.add(.userAdded(user: try self.person(3)))
        let namesake = User(
            id: Sample.id(4), fullName: .erased, userName: .erased, status: .active, addedAt: Sample.noon)
        try await place.current.add(.userAdded(user: namesake))
        // And another purge meets none of them.
        try await place.current.add(.userPurged(user: Sample.id(3)), .userPurged(user: Sample.id(2)))
        let found = try await place.current.user(named: RecordName(UserName.erased))
        try expect("who has the placeholder", found?.id, is: Sample.id(4))
    }

    @Sendable private func refusesAfterPurge() async throws {
        let directory = try await self.fresh()
        for number in 1...2 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        try await directory.add(.userPurged(user: Sample.id(1)))
        let purged = ChangeError.userPurged(Sample.id(1))
        let refused: [(Change, ChangeError)] = [
            (.userAdded(user: try Sample.user(1)), .userExists(Sample.id(1))),
            (.userPurged(user: Sample.id(1)), purged),
            (.statusChanged(user: Sample.id(1), from: .purged, to: .active), purged),
            (.statusChanged(user: Sample.id(1), from: .purged, to: .deleted), purged),
            (.statusChanged(user: Sample.id(2), from: .active, to: .purged), .userPurged(Sample.id(2))),
            (.userRenamed(user: Sample.id(1), from: .erased, to: try FullName("Back")), purged),
            (.roleAssigned(assignment: Sample.assignment(Sample.reader, to: 1)), purged),
            (.namesRegained(user: Sample.id(1), names: []), purged), (.namesReleased(user: Sample.id(1)), purged),
            (.attributesChanged(user: Sample.id(1), edits: []), purged),
            (.sessionsEnded(user: Sample.id(1), session: nil), purged),
            (.passwordReset(user: Sample.id(1), credential: Sample.credential(1), expiresAt: Sample.noon), purged),
            (.userPurged(user: Sample.id(9)), .unknownUser(Sample.id(9))),
        ]
        let latest = try await directory.head().revision
        for (change, error) in refused {
            let result = await directory.attempt([change], after: latest)
            guard case .failure(.contradiction(error)) = result else {
                throw Mismatch(expected: "the contradiction: \(error), of \(change)", seen: "\(result)")
            }
        }
        try expect("the history", try await directory.head().revision, is: latest)
    }

    @Sendable private func erasesHistory() async throws {
        var place = try await self.freshReopenable()
        try await self.live(in: place.current)
        let before = try await place.current.history(after: .start, limit: .max)
        let purge = try await place.current.add(.userPurged(user: Sample.id(1)))
        // Another person takes the names.
        let later = try await place.current.add(
            .userAdded(user: try Sample.user(5, email: EmailAddress("zoe.qvq@contoso.example"))))
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            let after = try await place.current.history(after: .start, limit: .max)
            try expect("the number of steps", after.count, is: before.count + 2)
            for (erased, step) in zip(after, before) {
                try expect("the revision", erased.revision, is: step.revision)
                try expect("the moment", erased.at, is: step.at)
                try expect("the principal", erased.principal, is: step.principal)
                try expect("the kinds of changes", erased.changes.map(\.kind), is: step.changes.map(\.kind))
                try expect("the subjects", erased.changes.map(\.subject), is: step.changes.map(\.subject))
            }
            let texts = after.dropLast().flatMap {
                ["\($0)", String(decoding: StoredForm.json(of: $0), as: UTF8.self)]
            }
            try self.expectNothingPersonal("the history", in: texts)
            try expect("the purge", after[after.count - 2], is: purge)
            try expect("what came later", after[after.count - 1], is: later)
            try expect("the neighbor", after[0], is: before[0])
            let kept = after[5].changes.last
            try expect("what names another", kept, is: before[5].changes.last)
            let records = try await place.current.everyRecord().filter { $0.id != Sample.id(5) }
            try self.expectNothingPersonal("a record", in: records.map { "\($0)" })
        }
    }

    @Sendable private func replaysErased() async throws {
        var place = try await self.freshReopenable()
        try await self.live(in: place.current)
        try await place.current.add(.userPurged(user: Sample.id(1)))
        try await place.current.add(.userAdded(user: try self.person(6)))
        try await place.current.finishErasures()
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            let seen = try await Observation(of: place.current)
            try seen.expectSame(as: Observation(replaying: seen.history), "the erased history replayed")
        }
    }
}

extension Change {
    /// The name of the case.
    fileprivate var kind: String { "\(self)".prefix { $0 != "(" }.description }
}
