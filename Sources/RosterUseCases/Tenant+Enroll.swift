public import RosterDomain
import RosterPorts

extension Tenant {
    /// Enrolls a company in an empty directory.
    ///
    /// Its first user holds the indispensable role and owns the company.
    ///
    /// Until that first user has signed in and chosen a password, enrolling the same company for the same address again
    /// issues new sign-in information: a crash, or a page closed too early, locks nobody out.
    ///
    /// - Parameters:
    ///   - enrollment: The company and its first user.
    ///   - parts: The rules, and the adapters to plug into.
    /// - Returns: The open tenant, and the first user's sign-in information.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.alreadyEnrolled`, ``TenantError/directory(_:)``,
    ///   ``TenantError/signInInformationNotIssued(user:_:)``: enroll again to get some.
    public static func enroll(
        _ enrollment: CompanyEnrollment, with parts: TenantParts
    ) async throws(TenantError) -> EnrolledTenant {
        let userID = UserID(madeAt: parts.clock.now, randomness: parts.randomness.next())
        let command = EnrollCompany(
            name: enrollment.company, programs: enrollment.programs, userID: userID,
            fullName: enrollment.firstAdministrator, email: enrollment.email)
        let owner = try await self.enroll(command, parts: parts)
        let tenant = try await self.openQuietly(parts)
        let password = try await tenant.issueAfterCommit(for: owner, expiringAt: tenant.temporaryPasswordExpiry)
        await tenant.deliverAfterCommit(everything: true)
        return EnrolledTenant(
            tenant: tenant, owner: owner,
            signInInformation: SignInInformation(userName: UserName(enrollment.email), password: password))
    }

    /// Commits the enrollment, or finds the first user of one that nobody has signed in to yet.
    private static func enroll(
        _ command: EnrollCompany, parts: TenantParts
    ) async throws(TenantError) -> UserID {
        let (head, owner) = try await askingDirectory { () async throws(UserDirectoryError) in
            let head = try await parts.directory.head()
            let owner = try await self.owner(of: head.company, in: parts.directory)
            return (head, owner)
        }
        let isRepeated = head.company?.name == command.name && owner?.user.email == command.email
        if isRepeated, let owner, !owner.user.hasSignedIn { return owner.id }
        let facts = Facts(
            catalog: parts.catalog, company: head.company, now: parts.clock.now, principal: .system,
            principalRecord: nil)
        let changes: [Change]
        do throws(RefusalReason) {
            changes = try command.changes(given: facts)
        } catch {
            throw .refused(Refusal(command.attempt, because: error))
        }
        do throws(UserDirectoryError) {
            try await parts.directory.commit(changes, by: .system, at: facts.now, after: head.revision)
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

/// A company to enroll, and its first user.
public struct CompanyEnrollment: Sendable, Hashable {
    /// The company's name.
    public var company: FullName
    /// The programs that the company is in; they decide which roles are offered to it.
    public var programs: Set<Program>
    /// The first user's name.
    public var firstAdministrator: FullName
    /// The first user's address.
    public var email: EmailAddress

    /// Names the company and its first user.
    public init(
        of company: FullName, programs: Set<Program> = [], firstAdministrator: FullName, email: EmailAddress
    ) {
        self.company = company
        self.programs = programs
        self.firstAdministrator = firstAdministrator
        self.email = email
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
