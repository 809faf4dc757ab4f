import RosterDomain
import RosterDomainTestSupport
import Testing

/// Roles that must stay apart, whichever command gives them.
@Suite("A command that gives roles")
struct SeparationCommandTests {
    private static let now = DomainSample.moment
    private static let past = Self.sound { try ValidityWindow(until: now) }
    private static let soon = Self.sound { try ValidityWindow(until: now + .seconds(1)) }
    private static let future = Self.sound { try ValidityWindow(from: now + .seconds(9)) }

    @Test("gives no role that must stay apart from one that is held", arguments: Giver.each)
    func held(_ giver: Giver) throws {
        let record = Self.person([Self.held("buyer")])
        let refusal = RefusalReason.rolesSeparated(
            set: "purchase", wanted: [RoleID("payer")], held: [RoleID("buyer")], limit: 2)
        #expect(throws: refusal) { try Self.run(giver, ["payer"], on: record) }
        #expect(throws: refusal) { try Self.run(giver, ["teller", "payer"], on: record) }
        #expect(try Self.run(giver, ["teller"], on: record).isEmpty == false)
    }

    @Test("gives no two roles at once that must stay apart", arguments: Giver.each + Giver.forNewUsers)
    func together(_ giver: Giver) throws {
        let record = Self.person([])
        let refusal = RefusalReason.rolesSeparated(
            set: "purchase", wanted: ["buyer", "payer"].map { RoleID($0) }, held: [], limit: 2)
        #expect(throws: refusal) { try Self.run(giver, ["payer", "buyer"], on: record) }
        for role in ["payer", "buyer"] {
            #expect(try Self.run(giver, [role, "teller"], on: record).isEmpty == false)
        }
    }

    @Test("counts roles that are included, on either side", arguments: Giver.each)
    func included(_ giver: Giver) throws {
        let (buyer, boss) = (Self.person([Self.held("buyer")]), Self.person([Self.held("boss")]))
        #expect(throws: Self.separated(["payer"], held: ["buyer"])) {
            try Self.run(giver, ["boss"], on: buyer)
        }
        #expect(throws: Self.separated(["buyer"], held: ["payer"])) {
            try Self.run(giver, ["buyer"], on: boss)
        }
    }

    @Test("counts a role that comes along with one that is given", arguments: Giver.each)
    func companion(_ giver: Giver) throws {
        let record = Self.person([Self.held("buyer")])
        #expect(throws: Self.separated(["payer"], held: ["buyer"])) {
            try Self.run(giver, ["courier"], on: record)
        }
    }

    @Test("counts what is held implicitly, which depends on who the person is", arguments: Giver.forNewUsers)
    func implicit(_ giver: Giver) throws {
        let set = SeparationSet("staff", roles: [RoleID("member"), RoleID("teller"), RoleID("porter")], limit: 3)
        let changes = try? Self.run(giver, ["teller", "porter"], on: Self.person([]), sets: [set])
        #expect((changes != nil) == giver.isForGuests)
    }

    @Test("counts a role wherever it is held", arguments: ["/", "/locations/1", "/locations/2"])
    func anyScope(_ path: String) throws {
        let record = Self.person([Self.held("buyer", at: try Scope(path))])
        for scope in [Scope.company, try Scope("/locations/1")] {
            #expect(throws: Self.separated(["payer"], held: ["buyer"])) {
                try Self.run(AssignRoles([RoleID("payer")], to: record.id, at: scope), on: record)
            }
        }
    }

    @Test("counts a role that is held now or one day, and none whose time has passed")
    func windows() throws {
        let command = AssignRoles([RoleID("payer")], to: DomainSample.id(2))
        for window in [Self.soon, Self.future, .always] {
            let record = Self.person([Self.held("buyer", during: window)])
            #expect(throws: Self.separated(["payer"], held: ["buyer"])) { try Self.run(command, on: record) }
        }
        let record = Self.person([Self.held("buyer", during: Self.past)])
        #expect(try Self.run(command, on: record).count == 1)
    }

    @Test("does not renew a role whose time has passed, where another took its place")
    func renewal() throws {
        let record = Self.person([Self.held("buyer", during: Self.past), Self.held("payer")])
        #expect(throws: Self.separated(["buyer"], held: ["payer"])) {
            try Self.run(AssignRoles([RoleID("buyer")], to: record.id), on: record)
        }
    }

    @Test("leaves who has too many roles already as they are: no more of these, others as ever, and each can be taken")
    func breachedAlready() throws {
        let record = Self.person([Self.held("buyer"), Self.held("payer", during: Self.soon)])
        let three = SeparationSet("purchase", roles: [RoleID("buyer"), RoleID("payer"), RoleID("auditor")])
        #expect(throws: Self.separated(["auditor"], held: ["buyer", "payer"])) {
            try Self.run(AssignRoles([RoleID("auditor")], to: record.id), on: record, sets: [three])
        }
        #expect(throws: Self.separated(["payer"], held: ["buyer"])) {
            try Self.run(AssignRoles([RoleID("payer")], to: record.id), on: record, sets: [three])
        }
        #expect(try Self.run(AssignRoles([RoleID("teller")], to: record.id), on: record, sets: [three]).count == 1)
        for role in ["buyer", "payer"] {
            #expect(try Self.run(RemoveRoles([RoleID(role)], from: record.id), on: record, sets: [three]).count == 1)
        }
    }

    @Test("allows as many of the roles as are below the limit", arguments: 2...4)
    func limit(_ limit: Int) throws {
        let roles = ["buyer", "payer", "auditor", "teller"]
        let set = SeparationSet("set", roles: Set(roles.map { RoleID($0) }), limit: limit)
        for count in 1...4 {
            let command = AssignRoles(roles.prefix(count).map { RoleID($0) }, to: DomainSample.id(2))
            let changes = try? Self.run(command, on: Self.person([]), sets: [set])
            #expect((changes != nil) == (count < limit))
        }
    }

    @Test("is refused in words that name the set and the roles on both sides")
    func words() {
        let beside = Self.separated(["payer"], held: ["buyer"])
        #expect(
            "\(beside)"
                == "no user may have 2 of the roles that `purchase` keeps apart; wanted: `payer`; held already: `buyer`"
        )
        let atOnce = Self.separated(["buyer", "payer"], held: [])
        #expect(
            "\(atOnce)"
                == "no user may have 2 of the roles that `purchase` keeps apart, and these were wanted: `buyer`, `payer`"
        )
    }
}

