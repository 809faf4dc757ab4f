import Foundation
// README: begin company
import Roster
// README: end
// README: begin check-core
import RosterDomain
// README: end
// README: begin company check-core
import RosterPartnerCenter
// README: end
import Testing

/// The README's Swift samples, compiled and run.
///
/// `Scripts/check-readme.sh` compares what stands between the marks with the README.
@Suite("The README's samples", .timeLimit(.minutes(20)))
struct ReadmeSnippetTests {
    @Test("a company, its first user, an account with roles, and what it may do")
    func company() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // README: begin company

        let parts = try TenantParts(
            catalog: .partnerCenter, directory: FileDirectory(at: folder),
            credentials: FileCredentialVault(at: folder), notifier: StdoutMailer())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        let tenant = enrolled.tenant  // a later run opens it: Tenant.open(parts)
        let first = enrolled.signInInformation.reveal()
        let ada = try await tenant.changePassword(
            of: first.userName.rawValue, from: Password(first.temporaryPassword), to: Password("Analytical-1843"))

        let added = try await tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"),
            roles: [.adminAgent, .billingAdmin], by: ada)
        let grace = added.userID
        let handOver = added.signInInformation.reveal()  // consumes it; asking twice does not compile
        print(handOver)

        print(tenant.permits(grace, .manageCustomers))  // false: the temporary password must be changed first
        // README: end
        #expect(ada == tenant.company.enrolledBy)
        #expect(!tenant.permits(grace, .manageCustomers))
        // README: begin company
        try await tenant.changePassword(
            of: handOver.userName.rawValue, from: Password(handOver.temporaryPassword), to: Password("Compiler-1952"))
        print(tenant.permits(grace, .manageCustomers))  // true
        print(tenant.decide(grace, .createUsers))  // denied: why, which roles would do, and who can give them
        await tenant.deliverNotifications()  // a server calls `run()` instead, in a task of its own
        // README: end
        #expect(tenant.permits(grace, .manageCustomers))
        guard case .denied(.notGranted, .gainRoles) = tenant.decide(grace, .createUsers) else {
            Issue.record("\(tenant.decide(grace, .createUsers))")
            return
        }
    }

    @Test("the check core alone")
    func checkCore() throws {
        // README: begin check-core

        let access = AccessTable(catalog: .partnerCenter)
        let user = UserID(bits: 42)  // the host's own number
        try access.assign(.referralsAdmin, to: user, at: Scope("/locations/seattle"))

        print(access.permits(user, .updateDeals, at: try Scope("/locations/seattle")))  // true
        print(access.permits(user, .updateDeals))  // false: held at one location, asked for the company
        print(access.decide(user, .updateDeals))  // why, which roles would do, and who can give them
        print(try access.users(permitted: .updateDeals, at: Scope("/locations/seattle")))  // who can

        let updateDeals = try access.handle(for: .updateDeals)  // resolved once …
        if let session = access.handle(for: user) {
            print(access.permits(session, updateDeals))  // … a check is one bit: no lock, no allocation, no look-up
        }
        // README: end
        #expect(try access.users(permitted: .updateDeals, at: Scope("/locations/seattle")) == [user])
        #expect(access.permits(user, .updateDeals, at: try Scope("/locations/seattle")))
        #expect(!access.permits(user, .updateDeals))
        #expect(!access.decide(user, .updateDeals).isAllowed)
    }
}
