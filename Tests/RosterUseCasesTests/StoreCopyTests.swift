#if os(Linux)
    import Foundation
    import RosterAdapters
    import RosterDomain
    import RosterPartnerCenter
    import RosterPorts
    import RosterUseCases
    import Testing

    @Suite("A copy of a company on disk, first its directory and then its credentials")
    struct StoreCopyTests {
        /// A company in a folder.
        private struct Place {
            let directory: FileDirectory
            let vault: FileCredentialVault

            init(_ path: String) throws {
                self.directory = try FileDirectory(at: path)
                self.vault = try FileCredentialVault(at: path, cost: .cheapest)
            }

            func open() async throws -> Tenant {
                try await Tenant.open(
                    catalog: .partnerCenter, directory: self.directory, credentials: self.vault,
                    notifier: MemoryNotifier())
            }

            func enroll() async throws -> Tenant {
                let enrolled = try await Tenant.enroll(
                    CompanyEnrollment(
                        of: FullName("Contoso"), programs: [.indirectProvider],
                        firstAdministrator: FullName("Ada Lovelace"), email: EmailAddress(TestTenant.adaEmail)),
                    with: TenantParts(
                        catalog: .partnerCenter, directory: self.directory, credentials: self.vault,
                        notifier: MemoryNotifier()))
                let information = enrolled.signInInformation.reveal()
                let tenant = enrolled.tenant
                try await tenant.changePassword(
                    of: information.userName, from: Password(information.temporaryPassword), to: TestTenant.password)
                return tenant
            }
        }

        private static func email(_ name: String) throws -> EmailAddress {
            try EmailAddress("\(name)@contoso.example")
        }

        /// Adds a user, and returns the temporary password.
        private static func add(_ name: String, to tenant: Tenant) async throws -> (id: UserID, password: Password) {
            let ada = try await self.signedIn("ada", TestTenant.password, to: tenant)
            let added = try await tenant.addUser(FullName(name), email: self.email(name), roles: [], by: ada)
            let id = added.userID
            return (id, Password(added.signInInformation.reveal().temporaryPassword))
        }

        private static func signedIn(_ name: String, _ password: Password, to tenant: Tenant) async throws -> UserID {
            switch try await tenant.signIn(self.email(name), password: password) {
            case .signedIn(let id), .mustChangePassword(let id), .mustShowSecondFactor(let id),
                .mustEnrollSecondFactor(let id):
                id
            }
        }

        private static func isRefused(_ name: String, _ password: Password, by tenant: Tenant) async throws -> Bool {
            do {
                _ = try await tenant.signIn(self.email(name), password: password)
                return false
            } catch {
                guard case TenantError.refused = error else { throw error }
                return true
            }
        }

        @Test(
            "lets in those whose password stayed as it was, and no user by a password that was changed or reset meanwhile"
        )
        func order() async throws {
            let folder = NSTemporaryDirectory() + "roster-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let original = try Place(folder + "/store")
            let tenant = try await original.enroll()
            let own = TestTenant.password
            let (grace, first) = try await Self.add("grace", to: tenant)
            try await tenant.changePassword(of: Self.email("grace"), from: first, to: own)
            let (_, waiting) = try await Self.add("linus", to: tenant)
            let (_, temporary) = try await Self.add("radia", to: tenant)

            try await original.directory.backup(to: folder + "/copy")
            let ada = try await Self.signedIn("ada", own, to: tenant)
            let reset = try await tenant.resetPassword(of: grace, by: ada).reveal().temporaryPassword
            try await tenant.changePassword(of: Self.email("radia"), from: temporary, to: own)
            let (_, late) = try await Self.add("margaret", to: tenant)
            try await original.vault.backup(to: folder + "/copy")

            let copy = try await Place(folder + "/copy").open()
            _ = try await Self.signedIn("ada", own, to: copy)
            _ = try await Self.signedIn("linus", waiting, to: copy)
            for password in [temporary, own] { #expect(try await Self.isRefused("radia", password, by: copy)) }
            for password in [Password(reset), own] { #expect(try await Self.isRefused("grace", password, by: copy)) }
            let again = try await copy.resetPassword(of: grace, by: ada).reveal().temporaryPassword
            #expect(try await copy.changePassword(of: Self.email("grace"), from: Password(again), to: own) == grace)
            #expect(try await Self.isRefused("margaret", late, by: copy))
        }
    }
#endif
