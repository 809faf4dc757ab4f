public import RosterDomain
import RosterPorts

extension Tenant {
    /// Enrolls a company in an empty directory.
    ///
    /// Its first user holds the indispensable role and owns the company.
    ///
    /// Until that first user has signed in and chosen a password, enrolling the same company for the same address again
    /// issues new sign-in information: a crash, or a page closed too early, locks no one out.
    ///
    /// - Parameters:
    ///   - enrollment: The company and its first user.
    ///   - parts: The rules, and the adapters to plug into.
    /// - Returns: The open tenant, and the first user's sign-in information.
    /// - Throws: ``TenantError/catalogForChecksOnly``, ``TenantError/refused(_:)`` with `RefusalReason.alreadyEnrolled`, ``TenantError/directory(_:)``,
    ///   ``TenantError/credentials(_:)``: nothing was enrolled, or it can be enrolled again to get sign-in information.
    public static func enroll(
        _ enrollment: CompanyEnrollment, with parts: TenantParts
    ) async throws(TenantError) -> EnrolledTenant {
        guard !parts.catalog.isForChecksOnly else { throw .catalogForChecksOnly }
        let expiry = parts.clock.now + parts.policy.temporaryPasswordLifetime
        let issued = try await self.enrollFirstAdministrator(enrollment, with: parts, expiringAt: expiry)
        let tenant = try await self.open(parts)
        let owner = issued.owner
        guard try await tenant.user(owner)?.user.credential == issued.credential else {
            throw .signInInformationOvertaken(user: owner)
        }
        return EnrolledTenant(
            tenant: tenant, owner: owner,
            signInInformation: SignInInformation(userName: UserName(enrollment.email), password: issued.password))
    }

    /// What counts for the first user once the enrollment is committed.
    private struct FirstCredential: ~Copyable {
        let owner: UserID
        let credential: CredentialID
        let password: TemporaryPassword
    }

    /// Prepares a credential, and commits the enrollment or the repetition of one that no one has signed in to yet.
    private static func enrollFirstAdministrator(
        _ enrollment: CompanyEnrollment, with parts: TenantParts, expiringAt expiry: Timestamp
    ) async throws(TenantError) -> FirstCredential {
        for _ in 0..<Self.attemptLimit {
            let credential = CredentialID(madeAt: parts.clock.now, randomness: parts.randomness.next())
            let step = try await self.enrollmentStep(enrollment, credential: credential, expiringAt: expiry, parts)
            let prepared = PreparedCredential(credential, of: step.owner, at: step.version)
            let password = try await preparing(prepared, expiringAt: expiry, in: parts.credentials)
            do throws(UserDirectoryError) {
                try await parts.directory.commit(step.changes, by: .system, at: parts.clock.now, given: step.basis)
                return FirstCredential(owner: step.owner, credential: credential, password: password)
            } catch {
                if case .outcomeUnknown = error { throw .directory(error) }
                try? await parts.credentials.discard(credential, of: step.owner)
                guard case .conflict = error else { throw .directory(error) }
            }
        }
        throw .busy
    }

    private struct EnrollmentStep {
        let owner: UserID
        let version: Int
        let changes: [Change]
        let basis: CommitPrecondition
    }

    /// The step that enrolls the company, or gives another password to the first user of one that no one has signed in to yet.
    private static func enrollmentStep(
        _ enrollment: CompanyEnrollment, credential: CredentialID, expiringAt expiry: Timestamp, _ parts: TenantParts
    ) async throws(TenantError) -> EnrollmentStep {
        let (head, owner) = try await askingDirectory { () async throws(UserDirectoryError) in
            let head = try await parts.directory.head()
            let owner = try await self.owner(of: head.company, in: parts.directory)
            return (head, owner)
        }
        let isRepeated = head.company?.name == enrollment.company && owner?.user.email == enrollment.email
        if isRepeated, let owner, !owner.user.hasSignedIn, owner.user.status == .mustChangePassword {
            return EnrollmentStep(
                owner: owner.id, version: owner.user.version,
                changes: [.passwordReset(user: owner.id, credential: credential, expiresAt: expiry)],
                basis: .versions([.user(owner.id): owner.user.version]))
        }
        let command = EnrollCompany(
            name: enrollment.company, programs: enrollment.programs,
            userID: UserID(madeAt: parts.clock.now, randomness: parts.randomness.next()), credential: credential,
            fullName: enrollment.firstAdministrator, email: enrollment.email)
        let facts = Facts(
            catalog: parts.catalog, company: head.company, now: parts.clock.now, principal: .system,
            principalRecord: nil)
        do throws(RefusalReason) {
            return EnrollmentStep(
                owner: command.userID, version: 0, changes: try command.decision(given: facts),
                basis: .history(at: head.revision))
        } catch {
            throw .refused(Refusal(command.attempt, because: error))
        }
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
