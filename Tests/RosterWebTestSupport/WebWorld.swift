import RosterAdapters
package import RosterDomain
import RosterJSON
import RosterPartnerCenter
package import RosterPorts
import RosterSessionTestSupport
package import RosterUseCases
package import RosterWeb
import Synchronization

/// A company in memory behind the account API, with a clock that the test moves.
package final class WebWorld: Sendable {
    package static let origin = "https://roster.contoso.example"
    package static let password = "Correct-Horse-1"

    package let tenant: Tenant
    package let ada: UserID
    package let clock: TestClock
    package let sessions: any SessionStore
    package let service: any WebService
    private let mount: String

    package init(
        catalog: RoleCatalog = .partnerCenter, sessions: any SessionStore = MemorySessionStore(), seed: UInt64 = 1,
        mount: String = "/api", api: (Tenant) throws -> any WebService = { TenantAPI($0) }
    ) async throws {
        let clock = TestClock()
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: TenantParts(
                catalog: catalog, directory: MemoryUserDirectory(),
                credentials: MemoryCredentialVault.plain(),
                sessions: sessions, secondFactors: MemorySecondFactorStore(), notifier: MemoryNotifier(),
                clock: clock, randomness: TestRandomness(seed: seed)))
        self.tenant = enrolled.tenant
        self.ada = enrolled.owner
        self.clock = clock
        self.sessions = sessions
        self.mount = mount
        self.service = LimitedService(AuthenticatedService(try api(enrolled.tenant), of: enrolled.tenant))
        try await self.finishSigningUp(enrolled.signInInformation.reveal())
    }

    /// Adds a user who has signed in and chosen ``password``.
    package func person(_ name: String, _ roles: [RoleID] = [], at scope: Scope = .company) async throws -> UserID {
        let added = try await self.tenant.addUser(
            FullName(name), email: EmailAddress("\(name.lowercased())@contoso.example"), roles: roles, at: scope,
            by: self.ada)
        let id = added.userID
        try await self.finishSigningUp(added.signInInformation.reveal())
        return id
    }

    private func finishSigningUp(_ information: RevealedSignInInformation) async throws {
        try await self.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password(Self.password))
    }

    /// The token of a new session.
    package func token(of name: String = "ada", activating roles: Set<RoleID>? = nil) async throws -> String {
        let begun = try await self.tenant.beginSession(
            "\(name)@contoso.example", password: Password(Self.password), on: DeviceName("Browser"), activating: roles)
        return begun.reveal()
    }

    /// Asks the service, with a bearer token and a JSON body where they are given.
    package func ask(
        _ method: WebMethod, _ target: String, as token: String? = nil, _ body: String? = nil,
        headers more: WebHeaders = [:]
    ) async -> Reply {
        var headers = more
        if let token, more["Authorization"] == nil { headers.append("Authorization", "Bearer \(token)") }
        if body != nil, more["Content-Type"] == nil { headers.append("Content-Type", "application/json") }
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let request = WebRequest(
            method, parts[0], query: parts.count > 1 ? parts[1] : nil, headers: headers, body: Array((body ?? "").utf8),
            origin: Self.origin, mount: self.mount, client: "192.0.2.7")
        return Reply(await self.service.answer(request))
    }
}

/// An answer, as tests look at it.
package struct Reply: CustomStringConvertible {
    package let response: WebResponse
    package init(_ response: WebResponse) { self.response = response }

    package var status: Int { self.response.status }
    package var text: String { String(decoding: self.response.body, as: UTF8.self) }
    package var description: String { "\(self.status) \(self.text)" }

    /// The text or numeral at a path of names and positions; nil when there is none.
    package subscript(_ path: String...) -> String? {
        guard let (document, node) = self.node(path) else { return nil }
        switch document.kind(node) {
        case .yes: return "true"
        case .no: return "false"
        default: return document.text(node) ?? document.numeral(node)
        }
    }

    /// How many elements a list has; nil when there is none.
    package func count(_ path: String...) -> Int? {
        guard let (document, node) = self.node(path) else { return nil }
        return document.elements(of: node).reduce(0) { count, _ in count + 1 }
    }

    private func node(_ path: [String]) -> (JSONDocument, Int)? {
        let limits = JSONLimits(byteLimit: .max, depthLimit: 64, memberLimit: 4_096)
        guard let document = try? JSONDocument(self.response.body, limits: limits) else { return nil }
        var node = JSONDocument.root
        for step in path {
            if let position = Int(step), document.kind(node) == .list {
                let elements = Array(document.elements(of: node))
                guard position < elements.count else { return nil }
                node = elements[position]
            } else {
                guard let next = document.value(of: step, in: node) else { return nil }
                node = next
            }
        }
        return (document, node)
    }
}

/// A clock that stands still until a test moves it.
package final class TestClock: WallClock {
    private let state = Mutex(Timestamp(millisecondsSinceEpoch: 1_795_000_000_000))
    package var now: Timestamp { self.state.withLock { $0 } }
    package func advance(by duration: Duration) { self.state.withLock { $0 = $0 + duration } }
}

/// Bits that come again for the same seed.
package final class TestRandomness: RandomSource {
    private let state: Mutex<UInt64>
    package init(seed: UInt64) { self.state = Mutex(seed) }

    package func next() -> UInt128 {
        self.state.withLock { state in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt128(state) << 64 | UInt128(state.byteSwapped)
        }
    }
}
