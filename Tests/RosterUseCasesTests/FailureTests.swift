import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterSessionTestSupport
import RosterUseCases
import Testing

@Suite("When a part fails")
struct FailureTests {
    struct Parts {
        let directory = FaultyDirectory(MemoryUserDirectory())
        let vault = FaultyVault(MemoryCredentialVault.plain())
        let notifier = FaultyNotifier()

        func enroll() async throws -> (Tenant, UserID) {
            let enrolled = try await self.enrolled()
            let (tenant, owner) = (enrolled.tenant, enrolled.owner)
            let information = enrolled.signInInformation.reveal()
            try await tenant.changePassword(
                of: information.userName, from: Password(information.temporaryPassword), to: TestTenant.password)
            return (tenant, owner)
        }

        func enrolled(_ company: String = "Contoso") async throws -> EnrolledTenant {
            try await Tenant.enroll(
                CompanyEnrollment(
                    of: FullName(company), firstAdministrator: FullName("Ada"),
                    email: EmailAddress("ada@contoso.example")),
                with: TenantParts(
                    catalog: .partnerCenter, directory: self.directory, credentials: self.vault,
                    notifier: self.notifier))
        }

        func open() async throws -> Tenant {
            try await Tenant.open(
                catalog: .partnerCenter, directory: self.directory, credentials: self.vault, notifier: self.notifier)
        }
    }

    @Test("an empty directory is not opened, and a company is enrolled once")
    func enrollment() async throws {
        let parts = Parts()
        await #expect(throws: TenantError.self) { _ = try await parts.open() }
        _ = try await parts.enroll()
        for company in ["Contoso", "Fabrikam"] {
            do {
                _ = try await parts.enrolled(company)
                Issue.record("refused")
            } catch TenantError.refused(let refusal) {
                #expect(refusal.reason == .alreadyEnrolled)
            }
        }
    }

