import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases

/// A host that `Scripts/soak-notifications.sh` starts several times on one directory, and kills.
///
///     RosterNotificationSoak begin FOLDER     enrolls a company
///     RosterNotificationSoak host FOLDER      runs, and changes roles, until it is killed
///     RosterNotificationSoak finish FOLDER    delivers what is left, and compares what arrived with the history
@main
enum SoakHost {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            print("usage: RosterNotificationSoak begin|host|finish FOLDER")
            exit(64)
        }
        let parts = try self.parts(in: arguments[2], isCalm: arguments[1] != "host")
        switch arguments[1] {
        case "begin": try await self.begin(parts)
        case "host": try await self.host(parts)
        default: try await self.finish(parts, ledger: arguments[2] + "/ledger")
        }
    }

    private static func parts(in folder: String, isCalm: Bool) throws -> TenantParts {
        try TenantParts(
            catalog: .partnerCenter, directory: FileDirectory(at: folder + "/company"),
            credentials: MemoryCredentialVault(), notifier: SoakNotifier(ledger: folder + "/ledger", isCalm: isCalm),
            policy: TenantPolicy(deliveryTimeLimit: .milliseconds(500), deliveryPatience: .seconds(86_400)))
    }

    private static func begin(_ parts: TenantParts) async throws {
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        let (tenant, ada, first) = (enrolled.tenant, enrolled.owner, enrolled.signInInformation.reveal())
        try await tenant.changePassword(
            of: first.userName.rawValue, from: Password(first.temporaryPassword), to: Password("Analytical-1843"))
        try await tenant.skipNotifications()
        for number in 0..<20 {
            let email = try EmailAddress("p\(number)@contoso.example")
            try await tenant.addExistingUsers([ExistingAccount(FullName("P"), email: email)], roles: [], by: ada)
        }
    }

    private static func host(_ parts: TenantParts) async throws {
        let tenant = try await Tenant.open(parts)
        let running = Task { try await tenant.run() }
        let ada = tenant.company.enrolledBy
        let people = try await tenant.users(by: ada).records.map(\.id).filter { $0 != ada }
        while let person = people.randomElement() {
            do throws(TenantError) {
                try await self.toggle(person, tenant, by: ada)
            } catch {
                // The other host was faster.
                guard error.refusal != nil else { throw error }
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...20)))
        }
        try await running.value
    }

    private static func toggle(_ person: UserID, _ tenant: Tenant, by ada: UserID) async throws(TenantError) {
        if try await tenant.user(person)?.assignment(of: .reportViewer, at: .company) != nil {
            try await tenant.removeRoles([.reportViewer], from: person, by: ada)
        } else {
            try await tenant.assignRoles([.reportViewer], to: person, by: ada)
        }
    }

    private static func finish(_ parts: TenantParts, ledger: String) async throws {
        let tenant = try await Tenant.open(parts)
        let report = await tenant.deliverNotifications()
        guard report.isComplete else { throw SoakError(description: "not everything was delivered: \(report)") }
        print("  " + (try await SoakCheck(ledger: ledger).run(tenant)))
    }
}
