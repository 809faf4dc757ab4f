import Foundation
import Roster
import RosterPartnerCenter

/// What happens to an account after "Add user": sessions on two hosts, a reset in the middle of one, everything ended at once,
/// a program with a token.
enum AccountLife: Scenario {
    static let name = "account-life"
    static let summary = "first sign-in, sessions on two hosts, a reset, signing out everywhere, a service, lockout"

    static func run(_ arguments: [String]) async throws {
        let folder = NSTemporaryDirectory() + "roster-account-life-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (tenant, ada) = try await self.enroll(in: folder)
        let other = try await Tenant.open(try self.parts(in: folder))
        // Each host follows the others in a task of its own.
        let running = [tenant, other].map { host in Task { try await host.run() } }
        defer { for task in running { task.cancel() } }

        let (grace, token) = try await self.signInForTheFirstTime(tenant, by: ada)
        let phone = try await self.meetTheOtherHost(tenant, other, grace, token)
        try await self.endOne(tenant, other, grace, phone)
        try await self.reset(tenant, other, grace, token, by: ada)
        try await self.arriveFromElsewhere(tenant, other, grace)
        try await self.serve(tenant, other, by: ada)
        try await self.workWithLess(tenant, other, by: ada)
        try await self.lockOut(tenant, other, by: ada)
        try await self.showCodes(tenant, ada, Password("Analytical-1843"))
        try await self.purge(tenant, by: ada)
        try await self.changeCompany(tenant, other, by: ada)
    }

    private static func parts(in folder: String) throws -> TenantParts {
        TenantParts(
            catalog: .partnerCenter, directory: try FileDirectory(at: folder),
            credentials: try FileCredentialVault(at: folder, cost: .cheapest),
            sessions: try FileSessionStore(at: folder), secondFactors: try FileSecondFactorStore(at: folder),
            notifier: MemoryNotifier())
    }

    private static func enroll(in folder: String) async throws -> (Tenant, UserID) {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: self.parts(in: folder))
        let information = enrolled.signInInformation.reveal()
        try await enrolled.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Analytical-1843"))
        return (enrolled.tenant, enrolled.owner)
    }

    private static func signInForTheFirstTime(
        _ tenant: Tenant, by ada: UserID
    ) async throws -> (UserID, SessionToken) {
        Console.heading("Grace signs in for the first time, and may do nothing but change the password")
        let added = try await tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"), roles: [.adminAgent], by: ada)
        let grace = added.userID
        let temporary = Password(added.signInInformation.reveal().temporaryPassword)
        let begun = try await tenant.beginSession(
            "grace@contoso.example", password: temporary, on: DeviceName("Firefox on Linux"))
        let first = try self.token(begun.reveal())
        if let admission = tenant.admits(first) {
            Console.say("She must change the password: \(admission.duties == .changePassword)")
            Console.say("There is a subject to check with:  \(admission.subject != nil)")
        }
        guard let changed = try await tenant.changePassword(in: first, from: temporary, to: Password("Compiler-1952"))
        else { throw UsageError("the session ended meanwhile") }
        let token = try self.token(changed.reveal())
        Console.say("Her first token still opens something: \(tenant.admits(first) != nil)")
        if let subject = tenant.admits(token)?.subject {
            Console.say("She may manage customers:          \(tenant.permits(subject, .manageCustomers))")
        }
        return (grace, token)
    }

    private static func meetTheOtherHost(
        _ tenant: Tenant, _ other: Tenant, _ grace: UserID, _ token: SessionToken
    ) async throws -> SessionToken {
        Console.heading("Her session is good at the other host too, and she begins a second one there")
        Console.say("The other host knows it by itself:  \(other.admits(token) != nil)")
        Console.say("It finds it in the session store:   \(try await other.admission(of: token)?.user == grace)")
        Console.say("From then on it asks no store:      \(other.admits(token) != nil)")
        let begun = try await other.beginSession(
            "grace@contoso.example", password: Password("Compiler-1952"), on: DeviceName("Safari on a phone"))
        let phone = try self.token(begun.reveal())
        for session in try await tenant.sessions(of: grace, by: grace) {
            Console.say(
                "  \(session.device.description), by \(session.methods.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        }
        return phone
    }

    private static func endOne(
        _ tenant: Tenant, _ other: Tenant, _ grace: UserID, _ phone: SessionToken
    ) async throws {
        Console.heading("She loses the phone, and ends its session from her desk")
        guard let lost = try await tenant.sessions(of: grace, by: grace).last else { return }
        try await tenant.endSession(lost.id, of: grace, by: grace)
        Console.say(
            "The phone at the other host:        \(try await self.isRefused(phone, at: other) ? "signed out" : "signed in")"
        )
    }

    private static func reset(
        _ tenant: Tenant, _ other: Tenant, _ grace: UserID, _ token: SessionToken, by ada: UserID
    ) async throws {
        Console.heading("Ada resets Grace's password, while Grace is signed in")
        _ = try await tenant.resetPassword(of: grace, by: ada).reveal()
        Console.say("Grace's session at this host:       \(tenant.admits(token) == nil ? "over" : "open")")
        Console.say(
            "At the other one, a moment later:   \(try await self.isRefused(token, at: other) ? "over" : "open")")
    }

    private static func arriveFromElsewhere(_ tenant: Tenant, _ other: Tenant, _ grace: UserID) async throws {
        Console.heading("An identity provider has authenticated Ada: no password of ours is needed")
        guard let ada = try await tenant.user(withEmail: EmailAddress("ada@contoso.example"))?.id else { return }
        let begun = try await other.beginSession(
            for: ada, authenticatedBy: [.multipleFactors], on: DeviceName("Edge on Windows"))
        let token = try self.token(begun.reveal())
        Console.say("Ada is signed in:                   \(other.admits(token)?.user == ada)")
        try await tenant.endAllSessions(of: ada, by: ada)
        Console.say("She signs out everywhere:           \(try await self.isRefused(token, at: other))")
        Console.heading("On record")
        for commit in try await tenant.history().suffix(3) {
            for change in commit.changes { Console.say("  \(commit.revision): \(change)") }
        }
    }

    /// Waits until a host that follows the others admits a token no more; false after ten seconds.
    static func isRefused(_ token: SessionToken, at host: Tenant) async throws -> Bool {
        for _ in 0..<1_000 where host.admits(token) != nil { try await Task.sleep(for: .milliseconds(10)) }
        return host.admits(token) == nil
    }

    static func token(_ text: String) throws -> SessionToken {
        guard let token = SessionToken(text) else { throw UsageError("a token cannot be read back") }
        return token
    }
}
