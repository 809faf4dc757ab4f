import RosterDomain

/// Sample content for a directory.
enum Sample {
    /// Noon of 22 November 2026.
    static let noon = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
    /// Two roles.
    static let reader = RoleID("reader"), writer = RoleID("writer")

    /// The identifier of a user by number; identifiers sort by number.
    static func id(_ number: Int) -> UserID {
        UserID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_0000_0000_0000 + UInt128(number))
    }

    /// The identifier of a credential by number.
    static func credential(_ number: Int) -> CredentialID {
        CredentialID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_c000_0000_0000 + UInt128(number))
    }

    /// The address of a user by number.
    static func email(_ number: Int) throws -> EmailAddress {
        try EmailAddress("User.\(number)@Contoso.example")
    }

    /// A user by number.
    static func user(
        _ number: Int, name: String? = nil, email: EmailAddress? = nil, status: AccountStatus = .active
    ) throws -> User {
        User(
            id: self.id(number), fullName: try FullName(name ?? "User \(number)"),
            email: try email ?? self.email(number), status: status, addedAt: self.noon)
    }

    /// A role assignment of a user by number.
    static func assignment(_ role: RoleID, to number: Int, at scope: Scope = .company) -> RoleAssignment {
        RoleAssignment(of: role, to: self.id(number), at: scope, grantedBy: .system, grantedAt: self.noon)
    }

    /// A notification that was given up.
    static let undelivered = UndeliveredNotification(
        revision: Revision(1), position: 0, reason: .undeliverable, givenUpAt: Sample.noon)

    /// A request of a user by number.
    static func request(_ request: Int, by number: Int) -> RoleRequest {
        RoleRequest(
            id: RoleRequestID(bits: UInt128(request)), user: self.id(number), roles: [self.reader], scope: .company,
            reason: "for the audit", requestedAt: self.noon)
    }

    /// An invitation.
    static var invitation: Invitation {
        Invitation(
            invitedBy: .system, credential: self.credential(1), sentAt: self.noon,
            expiresAt: self.noon + .seconds(86_400))
    }

    /// A company.
    static func company() throws -> Company {
        Company(
            name: try FullName("Contoso"), programs: [Program("direct_bill")], enrolledBy: self.id(1),
            enrolledAt: self.noon)
    }

    /// The same company under another name and in other programs.
    static func otherCompany() throws -> Company {
        Company(
            name: try FullName("Fabrikam"), programs: [Program("indirect_provider"), Program("direct_bill")],
            enrolledBy: self.id(1), enrolledAt: self.noon)
    }
}
