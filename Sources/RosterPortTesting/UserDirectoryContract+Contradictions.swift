import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var contradictionPromises: [Promise] {
        let kinds = Contradiction.Kind.allCases.map { kind in
            Promise("\(kind.rawValue) is refused as a contradiction, and nothing of its commit is left") {
                try await self.refuses(kind)
            }
        }
        return kinds + [
            Promise("a contradiction within one commit is refused", self.refusesInnerContradiction),
            Promise("an address belongs to one user, in any case, also after deletion", self.keepsAddressesUnique),
            Promise("an address is free again when its invitation is revoked", self.freesAddresses),
            Promise("of 32 users added at once with one address exactly one is", self.keepsAddressesUniqueInRace),
        ]
    }

    private func refuses(_ kind: Contradiction.Kind) async throws {
        let directory = try await self.fresh()
        try await Contradiction.prepare(directory)
        for contradiction in try Contradiction.all where contradiction.kind == kind {
            try await self.expectRefused(contradiction.changes, as: contradiction.error, by: directory)
            guard kind != .noChange else { continue }
            // A change that is valid by itself is refused with the others, before them and after them.
            let fine: [Change] = [
                .userAdded(user: try Sample.user(50)),
                .passwordChanged(user: Sample.id(50), credential: Sample.credential(1)),
            ]
            try await self.expectRefused(fine + contradiction.changes, as: contradiction.error, by: directory)
            try await self.expectRefused(contradiction.changes + fine, as: contradiction.error, by: directory)
        }
        // A change that was refused with a contradiction is still possible.
        try await directory.add(.userAdded(user: try Sample.user(50)))
    }

    private func expectRefused(_ changes: [Change], as error: ChangeError, by directory: Directory) async throws {
        let before = try await Observation(of: directory)
        let result = await directory.attempt(changes, after: before.head.revision)
        guard case .failure(.contradiction(error)) = result else {
            throw Mismatch(expected: "the contradiction: \(error)", seen: "\(result)")
        }
        try await Observation(of: directory).expectSame(as: before, "nothing left of a commit that contradicts")
    }

    @Sendable private func refusesInnerContradiction() async throws {
        let directory = try await self.fresh()
        let (one, two) = (try Sample.user(1), try Sample.user(2, email: EmailAddress("USER.1@CONTOSO.EXAMPLE")))
        try await self.expectRefused(
            [.userAdded(user: one), .userAdded(user: two)], as: .nameTaken(RecordName(two.userName), by: .user(one.id)),
            by: directory)
        try await self.expectRefused(
            [.userAdded(user: one), .userAdded(user: one)], as: .userExists(one.id), by: directory)
        let assignment = Sample.assignment(Sample.reader, to: 1)
        try await self.expectRefused(
            [.userAdded(user: one), .roleAssigned(assignment: assignment), .roleAssigned(assignment: assignment)],
            as: .roleHeld(assignment), by: directory)
        let company = try Sample.company()
        try await self.expectRefused(
            [.companyEnrolled(company: company), .companyEnrolled(company: company)], as: .companyExists, by: directory)
    }

    @Sendable private func keepsAddressesUnique() async throws {
        let directory = try await self.fresh()
        let owner = try Sample.user(1)
        try await directory.add(.userAdded(user: owner))
        let same = [owner.userName.rawValue, owner.userName.folded, owner.userName.rawValue.uppercased()]
        for status in [AccountStatus.active, .deleted] {
            for text in same {
                let other = try Sample.user(2, email: EmailAddress(text))
                try await self.expectRefused(
                    [.userAdded(user: other)], as: .nameTaken(RecordName(other.userName), by: .user(owner.id)),
                    by: directory)
            }
            if status == .active {
                try await directory.add(.statusChanged(user: owner.id, from: .active, to: .deleted))
            }
        }
        // Only case is ignored; dots and tags matter.
        for (number, text) in ["user1@contoso.example", "user.1+tag@contoso.example"].enumerated() {
            try await directory.add(.userAdded(user: try Sample.user(10 + number, email: EmailAddress(text))))
        }
    }

    @Sendable private func freesAddresses() async throws {
        let directory = try await self.fresh()
        let invited = try Sample.user(1, status: .invited)
        try await directory.add(
            .userAdded(user: invited), .invitationSent(user: invited.id, invitation: Sample.invitation))
        try await directory.add(.invitationRevoked(user: invited.id))
        try expect("no user by identifier", try await directory.user(invited.id), is: nil)
        try expect("no user by address", try await directory.user(named: RecordName(invited.userName)), is: nil)
        try expect("no user in the list", try await directory.everyRecord().count, is: 0)
        let next = try Sample.user(2, email: invited.email)
        try await directory.add(.userAdded(user: next))
        try expect(
            "the address's owner", try await directory.user(named: RecordName(invited.userName))?.id, is: next.id)
    }

    @Sendable private func keepsAddressesUniqueInRace() async throws {
        let directory = try await self.fresh()
        let results = try await withPatience(self.patience, "32 commits at once come to an end") {
            try await withThrowingTaskGroup(of: Result<Commit, UserDirectoryError>.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        let text = number.isMultiple(of: 2) ? "grace@contoso.example" : "Grace@Contoso.Example"
                        let user = try Sample.user(number, email: EmailAddress(text))
                        return try await directory.attemptWithRetry([.userAdded(user: user)])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        let added = results.compactMap { try? $0.get() }
        try expect("users added with one address", added.count, is: 1)
        for case .failure(let error) in results {
            guard case .contradiction(.nameTaken) = error else {
                throw Mismatch(expected: "the address is taken", seen: "\(error)")
            }
        }
        try expect("users listed", try await directory.everyRecord().count, is: 1)
        let owner = try await directory.user(named: RecordName(EmailAddress("GRACE@contoso.example")))
        try expect(
            "the owner is who was added", owner.map { Change.userAdded(user: $0.user) }, is: added.first?.changes.first)
    }
}

/// A batch of changes that contradicts the state, and the expected error.
private struct Contradiction {
    enum Kind: String, CaseIterable {
        case noChange = "a commit without a change"
        case nameTaken = "a taken name"
        case userExists = "a second user with one identifier"
        case unknownUser = "a change to a user who does not exist"
        case companyExists = "a second enrollment"
        case companyDiffers = "a change from what the company is not"
        case roleHeld = "giving a role that is held"
        case roleNotHeld = "taking a role that is not held"
        case statusDiffers = "a change from a status that the account is not in"
        case requestDiffers = "answering a request that does not wait, or asking one again,"
        case notInvited = "revoking an invitation that does not exist"
        case notificationNotGivenUp = "having a notification delivered again that was not given up"
        case deliveryMark = "a delivery mark beyond the history or behind the mark"
    }

    let kind: Kind
    let changes: [Change]
    let error: ChangeError

    init(_ kind: Kind, _ error: ChangeError, _ changes: Change...) {
        self.kind = kind
        self.changes = changes
        self.error = error
    }

    /// Three users: 1 is active and holds a role, 2 is invited, 3 has asked for a role; a company; a mark.
    static func prepare(_ directory: some UserDirectory) async throws {
        try await directory.add(
            .companyEnrolled(company: try Sample.company()), .userAdded(user: try Sample.user(1)),
            .roleAssigned(assignment: Sample.assignment(Sample.reader, to: 1)))
        try await directory.add(
            .userAdded(user: try Sample.user(2, status: .invited)),
            .invitationSent(user: Sample.id(2), invitation: Sample.invitation))
        try await directory.add(
            .userAdded(user: try Sample.user(3)), .rolesRequested(request: Sample.request(1, by: 3)),
            .userAdded(user: try Sample.user(4, status: .invited)))
        try await directory.add(.notificationsDelivered(through: Revision(2)))
    }

    static var all: [Contradiction] {
        get throws {
            let location = try Scope("/locations/42")
            let held = Sample.assignment(Sample.reader, to: 1)
            let elsewhere = Sample.assignment(Sample.reader, to: 1, at: location)
            let taken = try Sample.user(9, email: EmailAddress("USER.1@contoso.example"))
            let waiting = Sample.request(1, by: 3)
            let unheard = Sample.request(2, by: 3)
            return try Self.ofUnknownUser + [
                Contradiction(.noChange, .noChange),
                Contradiction(
                    .nameTaken, .nameTaken(RecordName(taken.userName), by: .user(Sample.id(1))), .userAdded(user: taken)
                ),
                Contradiction(
                    .userExists, .userExists(Sample.id(1)),
                    .userAdded(user: try Sample.user(1, email: Sample.email(9)))),
                Contradiction(.companyExists, .companyExists, .companyEnrolled(company: try Sample.company())),
                Contradiction(
                    .companyDiffers, .companyDiffers,
                    .companyChanged(from: try Sample.otherCompany(), to: try Sample.company())),
                Contradiction(.roleHeld, .roleHeld(held), .roleAssigned(assignment: held)),
                Contradiction(.roleNotHeld, .roleNotHeld(elsewhere), .roleRemoved(assignment: elsewhere)),
                Contradiction(
                    .statusDiffers, .statusDiffers(Sample.id(1), expected: .blocked, found: .active),
                    .statusChanged(user: Sample.id(1), from: .blocked, to: .deleted)),
                Contradiction(.requestDiffers, .requestDiffers(waiting.id), .rolesRequested(request: waiting)),
                Contradiction(
                    .requestDiffers, .requestDiffers(unheard.id),
                    .roleRequestAnswered(request: unheard, answer: .granted)),
                Contradiction(.notInvited, .notInvited(Sample.id(1)), .invitationRevoked(user: Sample.id(1))),
                // The status alone does not make an invitation.
                Contradiction(.notInvited, .notInvited(Sample.id(4)), .invitationRevoked(user: Sample.id(4))),
                Contradiction(
                    .notificationNotGivenUp, .notificationNotGivenUp(Sample.id(1)),
                    .notificationRetried(user: Sample.id(1), notification: Sample.undelivered)),
                Contradiction(.deliveryMark, .deliveryMarkOutOfRange(.start), .notificationsDelivered(through: .start)),
                Contradiction(
                    .deliveryMark, .deliveryMarkOutOfRange(Revision(2)), .notificationsDelivered(through: Revision(2))),
                Contradiction(
                    .deliveryMark, .deliveryMarkOutOfRange(Revision(5)), .notificationsDelivered(through: Revision(5))),
            ]
        }
    }

    private static var ofUnknownUser: [Contradiction] {
        get throws {
            let id = Sample.id(404)
            let assignment = Sample.assignment(Sample.reader, to: 404)
            let request = Sample.request(404, by: 404)
            let name = try FullName("Nobody")
            let changes: [Change] = [
                .userRenamed(user: id, from: name, to: name), .statusChanged(user: id, from: .active, to: .blocked),
                .roleAssigned(assignment: assignment), .roleRemoved(assignment: assignment),
                .invitationSent(user: id, invitation: Sample.invitation), .invitationRevoked(user: id),
                .passwordReset(user: id, credential: Sample.credential(1), expiresAt: Sample.noon),
                .passwordChanged(user: id, credential: Sample.credential(1)), .firstSignIn(user: id),
                .rolesRequested(request: request), .roleRequestAnswered(request: request, answer: .declined),
            ]
            return changes.map { Contradiction(.unknownUser, .unknownUser(id), $0) }
        }
    }
}
