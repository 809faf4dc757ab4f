import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var textPromises: [Promise] {
        [
            Promise("case, blanks and every character of a password count", self.comparesExactly),
            Promise("a password matches however its letters are composed", self.comparesComposed),
            Promise("an empty text matches nothing", self.refusesEmpty),
            Promise("all of a long password counts", self.comparesToTheEnd),
            Promise("a text longer than any password matches nothing and is not kept in part", self.refusesTooLong),
            Promise("a password is not cut at a NUL", self.refusesNUL),
        ]
    }

    @Sendable private func comparesExactly() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.establish("Own password 1", for: user)
        let others = [
            "own password 1", "OWN PASSWORD 1", " Own password 1", "Own password 1 ", "Ownpassword1", "Own  password 1",
            "Own password 1\n", "Own password", "Own password 11", "Own\u{200B}password 1",
        ]
        for text in others { try expect("another text", try await vault.match(text, for: user), is: .none) }
        try await vault.establish(" Ends in a blank 1 ", for: user)
        try expect("without the blanks", try await vault.match("Ends in a blank 1", for: user), is: .none)
    }

    @Sendable private func comparesComposed() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.establish("Gru\u{308}n \u{1112}\u{1161}\u{11AB} A\u{30A} 1", for: user)
        let same = "Gr\u{FC}n\u{A0}\u{D55C} \u{212B} 1"
        try expect("the same text", try await vault.match(same, for: user), is: .own)
        try expect("without accents", try await vault.match("Grun \u{D55C} A 1", for: user), is: .none)
    }

    @Sendable private func refusesEmpty() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try expect("without a credential", try await vault.match("", for: user), is: .none)
        let temporary = try await vault.issue(for: user)
        try expect("with a temporary one", try await vault.match("", for: user), is: .none)
        try await vault.establish("Own-password 1", for: user, as: 2)
        try expect("with an own one", try await vault.match("", for: user, as: 2), is: .none)
        try expect("the temporary one", try await vault.match(temporary, for: user), is: .temporary)
    }

    @Sendable private func comparesToTheEnd() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        for count in [73, PasswordPolicy.standard.characterMaximum, Password.byteLimit] {
            let start = "Aa1-" + String(repeating: "x", count: count - 5)
            try await vault.establish(start + "1", for: user)
            try expect("\(count) bytes, the last one wrong", try await vault.match(start + "2", for: user), is: .none)
            try expect("\(count) bytes, the last one missing", try await vault.match(start, for: user), is: .none)
            try expect("\(count) bytes and one more", try await vault.match(start + "11", for: user), is: .none)
        }
    }

    @Sendable private func refusesTooLong() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        let longest = "Aa1-" + String(repeating: "x", count: Password.byteLimit - 4)
        try await vault.establish(longest, for: user)
        for count in [1, 2, 100_000] {
            let text = longest + String(repeating: "x", count: count)
            try expect("\(count) bytes too long", try await vault.match(text, for: user), is: .none)
            try expect("\(count) bytes too long, no user", try await vault.match(text, for: nil), is: .none)
        }
        try await vault.establish("Own-password 1", for: user)
        try await self.expectNotCut(longest + "x", to: longest, of: "Own-password 1", by: vault)
    }

    @Sendable private func refusesNUL() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.establish("Own-password 1", for: user)
        for text in ["Own-password 1\0", "Own-password 1\0x", "\0", "\0Own-password 1"] {
            try expect("a text with a NUL", try await vault.match(text, for: user), is: .none)
        }
        try await self.expectNotCut("Secret 1\0Secret 2", to: "Secret 1", of: "Own-password 1", by: vault)
        try await self.expectNotCut("\0Secret 2", to: "", of: "Own-password 1", by: vault)
    }

    /// The vault refuses a password that it cannot store completely, and the current one matches as before.
    private func expectNotCut(_ new: String, to part: String, of current: String, by vault: Vault) async throws {
        let user = Sample.id(1)
        let credential = PreparedCredential(Sample.credential(7), of: user, at: 1)
        let isKept = (try? await vault.prepare(Password(new), as: credential)) != nil
        try expect("a part of the new password", try await vault.match(part, for: user, as: 7), is: .none)
        try expect(
            "the new password", try await vault.match(new, for: user, as: 7), is: isKept ? CredentialMatch.own : .none)
        try expect("the present password", try await vault.match(current, for: user, as: 1), is: .own)
        try await vault.discard(Sample.credential(7), of: user)
    }
}
