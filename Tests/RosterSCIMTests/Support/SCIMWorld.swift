import RosterAdapters
import RosterDomain
import RosterJSON
import RosterPartnerCenter
import RosterPorts
import RosterSCIM
import RosterSessionTestSupport
import RosterUseCases
import RosterWeb
import Testing

/// A company in memory behind SCIM, and a client of it.
struct SCIMWorld {
    let tenant: Tenant
    let ada: UserID
    let client: UserID
    let caller: SessionAdmission
    let service: SCIMService

    init(
        roles: [RoleID] = [.userManagementAdmin, .userAdmin], attributes: AttributeSchema = .scim,
        options: SCIMOptions = SCIMOptions(), releasesNames: Bool = true, catalog: RoleCatalog = .partnerCenter
    ) async throws {
        let policy = try TenantPolicy(attributes: attributes, releasesNamesOfDeletedAccounts: releasesNames)
        let parts = TenantParts(
            catalog: catalog, directory: MemoryUserDirectory(),
            credentials: MemoryCredentialVault.plain(),
            sessions: MemorySessionStore(), notifier: MemoryNotifier(), policy: policy)
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")), with: parts)
        self.tenant = enrolled.tenant
        let first = enrolled.signInInformation.reveal()
        self.ada = try await self.tenant.changePassword(
            of: first.userName.rawValue, from: Password(first.temporaryPassword), to: Password("Correct-Horse-1"))
        let client = try await self.tenant.addService(
            FullName("Client"), userName: UserName("svc-scim"), roles: roles, by: self.ada)
        self.client = client.id
        let issued = try await self.tenant.issueServiceToken(
            for: client.id, named: DeviceName("test"), lasting: .seconds(86_400), by: self.ada)
        let token = try #require(SessionToken(issued.reveal().description))
        self.caller = try #require(try await self.tenant.admission(of: token))
        self.service = SCIMService(self.tenant, options: options)
    }

    /// Sends a request as the client.
    func send(
        _ method: WebMethod, _ path: String, _ body: String? = nil, headers: [(name: String, value: String)] = [],
        bytes: [UInt8]? = nil, isStranger: Bool = false, caller: SessionAdmission? = nil
    ) async throws -> Answer {
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        var fields = headers
        if body != nil || bytes != nil, !fields.contains(where: { $0.name == "content-type" }) {
            fields.append((name: "content-type", value: "application/scim+json; charset=utf-8"))
        }
        let request = WebRequest(
            method, parts.first ?? "", query: parts.count > 1 ? parts[1] : nil, headers: WebHeaders(fields),
            body: bytes ?? Array((body ?? "").utf8), origin: "https://roster.example", mount: "/scim/v2",
            caller: isStranger ? nil : caller ?? self.caller)
        return try Answer(await self.service.answer(request))
    }

    /// Searches with a filter, which is encoded.
    func find(_ filter: String, in endpoint: String = "Users", _ rest: String = "") async throws -> Answer {
        try await self.send(.get, "/\(endpoint)?filter=\(Self.encoded(filter))\(rest)")
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Adds a user and returns the identifier.
    @discardableResult
    func addUser(_ name: String, _ rest: String = "") async throws -> String {
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)"\#(rest)}"#
        let answer = try await self.send(.post, "/Users", body)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer["id"])
    }

    /// Adds a group and returns the identifier.
    @discardableResult
    func addGroup(_ name: String, members: [String] = []) async throws -> String {
        let list = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        let answer = try await self.send(.post, "/Groups", #"{"displayName":"\#(name)","members":[\#(list)]}"#)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer["id"])
    }

    /// Sends a PATCH with operations.
    func patch(_ path: String, _ operations: String, headers: [(name: String, value: String)] = []) async throws
        -> Answer
    {
        let schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
        return try await self.send(
            .patch, path, #"{"schemas":["\#(schema)"],"Operations":[\#(operations)]}"#, headers: headers)
    }
}

/// A response, with its body read.
struct Answer {
    let status: Int
    let headers: WebHeaders
    let text: String
    private let document: JSONDocument?

    init(_ response: WebResponse) throws {
        self.status = response.status
        self.headers = response.headers
        self.text = String(decoding: response.body, as: UTF8.self)
        self.document =
            response.body.isEmpty
            ? nil : try JSONDocument(response.body, limits: JSONLimits(byteLimit: 64 << 20, depthLimit: 16))
    }

    /// A text, a number or a word at a path; nil for none.
    subscript(_ path: String...) -> String? { self[path] }

    subscript(_ path: [String]) -> String? {
        guard let document, let node = self.node(path) else { return nil }
        switch document.kind(node) {
        case .text, .escapedText: return document.text(node)
        case .number: return document.numeral(node)
        case .yes: return "true"
        case .no: return "false"
        case .nothing: return "null"
        case .object, .list: return String(decoding: document.compactBytes(node), as: UTF8.self)
        }
    }

    /// How many elements a list has; none where there is no list.
    func count(_ path: String...) -> Int {
        guard let document, let node = self.node(path), document.kind(node) == .list else { return 0 }
        return document.elements(of: node).reduce(0) { count, _ in count + 1 }
    }

    private func node(_ path: [String]) -> Int? {
        guard let document else { return nil }
        var node = JSONDocument.root
        for step in path {
            if let index = Int(step), document.kind(node) == .list {
                guard let next = document.elements(of: node).dropFirst(index).first(where: { _ in true }) else {
                    return nil
                }
                node = next
            } else {
                guard let next = document.value(of: step, in: node) else { return nil }
                node = next
            }
        }
        return node
    }
}
