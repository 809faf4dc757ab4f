public import RosterDomain
public import RosterPorts

extension Tenant {
    /// Opens the company that a directory holds, and makes its access table ready.
    ///
    /// Notifications that a former process did not get delivered are delivered now.
    ///
    /// - Parameter parts: The rules, and the adapters to plug into.
    /// - Throws: ``TenantError/notEnrolled`` when the directory is empty, ``TenantError/attributesContradictSchema(_:)``,
    ///   ``TenantError/directory(_:)``.
    /// - Complexity: O(users).
    public static func open(_ parts: TenantParts) async throws(TenantError) -> Tenant {
        let tenant = try await self.openQuietly(parts)
        await tenant.settleLeftovers()
        await tenant.deliverNotifications()
        return tenant
    }

    /// Opens the company that a directory holds, with the system's clock and the standard policy.
    ///
    /// - Throws: As ``open(_:)`` does.
    /// - Complexity: O(users).
    public static func open(
        catalog: RoleCatalog, directory: any UserDirectory, credentials: any CredentialVault, notifier: any Notifier
    ) async throws(TenantError) -> Tenant {
        try await self.open(
            TenantParts(catalog: catalog, directory: directory, credentials: credentials, notifier: notifier))
    }

    /// Opens the company without telling people what a former process did not.
    static func openQuietly(_ parts: TenantParts) async throws(TenantError) -> Tenant {
        let access = AccessTable(catalog: parts.catalog)
        let head = try await askingDirectory { () async throws(UserDirectoryError) in try await parts.directory.head() }
        guard let company = head.company else { throw .notEnrolled }
        try await self.adopt(parts.policy.attributes, in: parts.directory, at: parts.clock.now)
        try await askingDirectory { () async throws(UserDirectoryError) in
            var standings: [UserStanding] = []
            let revision = try await parts.directory.readStandings { standing in
                switch standing {
                case .user(let user): standings.append(user)
                }
            }
            access.reload(standings, at: revision)
        }
        return Tenant(company: company, access: access, parts: parts)
    }
}