extension SeparationCommandTests {
    /// A command that gives roles.
    struct Giver: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isForGuests = false
        /// Makes the command, and puts on the record what it needs there.
        let make: @Sendable ([RoleID], inout UserRecord) throws -> any TenantCommand

        static let each = [
            Giver(testDescription: "assigning") { AssignRoles($0, to: $1.id) },
            Giver(testDescription: "asking") { roles, record in RequestRoles(try request(roles, by: record)) },
            Giver(testDescription: "granting a request") { roles, record in
                record.roleRequests = [try request(roles, by: record)]
                return AnswerRoleRequest(record.roleRequests[0].id, of: record.id, answer: .granted)
            },
            Giver(testDescription: "taking in a user listed") { roles, record in
                let account = ExistingAccount(record.user.fullName, email: try #require(record.user.email))
                return AddExistingUsers([(DomainSample.id(9), account)], roles: roles)
            },
        ]

        static let forNewUsers = [
            Giver(testDescription: "adding a user") { roles, record in
                let email = try EmailAddress("new@contoso.example")
                return AddUser(
                    userID: DomainSample.id(9), credential: DomainSample.credential, fullName: record.user.fullName,
                    userName: UserName(email), email: email,
                    roles: roles)
            },
            Giver(testDescription: "taking in a new user") { roles, record in
                let account = ExistingAccount(record.user.fullName, email: try EmailAddress("new@contoso.example"))
                return AddExistingUsers([(DomainSample.id(9), account)], roles: roles)
            },
            Giver(testDescription: "inviting", isForGuests: true) { roles, _ in
                let invitees = [
                    (
                        id: DomainSample.id(9), credential: DomainSample.credential,
                        email: try EmailAddress("new@contoso.example")
                    )
                ]
                return InviteUsers(invitees, roles: roles, expiringAt: DomainSample.moment + .seconds(9))
            },
        ]

        static func request(_ roles: [RoleID], by record: UserRecord) throws -> RoleRequest {
            RoleRequest(
                id: RoleRequestID(bits: 7), user: record.id, roles: roles, scope: .company, reason: "",
                requestedAt: DomainSample.moment)
        }
    }

    private static func sound<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("invariant: samples are sound: \(error)") }
    }

    private static func separated(_ wanted: [String], held: [String]) -> RefusalReason {
        .rolesSeparated(
            set: "purchase", wanted: wanted.map { RoleID($0) }, held: held.map { RoleID($0) }, limit: 2)
    }

    private static func person(_ assignments: [RoleAssignment]) -> UserRecord {
        var record = UserRecord(DomainSample.user(2, "p2@contoso.example"))
        record.assignments = assignments
        return record
    }

    private static func held(
        _ role: String, at scope: Scope = .company, during window: ValidityWindow = .always
    ) -> RoleAssignment {
        RoleAssignment(
            of: RoleID(role), to: DomainSample.id(2), at: scope, during: window, grantedBy: .system,
            grantedAt: self.now)
    }

    private static let purchase = SeparationSet("purchase", roles: [RoleID("buyer"), RoleID("payer")])

    private static func run(
        _ giver: Giver, _ roles: [String], on record: UserRecord, sets: [SeparationSet] = [purchase]
    ) throws -> [Change] {
        var record = record
        let command = try giver.make(roles.map { RoleID($0) }, &record)
        return try self.run(command, on: record, sets: sets)
    }

    private static func run(
        _ command: any TenantCommand, on record: UserRecord, sets: [SeparationSet] = [purchase]
    ) throws -> [Change] {
        var chief = UserRecord(DomainSample.user(1, "p1@contoso.example"))
        chief.assignments = [RoleAssignment(of: .chief, to: chief.id, grantedBy: .system, grantedAt: self.now)]
        let principal = command is RequestRoles ? record : chief
        return try command.changes(
            given: Facts(
                catalog: self.catalog(sets), company: DomainSample.company, now: self.now,
                principal: .user(id: principal.id),
                principalRecord: principal, users: [record.id: record],
                holders: [RecordName(record.user.userName): record]))
    }

    private static func catalog(_ sets: [SeparationSet]) throws -> RoleCatalog {
        var sketch = CatalogSketch()
        for name in ["buyer", "payer", "auditor", "teller", "porter"] { sketch.add(Role(name, isOpenToGuests: true)) }
        sketch.add(Role("boss", includes: ["payer"]))
        sketch.add(Role("courier", accompaniedBy: ["payer"]))
        sketch.roles.append(Role("member", heldImplicitlyBy: .members))
        sketch.separationSets = sets
        return try sketch.catalog()
    }
}
