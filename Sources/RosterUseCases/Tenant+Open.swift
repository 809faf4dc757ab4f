public import RosterDomain
public import RosterPorts

extension Tenant {
    /// Opens the company that a directory holds, and makes its access table ready.
    ///
    /// It delivers no notifications: ``run()`` does, or ``deliverNotifications()``.
    ///
    /// The catalog is compared with the roles that people hold. ``openingReport`` says what was found amiss, as far as it is
    /// accepted; roles that the catalog has lost are taken from their holders then, in a step of the system's.
    ///
    /// ``TenantParts/purgedUsers`` are purged once more before the tenant opens, in a copy that was restored.
    ///
    /// - Parameter parts: The rules, and the adapters to plug into.
    /// - Throws: ``TenantError/catalogForChecksOnly``, ``TenantError/unknownName(_:)`` when the policy names a role that the catalog does not
    ///   define, ``TenantError/notEnrolled`` when the directory is empty, ``TenantError/attributesContradictSchema(_:)``,
    ///   ``TenantError/openingRefused(_:)``, ``TenantError/refused(_:)`` with `RefusalReason.lastHolder(role:)` when a listed account is the
    ///   last in the copy that can run the company, ``TenantError/directory(_:)``, ``TenantError/credentials(_:)``,
    ///   ``TenantError/sessions(_:)``.
    /// - Complexity: O(users).
    public static func open(_ parts: TenantParts) async throws(TenantError) -> Tenant {
        guard !parts.catalog.isForChecksOnly else { throw .catalogForChecksOnly }
        let access = try self.table(for: parts)
        let head = try await askingDirectory { () async throws(UserDirectoryError) in try await parts.directory.head() }
        guard let company = head.company else { throw .notEnrolled }
        try await self.adopt(parts.policy.attributes, in: parts.directory, at: parts.clock.now)
        let report = try await self.fill(access, from: parts)
        guard parts.accepting.isSuperset(of: report.findings) else { throw .openingRefused(report) }
        let known = KnownCompany(company, at: head.revision)
        let tenant = Tenant(known: known, access: access, parts: parts, report: report)
        // A step in between is in the table already, and is not followed.
        if access.revision > head.revision { tenant.note(try await tenant.head()) }
        if !report.lostRoles.isEmpty { try await tenant.endLostRoles(report.lostRoles.map(\.role)) }
        try await tenant.purgeListed(parts.purgedUsers)
        await tenant.settleLeftovers()
        return tenant
    }

    /// Opens the company that a directory holds, with the system's clock and the standard policy.
    ///
    /// - Throws: As ``open(_:)`` does.
    /// - Complexity: O(users).
    public static func open(
        catalog: RoleCatalog, directory: any UserDirectory, credentials: any CredentialVault,
        sessions: any SessionStore = NoSessionStore(),
        secondFactors: any SecondFactorStore = NoSecondFactorStore(), notifier: any Notifier,
        accepting: OpeningFindings = .standard
    ) async throws(TenantError) -> Tenant {
        try await self.open(
            TenantParts(
                catalog: catalog, directory: directory, credentials: credentials, sessions: sessions,
                secondFactors: secondFactors, notifier: notifier,
                accepting: accepting))
    }

    /// An empty access table; a role that the policy misspells would demand nothing.
    private static func table(for parts: TenantParts) throws(TenantError) -> AccessTable {
        if case .roles(let roles) = parts.policy.secondFactor {
            do throws(UnknownNameError) {
                for role in roles { _ = try parts.catalog.role(named: role.rawValue) }
            } catch {
                throw .unknownName(error)
            }
        }
        return AccessTable(catalog: parts.catalog, secondFactor: parts.policy.secondFactor)
    }

    /// Makes an access table ready, and compares the catalog with the roles that people hold on the way.
    private static func fill(
        _ access: AccessTable, from parts: TenantParts
    ) async throws(TenantError) -> OpeningReport {
        try await askingDirectory { () async throws(UserDirectoryError) in
            var standings: [UserStanding] = []
            var groups: [GroupID: GroupStanding] = [:]
            var inspection = OpeningInspection(parts.catalog, at: parts.clock.now)
            let revision = try await parts.directory.readStandings { standing in
                switch standing {
                case .companyRole: break
                case .group(let group):
                    groups[group.id] = group
                    inspection.take(group)
                case .user(let user):
                    standings.append(user)
                    inspection.take(user.joined { groups[$0]?.holdings ?? [] })
                }
            }
            access.reload(standings, groups: groups.values, at: revision)
            return inspection.report
        }
    }
}
