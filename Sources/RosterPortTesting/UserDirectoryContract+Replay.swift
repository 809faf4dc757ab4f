import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var replayPromises: [Promise] {
        [
            Promise("after any commits, taken and refused, the state is what the history amounts to", self.equalsReplay)
        ]
    }

    var durabilityPromises: [Promise] {
        [
            Promise("what was acknowledged is there, whole, when the directory is opened again", self.keepsEverything),
            Promise("a directory opened again goes on where it was, and refuses what it refused", self.goesOn),
        ]
    }

    @Sendable private func equalsReplay() async throws {
        for seed in self.seed..<self.seed + 3 {
            let directory = try await self.fresh()
            try await self.write(120, seed: seed, to: directory)
            let seen = try await Observation(of: directory)
            try seen.expectSame(as: Observation(replaying: seen.history), "the state replayed, seed \(seed)")
            for record in seen.records {
                try expect("by identifier, seed \(seed)", try await directory.user(record.id), is: record)
                for name in record.user.names {
                    try expect("by `\(name)`, seed \(seed)", try await directory.user(named: name), is: record)
                }
            }
        }
    }

    @Sendable private func keepsEverything() async throws {
        var place = try await self.freshReopenable()
        try await self.expectSameReopened(&place)
        for seed in self.seed..<self.seed + 3 {
            place = try await self.freshReopenable()
            try await self.write(60, seed: seed, to: place.current)
            // One that contradicts nothing when it is there twice.
            try await place.current.add(.refused(refusal: Refusal("do it", because: .wrongCredentials)))
            try await self.expectSameReopened(&place)
        }
    }

    @Sendable private func goesOn() async throws {
        var place = try await self.freshReopenable()
        for number in 1...5 {
            try await place.current.add(.userAdded(user: try Sample.user(number)))
            try await self.expectSameReopened(&place)
        }
        let stale = try await place.current.attempt([.userAdded(user: try Sample.user(9))], after: Revision(4))
        guard case .failure(.conflict(Revision(5))) = stale else {
            throw Mismatch(expected: "a conflict with revision 5", seen: "\(stale)")
        }
        let twin = try Sample.user(9, email: EmailAddress("USER.3@contoso.example"))
        let taken = try await place.current.attempt([.userAdded(user: twin)], after: Revision(5))
        guard case .failure(.contradiction(.nameTaken)) = taken else {
            throw Mismatch(expected: "the address is taken", seen: "\(taken)")
        }
        try await self.expectSameReopened(&place)
    }

    private func expectSameReopened(_ place: inout Reopenable<Directory>) async throws {
        let before = try await Observation(of: place.current)
        try await place.reopen()
        try await Observation(of: place.current).expectSame(as: before, "the same when opened again")
    }

    /// Writes random commits, and checks that the directory accepts and refuses what its state requires.
    private func write(_ count: Int, seed: UInt64, to directory: Directory) async throws {
        var history = RandomHistory(seed: seed)
        for _ in 0..<count {
            let attempt = try history.next()
            let result = await directory.attempt(attempt.changes, after: attempt.after)
            try history.note(result, of: attempt)
        }
    }
}
