import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var temporaryPromises: [Promise] {
        [
            Promise("a temporary password matches as temporary, and carries its expiry", self.matchesTemporary),
            Promise("a temporary password has expired from the very millisecond named", self.expires),
            Promise("a temporary password takes the place of whatever there was", self.replacesByIssuing),
            Promise("a temporary password meets the default policy, and no two are alike", self.makesGoodPasswords),
            Promise("nothing matches for an unknown user, or for nobody", self.matchesNothing),
            Promise("users do not share credentials", self.keepsUsersApart),
            Promise("once revoked nothing matches; revoking nothing is no error", self.revokes),
        ]
    }

    @Sendable private func matchesTemporary() async throws {
        let vault = try await self.fresh()
        let expiry = Sample.noon + .seconds(60)
        let temporary = try await vault.issueTemporaryPassword(for: Sample.id(1), expiringAt: expiry)
        let expiresAt = temporary.expiresAt
        let text = temporary.reveal()
        try expect("the expiry", expiresAt, is: expiry)
        try expect("the match", try await vault.match(text, for: Sample.id(1)), is: .temporary)
        try expect("the match again", try await vault.match(text, for: Sample.id(1)), is: .temporary)
        try expect("a wrong one", try await vault.match(text + "x", for: Sample.id(1)), is: .none)
    }

    @Sendable private func expires() async throws {
        let vault = try await self.fresh()
        let (user, expiry) = (Sample.id(1), Sample.noon + .seconds(60))
        let text = try await vault.issueTemporaryPassword(for: user, expiringAt: expiry).reveal()
        let moments: [(Timestamp, CredentialMatch)] = [
            (.distantPast, .temporary), (expiry + .milliseconds(-1), .temporary), (expiry, .expired),
            (expiry + .milliseconds(1), .expired), (Timestamp(millisecondsSinceEpoch: .max), .expired),
            (Sample.noon, .temporary),
        ]
        for (moment, match) in moments {
            try expect("the match at \(moment)", try await vault.match(text, for: user, at: moment), is: match)
        }
        try expect("a wrong one, late", try await vault.match(text + "x", for: user, at: expiry), is: .none)
        let past = try await vault.issueTemporaryPassword(for: user, expiringAt: .distantPast).reveal()
        try expect("one that expired before it was made", try await vault.match(past, for: user), is: .expired)
    }

    @Sendable private func replacesByIssuing() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        let first = try await vault.issue(for: user)
        let second = try await vault.issue(for: user)
        try expect("the first", try await vault.match(first, for: user), is: .none)
        try expect("the second", try await vault.match(second, for: user), is: .temporary)
        try expect(
            "replacing by the second", try await vault.replace(second, with: "Own-password 1", for: user),
            is: .temporary)
        let third = try await vault.issue(for: user)
        try expect("the own password", try await vault.match("Own-password 1", for: user), is: .none)
        try expect("the third", try await vault.match(third, for: user), is: .temporary)
    }

    @Sendable private func makesGoodPasswords() async throws {
        let vault = try await self.fresh()
        var texts: Set<String> = []
        for number in 0..<16 {
            let text = try await vault.issue(for: Sample.id(number % 4))
            let problems = PasswordPolicy.standard.problems(with: Password(text))
            try expect("nothing wrong with a temporary password", problems, is: [])
            texts.insert(text)
        }
        try expect("different temporary passwords", texts.count, is: 16)
    }

    @Sendable private func matchesNothing() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        let text = try await vault.issue(for: user)
        for guess in [text, "", "wrong"] {
            try expect("an unknown user", try await vault.match(guess, for: Sample.id(2)), is: .none)
            try expect("nobody", try await vault.match(guess, for: nil), is: .none)
        }
        try expect(
            "replacing for an unknown user", try await vault.replace(text, with: "Own 1", for: Sample.id(2)), is: .none)
        try expect("nothing kept by that", try await vault.match("Own 1", for: Sample.id(2)), is: .none)
        try expect("the known user", try await vault.match(text, for: user), is: .temporary)
    }

    @Sendable private func keepsUsersApart() async throws {
        let vault = try await self.fresh()
        let (one, two) = (Sample.id(1), Sample.id(2))
        let text = try await vault.issue(for: one)
        let other = try await vault.issue(for: two)
        try expect("one's for the other", try await vault.match(text, for: two), is: .none)
        try expect("the other's for one", try await vault.match(other, for: one), is: .none)
        try expect("replacing one's", try await vault.replace(text, with: "Same-password 1", for: one), is: .temporary)
        try expect("the other's, untouched", try await vault.match(other, for: two), is: .temporary)
        try expect("the same text as the other's", try await vault.match("Same-password 1", for: two), is: .none)
        try await vault.revoke(one)
        try expect("the other's, still", try await vault.match(other, for: two), is: .temporary)
    }

    @Sendable private func revokes() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.revoke(user)
        let temporary = try await vault.issue(for: user)
        try await vault.revoke(user)
        try expect("a temporary one", try await vault.match(temporary, for: user), is: .none)
        try expect("replacing it", try await vault.replace(temporary, with: "Own 1", for: user), is: .none)
        try await vault.establish("Own-password 1", for: user)
        try await vault.revoke(user)
        try await vault.revoke(user)
        try expect("an own one", try await vault.match("Own-password 1", for: user), is: .none)
        let next = try await vault.issue(for: user)
        try expect("one made afterwards", try await vault.match(next, for: user), is: .temporary)
    }
}
