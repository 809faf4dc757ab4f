internal import RosterAdapters
internal import RosterDomain
internal import RosterPorts

/// Issues, replaces and revokes credentials, and tells the ledger.
///
/// Prints `want <user> <state>` before, and `has <user> <state> …` once it is durable. A state is `temporary`, followed by the
/// password, `own` or `none`. What fails is told by `missed <user> <error>`, and ends the run.
struct TrialCredentials {
    private static let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    private static let expiry = Timestamp(millisecondsSinceEpoch: 1_900_000_000_000)

    private static let temporary = CredentialID(bits: 1)
    private static let own = CredentialID(bits: 2)

    private let vault: FileCredentialVault

    init(_ vault: FileCredentialVault) {
        self.vault = vault
    }

    /// Gives users passwords, and takes every third one away again.
    func run(first: UInt64, count: UInt64) async {
        for number in first..<(first + count) {
            do throws(CredentialVaultError) {
                try await self.run(number)
            } catch {
                return tell("missed \(number) \(error)")
            }
        }
    }

    private func run(_ number: UInt64) async throws(CredentialVaultError) {
        let user = UserID(bits: UInt128(number))
        tell("want \(number) temporary")
        let text = try await self.vault.prepareTemporaryPassword(
            as: PreparedCredential(Self.temporary, of: user, at: 0), expiringAt: Self.expiry
        ).reveal()
        tell("has \(number) temporary \(text)")
        tell("want \(number) own")
        let claim = CredentialClaim(of: user, credential: Self.temporary)
        guard try await self.vault.verify(Password(text), against: claim, at: Self.now) == .temporary else {
            return tell("bad \(number) was issued a password that does not match")
        }
        try await self.vault.prepare(
            Self.ownPassword(of: number), as: PreparedCredential(Self.own, of: user, at: 1))
        tell("has \(number) own")
        guard number % 3 == 0 else { return }
        tell("want \(number) none")
        try await self.vault.settle(user, naming: [], at: 2)
        tell("has \(number) none")
    }

    /// What the vault knows about a user, as far as the password of their own and a temporary one can tell.
    func state(of number: UInt64, temporary text: String?) async throws(CredentialVaultError) -> String {
        let user = UserID(bits: UInt128(number))
        let own = CredentialClaim(of: user, credential: Self.own)
        if try await self.vault.verify(Self.ownPassword(of: number), against: own, at: Self.now) == .own {
            return "own"
        }
        guard let text else { return "none" }
        let temporary = CredentialClaim(of: user, credential: Self.temporary)
        let match = try await self.vault.verify(Password(text), against: temporary, at: Self.now)
        return match == .temporary ? "temporary" : "none"
    }

    private static func ownPassword(of number: UInt64) -> Password { Password("the password of \(number)") }
}
