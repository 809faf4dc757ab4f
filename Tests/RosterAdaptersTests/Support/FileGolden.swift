import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

/// The directory and the vault of the present format that are kept in the fixtures, and what is in them.
///
/// Users 1 to 3 were added, a group whose member user 2 became, and a role of the company; then a checkpoint was made; then user 2 was
/// renamed, user 3 lost a role, user 4 came, user 3 joined the group, which was renamed, and user 2 left; the role was defined anew and
/// retired.
enum FileGolden {
    static let revision = 8
    static let group = GroupID(bits: 7)
    static let companyRole = CompanyRoleID(bits: 0xC0)
    static let name = "Renamed Ångström"
    static let owner = UserID(bits: 1)
    static let newcomer = UserID(bits: 2)
    static let gone = UserID(bits: 3)
    static let password = "Own-password 1"
    /// The text that ``write(_:)`` returned when the vault in the fixtures was written.
    static let temporary = "7ehJ-jXcP-NJnx-esmN"
    static let expiry = MailFixture.noon + .seconds(60)

    /// Writes the directory.
    static func write(_ directory: FileDirectory) async throws {
        for number in 1...3 { try await directory.add(number) }
        try await directory.commit(
            try self.groupBegun(), by: .user(id: self.owner), at: FileFixture.now, given: .versions([:]))
        try await directory.compact()
        let assignment = RoleAssignment(
            of: RoleID("second"), to: try FileFixture.user(3).id, grantedBy: .system, grantedAt: FileFixture.now)
        let second = try FileFixture.user(2)
        for change in [
            Change.userRenamed(user: second.id, from: second.fullName, to: try FullName(self.name)),
            .roleRemoved(assignment: assignment),
        ] {
            let moment = FileFixture.now + .seconds(1)
            try await directory.commit([change], by: .user(id: self.owner), at: moment, given: .versions([:]))
        }
        try await directory.add(4)
        try await directory.commit(
            try self.groupEnded(), by: .user(id: self.owner), at: FileFixture.now, given: .versions([:]))
    }

    private static func profile(_ name: String) throws -> GroupProfile {
        try GroupProfile(
            name: FullName(name), description: "who sell\nup north", externalID: "x-7", owners: [self.owner])
    }

    private static var role: GroupRole {
        get throws {
            GroupRole(
                RoleID("third"), at: try Scope("/locations/42"), during: try ValidityWindow(from: FileFixture.now),
                grantedBy: .user(id: self.owner), grantedAt: FileFixture.now)
        }
    }

    private static func groupBegun() throws -> [Change] {
        [
            .groupAdded(group: Group(id: self.group, profile: try self.profile("Säles"), addedAt: FileFixture.now)),
            .groupChanged(group: self.group, change: .roleAssigned(try self.role)),
            .memberAdded(user: try FileFixture.user(2).id, group: self.group),
            .companyRoleDefined(
                role: CompanyRole(
                    id: self.companyRole, try self.definition("Hafen"), definedBy: .user(id: self.owner),
                    definedAt: FileFixture.now)),
        ]
    }

    private static func definition(_ title: String) throws -> CompanyRoleDefinition {
        try CompanyRoleDefinition(
            title: FullName(title), description: "those at\nthe harbor",
            grants: [Grant(Permission("a/b/c")), Grant(Permission("a/b/d"), given: [Condition("y"), Condition("x")])],
            includes: [RoleID("second"), RoleID("third")], scoping: .companyOr(kinds: ["locations"]),
            isOpenToGuests: true, assignableBy: [RoleID("first")])
    }

    private static func groupEnded() throws -> [Change] {
        [
            .memberAdded(user: try FileFixture.user(3).id, group: self.group),
            .memberRemoved(user: try FileFixture.user(2).id, group: self.group),
            .groupChanged(
                group: self.group, change: .changed(from: try self.profile("Säles"), to: try self.profile("Sales"))),
            .companyRoleChanged(
                role: self.companyRole,
                change: .changed(from: try self.definition("Hafen"), to: try self.definition("Harbor"))),
            .companyRoleChanged(role: self.companyRole, change: .retired),
        ]
    }

    private static func checkGroup(_ directory: FileDirectory) async throws {
        let name = RecordName(groupNamed: try FullName("SALES"))
        let group = try #require(try await directory.group(named: name))
        let role = try self.role
        #expect(group.id == self.group && group.version == 6 && group.roles == [role])
        #expect(group.profile == (try self.profile("Sales")))
        let members = try await directory.users(matching: UserQuery(memberOf: self.group)).records
        #expect(members.map(\.id) == [try FileFixture.user(3).id])
    }

    private static func checkRole(_ directory: FileDirectory) async throws {
        let name = RecordName(companyRoleTitled: try FullName("HARBOR"))
        let role = try #require(try await directory.companyRole(named: name))
        #expect(role.id == self.companyRole && role.version == 3 && role.retiredAt == FileFixture.now)
        #expect(role.definition == (try self.definition("Harbor")))
        #expect(role.definedBy == .user(id: self.owner) && role.definedAt == FileFixture.now && !role.isDeleted)
    }

    /// Checks what the directory holds.
    static func check(_ directory: FileDirectory) async throws {
        let contents = try await directory.contents()
        #expect(contents.head == DirectoryHead(revision: Revision(8), company: nil, notifiedThrough: .start))
        #expect(contents.users.map(\.user.id.bits) == [1, 2, 3, 4])
        #expect(contents.users.map(\.assignments.count) == [2, 2, 1, 2])
        #expect(contents.users.map(\.user.fullName.rawValue)[1] == self.name)
        #expect(contents.history.map(\.revision.number) == Array(1...8))
        for (position, number) in [(0, 1), (1, 2), (2, 3), (6, 4)] {
            #expect(contents.history[position].changes == (try FileFixture.batch(number)))
        }
        #expect(contents.history[4].principal == .user(id: self.owner))
        #expect(contents.history[4].at == FileFixture.now + .seconds(1))
        #expect(contents.history[3].changes == (try self.groupBegun()))
        #expect(contents.history[7].changes == (try self.groupEnded()))
        try await self.checkGroup(directory)
        try await self.checkRole(directory)
        #expect(
            try await directory.user(named: RecordName(EmailAddress("USER4@contoso.example")))?.user.id
                == UserID(bits: 4))
    }

    #if os(Linux)
        /// Writes the vault, and returns the text of the temporary password.
        static func write(_ vault: FileCredentialVault) async throws -> String {
            for user in [self.owner, self.gone] {
                let text = try await vault.issueTemporaryPassword(for: user, expiringAt: self.expiry).reveal()
                _ = try await vault.replace(
                    Password(text), with: Password(self.password), for: user, at: MailFixture.noon)
            }
            try await vault.compact()
            try await vault.revoke(self.gone)
            return try await vault.issueTemporaryPassword(for: self.newcomer, expiringAt: self.expiry).reveal()
        }

        /// Checks what the vault holds.
        static func check(_ vault: FileCredentialVault, temporary: String) async throws {
            let noon = MailFixture.noon
            #expect(try await vault.verify(Password(self.password), for: self.owner, at: noon) == .own)
            #expect(try await vault.verify(Password(temporary), for: self.owner, at: noon) == .none)
            #expect(try await vault.verify(Password(temporary), for: self.newcomer, at: noon) == .temporary)
            #expect(try await vault.verify(Password(self.password), for: self.gone, at: noon) == .none)
        }
    #endif
}
