import RosterDomain
import RosterPorts

/// Runs calls to the directory, whose error becomes the tenant's.
func askingDirectory<Result>(
    _ body: () async throws(UserDirectoryError) -> Result
) async throws(TenantError) -> Result {
    do { return try await body() } catch { throw .directory(error) }
}

/// Prepares a temporary password; the vault's error becomes the tenant's.
func preparing(
    _ credential: PreparedCredential, expiringAt expiry: Timestamp, in vault: any CredentialVault
) async throws(TenantError) -> TemporaryPassword {
    do { return try await vault.prepareTemporaryPassword(as: credential, expiringAt: expiry) } catch {
        throw .credentials(error)
    }
}

/// Runs calls to the credential vault, whose error becomes the tenant's.
func askingVault<Result>(
    _ body: () async throws(CredentialVaultError) -> Result
) async throws(TenantError) -> Result {
    do { return try await body() } catch { throw .credentials(error) }
}
