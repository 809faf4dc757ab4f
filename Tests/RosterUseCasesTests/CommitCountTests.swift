import RosterAdapters
import RosterStoreTestSupport
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("What a verb costs")
struct CommitCountTests {
    @Test("adding a user costs one commit to the directory; how far people were told goes along with the next")
    func oneCommit() async throws {
        let test = try await TestTenant()
        let before = try await test.directory.head()
        let added = try await test.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [.reportViewer], by: test.ada)
        let after = try await test.directory.head()
        #expect(after.revision == before.revision.next)
        #expect(test.notifier.delivered.last?.recipient == added.user.email)
        try await test.tenant.blockUser(added.userID, by: test.ada)
        let last = try await test.directory.head()
        #expect(last.revision == after.revision.next && last.notifiedThrough == after.revision)
    }

    @Test("adding a user to folders on disk syncs once for the credential and once for the user")
    func twoSyncs() async throws {
        let (users, credentials) = (SimulatedDisk(), SimulatedDisk())
        let parts = TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: "/users", on: users),
            credentials: try FileCredentialVault(
                at: "/credentials", function: YescryptFunction(cost: .cheapest), on: credentials),
            notifier: MemoryNotifier())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada"), email: EmailAddress("ada@contoso.example")
            ),
            with: parts)
        let (tenant, ada, first) = (enrolled.tenant, enrolled.owner, enrolled.signInInformation.reveal())
        try await tenant.changePassword(
            of: first.userName, from: Password(first.temporaryPassword), to: TestTenant.password)
        let before = (users.operationCount(.kind(.syncData)), credentials.operationCount(.kind(.syncData)))
        let added = try await tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [.reportViewer], by: ada)
        #expect(
            users.operationCount(.kind(.syncData)) == before.0 + 1
                && credentials.operationCount(.kind(.syncData)) == before.1 + 1)
        #expect(try await tenant.user(added.userID)?.fullName.rawValue == "Grace")
    }

    @Test("what was delivered is on record once the host asks, and is not delivered again by the next process")
    func asked() async throws {
        let test = try await TestTenant()
        try await test.tenant.addExistingUsers(
            [ExistingAccount(FullName("Grace"), email: EmailAddress("grace@contoso.example"))], roles: [], by: test.ada)
        #expect(await test.tenant.deliverNotifications() == nil)
        let count = test.notifier.delivered.count
        #expect(await test.tenant.deliverNotifications() == nil)
        let head = try await test.directory.head()
        #expect(try await test.secondHost().revision == head.revision)
        #expect(test.notifier.delivered.count == count)
    }

    @Test("an invitation is on record as delivered at once, because delivering it again would replace its code")
    func invitation() async throws {
        let test = try await TestTenant()
        try await test.tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: test.ada)
        let invited = test.notifier.delivered.filter { $0.recipient.rawValue == "g@fabrikam.example" }
        _ = try await test.secondHost()
        let again = test.notifier.delivered.filter { $0.recipient.rawValue == "g@fabrikam.example" }
        #expect(invited.count == 1 && again.count == 1)
    }

    @Test("a process that ends after a verb lets its last notifications come again, under the same name, and no others")
    func crash() async throws {
        let test = try await TestTenant()
        for name in ["Grace", "Edsger"] {
            try await test.tenant.addExistingUsers(
                [ExistingAccount(FullName(name), email: EmailAddress("\(name.lowercased())@contoso.example"))],
                roles: [], by: test.ada)
        }
        let before = test.notifier.delivered.map(\.id)
        _ = try await test.secondHost()
        #expect(test.notifier.delivered.map(\.id) == before + [try #require(before.last)])
    }

    @Test("two hosts that take turns tell each person once, and one takes over what the other leaves for a minute")
    func twoHosts() async throws {
        let test = try await TestTenant()
        let other = try await test.secondHost()
        let before = test.notifier.delivered.count
        for number in 1...6 {
            let tenant = number.isMultiple(of: 2) ? other : test.tenant
            try await tenant.addExistingUsers(
                [ExistingAccount(FullName("User \(number)"), email: EmailAddress("user.\(number)@contoso.example"))],
                roles: [], by: test.ada)
        }
        let told = test.notifier.delivered.dropFirst(before).map(\.recipient.rawValue)
        #expect(told == (1...6).map { "user.\($0)@contoso.example" })
        test.notifier.failNext()
        try await other.addExistingUsers(
            [ExistingAccount(FullName("Late"), email: EmailAddress("late@contoso.example"))], roles: [], by: test.ada)
        test.clock.advance(by: .seconds(61))
        try await test.tenant.addExistingUsers(
            [ExistingAccount(FullName("Last"), email: EmailAddress("last@contoso.example"))], roles: [], by: test.ada)
        let late = test.notifier.delivered.filter { $0.recipient.rawValue == "late@contoso.example" }
        #expect(late.count == 1)
    }
}
