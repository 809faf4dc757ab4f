import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("When a part fails")
struct FailureTests {
    struct Parts {
        let directory = FaultyDirectory(MemoryUserDirectory())
        let vault = FaultyVault(MemoryCredentialVault())
        let notifier = FaultyNotifier()

        func enrol() async throws -> (Tenant, UserID) {
            let enrolled = try await self.enrolled()
            let (tenant, owner) = (enrolled.tenant, enrolled.owner)
            let information = enrolled.signInInformation.reveal()
            _ = try await tenant.changePassword(
                of: information.email, from: Password(information.temporaryPassword), to: TestTenant.password)
            return (tenant, owner)
        }

        func enrolled(_ company: String = "Contoso") async throws -> EnrolledTenant {
            try await Tenant.enrol(
                FullName(company), firstAdministrator: FullName("Ada"), email: EmailAddress("ada@contoso.example"),
                catalog: .partnerCenter, directory: self.directory, credentials: self.vault, notifier: self.notifier)
        }

        func open() async throws -> Tenant {
            try await Tenant.open(
                catalog: .partnerCenter, directory: self.directory, credentials: self.vault, notifier: self.notifier)
        }
    }

    @Test("an empty directory is not opened, and a company is enrolled once")
    func enrolment() async throws {
        let parts = Parts()
        await #expect(throws: TenantError.self) { _ = try await parts.open() }
        _ = try await parts.enrol()
        for company in ["Contoso", "Fabrikam"] {
            do {
                _ = try await parts.enrolled(company)
                Issue.record("refused")
            } catch TenantError.refused(let refusal) {
                #expect(refusal.reason == .alreadyEnrolled)
            }
        }
    }

    @Test("until the first administrator has signed in, enrolling again issues new sign-in information")
    func enrolAgain() async throws {
        let parts = Parts()
        let first = try await parts.enrolled()
        let firstOwner = first.owner
        parts.vault.setBroken(true)
        await #expect(throws: TenantError.self) { _ = try await parts.enrolled() }
        parts.vault.setBroken(false)
        let second = try await parts.enrolled()
        #expect(second.owner == firstOwner)
        let information = second.signInInformation.reveal()
        let tenant = try await parts.open()
        _ = try await tenant.changePassword(
            of: information.email, from: Password(information.temporaryPassword), to: TestTenant.password)
        await #expect(throws: TenantError.self) { _ = try await parts.enrolled() }
    }

    @Test("a vault that cannot issue leaves no user behind")
    func vaultFails() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enrol()
        parts.vault.setBroken(true)
        do {
            _ = try await tenant.addUser(
                FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada)
            Issue.record("failed")
        } catch TenantError.credentials {
        }
        #expect(try await tenant.user(withEmail: EmailAddress("grace@contoso.example")) == nil)
    }

    @Test(
        "a directory that fails to commit adds nobody, or says that it is unknown and adds the whole user",
        arguments: [FaultyDirectory.Fault.refusesToWrite, .failsBefore, .failsAfter])
    func directoryFails(_ fault: FaultyDirectory.Fault) async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enrol()
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
        let (tenant, ada) = try await parts.enrol()
        parts.directory.plan(.refusesToWrite)
        do {
            try await tenant.block(ada, by: ada)
            Issue.record("failed")
        } catch TenantError.directory(.unavailable) {
        }
    }

    @Test(
        "Law 11, told after: what a failing notifier could not deliver comes after a restart, nothing before its commit"
    )
    func toldAfter() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enrol()
        let before = parts.notifier.deliveredIDs
        parts.notifier.setBroken(true)
        let added = try await tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada)
        let grace = added.userID
        #expect(await tenant.deliverNotifications() != nil)
        #expect(parts.notifier.deliveredIDs == before)
        parts.notifier.setBroken(false)
        _ = try await parts.open()
        let news = parts.notifier.deliveredIDs.dropFirst(before.count)
        #expect(news.count == 1 && news.allSatisfy { $0.hasSuffix(grace.description) })
        _ = try await parts.open()
        #expect(parts.notifier.deliveredIDs.count == before.count + 1)
    }

    @Test("a notification whose commit fails is never sent")
    func nothingBefore() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enrol()
        let before = parts.notifier.deliveredIDs
        parts.directory.plan(.failsBefore)
        await #expect(throws: TenantError.self) {
            _ = try await tenant.addUser(
                FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: ada)
        }
        parts.directory.plan(.none)
        #expect(await tenant.deliverNotifications() == nil)
        #expect(parts.notifier.deliveredIDs == before)
    }

    @Test("a reset that gets no temporary password is on record, access is off, and the old password cannot restore it")
    func resetWithoutPassword() async throws {
        let parts = Parts()
        let (tenant, ada) = try await parts.enrol()
        let email = try EmailAddress("grace@contoso.example")
        let added = try await tenant.addUser(FullName("Grace"), email: email, roles: [.adminAgent], by: ada)
        let grace = added.userID
        let information = added.signInInformation.reveal()
        _ = try await tenant.changePassword(
            of: email, from: Password(information.temporaryPassword), to: TestTenant.password)
        parts.vault.setBroken(true)
        do {
            _ = try await tenant.resetPassword(of: grace, by: ada)
            Issue.record("failed")
        } catch {
            #expect("\(error)".hasPrefix("user `\(grace)` was changed but has no sign-in information"))
        }
        parts.vault.setBroken(false)
        #expect(!tenant.permits(grace, .manageCustomers))
        do {
            _ = try await tenant.changePassword(of: email, from: TestTenant.password, to: Password("Brand-New-2-x"))
            Issue.record("refused")
        } catch {
            #expect(error.refusal?.reason == .resetMeanwhile)
        }
        let again = try await tenant.resetPassword(of: grace, by: ada).reveal()
        _ = try await tenant.changePassword(
            of: email, from: Password(again.temporaryPassword), to: Password("Brand-New-2-x"))
        #expect(tenant.permits(grace, .manageCustomers))
    }
}