    @Test(
        "a history that was taken back ends what runs, and no check is answered with yes until the company is opened again"
    )
    func historyTakenBack() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let handle = try #require(tenant.handle(for: ada))
        #expect(tenant.permits(ada, .assignUserRoles) && tenant.permits(handle, .assignUserRoles))
        parts.directory.plan(.hasLostSteps)
        let error = await #expect(throws: TenantError.self) { try await tenant.run() }
        guard case .directory(.historyTakenBack(at: Revision(2))) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        parts.directory.plan(.none)
        #expect(!tenant.permits(ada, .assignUserRoles) && !tenant.permits(handle, .assignUserRoles))
        guard case .denied(.outdated, .nothing) = tenant.decide(ada, .assignUserRoles) else {
            Issue.record("the table is of a history that is no more")
            return
        }
        #expect(try await parts.open().permits(ada, .assignUserRoles))
    }

    @Test("until the first administrator has signed in, enrolling again issues new sign-in information")
    func enrollAgain() async throws {
        let parts = Parts()
        let first = try await parts.enrolled()
        let firstOwner = first.owner
        parts.vault.plan(.refusesToWrite)
        await #expect(throws: TenantError.self) { _ = try await parts.enrolled() }
        parts.vault.plan(.none)
        let second = try await parts.enrolled()
        #expect(second.owner == firstOwner)
        let information = second.signInInformation.reveal()
        let tenant = try await parts.open()
        try await tenant.changePassword(
            of: information.userName, from: Password(information.temporaryPassword), to: TestTenant.password)
        await #expect(throws: TenantError.self) { _ = try await parts.enrolled() }
    }

    @Test("a vault that cannot issue leaves no user behind")
    func vaultFails() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        parts.vault.plan(.refusesToWrite)
        do {
            _ = try await tenant.addUser(
                FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada)
            Issue.record("failed")
        } catch TenantError.credentials {
        }
        #expect(try await tenant.user(withEmail: EmailAddress("grace@contoso.example")) == nil)
    }

    @Test(
        "a directory that fails to commit adds no user, or says that it is unknown and adds the whole user",
        arguments: [FaultyDirectory.Fault.refusesToWrite, .failsBefore, .failsAfter])
    func directoryFails(_ fault: FaultyDirectory.Fault) async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        parts.directory.plan(fault)
        var isUnknown = false
        do {
            _ = try await tenant.addUser(
                FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [.adminAgent], by: ada)
            Issue.record("failed")
        } catch TenantError.directory(.outcomeUnknown) {
            isUnknown = true
        } catch TenantError.directory(.unavailable) {
        }
        parts.directory.plan(.none)
        let record = try await parts.open().user(withEmail: EmailAddress("grace@contoso.example"))
        #expect(record?.assignments.map(\.role) == (fault == .failsAfter ? [.adminAgent] : nil))
        #expect(isUnknown == (fault != .refusesToWrite))
    }

    @Test("a refusal that cannot be recorded is an error, and nothing is done")
    func refusalNotRecorded() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let grace = try await tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada
        ).userID
        let before = try await tenant.history().count
        parts.directory.plan(.refusesToWrite)
        do {
            try await tenant.assignRoles([.globalAdmin], to: grace, by: grace)
            Issue.record("a refusal without a record was answered as one")
        } catch {
            #expect(error.refusal == nil)
        }
        parts.directory.plan(.none)
        #expect(try await tenant.history().count == before)
        #expect(try await tenant.user(grace)?.assignments.isEmpty == true)
    }

    @Test(
        "Law 11, told after: what a failing notifier could not deliver comes after a restart, nothing before its commit"
    )
    func toldAfter() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        await tenant.deliverNotifications()
        let before = parts.notifier.deliveredIDs
        parts.notifier.setBroken(true)
        let added = try await tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada)
        let grace = added.userID
        #expect(await !tenant.deliverNotifications().isComplete)
        #expect(parts.notifier.deliveredIDs == before)
        parts.notifier.setBroken(false)
        #expect(try await parts.open().deliverNotifications().isComplete)
        let news = parts.notifier.deliveredIDs.dropFirst(before.count)
        #expect(news.count == 1 && news.allSatisfy { $0.hasSuffix(grace.description) })
        #expect(try await parts.open().deliverNotifications().isComplete)
        #expect(parts.notifier.deliveredIDs.count == before.count + 1)
    }

    @Test("a notification whose commit fails is never sent")
    func nothingBefore() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        await tenant.deliverNotifications()
        let before = parts.notifier.deliveredIDs
        parts.directory.plan(.failsBefore)
        await #expect(throws: TenantError.self) {
            _ = try await tenant.addUser(
                FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada)
        }
        parts.directory.plan(.none)
        #expect(await tenant.deliverNotifications().isComplete)
        #expect(parts.notifier.deliveredIDs == before)
    }

    @Test("a reset that fails leaves the password as it was, whichever part fails")
    func resetFails() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let (grace, email) = try await self.grace(tenant, ada)
        let before = try await tenant.history().count
        parts.vault.plan(.refusesToPrepare)
        await #expect(throws: TenantError.self) { _ = try await tenant.resetPassword(of: grace, by: ada) }
        parts.vault.plan(.none)
        parts.directory.plan(.refusesToWrite)
        await #expect(throws: TenantError.self) { _ = try await tenant.resetPassword(of: grace, by: ada) }
        parts.directory.plan(.none)
        #expect(try await tenant.history().count == before)
        #expect(tenant.permits(grace, .manageCustomers))
        #expect(try await tenant.signIn(email, password: TestTenant.password) == .signedIn(grace))
    }

    @Test(
        "a change or a reset whose outcome is unknown leaves the one password that the history names",
        arguments: [FaultyDirectory.Fault.failsBefore, .failsAfter])
    func outcomeUnknown(_ fault: FaultyDirectory.Fault) async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let (grace, email) = try await self.grace(tenant, ada)
        let new = Password("Brand-New-2-x")
        parts.directory.plan(fault)
        await #expect(throws: TenantError.self) {
            try await tenant.changePassword(of: email, from: TestTenant.password, to: new)
        }
        parts.directory.plan(.none)
        let (present, former) = fault == .failsAfter ? (new, TestTenant.password) : (TestTenant.password, new)
        let again = try await parts.open()
        #expect(try await again.signIn(email, password: present) == .signedIn(grace))
        await #expect(throws: TenantError.self) { _ = try await again.signIn(email, password: former) }
        parts.directory.plan(fault)
        await #expect(throws: TenantError.self) { _ = try await again.resetPassword(of: grace, by: ada) }
        parts.directory.plan(.none)
        let last = try await parts.open()
        #expect(last.permits(grace, .manageCustomers) == (fault == .failsBefore))
        let outcome = try? await last.signIn(email, password: present)
        #expect(outcome == (fault == .failsBefore ? .signedIn(grace) : nil))
    }

    @Test(
        "a vault that cannot drop what counts no more changes nothing in what counts, and drops it at the next opening")
    func settlingFails() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let (grace, email) = try await self.grace(tenant, ada)
        let new = Password("Brand-New-2-x")
        parts.vault.plan(.refusesToDrop)
        try await tenant.changePassword(of: email, from: TestTenant.password, to: new)
        #expect(try await parts.vault.unsettledUsers() == [grace])
        #expect(try await tenant.signIn(email, password: new) == .signedIn(grace))
        await #expect(throws: TenantError.self) { _ = try await tenant.signIn(email, password: TestTenant.password) }
        parts.vault.plan(.none)
        let again = try await parts.open()
        #expect(try await parts.vault.unsettledUsers().isEmpty)
        #expect(try await again.signIn(email, password: new) == .signedIn(grace))
    }

    @Test(
        "what a vault holds of an account that is gone is dropped at an opening, once it cannot be one that is being added"
    )
    func leftoversOfTheGone() async throws {
        let parts = Parts()
        _ = try await parts.enroll()
        let now = SystemWallClock().now
        let gone = UserID(madeAt: now + .seconds(-2 * 86_400), randomness: 1)
        let coming = UserID(madeAt: now, randomness: 2)
        for user in [gone, coming] {
            for number in 1...2 {
                let credential = PreparedCredential(CredentialID(bits: UInt128(number)), of: user, at: number)
                try await parts.vault.prepare(TestTenant.password, as: credential)
            }
        }
        #expect(try await Set(parts.vault.unsettledUsers()) == [gone, coming])
        _ = try await parts.open()
        #expect(try await parts.vault.unsettledUsers() == [coming])
    }

    /// A user who has chosen a password and may manage customers.
    private func grace(_ tenant: Tenant, _ ada: UserID) async throws -> (UserID, EmailAddress) {
        let email = try EmailAddress("grace@contoso.example")
        let added = try await tenant.addUser(FullName("Grace"), email: email, roles: [.adminAgent], by: ada)
        let grace = added.userID
        let information = added.signInInformation.reveal()
        try await tenant.changePassword(
            of: email, from: Password(information.temporaryPassword), to: TestTenant.password)
        return (grace, email)
    }

    @Test("a directory that cannot be read after a commit takes nothing back: the sign-in information is given")
    func readFailsAfterwards() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let email = try EmailAddress("grace@contoso.example")
        parts.directory.plan(.failsToReadAfterwards)
        let added = try await tenant.addUser(FullName("Grace"), email: email, roles: [.adminAgent], by: ada)
        #expect(added.user.assignments.map(\.role) == [.adminAgent])
        let grace = added.userID
        let first = added.signInInformation.reveal()
        parts.directory.plan(.failsToReadAfterwards)
        let second = try await tenant.resetPassword(of: grace, by: ada).reveal()
        #expect(first.userName == second.userName && first.temporaryPassword != second.temporaryPassword)
        parts.directory.plan(.failsToReadAfterwards)
        let kim = try ExistingAccount(FullName("Kim"), email: EmailAddress("kim@contoso.example"))
        let taken = try await tenant.addExistingUsers([kim], roles: [.reportViewer], by: ada)
        #expect(taken.map { $0.assignments.map(\.role) } == [[.reportViewer]])
        parts.directory.plan(.failsToReadAfterwards)
        let invited = try await tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: ada)
        #expect(invited.map(\.user.status) == [.invited])
    }

    @Test("a directory that cannot write answers a wrong password and an unknown address alike")
    func guessesWithoutDisk() async throws {
        let parts = Parts()
        let (tenant, _) = try await parts.enroll()
        parts.directory.plan(.refusesToWrite)
        for address in ["ada@contoso.example", "nobody@contoso.example"] {
            do {
                _ = try await tenant.signIn(EmailAddress(address), password: Password("a guess"))
                Issue.record("a guess succeeded")
            } catch let error as TenantError {
                #expect(error.refusal?.reason == .wrongCredentials)
            }
        }
    }

    @Test("a person who can never be reached does not delay the messages of others")
    func unreachable() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        parts.notifier.setUnreachable("dead@fabrikam.example")
        let addresses = try ["a", "dead", "c"].map { try EmailAddress("\($0)@fabrikam.example") }
        try await tenant.inviteUsers(addresses, roles: [], by: ada)
        try await tenant.inviteUsers([EmailAddress("later@fabrikam.example")], roles: [], by: ada)
        #expect(await tenant.deliverNotifications().isComplete)
        let reached = parts.notifier.delivered.map(\.recipient.rawValue).filter { $0.hasSuffix("fabrikam.example") }
        #expect(reached == ["a@fabrikam.example", "c@fabrikam.example", "later@fabrikam.example"])
    }

    @Test("an invitation delivered again has another code under the same name, and none once it has been accepted")
    func invitationAgain() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enroll()
        let email = try EmailAddress("g@fabrikam.example")
        try await tenant.inviteUsers([email], roles: [], by: ada)
        parts.notifier.setForgetful(true)  // it delivers, and says that it did not
        #expect(await !tenant.deliverNotifications().isComplete)
        parts.notifier.setForgetful(false)
        #expect(try await parts.open().deliverNotifications().isComplete)
        let invitations = parts.notifier.delivered.filter { $0.recipient == email }
        #expect(invitations.count == 2 && Set(invitations.map(\.id)).count == 1)
        guard case .invited(_, let code, _) = invitations[1].content else {
            Issue.record("the last message is no invitation")
            return
        }
        let guest = try await tenant.acceptInvitation(
            email: email, code: code, fullName: FullName("Guest"), password: TestTenant.password)
        #expect(try await parts.open().deliverNotifications().isComplete)
        #expect(parts.notifier.delivered.filter { $0.recipient == email }.count == 2)
        #expect(try await tenant.signIn(email, password: TestTenant.password) == .signedIn(guest))
    }

    @Test(
        "of two enrollments at once one succeeds, and the other hears that the company is enrolled",
        .timeLimit(.minutes(20)))
    func enrollAtOnce() async throws {
        let parts = Parts()
        async let first: RefusalReason? = self.reason { _ = try await parts.enrolled("Contoso") }
        async let second: RefusalReason? = self.reason { _ = try await parts.enrolled("Fabrikam") }
        let reasons = try await [first, second]
        #expect(reasons.contains(nil) && reasons.contains(.alreadyEnrolled))
    }

    private func reason(_ body: () async throws -> Void) async throws -> RefusalReason? {
        do {
            try await body()
            return nil
        } catch let error as TenantError {
            return error.refusal?.reason
        }
    }
}
