import RosterDomain
import RosterPorts

extension CredentialVaultContract {
    var attemptsPromises: [Promise] {
        [
            Promise("what is kept of attempts is given back, of the user whose it is", self.keepsAttempts),
            Promise("keeping attempts changes no credential, and setting passwords no attempts", self.keepsApart),
        ]
    }

    @Sendable private func keepsAttempts() async throws {
        let vault = try await self.fresh()
        try expect("nothing at first", try await vault.attempts(of: Sample.id(1)), is: nil)
        try expect("no user with failures", try await vault.usersWithFailures(), is: [])
        guard try await vault.keep(Sample.attempts(failures: 2), of: Sample.id(1)) else {
            // A vault may keep nothing, and then gives nothing back.
            return try expect("what is not kept", try await vault.attempts(of: Sample.id(1)), is: nil)
        }
        try expect("what was kept", try await vault.attempts(of: Sample.id(1)), is: Sample.attempts(failures: 2))
        try expect("of another user", try await vault.attempts(of: Sample.id(2)), is: nil)
        try expect("users with failures", try await vault.usersWithFailures(), is: [Sample.id(1)])
        _ = try await vault.keep(Sample.attempts(failures: 0), of: Sample.id(1))
        try expect("kept in its place", try await vault.attempts(of: Sample.id(1)), is: Sample.attempts(failures: 0))
        try expect("users with failures after that", try await vault.usersWithFailures(), is: [])
    }

    @Sendable private func keepsApart() async throws {
        let vault = try await self.fresh()
        let user = Sample.id(1)
        try await vault.establish("Own-password 1", for: user)
        guard try await vault.keep(Sample.attempts(failures: 3), of: user) else { return }
        try expect("the password beside attempts", try await vault.match("Own-password 1", for: user), is: .own)
        try expect("no more credentials", try await vault.unsettledUsers(), is: [])
        try await vault.establish("Own-password 2", for: user, as: 2, at: 2)
        try await vault.settle(user, naming: [Sample.credential(2)], at: 3)
        try expect(
            "attempts beside another password", try await vault.attempts(of: user), is: Sample.attempts(failures: 3))
        try await vault.discard(Sample.credential(2), of: user)
        try expect("attempts without a password", try await vault.attempts(of: user), is: Sample.attempts(failures: 3))
    }
}

extension Sample {
    /// What is remembered of attempts, with as many failures from elsewhere.
    static func attempts(failures: Int) -> SignInAttempts {
        var attempts = SignInAttempts(salt: 7)
        _ = attempts.follow(Sample.credential(1))
        attempts.befriend(1 << 63)
        attempts.befriend(2)
        for _ in 0..<failures { _ = attempts.others.add(at: Sample.noon, .account) }
        return attempts
    }
}
