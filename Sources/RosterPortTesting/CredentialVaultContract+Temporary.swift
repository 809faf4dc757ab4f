import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var temporaryPromises: [Promise] {
        [
            Promise("a temporary password matches as temporary, and carries its expiry", self.matchesTemporary),
            Promise("a temporary password has expired from the very millisecond named", self.expires),
            Promise("another text of one temporary credential matches beside the former ones", self.addsTexts),
            Promise("a temporary password meets the default policy, and no two are alike", self.makesGoodPasswords),
            Promise("nothing matches without a user, without a credential, or as one not held", self.matchesNothing),
            Promise("users do not share credentials", self.keepsUsersApart),
        ]
    }

    @Sendable private func matchesTemporary() async throws {
        let vault = try await self.fresh()
        let expiry = Sample.noon + .seconds(60)
        let credential = PreparedCredential(Sample.credential(1), of: Sample.id(1), at: 1)
        let temporary = try await vault.prepareTemporaryPassword(as: credential, expiringAt: expiry)
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
        let credential = PreparedCredential(Sample.credential(1), of: user, at: 1)
        let text = try await vault.prepareTemporaryPassword(as: credential, expiringAt: expiry).reveal()
        let moments: [(Timestamp, CredentialMatch)] = [
            (.distantPast, .temporary), (expiry + .milliseconds(-1), .temporary), (expiry, .expired),
            (expiry + .milliseconds(1), .expired), (Timestamp(millisecondsSinceEpoch: .max), .expired),
            (Sample.noon, .temporary),
        ]
        for (moment, match) in moments {
            try expect("the match at \(moment)", try await vault.match(text, for: user, at: moment), is: match)
        }
        try expect("a wrong one, late", try await vault.match(text + "x", for: user, at: expiry), is: .none)
        let other = PreparedCredential(Sample.credential(2), of: user, at: 1)
        let past = try await vault.prepareTemporaryPassword(as: other, expiringAt: .distantPast).reveal()
        try expect("one that expired before it was made", try await vault.match(past, for: user, as: 2), is: .expired)
    }

    @Sendable private func addsTexts() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        var texts: [String] = []
        for _ in 0..<16 { texts.append(try await vault.issue(for: user)) }
        for (number, text) in texts.enumerated() {
            try expect("text \(number) of 16", try await vault.match(text, for: user), is: .temporary)
        }
        try expect("two of them", try await vault.match(texts[0] + texts[1], for: user), is: .none)
        let credential = PreparedCredential(Sample.credential(1), of: user, at: 1)
        let last = try await vault.prepareTemporaryPassword(as: credential, expiringAt: .distantPast).reveal()
        try expect("the last, under an earlier end", try await vault.match(last, for: user), is: .expired)
        try expect("a former one, under the last end", try await vault.match(texts[15], for: user), is: .expired)
    }

    @Sendable private func makesGoodPasswords() async throws {
        let vault = try await self.fresh()
        var texts: Set<String> = []
        for number in 0..<16 {
            let text = try await vault.issue(for: Sample.id(number % 4), as: number % 3)
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
            try expect("no user", try await vault.match(guess, for: nil), is: .none)
            try expect("no credential", try await vault.match(guess, for: user, as: nil), is: .none)
            try expect("a credential not held", try await vault.match(guess, for: user, as: 2), is: .none)
        }
        try expect("the known user", try await vault.match(text, for: user), is: .temporary)
    }

    @Sendable private func keepsUsersApart() async throws {
        let vault = try await self.fresh()
        let (one, two) = (Sample.id(1), Sample.id(2))
        let text = try await vault.issue(for: one)
        let other = try await vault.issue(for: two)
        try expect("one's for the other", try await vault.match(text, for: two), is: .none)
        try expect("the other's for one", try await vault.match(other, for: one), is: .none)
        try await vault.establish("Same-password 1", for: one, as: 2)
        try expect("the same text as the other's", try await vault.match("Same-password 1", for: two, as: 2), is: .none)
        try await vault.settle(one, naming: [], at: 9)
        try expect("one's, dropped", try await vault.match(text, for: one), is: .none)
        try expect("the other's, still", try await vault.match(other, for: two), is: .temporary)
    }
}
