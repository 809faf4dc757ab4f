import RosterDomain
import RosterPorts

/// Runs calls to the directory, whose error becomes the tenant's.
func askingDirectory<Result>(
    _ body: () async throws(UserDirectoryError) -> Result
) async throws(TenantError) -> Result {
    do { return try await body() } catch { throw .directory(error) }
}

/// Runs calls to the credential vault, whose error becomes the tenant's.
func askingVault<Result>(
    _ body: () async throws(CredentialVaultError) -> Result
) async throws(TenantError) -> Result {
    do { return try await body() } catch { throw .credentials(error) }
}
