#if os(Linux)
    import RosterAdapters
    import RosterDomain
    import RosterPartnerCenter
    import RosterPorts
    import RosterUseCases
    import Synchronization
    import Testing

    @Suite("What an answer waits for", .timeLimit(.minutes(20)))
    struct AnswerTimeTests {
        /// A verb of a person who has not shown who they are.
        struct Attempt: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let run: @Sendable (Tenant, String) async throws -> Void

            static let all = [
                Attempt(testDescription: "signing in") { tenant, name in
                    _ = try await tenant.signIn(name, password: Password("a wrong one"))
                },
                Attempt(testDescription: "changing the password") { tenant, name in
                    try await tenant.changePassword(
                        of: name, from: Password("a wrong one"), to: Password("Brand-New-2-x"))
                },
                Attempt(testDescription: "accepting an invitation") { tenant, name in
                    try await tenant.acceptInvitation(
                        of: name, code: InvitationCode("a wrong one"), fullName: FullName("Gil"),
                        password: Password("Brand-New-2-x"))
                },
            ]
        }

        @Test(
            "is the same for every name, listed or not, and never a commit", arguments: Attempt.all)
        func sameCalls(_ attempt: Attempt) async throws {
            let company = try await Company()
            let names = ["nobody", "active", "blocked", "deleted", "unchanged", "invited"]
            var calls: [String: [DirectoryCall]] = [:]
            for name in names {
                company.directory.begin()
                let error = await #expect(throws: TenantError.self) {
                    try await attempt.run(company.tenant, "\(name)@contoso.example")
                }
                #expect(error?.refusal?.reason == .wrongCredentials, "\(name)")
                calls[name] = company.directory.end()
            }
            for name in names { #expect(calls[name] == calls["nobody"], "\(name)") }
        }

        @Test("is not a store that takes no commits: the refusal comes on record once it does", arguments: Attempt.all)
        func stuckStore(_ attempt: Attempt) async throws {
            let company = try await Company()
            company.directory.hold()
            for name in ["nobody", "active", "invited"] {
                await #expect(throws: TenantError.self) {
                    try await attempt.run(company.tenant, "\(name)@contoso.example")
                }
            }
            let before = try await company.directory.head().revision
            company.directory.release()
            await company.tenant.recordRefusals()
            #expect(try await company.directory.head().revision > before)
        }

        @Test("repeated refusals of one user are counted: of two thousand, a few steps and how often")
        func counted() async throws {
            let company = try await Company()
            let before = try await company.directory.head().revision
            for number in 0..<2_000 {
                await #expect(throws: TenantError.self) {
                    _ = try await company.tenant.addUser(
                        FullName("P"), email: EmailAddress("p\(number)@contoso.example"), roles: [],
                        by: company.active)
                }
            }
            await company.tenant.recordRefusals()
            let steps = try await company.tenant.history(after: before)
            let refusals = steps.flatMap(\.changes).compactMap { change in
                if case .refused(let refusal) = change { refusal } else { nil as Refusal? }
            }
            #expect(steps.count <= 12 && refusals.map(\.times).reduce(0, +) == 2_000)
        }

        /// A company with an account of each kind.
        struct Company {
            let directory = GatedDirectory(MemoryUserDirectory())
            let tenant: Tenant
            let active: UserID

            init() async throws {
                let enrolled = try await Tenant.enroll(
                    CompanyEnrollment(
                        of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                        email: EmailAddress("ada@contoso.example")),
                    with: TenantParts(
                        catalog: .partnerCenter, directory: self.directory, credentials: MemoryCredentialVault(),
                        notifier: MemoryNotifier(), clock: ManualClock()))
                let tenant = enrolled.tenant
                self.tenant = tenant
                let ada = enrolled.owner
                let first = enrolled.signInInformation.reveal()
                try await tenant.changePassword(
                    of: first.userName, from: Password(first.temporaryPassword), to: TestTenant.password)
                var ids: [String: UserID] = [:]
                for name in ["active", "blocked", "deleted", "unchanged"] {
                    let added = try await tenant.addUser(
                        FullName(name), email: EmailAddress("\(name)@contoso.example"), roles: [], by: ada)
                    ids[name] = added.userID
                    let information = added.signInInformation.reveal()
                    if name == "unchanged" { continue }
                    try await tenant.changePassword(
                        of: information.userName, from: Password(information.temporaryPassword),
                        to: TestTenant.password)
                }
                self.active = try #require(ids["active"])
                try await tenant.blockUser(#require(ids["blocked"]), by: ada)
                try await tenant.deleteUser(#require(ids["deleted"]), by: ada)
                try await tenant.inviteUsers([EmailAddress("invited@contoso.example")], roles: [], by: ada)
            }
        }
    }

    /// A directory that writes down what it is asked to find, and holds commits back while it is told so.
    final class GatedDirectory: ForwardingDirectory {
        private struct State {
            var calls: [DirectoryCall]?
            var isHeld = false
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        let inner: any UserDirectory
        private let state = Mutex(State())

        init(_ inner: any UserDirectory) {
            self.inner = inner
        }

        func begin() { self.state.withLock { $0.calls = [] } }

        func end() -> [DirectoryCall] {
            self.state.withLock { state in
                defer { state.calls = nil }
                return state.calls ?? []
            }
        }

        func hold() { self.state.withLock { $0.isHeld = true } }

        func release() {
            let waiting = self.state.withLock { state in
                state.isHeld = false
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
            switch call {
            case .read, .page: self.state.withLock { $0.calls?.append(call) }
            case .commit: await self.pass()
            default: break
            }
        }

        private func pass() async {
            await withCheckedContinuation { continuation in
                let passes = self.state.withLock { state in
                    if state.isHeld { state.waiting.append(continuation) }
                    return !state.isHeld
                }
                if passes { continuation.resume() }
            }
        }
    }
#endif
