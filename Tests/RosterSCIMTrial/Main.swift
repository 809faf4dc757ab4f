import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterSCIM
import RosterUseCases
import RosterWeb

/// A company in memory behind SCIM, on loopback, until it is killed: `RosterSCIMTrial [PORT]`.
///
/// It prints the address and the token of its client. The suites send UUIDs as passwords and as names: a password may hold parts of names.
@main
enum Main {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { UInt16($0) } ?? 0
        let policy = try TenantPolicy(passwords: .nist, attributes: .scim, releasesNamesOfDeletedAccounts: true)
        let parts = TenantParts(
            catalog: .partnerCenter, directory: MemoryUserDirectory(), credentials: MemoryCredentialVault(),
            sessions: MemorySessionStore(), notifier: MemoryNotifier(), policy: policy)
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")), with: parts)
        let tenant = enrolled.tenant
        let first = enrolled.signInInformation.reveal()
        let ada = try await tenant.changePassword(
            of: first.userName.rawValue, from: Password(first.temporaryPassword), to: Password("Correct-Horse-1"))
        let client = try await tenant.addService(
            FullName("Conformance suite"), userName: UserName("svc-scim"), roles: [.globalAdmin], by: ada)
        let issued = try await tenant.issueServiceToken(
            for: client.id, named: DeviceName("suite"), lasting: .seconds(86_400), by: ada)
        let service = AdmittingService(
            tenant: tenant, service: SCIMService(tenant, options: SCIMOptions(advertisesCatalog: false)))
        let server = try LoopbackServer(port: port, mount: "/scim/v2", service: service)
        LoopbackServer.say("http://127.0.0.1:\(server.port)/scim/v2 \(issued.reveal())\n")
        server.run()
    }
}

/// Admits bearer tokens and hands requests on.
struct AdmittingService: WebService {
    let tenant: Tenant
    let service: SCIMService

    func answer(_ request: WebRequest) async -> WebResponse {
        var request = request
        let field = request.headers["authorization"] ?? ""
        if field.lowercased().hasPrefix("bearer "), let token = SessionToken(String(field.dropFirst(7))) {
            request.caller = (try? await self.tenant.admission(of: token)) ?? nil
        }
        return await self.service.answer(request)
    }
}
