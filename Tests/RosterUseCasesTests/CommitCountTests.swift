import RosterAdapters
import RosterStoreTestSupport
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("What a verb costs")
struct CommitCountTests {
    @Test("adding a user costs one commit to the directory, and sends nothing; an explicit delivery costs one")
    func oneCommit() async throws {
        let test = try await TestTenant()
        let before = try await test.directory.head()
        let added = try await test.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [.reportViewer], by: test.ada)
        let after = try await test.directory.head()
        #expect(after.revision == before.revision.next)
        #expect(test.notifier.delivered.isEmpty)
        await test.tenant.deliverNotifications()
        #expect(test.notifier.delivered.last?.recipient == added.user.email)
        let marked = try await test.directory.head()
        #expect(marked.revision == after.revision.next && marked.notifiedThrough == after.revision)
        try await test.tenant.blockUser(added.userID, by: test.ada)
        let last = try await test.directory.head()
        #expect(last.revision == marked.revision.next)
    }

    @Test("adding a user to folders on disk syncs once for the credential and once for the user")
    func twoSyncs() async throws {
        let (users, credentials) = (SimulatedDisk(), SimulatedDisk())
        let parts = TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: "/users", on: users),
            credentials: try FileCredentialVault(
                at: "/credentials", function: YescryptFunction(cost: .cheapest), on: credentials),
            // Attempts to sign in are kept a little later, which would be counted as well.
            notifier: MemoryNotifier(), policy: try TenantPolicy(lockout: nil))
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
        #expect(await test.tenant.deliverNotifications().isComplete)
        let count = test.notifier.delivered.count
        let head = try await test.directory.head()
        #expect(await test.tenant.deliverNotifications().isComplete)
        let other = try await test.secondHost()
        #expect(await other.deliverNotifications().isComplete)
        #expect(other.revision == head.revision)
        #expect(try await test.directory.head() == head)
        #expect(test.notifier.delivered.count == count)
    }
}
