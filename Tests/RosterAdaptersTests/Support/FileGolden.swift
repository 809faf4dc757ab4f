import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

/// The directory and the vault of the present format that are kept in the fixtures, and what is in them.
///
/// Users 1 to 3 were added; then a checkpoint was made; then user 2 was renamed, user 3 lost a role, and user 4 came.
enum FileGolden {
    static let revision = 6
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
    }

    /// Checks what the directory holds.
    static func check(_ directory: FileDirectory) async throws {
        let contents = try await directory.contents()
        #expect(contents.head == DirectoryHead(revision: Revision(6), company: nil, notifiedThrough: .start))
        #expect(contents.users.map(\.user.id.bits) == [1, 2, 3, 4])
        #expect(contents.users.map(\.assignments.count) == [2, 2, 1, 2])
        #expect(contents.users.map(\.user.fullName.rawValue)[1] == self.name)
        #expect(contents.history.map(\.revision.number) == [1, 2, 3, 4, 5, 6])
        for (position, number) in [(0, 1), (1, 2), (2, 3), (5, 4)] {
            #expect(contents.history[position].changes == (try FileFixture.batch(number)))
        }
        #expect(contents.history[3].principal == .user(id: self.owner))
        #expect(contents.history[3].at == FileFixture.now + .seconds(1))
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
