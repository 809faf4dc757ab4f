import RosterAdapters
import RosterDomain
import RosterPorts
import Synchronization

/// Passwords that are managed elsewhere: it only verifies, as an LDAP bind does.
final class ProviderVault: CredentialVault {
    private let passwords = Mutex<[UserID: String]>([:])

    func set(_ password: String, of user: UserID) {
        self.passwords.withLock { $0[user] = password }
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        guard let user = claim.user, let right = self.passwords.withLock({ $0[user] }) else { return .none }
        return password.withText { $0 == right } ? .own : .none
    }
}

/// A vault for those who have a credential here, and a provider for the others.
final class ProviderFallback: CredentialVault {
    private let vault: MemoryCredentialVault
    private let provider: ProviderVault

    init(_ vault: MemoryCredentialVault, _ provider: ProviderVault) {
        self.vault = vault
        self.provider = provider
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        let match = try await self.vault.verify(password, against: claim, at: now)
        return claim.credential == nil ? try await self.provider.verify(password, against: claim, at: now) : match
    }

    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.vault.prepareTemporaryPassword(as: credential, expiringAt: expiry)
    }

    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try await self.vault.prepare(password, as: credential)
    }
}
