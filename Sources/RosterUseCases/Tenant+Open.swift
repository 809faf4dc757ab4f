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
    /// - Throws: ``TenantError/notEnrolled`` when the directory is empty, ``TenantError/directory(_:)``.
    /// - Complexity: O(users).
    public static func open(
        catalog: RoleCatalog, directory: any UserDirectory, credentials: any CredentialVault, notifier: any Notifier,
        policy: TenantPolicy = TenantPolicy(), clock: any WallClock = SystemWallClock(),
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
        try await askingDirectory { () async throws(UserDirectoryError) in
            var standings: [UserStanding] = []
            let revision = try await parts.directory.readStandings { standings.append($0) }
            access.reload(standings, at: revision)
        }
        return Tenant(catalog: catalog, company: company, policy: policy, access: access, parts: parts)
    }

    /// Brings the access table up to everything that other hosts have committed.
    ///
    /// - Returns: The revision that checks are answered at, from now on or later.
    /// - Throws: ``TenantError/directory(_:)``.
    @discardableResult
    public func refresh() async throws(TenantError) -> Revision {
        try await askingDirectory { () async throws(UserDirectoryError) in
            while true {
                let commits = try await self.directory.history(after: self.access.revision, limit: 256)
                guard !commits.isEmpty else { return self.access.revision }
                for commit in commits { self.access.apply(commit) }
            }
        }
    }

    /// Follows what other hosts commit, until the calling task is cancelled.
    ///
    /// - Throws: ``TenantError/directory(_:)`` when the directory can no longer be followed.
    public func follow() async throws(TenantError) {
        try await askingDirectory { () async throws(UserDirectoryError) in
            while try await self.directory.waitForHistory(after: self.access.revision) != nil {
                for commit in try await self.directory.history(after: self.access.revision, limit: 256) {
                    self.access.apply(commit)
                }
            }
        }
    }
}
