import ArgumentParser
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Roster
import RosterAuthZEN
import RosterConsole
import RosterHummingbird
import RosterPartnerCenter
import RosterSCIM
import RosterWeb

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// How many connections a process can keep open.
enum ConnectionLimit {
    /// The files that a company and the threads of a server have open beside connections, with room to spare; ours.
    static let reserve = 128

    /// What the limit on open files allows; without the bound, a process at its limit could neither accept nor answer.
    static var ofProcess: Int {
        var limit = rlimit()
        guard getrlimit(noFile, &limit) == 0 else { return self.reserve }
        let files = Int(clamping: limit.rlim_cur)
        return max(1, files - min(self.reserve, files / 2))
    }

    #if canImport(Darwin)
        private static let noFile = RLIMIT_NOFILE
    #else
        private static let noFile = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves a company until SIGTERM or SIGINT, and answers what is in flight before it ends.",
        discussion: """
            Without a place, it serves a company in memory, with a person who has signed in.

            It keeps as many connections open as the limit on open files (`ulimit -n`) allows beside 128 files of its own; half as many \
            as the limit where it is below 256. Further clients wait until one is closed.
            """)

    @OptionGroup var place: Place
    @Option(help: "The address to listen at.") var host = "127.0.0.1"
    @Option(help: "The port to listen at.") var port = 8080
    @Option(help: "The certificate to speak TLS with and those that vouch for it, in a file of PEM.")
    var tlsCertificate: String?
    @Option(help: "The key of the certificate, in a file of PEM.") var tlsKey: String?
    @Option(help: "The scheme and authority that clients use, where a proxy stands before the server.")
    var origin: String?
    @Option(help: "The address of a proxy whose X-Forwarded-For counts; may be repeated.")
    var trustedProxy: [String] = []
    @Flag(help: "Leave the catalog out of what SCIM advertises, for clients that stop at what they do not know.")
    var plainSCIM = false

    func validate() throws {
        if (self.tlsCertificate == nil) != (self.tlsKey == nil) {
            throw ValidationError("TLS needs both a certificate and its key")
        }
    }

    func run() async throws {
        let logger = Logger(label: "roster")
        let origin = try WebOrigin(self.origin ?? self.ownOrigin, trustedProxies: Set(self.trustedProxy))
        logger.info("user management in the browser", metadata: ["address": "\(origin.address)/console"])
        let tenant = try await self.tenant(origin)
        let report: @Sendable (any Error) -> Void = { logger.error("a request failed", metadata: ["cause": "\($0)"]) }
        let api = LimitedService(AuthenticatedService(TenantAPI(tenant, reporting: report), of: tenant))
        let authZEN = try AuthZENService(tenant, mapping: Self.mapping(tenant.catalog), reporting: report)
        let provisioning = SCIMOptions(advertisesCatalog: !self.plainSCIM)
        let scim = LimitedService(
            AuthenticatedService(SCIMService(tenant, options: provisioning), of: tenant),
            to: WebLimits(bodyByteLimit: provisioning.bodyByteLimit))
        let decisions = LimitedService(AuthenticatedService(authZEN, of: tenant), to: WebLimits(duration: nil))

        let router = Router(context: RosterContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: MetricsMiddleware())
        router.add(middleware: ServiceMiddleware(api, at: "/api", from: origin))
        router.add(middleware: ServiceMiddleware(decisions, at: "", only: authZEN.paths, from: origin))
        router.add(
            middleware: ServiceMiddleware(scim, at: "/scim/v2", from: origin, byteLimit: provisioning.bodyByteLimit))
        router.add(middleware: ServiceMiddleware(LimitedService(WebConsole(tenant)), at: "/console", from: origin))
        router.addHealth(of: tenant)
        let host = router.group().add(middleware: CallerMiddleware(of: tenant, from: origin))
        host.get("me") { _, context in context.caller.map { "\($0.user)\n" } ?? "a stranger\n" }
        host.group().add(middleware: try RequirePermission(.manageCustomers, of: tenant))
            .get("customers") { _, _ in "everything about customers\n" }

        let app = Application(
            router: router, server: try self.server(),
            configuration: .init(
                address: .hostname(self.host, port: self.port),
                availableConnectionsDelegate: .maximum(ConnectionLimit.ofProcess, logger: logger)),
            services: [TenantService(tenant)], logger: logger)
        try await app.runService()
    }

    /// How clients reach the server itself; browsers by the name under which they keep a `Secure` cookie without TLS.
    private var ownOrigin: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        if self.tlsKey != nil { return "https://\(host):\(self.port)" }
        return "http://\(host == "127.0.0.1" ? "localhost" : host):\(self.port)"
    }

    /// HTTP, within TLS where there is a certificate.
    private func server() throws -> HTTPServerBuilder {
        // A client that waits to be asked for its body is asked for the largest that any service takes.
        let http = HTTPServerBuilder.strictHTTP1(
            configuration: .init(idleTimeout: .seconds(60)),
            limits: HTTP1Limits(bodyByteLimit: SCIMOptions().bodyByteLimit))
        guard let tlsCertificate, let tlsKey else { return http }
        let chain = try NIOSSLCertificate.fromPEMFile(tlsCertificate)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: tlsKey, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try .tls(http, tlsConfiguration: configuration)
    }

    /// The company that is kept, or one in memory to try.
    private func tenant(_ origin: WebOrigin) async throws -> Tenant {
        if self.place.isGiven { return try await Tenant.open(try await self.place.parts()) }
        let parts = try TenantParts(
            directory: MemoryUserDirectory(), credentials: MemoryCredentialVault(), sessions: MemorySessionStore(),
            secondFactors: MemorySecondFactorStore())
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: parts)
        let (tenant, first) = (enrolled.tenant, enrolled.signInInformation.reveal())
        let password = Password("Analytical-1843")
        let ada = try await tenant.changePassword(
            of: first.userName.rawValue, from: Password(first.temporaryPassword), to: password)
        try await tenant.assignRoles([.adminAgent], to: ada, by: ada)
        let begun = try await tenant.beginSession("ada@contoso.example", password: password, on: DeviceName("curl"))
        let token = begun.reveal()
        print("A company to try, in memory: Ada is ada@contoso.example with Analytical-1843. Ask, for example:")
        print("  curl -H 'Authorization: Bearer \(token)' \(origin.address)/customers")
        print("Or sign in at \(origin.address)/console")
        // A file or a pipe would get it only when the server ends.
        fflush(nil)
        return tenant
    }

    /// Every permission of the catalog, asked for the company or for one of its locations.
    static func mapping(_ catalog: RoleCatalog) -> AuthZENMapping {
        let actions = Dictionary(uniqueKeysWithValues: catalog.permissions.map { ($0.id.rawValue, $0.id) })
        return AuthZENMapping(
            subjects: ["user": .userNames, "user_id": .identifiers],
            resources: [
                "company": AuthZENResourceType(actions: actions, scope: { _ in .company }),
                "location": AuthZENResourceType(scopeKind: "locations", actions: actions),
            ])
    }
}

struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Prints the description of the account API as OpenAPI 3.1.")

    @OptionGroup var place: Place
    @Option(help: "The address of the API.") var address = "http://127.0.0.1:8080/api"

    func run() async throws {
        let tenant = try await Tenant.open(try await self.place.parts())
        print(String(decoding: TenantAPI(tenant).openAPI(at: self.address), as: UTF8.self))
    }
}
