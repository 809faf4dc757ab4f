import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var preconditionPromises: [Promise] {
        [
            Promise(
                "a commit given the versions of users conflicts when one has changed, is new or is gone",
                self.refusesOtherVersions),
            Promise(
                "a commit given the versions of users gets in whatever happened to others", self.admitsBesideOthers),
            Promise("of commits given one version of one user exactly one gets in", self.admitsOneOfOneVersion),
        ]
    }

    @Sendable private func refusesOtherVersions() async throws {
        let directory = try await self.fresh()
        let invited = try Sample.user(2, status: .invited)
        try await directory.add(
            .companyEnrolled(company: try Sample.company()), .userAdded(user: try Sample.user(1)),
            .userAdded(user: invited),
            .invitationSent(user: invited.id, invitation: Sample.invitation))
        try await directory.add(.firstSignIn(user: Sample.id(1)), .invitationRevoked(user: invited.id))
        let (one, two, three) = (RecordID.user(Sample.id(1)), RecordID.user(invited.id), RecordID.user(Sample.id(3)))
        let wrong: [[RecordID: Int?]] = [
            [one: 1], [one: 3], [one: nil], [two: 1], [two: 2], [three: 1], [one: 2, three: 1],
        ]
        let before = try await Observation(of: directory)
        for versions in wrong {
            let result = await directory.attempt(
                [.userAdded(user: try Sample.user(99))], given: .versions(versions))
            guard case .failure(.conflict(before.head.revision)) = result else {
                throw Mismatch(expected: "a conflict for the versions \(versions)", seen: "\(result)")
            }
        }
        let programs = before.head.company?.programs ?? []
        let elsewhere = await directory.attempt(
            [.userAdded(user: try Sample.user(99))],
            given: .versions([:], programs: programs.union([Program("elsewhere")])))
        guard case .failure(.conflict(before.head.revision)) = elsewhere else {
            throw Mismatch(expected: "a conflict for other programs than the company is in", seen: "\(elsewhere)")
        }
        try await Observation(of: directory).expectSame(as: before, "nothing left of commits that conflict")
        _ = try await directory.attempt(
            [.userAdded(user: try Sample.user(99))], given: .versions([:], programs: programs)
        ).get()
    }

    @Sendable private func admitsBesideOthers() async throws {
        let directory = try await self.fresh()
        try await directory.add(.userAdded(user: try Sample.user(1)))
        for number in 2...5 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        let known: [RecordID: Int?] = [.user(Sample.id(1)): 1, .user(Sample.id(77)): nil]
        for versions in [known, [:]] {
            let head = try await directory.head()
            let change = Change.refused(refusal: Refusal("try", because: .nothingPending))
            let commit = try await directory.attempt([change], given: .versions(versions)).get()
            try expect("the revision", commit.revision, is: head.revision.next)
        }
        let taken = await directory.attempt(
            [.userAdded(user: try Sample.user(9, email: Sample.email(1)))], given: .versions([:]))
        guard case .failure(.contradiction(.nameTaken(_, by: .user(Sample.id(1))))) = taken else {
            throw Mismatch(expected: "that the address of user 1 is taken, whatever the precondition", seen: "\(taken)")
        }
    }

    @Sendable private func admitsOneOfOneVersion() async throws {
        let directory = try await self.fresh()
        for number in 0..<8 { try await directory.add(.userAdded(user: try Sample.user(number))) }
        let results = try await withPatience(self.patience, "commits at once come to an end") {
            await withTaskGroup(of: (Int, Result<Commit, UserDirectoryError>).self) { group in
                for number in 0..<32 {
                    group.addTask {
                        let user = Sample.id(number % 8)
                        let versions: [RecordID: Int?] = [.user(user): 1]
                        let result = await directory.attempt([.firstSignIn(user: user)], given: .versions(versions))
                        return (number % 8, result)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        for user in 0..<8 {
            let admitted = results.count { $0.0 == user && (try? $0.1.get()) != nil }
            try expect("commits that got in for user \(user)", admitted, is: 1)
        }
        let seen = try await Observation(of: directory)
        try seen.expectSame(as: Observation(replaying: seen.history), "what the history amounts to")
        try expect("the steps", seen.history.count, is: 16)
    }
}
