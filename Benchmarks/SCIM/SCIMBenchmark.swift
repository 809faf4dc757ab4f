import Roster
import RosterDomain
import RosterPartnerCenter
import RosterSCIM
import RosterWeb

/// Requests of a client that provisions, answered in the process: one after another, on a directory in memory.
enum SCIMBenchmark: Benchmark {
    static let name = "scim"
    static let summary = "a SCIM request, without a network"

    static func run(_ effort: Effort) async throws -> [Figure] {
        let rounds = effort.rounds
        let small = try await Client(userCount: 1_000)
        let large = try await Client(userCount: 10_000)
        var (found, missed, added, changed, page): ([Double], [Double], [Double], [Double], [Double]) = (
            [], [], [], [], []
        )
        for round in 0..<rounds {
            found.append(try await small.time(500) { number in small.filter("user-\(number % 1_000)@contoso.example") })
            missed.append(try await small.time(500) { number in small.filter("nobody-\(number)@contoso.example") })
            changed.append(
                try await small.time(200) { number in small.patch(number % 1_000, title: "\(round)-\(number)") })
            page.append(try await large.time(20) { number in large.page(from: 100 * (number % 100) + 1) })
            added.append(try await small.time(200) { number in small.post("new-\(round)-\(number)") })
        }
        return [
            Figure("a filter by user name among 1,000", unit: "µs", found).aiming(.atMost(200)),
            Figure("one that finds no user", unit: "µs", missed).aiming(.atMost(200)),
            Figure("a user added beside 1,000", unit: "µs", added).aiming(.atMost(333)),
            Figure("a user changed by PATCH", unit: "µs", changed).aiming(.atMost(333)),
            Figure("a page of 100 among 10,000", unit: "µs", page).aiming(.atMost(2_000)),
        ]
    }
}

/// A company behind SCIM, and what a client of it sends.
private struct Client {
    private let service: SCIMService
    private let caller: SessionAdmission
    private let users: [UserID]

    init(userCount: Int) async throws {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: MemoryUserDirectory(), credentials: MemoryCredentialVault(),
            sessions: MemorySessionStore(), notifier: MemoryNotifier(), policy: try TenantPolicy(attributes: .scim))
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")), with: parts)
        let tenant = enrolled.tenant
        let first = enrolled.signInInformation.reveal()
        let ada = try await tenant.changePassword(
            of: first.userName.rawValue, from: Password(first.temporaryPassword), to: Password("Correct-Horse-1"))
        let client = try await tenant.addService(
            FullName("Client"), userName: UserName("svc-scim"), roles: [.userManagementAdmin, .userAdmin], by: ada)
        let issued = try await tenant.issueServiceToken(
            for: client.id, named: DeviceName("benchmark"), lasting: .seconds(86_400), by: ada)
        guard let token = SessionToken(issued.reveal().description),
            let caller = try await tenant.admission(of: token)
        else { throw WrongAnswers(name: "scim", count: nil) }
        self.caller = caller
        self.service = SCIMService(tenant)
        var users: [UserID] = []
        for number in 0..<userCount {
            let name = "user-\(number)@contoso.example"
            let account = ProvisionedAccount(
                try FullName("User \(number)"), userName: try UserName(name), email: try EmailAddress(name),
                attributes: [
                    .givenName: .text("User"), .familyName: .text("\(number)"), .title: .text("Pilot"),
                    .department: .text("Flight"), .externalID: .text("external-\(number)"),
                ])
            users.append(try await tenant.provisionUser(account, by: client.id).id)
        }
        self.users = users
    }

    func filter(_ name: String) -> WebRequest {
        self.request(.get, "/Users", query: "filter=userName%20eq%20%22\(name)%22&startIndex=1&count=100")
    }

    func page(from start: Int) -> WebRequest {
        self.request(.get, "/Users", query: "startIndex=\(start)&count=100")
    }

    func patch(_ number: Int, title: String) -> WebRequest {
        let operation = #"{"op":"Replace","path":"title","value":"\#(title)"}"#
        return self.request(.patch, "/Users/\(self.users[number])", body: #"{"Operations":[\#(operation)]}"#)
    }

    func post(_ name: String) -> WebRequest {
        let body = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"\(name)","userName":"\(name)@contoso.example",
            "active":true,"displayName":"New User","emails":[{"primary":true,"type":"work","value":"\(name)@contoso.example"}],
            "name":{"familyName":"User","givenName":"New"},"roles":[]}
            """
        return self.request(.post, "/Users", body: body)
    }

    private func request(_ method: WebMethod, _ path: String, query: String? = nil, body: String = "") -> WebRequest {
        WebRequest(
            method, path, query: query, headers: ["content-type": "application/scim+json"], body: Array(body.utf8),
            origin: "https://roster.example", mount: "/scim/v2", caller: self.caller)
    }

    /// Microseconds a request.
    func time(_ count: Int, _ request: (Int) -> WebRequest) async throws -> Double {
        let requests = (0..<count).map(request)
        let clock = ContinuousClock()
        let start = clock.now
        for request in requests {
            let response = await self.service.answer(request)
            guard (200...201).contains(response.status) else {
                throw WrongAnswers(name: "scim", count: response.status)
            }
        }
        let (seconds, attoseconds) = (clock.now - start).components
        return (Double(seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(count)
    }
}
