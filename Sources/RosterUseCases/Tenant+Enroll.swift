public import RosterDomain
public import RosterPorts

extension Tenant {
    /// Enrolls a company in an empty directory.
    ///
    /// Its first user holds the indispensable role and owns the company.
    ///
    /// Until that first user has signed in and chosen a password, enrolling the same company for the same address again
    /// issues new sign-in information: a crash, or a page closed too early, locks nobody out.
    ///
    /// - Parameters:
    ///   - company: The company's name.
    ///   - programs: The programs it is in; they decide which roles are offered to it.
    ///   - fullName: The first user's name.
    ///   - email: The first user's address.
    ///   - catalog: The roles, permissions and rules.
    ///   - directory: Where users and the history are kept.
    ///   - credentials: Where passwords are kept.
    ///   - notifier: Who tells people what concerns them.
    ///   - policy: Limits and periods.
    ///   - clock: What time it is.
    ///   - randomness: Where identifiers come from.
    /// - Returns: The open tenant, and the first user's sign-in information.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.alreadyEnrolled`, ``TenantError/directory(_:)``,
    ///   ``TenantError/signInInformationNotIssued(user:_:)``: enroll again to get some.
    public static func enroll(
        _ company: FullName, programs: Set<Program> = [], firstAdministrator fullName: FullName, email: EmailAddress,
        catalog: RoleCatalog, directory: any UserDirectory, credentials: any CredentialVault, notifier: any Notifier,
        policy: TenantPolicy = .standard, clock: any WallClock = SystemWallClock(),
        randomness: any RandomSource = SystemRandomSource()
    ) async throws(TenantError) -> EnrolledTenant {
        let parts = TenantParts(
            directory: directory, credentials: credentials, notifier: notifier, clock: clock, randomness: randomness)
        let userID = UserID(madeAt: clock.now, randomness: randomness.next())
        let command = EnrollCompany(
            name: company, programs: programs, userID: userID, fullName: fullName, email: email)
        let owner = try await self.enroll(command, catalog: catalog, parts: parts)
        let tenant = try await self.open(catalog: catalog, policy: policy, parts: parts)
        let password = try await tenant.issueAfterCommit(for: owner, expiringAt: tenant.temporaryPasswordExpiry)
        await tenant.deliverNotifications()
        return EnrolledTenant(
            tenant: tenant, owner: owner,
            signInInformation: SignInInformation(userName: UserName(email), password: password))
    }

    /// Commits the enrollment, or finds the first user of one that nobody has signed in to yet.
    private static func enroll(
        _ command: EnrollCompany, catalog: RoleCatalog, parts: TenantParts
    ) async throws(TenantError) -> UserID {
        let (head, owner) = try await askingDirectory { () async throws(UserDirectoryError) in
            let head = try await parts.directory.head()
            let owner = try await self.owner(of: head.company, in: parts.directory)
            return (head, owner)
        }
        let isRepeated = head.company?.name == command.name && owner?.user.email == command.email
        if isRepeated, let owner, !owner.user.hasSignedIn { return owner.id }
        let facts = Facts(
            catalog: catalog, company: head.company, now: parts.clock.now, principal: .system, principalRecord: nil)
        let changes: [Change]
        do throws(RefusalReason) {
            changes = try command.changes(given: facts)
        } catch {
            throw .refused(Refusal(command.attempt, because: error))
        }
        do throws(UserDirectoryError) {
            _ = try await parts.directory.commit(changes, by: .system, at: facts.now, after: head.revision)
        } catch {
            // Nothing but another enrollment can come first in an empty directory.
            if case .conflict = error { throw .refused(Refusal(command.attempt, because: .alreadyEnrolled)) }
            throw .directory(error)
        }
        return command.userID
    }

    private static func owner(
        of company: Company?, in directory: any UserDirectory
    ) async throws(UserDirectoryError) -> UserRecord? {
        guard let company else { return nil }
        return try await directory.user(company.enrolledBy)
    }
}

/// What enrolling a company gives: the open tenant, and the sign-in information of its first user, to be read once.
@frozen
public struct EnrolledTenant: ~Copyable, Sendable {
    /// The open tenant.
    public let tenant: Tenant
    /// The first user, who must change the password before doing anything.
    public let owner: UserID
    /// What the first user needs to sign in.
    public let signInInformation: SignInInformation
}
