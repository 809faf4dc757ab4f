public import RosterDomain
public import RosterPorts

extension Tenant {
    /// Opens the company that a directory holds, and makes its access table ready.
    ///
    /// Notifications that a former process did not get delivered are delivered now.
    ///
    /// - Parameters:
    ///   - catalog: The roles, permissions and rules. Roles that the directory holds and the catalog does not know grant
    ///     nothing.
    ///   - directory: Where users and the history are kept.
    ///   - credentials: Where passwords are kept.
    ///   - notifier: Who tells people what concerns them.
    ///   - policy: Limits and periods.
    ///   - clock: What time it is.
    ///   - randomness: Where identifiers come from.
    /// - Throws: ``TenantError/notEnrolled`` when the directory is empty, ``TenantError/attributesContradictSchema(_:)``,
    ///   ``TenantError/directory(_:)``.
    /// - Complexity: O(users).
    public static func open(
        catalog: RoleCatalog, directory: any UserDirectory, credentials: any CredentialVault, notifier: any Notifier,
        policy: TenantPolicy = .standard, clock: any WallClock = SystemWallClock(),
        randomness: any RandomSource = SystemRandomSource()
    ) async throws(TenantError) -> Tenant {
        let parts = TenantParts(
            directory: directory, credentials: credentials, notifier: notifier, clock: clock, randomness: randomness)
        let tenant = try await self.open(catalog: catalog, policy: policy, parts: parts)
        await tenant.deliverNotifications()
        return tenant
    }

    static func open(
        catalog: RoleCatalog, policy: TenantPolicy, parts: TenantParts
    ) async throws(TenantError) -> Tenant {
        let access = AccessTable(catalog: catalog)
        let head = try await askingDirectory { () async throws(UserDirectoryError) in try await parts.directory.head() }
        guard let company = head.company else { throw .notEnrolled }
        try await self.adopt(policy.attributes, in: parts.directory, at: parts.clock.now)
        try await askingDirectory { () async throws(UserDirectoryError) in
            var standings: [UserStanding] = []
            let revision = try await parts.directory.readStandings { standing in
                switch standing {
                case .user(let user): standings.append(user)
                }
            }
            access.reload(standings, at: revision)
        }
        return Tenant(catalog: catalog, company: company, policy: policy, access: access, parts: parts)
    }
}
