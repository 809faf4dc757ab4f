import RosterAuthZEN
import RosterDomain
import RosterUseCases
import RosterWeb
import RosterWebTestSupport

/// The fixture of the certification: two users, two records, three actions.
struct RecordsWorld {
    static let (reader, author, admin) = (RoleID("reader"), RoleID("author"), RoleID("admin"))
    static let (read, write, delete) = (
        Permission("records/record/read"), Permission("records/record/write"), Permission("records/record/delete")
    )
    static let (archived, live, soft) = (Condition("archived"), Condition("live"), Condition("soft"))
    /// The one who asks states that the subject is an administrator of records.
    static let statedAdmin = Condition("stated_admin")
    static let (createUsers, viewUsers) = (Permission("records/users/create"), Permission("records/users/view"))

    let world: WebWorld
    /// The token of the system that asks.
    let token: String

    init(
        explainsDenials: Bool = true, at path: String = "",
        mapping: AuthZENMapping = RecordsWorld.mapping
    ) async throws {
        self.world = try await WebWorld(catalog: Self.catalog(), mount: "") { tenant in
            try AuthZENService(tenant, mapping: mapping, at: path, explainsDenials: explainsDenials)
        }
        try await Self.add("alice", Self.author, to: self.world)
        try await Self.add("bob", Self.reader, to: self.world)
        let service = try await self.world.tenant.addService(
            FullName("Gateway"), userName: UserName("svc-gateway"), roles: [Self.admin], by: self.world.ada)
        let issued = try await self.world.tenant.issueServiceToken(
            for: service.id, named: DeviceName("Gateway"), lasting: .seconds(86_400), by: self.world.ada)
        self.token = issued.reveal()
    }

    static func add(_ name: String, _ role: RoleID, to world: WebWorld) async throws {
        let added = try await world.tenant.addUser(
            FullName(name), userName: UserName(name), roles: [role], by: world.ada)
        let information = added.signInInformation.reveal()
        try await world.tenant.changePassword(
            of: name, from: Password(information.temporaryPassword), to: Password(WebWorld.password))
    }

    func ask(_ path: String, _ body: String, headers: WebHeaders = [:]) async -> Reply {
        await self.world.ask(.post, "/access/v1/\(path)", as: self.token, body, headers: headers)
    }

    /// The decision on a question; nil when there is none.
    func decision(_ subject: String, _ action: String, _ resource: String) async -> String? {
        let body =
            #"{"subject":{"type":"user","id":"\#(subject)"},"action":{"name":"\#(action)"},"resource":{"type":"record","id":"\#(resource)"}}"#
        return await self.ask("evaluation", body)["decision"]
    }

    /// What a system states with a question, as conditions.
    static let mapping = AuthZENMapping(
        subjects: ["user": .userNames],
        resources: [
            "record": AuthZENResourceType(
                scopeKind: "records", actions: ["read": Self.read, "write": Self.write, "delete": Self.delete]
            ) { previous, _ in
                let records = [("record-1", "active"), ("record-2", "archived")].map { id, status in
                    AuthZENEntity("record", id, properties: ["status": .text(status)])
                }
                return records.filter { record in previous.map { record.id > $0 } ?? true }
            }
        ],
        conditions: { question in
            var given: Set<Condition> = []
            let isArchived = question.resource.properties["status"] == .text("archived")
            given.insert(isArchived ? Self.archived : Self.live)
            if question.action.properties["soft"] == .flag(true) { given.insert(Self.soft) }
            if question.subject.properties["role"] == .text("admin") { given.insert(Self.statedAdmin) }
            return given
        })

    /// Authors write what is live, those who are administrators of records what is archived; readers are such administrators here.
    static func catalog() throws -> RoleCatalog {
        let plane = RoleCategory("records", title: "Records", managesTenant: true)
        func role(_ id: RoleID, _ grants: [Grant]) -> Role {
            Role(id, title: id.rawValue, category: plane, grants: grants)
        }
        let permissions = [self.read, self.write, self.delete, self.createUsers, self.viewUsers]
        return try RoleCatalog(
            roles: [
                role(self.reader, [Grant(self.read), Grant(self.write, given: [self.archived])]),
                role(
                    self.author,
                    [
                        Grant(self.read), Grant(self.write, given: [self.live]),
                        Grant(self.write, given: [self.archived, self.statedAdmin]),
                        Grant(self.delete, given: [self.soft]),
                    ]),
                role(self.admin, [Grant(self.createUsers), Grant(self.viewUsers)]),
            ],
            permissions: permissions.map { PermissionDefinition($0, title: $0.rawValue) },
            assignmentAuthorities: [AssignmentAuthority(self.admin, mayAssign: .everyRole)],
            accountAuthorities: [
                AccountAuthority(self.admin, may: [.resetPassword, .block, .removeRoles], holdersOf: .everyRole)
            ],
            provisioning: ProvisioningPermissions(createUsers: self.createUsers, viewUsers: self.viewUsers),
            indispensableRole: self.admin)
    }
}
