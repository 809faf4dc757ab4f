import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var replacementPromises: [Promise] {
        [
            Promise("a right password is replaced, and only the new one matches, as the user's own", self.replaces),
            Promise("a wrong password replaces nothing", self.refusesWrong),
            Promise("an expired password replaces nothing", self.refusesExpired),
            Promise("of replacements at once with one password exactly one takes place", self.replacesOnce),
        ]
    }

    var durabilityPromises: [Promise] {
        [
            Promise("what was acknowledged is there when the vault is opened again", self.keepsEverything)
        ]
    }

    @Sendable private func replaces() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        let temporary = try await vault.issue(for: user)
        try expect(
            "replacing a temporary one", try await vault.replace(temporary, with: "Own-password 1", for: user),
            is: .temporary)
        try expect("the temporary one", try await vault.match(temporary, for: user), is: .none)
        try expect("the own one", try await vault.match("Own-password 1", for: user), is: .own)
        try expect(
            "replacing an own one", try await vault.replace("Own-password 1", with: "Own-password 2", for: user),
            is: .own)
        try expect("the former one", try await vault.match("Own-password 1", for: user), is: .none)
        let distant = Timestamp(millisecondsSinceEpoch: .max)
        try expect("the new one", try await vault.match("Own-password 2", for: user), is: .own)
        try expect(
            "the new one, which does not expire", try await vault.match("Own-password 2", for: user, at: distant),
            is: .own)
        try expect("by itself", try await vault.replace("Own-password 2", with: "Own-password 2", for: user), is: .own)
        try expect("the same one", try await vault.match("Own-password 2", for: user), is: .own)
    }

    @Sendable private func refusesWrong() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        let temporary = try await vault.issue(for: user)
        for guess in ["wrong", "", temporary.lowercased() + "x"] {
            try expect("replacing by a guess", try await vault.replace(guess, with: "Stolen 1", for: user), is: .none)
        }
        try expect("the guesser's password", try await vault.match("Stolen 1", for: user), is: .none)
        try expect("the temporary one", try await vault.match(temporary, for: user), is: .temporary)
        try await vault.establish("Own-password 1", for: user)
        try expect(
            "replacing by a guess", try await vault.replace("Own-password 2", with: "Stolen 1", for: user), is: .none)
        try expect("the guesser's password", try await vault.match("Stolen 1", for: user), is: .none)
        try expect("the own one", try await vault.match("Own-password 1", for: user), is: .own)
    }

    @Sendable private func refusesExpired() async throws {
        let vault = try await self.fresh()
        let (user, expiry) = (Sample.id(1), Sample.noon)
        let text = try await vault.issueTemporaryPassword(for: user, expiringAt: expiry).reveal()
        try expect(
            "replacing an expired one", try await vault.replace(text, with: "Own-password 1", for: user), is: .expired)
        try expect("the new one", try await vault.match("Own-password 1", for: user), is: .none)
        try expect("the expired one", try await vault.match(text, for: user), is: .expired)
        let before = expiry + .milliseconds(-1)
        try expect("the expired one, earlier", try await vault.match(text, for: user, at: before), is: .temporary)
        let match = try await vault.replace(Password(text), with: Password("Own-password 1"), for: user, at: before)
        try expect("replacing it in time", match, is: .temporary)
    }

    @Sendable private func replacesOnce() async throws {
        let vault = try await self.fresh()
        for round in 1...4 {
            let user = Sample.id(round)
            let temporary = try await vault.issue(for: user)
            let matches = try await withPatience(self.patience, "replacements at once come to an end") {
                try await Self.replaceAtOnce(temporary, for: user, in: vault)
            }
            let winners = matches.filter { $0.value == .temporary }.keys
            try expect("replacements that took place", winners.count, is: 1)
            try expect("matches of the others", Set(matches.values), is: [.temporary, .none])
            for number in 0..<6 {
                let match = try await vault.match("Number \(number)", for: user)
                try expect("the password of task \(number)", match, is: winners.contains(number) ? .own : .none)
            }
        }
    }

    /// Lets six tasks replace the same password, each by its own.
    private static func replaceAtOnce(
        _ text: String, for user: UserID, in vault: Vault
    ) async throws -> [Int: CredentialMatch] {
        try await withThrowingTaskGroup(of: Replacement.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let match = try await vault.replace(text, with: "Number \(number)", for: user)
                    return Replacement(number: number, match: match)
                }
            }
            var matches: [Int: CredentialMatch] = [:]
            for try await replacement in group { matches[replacement.number] = replacement.match }
            return matches
        }
    }

    @Sendable private func keepsEverything() async throws {
        var place = try await self.freshReopenable()
        let (one, two, three) = (Sample.id(1), Sample.id(2), Sample.id(3))
        let expiry = Sample.noon + .seconds(60)
        let temporary = try await place.current.issueTemporaryPassword(for: one, expiringAt: expiry).reveal()
        try await place.current.establish("Own-password 2", for: two)
        try await place.current.establish("Own-password 3", for: three)
        try await place.current.revoke(three)
        for _ in 0..<2 {
            try await place.reopen()
            try expect("a temporary one", try await place.current.match(temporary, for: one), is: .temporary)
            try expect(
                "a temporary one, late", try await place.current.match(temporary, for: one, at: expiry), is: .expired)
            try expect("an own one", try await place.current.match("Own-password 2", for: two), is: .own)
            try expect("a revoked one", try await place.current.match("Own-password 3", for: three), is: .none)
        }
        try expect(
            "replacing", try await place.current.replace("Own-password 2", with: "Own-password 4", for: two), is: .own)
        try await place.reopen()
        try expect("the former one", try await place.current.match("Own-password 2", for: two), is: .none)
        try expect("the new one", try await place.current.match("Own-password 4", for: two), is: .own)
    }
}

/// What came of one of several replacements at once.
private struct Replacement: Sendable {
    let number: Int
    let match: CredentialMatch
}
