import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("Renaming people")
struct RenameTests {
    @Test("an administrator renames a person, with before and after on record; the same name again is no change")
    func renames() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let name = try FullName("Grace Brewster Murray Hopper")
        #expect(try await test.tenant.renameUser(grace, to: name, by: test.ada))
        #expect(try await test.tenant.user(grace)?.fullName == name)
        let last = try #require(try await test.tenant.history().last)
        #expect(last.changes == [.userRenamed(user: grace, from: try FullName("Grace"), to: name)])
        #expect(try await !test.tenant.renameUser(grace, to: name, by: test.ada))
        #expect(try await test.tenant.history().count == Int(last.revision.number))
        // A name is no name to sign in with.
        #expect(
            try await test.tenant.signIn("grace@contoso.example", password: TestTenant.password) == .signedIn(grace))
    }

    @Test("people do not rename themselves or others without the right to edit users, nor anyone a stronger person")
    func refuses() async throws {
        let test = try await TestTenant()
        let (grace, uma) = (
            try await test.person("Grace"), try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        )
        let name = try FullName("Ada Lovelace")
        #expect(
            try await test.refusal { try await test.tenant.renameUser(grace, to: name, by: grace) }
                == .ownAccount(action: .editProfile))
        let byMember = try await test.refusal { try await test.tenant.renameUser(uma, to: name, by: grace) }
        #expect(byMember?.code == .notPermitted)
        let stronger = try await test.refusal { try await test.tenant.renameUser(test.ada, to: name, by: uma) }
        #expect(stronger?.code == .mayNotActOn)
        try await test.tenant.deleteUser(grace, by: test.ada)
        #expect(
            try await test.refusal { try await test.tenant.renameUser(grace, to: name, by: test.ada) }
                == .wrongStatus(status: .deleted))
        let stranger = UserID(bits: 9)
        #expect(
            try await test.refusal { try await test.tenant.renameUser(stranger, to: name, by: test.ada) }
                == .unknownUser(user: stranger))
    }
}
