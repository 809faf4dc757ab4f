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

    /// The identifier of a group by number; identifiers sort by number.
    static func groupID(_ number: Int) -> GroupID {
        GroupID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_a000_0000_0000 + UInt128(number))
    }

    /// The profile of a group.
    static func profile(
        _ name: String, _ description: String = "", externalID: String? = nil, owners: Set<UserID> = []
    ) throws -> GroupProfile {
        try GroupProfile(
            name: FullName(name), description: description, externalID: externalID, owners: owners)
    }

    /// A group by number, as it is added.
    static func group(_ number: Int, _ profile: GroupProfile? = nil) throws -> Group {
        Group(id: self.groupID(number), profile: try profile ?? self.profile("Group \(number)"), addedAt: self.noon)
    }

    /// A role of a group.
    static func groupRole(_ role: RoleID, at scope: Scope = .company) -> GroupRole {
        GroupRole(role, at: scope, grantedBy: .system, grantedAt: self.noon)
    }

    /// The step of a group's life in which a role is given to it.
    static func given(_ role: RoleID, to number: Int, at scope: Scope = .company) -> Change {
        .groupChanged(group: self.groupID(number), change: .roleAssigned(self.groupRole(role, at: scope)))
    }

    /// A user, by number, becomes a member of a group.
    static func joined(_ user: Int, _ group: Int) -> Change {
        .memberAdded(user: self.id(user), group: self.groupID(group))
    }

    /// A user, by number, is a member of a group no more.
    static func left(_ user: Int, _ group: Int) -> Change {
        .memberRemoved(user: self.id(user), group: self.groupID(group))
    }

    /// The identifier of a role of the company by number; identifiers sort by number.
    static func companyRoleID(_ number: Int) -> CompanyRoleID {
        CompanyRoleID(bits: 0x018f_6a7e_8f2d_7c3a_9b1e_b000_0000_0000 + UInt128(number))
    }

    /// A role of the company by number, as it is defined.
    static func companyRole(_ number: Int, _ definition: CompanyRoleDefinition? = nil) throws -> CompanyRole {
        CompanyRole(
            id: self.companyRoleID(number), try definition ?? self.definition("Role \(number)"),
            definedBy: .user(id: self.id(1)), definedAt: self.noon)
    }

    /// A definition with a title and a grant.
    static func definition(_ title: String) throws -> CompanyRoleDefinition {
        try CompanyRoleDefinition(title: FullName(title), grants: [Grant(Permission("a/b/c"))])
    }

    /// A definition that has everything that one can have.
    static func fullDefinition(_ title: String) throws -> CompanyRoleDefinition {
        try CompanyRoleDefinition(
            title: FullName(title), description: "those at the\nharbor",
            grants: [
                Grant(Permission("a/b/c")), Grant(Permission("a/b/c"), given: [Condition("x"), Condition("y")]),
                Grant(Permission("a/b/d"), given: [Condition("x")]),
            ],
            includes: [self.reader, RoleID(self.companyRoleID(7))], scoping: .companyOr(kinds: ["locations", "docks"]),
            isOpenToGuests: true, assignableBy: [self.writer])
    }

    /// A role of the company, by number, is defined anew.
    static func changed(
        _ number: Int, from former: CompanyRoleDefinition, to definition: CompanyRoleDefinition
    ) -> Change {
        .companyRoleChanged(role: self.companyRoleID(number), change: .changed(from: former, to: definition))
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
