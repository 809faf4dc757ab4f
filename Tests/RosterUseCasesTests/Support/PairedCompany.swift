#if os(Linux)
    import RosterAdapters
    import RosterDomain
    import RosterPartnerCenter
    import RosterPorts
    import RosterUseCases
    import Testing

    /// A company with three Global admins who have signed in, Ada, Bob and Kim, and an invited guest, Gil.
    final class PairedCompany: Sendable {
        static let password = "Correct-Horse-1"

        let tasks = Switch()
        let directory: MemoryUserDirectory
        let vault: SwitchingVault
        let parts: TenantParts
        let tenant: Tenant
        let ada: UserID
        let bob: UserID
        let kim: UserID
        let gil: UserID
        let code: String

        init() async throws {
            self.directory = MemoryUserDirectory()
            self.vault = SwitchingVault(MemoryCredentialVault(function: EasyFunction()), self.tasks)
            self.parts = TenantParts(
                catalog: .partnerCenter, directory: SwitchingDirectory(self.directory, self.tasks),
                credentials: self.vault, notifier: MemoryNotifier(), clock: ManualClock())
            let enrolled = try await Tenant.enroll(
                CompanyEnrollment(
                    of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                    email: EmailAddress("ada@contoso.example")),
                with: self.parts)
            let tenant = enrolled.tenant
            self.tenant = tenant
            let ada = enrolled.owner
            self.ada = ada
            try await Self.signUp(enrolled.signInInformation.reveal(), tenant)
            var people: [UserID] = []
            for name in ["bob", "kim"] {
                let added = try await tenant.addUser(
                    FullName(name), email: EmailAddress("\(name)@contoso.example"), roles: [.globalAdmin], by: ada)
                people.append(added.userID)
                try await Self.signUp(added.signInInformation.reveal(), tenant)
            }
            (self.bob, self.kim) = (people[0], people[1])
            let guest = try await tenant.inviteUsers(
                [EmailAddress("gil@fabrikam.example")], roles: [.referralsAdmin], by: ada)[0]
            self.gil = guest.id
            let invitation = try #require(guest.invitation)
            self.code = try await self.vault.prepareTemporaryPassword(
                as: PreparedCredential(invitation.credential, of: guest.id, at: guest.user.version),
                expiringAt: invitation.expiresAt
            ).reveal()
        }

        private static func signUp(_ information: RevealedSignInInformation, _ tenant: Tenant) async throws {
            try await tenant.changePassword(
                of: information.userName, from: Password(information.temporaryPassword), to: Password(Self.password))
        }

        func reset(_ user: UserID, by principal: UserID) async throws -> Claim {
            .handedOver(
                user, try await self.tenant.resetPassword(of: user, by: principal).reveal().temporaryPassword)
        }

        /// Checks what must hold after any two verbs.
        func check(_ claim: Claim?, _ error: TenantError?, _ place: String) async throws {
            try await self.check(self.tenant, place)
            #expect(try await self.vault.unsettledUsers() == [], "\(place): nothing is left over")
            switch claim {
            case .signedIn(let user, let text)?:
                let record = try #require(try await self.tenant.user(user), "\(place)")
                #expect(record.user.status == .active, "\(place): signed in")
                #expect(self.vault.texts(of: record.user.credential) == [text], "\(place): signed in")
            case .handedOver(let user, let text)?:
                let record = try #require(try await self.tenant.user(user), "\(place)")
                #expect(self.vault.texts(of: record.user.credential) == [text], "\(place): handed over")
            case .nothing?, nil: break
            }
            if case .refused? = error { return }
            if case .signInInformationOvertaken? = error { return }
            if let error { Issue.record("\(place): \(error)") }
        }

        /// Checks what must hold whatever happened, as a host sees it.
        func check(_ tenant: Tenant, _ place: String) async throws {
            var canRun = false
            for id in [self.ada, self.bob, self.kim, self.gil] {
                guard let record = try await tenant.user(id) else { continue }
                try await self.checkOneCredential(record, tenant, place)
                canRun = canRun || record.canBeCountedOn(for: .globalAdmin)
                #expect(tenant.sessionEpoch(of: id) == record.user.sessionEpoch, "\(place)")
            }
            #expect(canRun, "\(place): a Global admin can sign in")
        }

        /// The credential that the record names works, and nothing else does.
        private func checkOneCredential(_ record: UserRecord, _ tenant: Tenant, _ place: String) async throws {
            let right = self.vault.texts(of: record.user.credential)
            let canSignIn = record.user.status == .active || record.user.status == .mustChangePassword
            if canSignIn { #expect(right.count == 1, "\(place): \(record.user.fullName) has a password") }
            for text in self.vault.allTexts {
                let outcome = try? await tenant.signIn(record.user.userName.rawValue, password: Password(text))
                #expect((outcome != nil) == (canSignIn && right.contains(text)), "\(place): \(record.user.fullName)")
            }
        }
    }

    /// A function that takes no time.
    struct EasyFunction: OneWayFunction {
        func makeSetting() -> String { "$t$" }

        func digest(of text: String, setting: String) -> String { "$t$\(text)" }
    }
#endif
