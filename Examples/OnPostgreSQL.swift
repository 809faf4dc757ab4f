#if PostgreSQL
    import Foundation
    import Roster
    import RosterPartnerCenter
    import RosterPostgreSQL

    /// One company in a database, and two hosts that share it: what one does, the other knows within milliseconds.
    ///
    /// Both hosts are in this process, each with connections, a table of roles and a task of its own, as two machines would have them.
    enum OnPostgreSQL: Scenario {
        static let name = "postgresql"
        static let summary = "two hosts that share a company in PostgreSQL (Scripts/with-postgresql swift run …)"
        private static let patience = Duration.seconds(30)

        static func run(_ arguments: [String]) async throws {
            guard let connection = arguments.first ?? ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL"] else {
                throw UsageError(
                    "usage: Scripts/with-postgresql swift run --traits PostgreSQL Examples postgresql [CONNECTION]")
            }
            let hosts = [try PostgreSQLServer(connection), try PostgreSQLServer(connection)]
            Console.heading("The tables are created, unless they are there")
            try await hosts[0].createSchema()
            let company = CompanyID(bits: .random(in: 0 ... .max))
            Console.say("The company is known as \(company).")

            Console.heading("The first host enrolls Contoso, and the second one opens it")
            let enrolled = try await Tenant.enroll(
                CompanyEnrollment(
                    of: FullName("Contoso"), programs: [.indirectProvider],
                    firstAdministrator: FullName("Ada Lovelace"), email: EmailAddress("ada@contoso.example")),
                with: self.parts(of: company, on: hosts[0]))
            let (first, ada) = (enrolled.tenant, enrolled.owner)
            try await self.choosePassword(enrolled.signInInformation.reveal(), "Analytical-1843", at: first)
            let second = try await Tenant.open(self.parts(of: company, on: hosts[1]))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in [first, second] { group.addTask { try await tenant.run() } }
                try await self.walkThrough(first, second, as: ada)
                group.cancelAll()
            }
        }

        private static func walkThrough(_ first: Tenant, _ second: Tenant, as ada: UserID) async throws {
            Console.heading("At the first host, Ada creates Grace's account with a role")
            let added = try await first.addUser(
                FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"), roles: [.adminAgent], by: ada)
            let grace = added.userID
            let information = added.signInInformation.reveal()

            Console.heading("Grace signs in at the second host")
            try await self.choosePassword(information, "Compiler-1952", at: second)
            try await self.say("The second host lets her manage customers") { second.permits(grace, .manageCustomers) }
            try await self.say("So does the first one") { first.permits(grace, .manageCustomers) }
            let session = try await second.beginSession(
                "grace@contoso.example", password: Password("Compiler-1952"), on: DeviceName("Firefox on Linux"))
            guard let token = SessionToken(session.reveal()) else { throw UsageError("the token cannot be read") }
            Console.say("Both hosts admit her session: \(try await self.isAdmitted(token, at: first, second))")

            Console.heading("At the second host, Ada blocks Grace")
            try await second.blockUser(grace, by: ada)
            try await self.say("The first host lets her manage customers no more") {
                !first.permits(grace, .manageCustomers)
            }
            Console.say("Both hosts admit her session: \(try await self.isAdmitted(token, at: first, second))")

            Console.heading("The history is one, whichever host did it")
            for commit in try await first.history(after: .start, limit: 100) {
                Console.say("\(commit.revision)  \(commit.changes.map { Self.kind(of: $0) }.joined(separator: ", "))")
            }
        }

        /// The kind of a change: the name of its case.
        private static func kind(of change: Change) -> String {
            Mirror(reflecting: change).children.first?.label ?? "\(change)"
        }

        /// Waits until something holds, and says how long that took.
        private static func say(_ what: Shown, once holds: () -> Bool) async throws {
            let start = ContinuousClock.now
            while !holds() {
                guard .now - start < self.patience else { throw UsageError("it has not come true: \(what.text)") }
                try await Task.sleep(for: .microseconds(100))
            }
            let microseconds = (ContinuousClock.now - start) / .microseconds(1)
            Console.say("\(what.text): after \(String(format: "%.1f", microseconds / 1_000)) ms.")
        }

        private static func isAdmitted(_ token: SessionToken, at tenants: Tenant...) async throws -> Bool {
            for tenant in tenants where try await tenant.admission(of: token)?.subject == nil { return false }
            return true
        }

        private static func choosePassword(
            _ information: RevealedSignInInformation, _ password: String, at tenant: Tenant
        ) async throws {
            try await tenant.changePassword(
                of: information.userName.rawValue, from: Password(information.temporaryPassword), to: Password(password)
            )
        }

        private static func parts(of company: CompanyID, on server: PostgreSQLServer) -> TenantParts {
            TenantParts(
                catalog: .partnerCenter, directory: server.directory(of: company),
                credentials: server.vault(of: company),
                sessions: server.sessions(of: company), notifier: MemoryNotifier())
        }
    }
#endif
