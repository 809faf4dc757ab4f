import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var preparationPromises: [Promise] {
        [
            Promise("a password that was chosen matches as the user's own, and does not expire", self.keepsOwn),
            Promise("prepared credentials stand side by side, each under its own identifier", self.keepsApart),
            Promise("settling drops what is named no longer and can never be named, and nothing else", self.settles),
            Promise("one credential can be discarded; discarding nothing is no error", self.discards),
            Promise("users with several credentials are listed until they are settled", self.listsUnsettled),
            Promise("of credentials prepared at once none is lost", self.preparesAtOnce),
        ]
    }

    var durabilityPromises: [Promise] {
        [
            Promise("what was acknowledged is there when the vault is opened again", self.keepsEverything)
        ]
    }

    @Sendable private func keepsOwn() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.establish("Own-password 1", for: user)
        let distant = Timestamp(millisecondsSinceEpoch: .max)
        try expect("a wrong one", try await vault.match("Own-password 2", for: user), is: .none)
        try expect("much later", try await vault.match("Own-password 1", for: user, at: distant), is: .own)
    }

    @Sendable private func keepsApart() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        let temporary = try await vault.issue(for: user, as: 1)
        try await vault.establish("Own-password 2", for: user, as: 2)
        let other = try await vault.issue(for: user, as: 3)
        for (number, text) in [(1, temporary), (2, "Own-password 2"), (3, other)] {
            for credential in 1...3 {
                let match = try await vault.match(text, for: user, as: credential)
                let right: CredentialMatch = number != credential ? .none : number == 2 ? .own : .temporary
                try expect("password \(number) as credential \(credential)", match, is: right)
            }
        }
    }

    @Sendable private func settles() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.settle(user, naming: [], at: 5)
        try await vault.establish("Own-password 1", for: user, as: 1, at: 1)
        try await vault.establish("Own-password 2", for: user, as: 2, at: 3)
        try await vault.establish("Own-password 3", for: user, as: 3, at: 4)
        try await vault.establish("Own-password 4", for: user, as: 4, at: 5)
        try await vault.settle(user, naming: [1, 7], at: 4)
        let expected: [CredentialMatch] = [.own, .none, .own, .own]
        for (index, match) in expected.enumerated() {
            let found = try await vault.match("Own-password \(index + 1)", for: user, as: index + 1)
            try expect("credential \(index + 1), with 1 named at version 4", found, is: match)
        }
        try await vault.settle(user, naming: [4], at: 6)
        for number in 1...3 {
            let found = try await vault.match("Own-password \(number)", for: user, as: number)
            try expect("credential \(number), with 4 named at version 6", found, is: .none)
        }
        try expect("the named one", try await vault.match("Own-password 4", for: user, as: 4), is: .own)
    }

    @Sendable private func discards() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.discard(Sample.credential(1), of: user)
        let text = try await vault.issue(for: user, as: 1)
        try await vault.establish("Own-password 2", for: user, as: 2)
        try await vault.discard(Sample.credential(1), of: Sample.id(2))
        try expect("another user's", try await vault.match(text, for: user, as: 1), is: .temporary)
        for _ in 0..<2 { try await vault.discard(Sample.credential(1), of: user) }
        try expect("the discarded one", try await vault.match(text, for: user, as: 1), is: .none)
        try expect("the other one", try await vault.match("Own-password 2", for: user, as: 2), is: .own)
        let next = try await vault.issue(for: user, as: 3)
        try expect("one prepared afterwards", try await vault.match(next, for: user, as: 3), is: .temporary)
    }

    @Sendable private func listsUnsettled() async throws {
        let vault = try await self.fresh()
        for number in 1...3 { _ = try await vault.issue(for: Sample.id(number), as: number) }
        try expect("those with one", Set(try await vault.unsettledUsers()), is: [])
        for number in [1, 3] { try await vault.establish("Own-password 1", for: Sample.id(number), as: 9) }
        try expect("those with two", Set(try await vault.unsettledUsers()), is: [Sample.id(1), Sample.id(3)])
        try await vault.settle(Sample.id(1), naming: [9], at: 2)
        try await vault.discard(Sample.credential(9), of: Sample.id(3))
        try expect("those settled", Set(try await vault.unsettledUsers()), is: [])
    }

    @Sendable private func preparesAtOnce() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await withPatience(self.patience, "preparations at once come to an end") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await vault.prepare(
                            Password("Number \(number)"),
                            as: PreparedCredential(Sample.credential(number), of: user, at: 1))
                    }
                }
                try await group.waitForAll()
            }
        }
        for number in 0..<6 {
            let match = try await vault.match("Number \(number)", for: user, as: number)
            try expect("credential \(number)", match, is: .own)
        }
    }

    @Sendable private func keepsEverything() async throws {
        var place = try await self.freshReopenable()
        let (one, two, three) = (Sample.id(1), Sample.id(2), Sample.id(3))
        let expiry = Sample.noon + .seconds(86_400)
        let texts = [try await place.current.issue(for: one), try await place.current.issue(for: one)]
        try await place.current.establish("Own-password 2", for: two, as: 1)
        try await place.current.establish("Own-password 3", for: two, as: 2, at: 2)
        try await place.current.establish("Own-password 4", for: three)
        try await place.current.settle(three, naming: [], at: 2)
        for _ in 0..<2 {
            try await place.reopen()
            for text in texts {
                try expect("a temporary one", try await place.current.match(text, for: one), is: .temporary)
                let late = try await place.current.match(text, for: one, at: expiry)
                try expect("a temporary one, late", late, is: .expired)
            }
            try expect("an own one", try await place.current.match("Own-password 2", for: two), is: .own)
            try expect("another", try await place.current.match("Own-password 3", for: two, as: 2), is: .own)
            try expect("a dropped one", try await place.current.match("Own-password 4", for: three), is: .none)
            try expect("those with two", try await place.current.unsettledUsers(), is: [two])
        }
        try await place.current.settle(two, naming: [2], at: 2)
        try await place.reopen()
        try expect("the former one", try await place.current.match("Own-password 2", for: two), is: .none)
        try expect("the named one", try await place.current.match("Own-password 3", for: two, as: 2), is: .own)
    }
}
