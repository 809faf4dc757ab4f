import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var historyPromises: [Promise] {
        [
            Promise("a credential brings as many passwords before it as it is prepared with", self.remembers),
            Promise("a temporary password is no former one, and brings those before it", self.remembersThroughResets),
            Promise(
                "a hash of another system matches as the user's own password, again and again", self.takesForeignHashes),
            Promise("what is forgotten matches nothing, and other users' credentials stay", self.forgets),
        ]
    }

    @Sendable private func remembers() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.succeed("Password 1", for: user, as: 1, after: nil)
        for number in 2...5 { try await vault.succeed("Password \(number)", for: user, as: number, after: number - 1) }
        try await vault.settle(user, naming: [5], at: 9)
        // With the fifth, the two before it were to be kept.
        for (number, count, isFormer) in [
            (5, 9, false), (4, 9, true), (3, 9, true), (2, 9, false), (1, 9, false), (4, 1, true), (3, 1, false),
            (4, 0, false), (6, 9, false),
        ] {
            let found = try await vault.wasUsed(
                Password("Password \(number)"), before: Sample.credential(5), of: user, within: count)
            try expect("password \(number) of the last \(count)", found, is: isFormer)
        }
        let ofAnother = try await vault.wasUsed(
            Password("Password 4"), before: Sample.credential(5), of: Sample.id(2), within: 9)
        try expect("another user's", ofAnother, is: false)
        try expect("a former one", try await vault.match("Password 4", for: user, as: 5), is: .none)
    }

    @Sendable private func remembersThroughResets() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.succeed("Password 1", for: user, as: 1, after: nil)
        let temporary = try await vault.prepareTemporaryPassword(
            as: .next(2, of: user, after: 1), expiringAt: Sample.noon + .seconds(60)
        ).reveal()
        try await vault.settle(user, naming: [2], at: 9)
        try await vault.succeed("Password 3", for: user, as: 3, after: 2)
        try await vault.settle(user, naming: [3], at: 9)
        for (text, isFormer) in [("Password 1", true), (temporary, false), ("Password 3", false)] {
            let found = try await vault.wasUsed(Password(text), before: Sample.credential(3), of: user, within: 9)
            try expect(text == temporary ? "the temporary one" : text, found, is: isFormer)
        }
    }

    @Sendable private func forgets() async throws {
        var place = try await self.freshReopenable()
        let (gone, other, stays) = (Sample.id(1), Sample.id(2), Sample.id(3))
        for user in [gone, other, stays] {
            try await place.current.succeed("Password 1", for: user, as: 1, after: nil)
            try await place.current.succeed("Password 2", for: user, as: 2, after: 1)
        }
        // Once more, and one of whom nothing is known, is no error.
        for _ in 0..<2 { try await place.current.forget([gone, other, Sample.id(9)]) }
        for isReopened in self.isDurable ? [false, true] : [false] {
            if isReopened { try await place.reopen() }
            for user in [gone, other] {
                for number in 1...2 {
                    let match = try await place.current.match("Password \(number)", for: user, as: number)
                    try expect("a forgotten password", match, is: .none)
                }
                let wasUsed = try await place.current.wasUsed(
                    Password("Password 1"), before: Sample.credential(2), of: user, within: 9)
                try expect("a forgotten former password", wasUsed, is: false)
            }
            let match = try await place.current.match("Password 2", for: stays, as: 2)
            try expect("another user's password", match, is: .own)
            try expect("unsettled users", try await place.current.unsettledUsers(), is: [stays])
        }
        // The account may be restored from a copy, and get a password again.
        _ = try await place.current.issue(for: gone, as: 5)
    }

    @Sendable private func takesForeignHashes() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        // crypt_blowfish's test vector.
        let hash = try ForeignPasswordHash("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
        try await vault.prepare(hash, as: PreparedCredential(Sample.credential(1), of: user, at: 1))
        for _ in 0..<3 {
            try expect("a wrong one", try await vault.match("U*V", for: user), is: .none)
            try expect("the right one", try await vault.match("U*U", for: user), is: .own)
        }
    }
}

extension PreparedCredential {
    fileprivate static func next(_ number: Int, of user: UserID, after former: Int?) -> PreparedCredential {
        PreparedCredential(
            Sample.credential(number), of: user, at: number, replacing: former.map { Sample.credential($0) },
            remembering: 2)
    }
}

extension CredentialVault {
    fileprivate func succeed(_ text: String, for user: UserID, as number: Int, after former: Int?) async throws {
        try await self.prepare(Password(text), as: .next(number, of: user, after: former))
    }
}
