import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Profile attributes, on an open tenant")
struct AttributeTests {
    private static let work: AttributeValue = .entries([["value": "+47 23 45 67 89", "type": "work"]])

    @Test("are edited by users where the schema lets them, and by administrators where it lets administrators")
    func editors() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        #expect(
            try await test.tenant.changeAttributes(
                of: grace, to: [.phoneNumbers: Self.work, .locale: .text("nb-NO")], by: grace))
        // A profile page that sends everything back must not let users edit what is not theirs.
        for values in [[.title: .text("Chief")], [.locale: .text("en-US"), .department: .text("Board")]]
            as [[AttributeName: AttributeValue?]]
        {
            let reason = try await test.refusal {
                try await test.tenant.changeAttributes(of: grace, to: values, by: grace)
            }
            #expect(reason == .attributeNotEditable(name: values[.title] == nil ? .department : .title))
        }
        #expect(try await test.tenant.user(grace)?.user.attributes[.locale] == .text("nb-NO"), "all or none")
        #expect(
            try await test.tenant.changeAttributes(of: grace, to: [.title: .text("Pilot"), .locale: nil], by: test.ada))
        let attributes = try #require(try await test.tenant.user(grace)?.user.attributes)
        #expect(
            attributes[.title] == .text("Pilot") && attributes[.locale] == nil && attributes[.phoneNumbers] == Self.work
        )
        // The source system's own attribute is for it alone; no administrator may set it.
        let reason = try await test.refusal {
            try await test.tenant.changeAttributes(of: grace, to: [.externalID: .text("e-1")], by: test.ada)
        }
        #expect(reason == .attributeNotEditable(name: .externalID))
        #expect(try await test.tenant.changeAttributesFromSource(of: grace, to: [.externalID: .text("e-1")]))
        #expect(try await test.tenant.user(having: .externalID, "e-1")?.id == grace)
        #expect(try await test.tenant.user(having: .externalID, "E-1") == nil)
        #expect(try await test.tenant.user(having: .title, "Pilot") == nil, "it is not unique")
    }

    @Test("of other people take the permission to edit users, and the right to act on the account")
    func authority() async throws {
        let test = try await TestTenant()
        let (grace, mary) = (try await test.person("Grace"), try await test.person("Mary"))
        let manager = try await test.person("Max", [.userManagementAdmin, .userAdmin])
        let half = try await test.person("Half", [.userManagementAdmin])
        let values: [AttributeName: AttributeValue?] = [.title: .text("Pilot")]
        guard
            case .notPermitted(.manageUsers, _, _) = try await test.refusal({
                try await test.tenant.changeAttributes(of: grace, to: values, by: mary)
            })
        else {
            Issue.record("a member without a role edits another person's profile")
            return
        }
        #expect(try await test.tenant.changeAttributes(of: grace, to: values, by: manager))
        let reason = try await test.refusal { try await test.tenant.changeAttributes(of: mary, to: values, by: half) }
        guard case .mayNotActOn(.editProfile, [], _) = reason else {
            Issue.record("the permission alone, without the right to act on accounts, is not enough: \(reason as Any)")
            return
        }
        guard
            case .mayNotActOn(.editProfile, _, _) = try await test.refusal({
                try await test.tenant.changeAttributes(of: test.ada, to: values, by: manager)
            })
        else {
            Issue.record("a lesser administrator edits a Global admin's profile")
            return
        }
        #expect(
            try await test.tenant.changeAttributes(of: manager, to: values, by: manager),
            "one's own, as an administrator")
        try await test.tenant.blockUser(grace, by: test.ada)
        let blocked = try await test.refusal {
            try await test.tenant.changeAttributes(of: grace, to: [.locale: .text("en")], by: grace)
        }
        #expect(blocked == .principalNotActive(status: .blocked))
    }

    @Test("stand in the history with before and after, and what is so already is no step")
    func history() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        await test.tenant.deliverNotifications()
        let sent = test.notifier.delivered.count
        try await test.tenant.changeAttributes(of: grace, to: [.title: .text("Pilot")], by: test.ada)
        let revision = test.tenant.revision
        #expect(
            try await !test.tenant.changeAttributes(
                of: grace, to: [.title: .text("Pilot"), .locale: nil], by: test.ada))
        #expect(try await test.directory.head().revision == revision)
        try await test.tenant.changeAttributes(
            of: grace, to: [.title: .text("Captain"), .department: .text("Air")], by: test.ada)
        let last = try #require(try await test.tenant.history(after: revision).first)
        #expect(last.principal == .user(id: test.ada))
        let title = UserAttribute(.title, .text("Captain"))
        #expect(
            last.changes == [
                .attributesChanged(
                    user: grace,
                    edits: [
                        AttributeEdit(.department, from: nil, to: UserAttribute(.department, .text("Air"))),
                        AttributeEdit(.title, from: UserAttribute(.title, .text("Pilot")), to: title),
                    ])
            ])
        await test.tenant.deliverNotifications()
        #expect(test.notifier.delivered.count == sent, "no letter tells of it")
    }

    @Test("that the schema does not know, that are too long, of another kind or another user's are refused by name")
    func badInput() async throws {
        let test = try await TestTenant()
        let (grace, mary) = (try await test.person("Grace"), try await test.person("Mary"))
        let long = String(repeating: "x", count: 257)
        let cases: [(AttributeName, AttributeValue?, RefusalReason)] = [
            (
                try AttributeName("titl"), .text("x"),
                .attributeInvalid(name: try AttributeName("titl"), problem: .unknown(nearest: "title"))
            ),
            (
                try AttributeName("titl"), nil,
                .attributeInvalid(name: try AttributeName("titl"), problem: .unknown(nearest: "title"))
            ),
            (.title, .text(long), .attributeInvalid(name: .title, problem: .tooLong(byteCount: 257, limit: 256))),
            (.title, .texts(["x"]), .attributeInvalid(name: .title, problem: .wrongKind)),
            (.title, .text(""), .attributeInvalid(name: .title, problem: .empty)),
        ]
        for (name, value, expected) in cases {
            let reason = try await test.refusal {
                try await test.tenant.changeAttributes(of: grace, to: [name: value], by: test.ada)
            }
            #expect(reason == expected)
        }
        try await test.tenant.changeAttributesFromSource(of: grace, to: [.externalID: .text("e-1")])
        let taken = try await test.refusal {
            try await test.tenant.changeAttributesFromSource(
                of: mary, to: [.title: .text("x"), .externalID: .text("e-1")])
        }
        #expect(taken == .attributeTaken(name: .externalID))
        #expect(try await test.tenant.user(mary)?.user.attributes.isEmpty == true)
    }

    @Test("of which one is unique are given to the faster of two users only")
    func race() async throws {
        let test = try await TestTenant()
        let other = try await test.secondHost()
        var people: [UserID] = []
        for name in ["A", "B", "C", "D"] { people.append(try await test.person(name)) }
        let outcomes = try await withThrowingTaskGroup(of: RefusalReason?.self) { group in
            for (number, person) in people.enumerated() {
                group.addTask {
                    let tenant = number.isMultiple(of: 2) ? test.tenant : other
                    return try await test.refusal {
                        try await tenant.changeAttributesFromSource(of: person, to: [.externalID: .text("e-1")])
                    }
                }
            }
            return try await group.reduce(into: [RefusalReason?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.compactMap(\.self) == Array(repeating: .attributeTaken(name: .externalID), count: 3))
    }

    @Test("that are unique stay with a deleted account, as those who see it are told, and leave an expired invitation")
    func keptAfterTheEnd() async throws {
        let test = try await TestTenant()
        let (grace, mary) = (try await test.person("Grace"), try await test.person("Mary"))
        func refusal(_ value: String) async throws -> RefusalReason? {
            try await test.refusal {
                try await test.tenant.changeAttributesFromSource(of: mary, to: [.externalID: .text(value)])
            }
        }
        try await test.tenant.changeAttributesFromSource(of: grace, to: [.externalID: .text("e-1")])
        try await test.tenant.deleteUser(grace, by: test.ada)
        let name = try UserName("grace@contoso.example")
        let until = test.clock.now + User.restorableFor
        #expect(try await refusal("e-1") == .accountDeleted(name: name, restorableUntil: until))
        let email = try EmailAddress("gil@fabrikam.example")
        let gil = try await test.tenant.inviteUsers([email], roles: [], by: test.ada)[0].id
        try await test.tenant.changeAttributesFromSource(of: gil, to: [.externalID: .text("e-2")])
        #expect(try await refusal("e-2") == .attributeTaken(name: .externalID))
        test.clock.advance(by: test.tenant.policy.invitationLifetime)
        #expect(try await refusal("e-2") == nil)
        #expect(try await test.tenant.user(gil) == nil)
        #expect(try await test.tenant.user(having: .externalID, "e-2")?.id == mary)
    }

    @Test("that are unique do not tell a user of deleted accounts")
    func keptFromUsers() async throws {
        let badge = try AttributeName("badge")
        let schema = try AttributeSchema(
            AttributeSchema.standard.definitions
                + [AttributeDefinition(badge, title: "Badge", uniqueness: .caseExact, editableBy: .everyone)])
        let test = try await TestTenant(policy: TenantPolicy(attributes: schema))
        let (grace, mary) = (try await test.person("Grace"), try await test.person("Mary"))
        try await test.tenant.changeAttributes(of: grace, to: [badge: .text("b-1")], by: grace)
        try await test.tenant.deleteUser(grace, by: test.ada)
        let reason = try await test.refusal {
            try await test.tenant.changeAttributes(of: mary, to: [badge: .text("b-1")], by: mary)
        }
        #expect(reason == .attributeTaken(name: badge))
    }

    @Test("come with a user who is added, and unique ones are free again with a revoked or released account")
    func added() async throws {
        let test = try await TestTenant()
        let id = try await test.tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"),
            attributes: [.givenName: .text("Grace"), .familyName: .text("Hopper")], roles: [], by: test.ada
        ).userID
        #expect(try await test.tenant.user(id)?.user.attributes[.familyName] == .text("Hopper"))
        let reason = try await test.refusal {
            _ = try await test.tenant.addUser(
                FullName("Eve"), email: EmailAddress("eve@contoso.example"), attributes: [.externalID: .text("x")],
                roles: [], by: test.ada
            ).userID
        }
        #expect(reason == .attributeNotEditable(name: .externalID))
    }

    @Test("are shown to users and to those who may view users, each what the schema shows them")
    func seeing() async throws {
        let test = try await TestTenant()
        let (grace, mary) = (try await test.person("Grace"), try await test.person("Mary"))
        try await test.tenant.changeAttributesFromSource(
            of: grace, to: [.externalID: .text("e-1"), .title: .text("Pilot")])
        func seen(by reader: UserID) async throws -> [AttributeName]? {
            try await test.tenant.profile(of: grace, by: reader)?.user.attributes.map(\.name)
        }
        #expect(try await seen(by: grace) == [.title])
        #expect(try await seen(by: test.ada) == [.externalID, .title])
        // Every member may list users, and sees nothing of their profiles.
        #expect(try await seen(by: mary) == [])
        let listed = try await test.tenant.users(matching: UserQuery(text: "grace"), by: test.ada).records.first
        #expect(listed?.user.attributes.map(\.name) == [.externalID, .title])
        #expect(try await test.tenant.user(grace)?.user.attributes.count == 2, "the host sees everything")
    }
}

@Suite("A schema that changes between two openings")
struct SchemaChangeTests {
    private static let badge: AttributeName = {
        do { return try AttributeName("badge") } catch { preconditionFailure("invariant: samples are sound: \(error)") }
    }()

    private static func schema(
        _ uniqueness: AttributeUniqueness = .none, byteLimit: Int = 64
    ) throws -> AttributeSchema {
        try AttributeSchema(
            AttributeSchema.standard.definitions
                + [AttributeDefinition(Self.badge, title: "Badge", byteLimit: byteLimit, uniqueness: uniqueness)])
    }

    private func tenant(badges: [String]) async throws -> (TestTenant, [UserID]) {
        let test = try await TestTenant(policy: TenantPolicy(attributes: Self.schema()))
        var people: [UserID] = []
        for (number, badge) in badges.enumerated() {
            people.append(try await test.person("Person\(number)"))
            try await test.tenant.changeAttributes(of: people[number], to: [Self.badge: .text(badge)], by: test.ada)
        }
        return (test, people)
    }

    private func reopened(_ test: TestTenant, _ schema: AttributeSchema) async throws -> Tenant {
        try await Tenant.open(
            TenantParts(
                catalog: .partnerCenter, directory: test.directory, credentials: test.vault, notifier: test.notifier,
                policy: TenantPolicy(attributes: schema), clock: test.clock, randomness: SeededSource(seed: 5)))
    }

    @Test("keeps the tenant closed where it contradicts what is stored, and names the user and the attribute")
    func contradicts() async throws {
        let (test, people) = try await self.tenant(badges: ["1234567890"])
        let before = try await test.directory.head().revision
        for (schema, problem) in [
            (AttributeSchema.standard, AttributeProblem.unknown(nearest: nil)),
            (try Self.schema(byteLimit: 9), .tooLong(byteCount: 10, limit: 9)),
        ] {
            await #expect {
                _ = try await self.reopened(test, schema)
            } throws: { error in
                guard case .attributesContradictSchema(let found) = error as? TenantError else { return false }
                return found == AttributeContradiction(user: people[0], attribute: Self.badge, problem: problem)
            }
        }
        #expect(try await test.directory.head().revision == before, "nothing is lost, nothing is written")
        let tenant = try await self.reopened(test, Self.schema())
        #expect(try await tenant.user(people[0])?.user.attributes[Self.badge] == .text("1234567890"))
    }

    @Test("makes what is stored unique, on record, and lets it be found; and no longer, the other way round")
    func adopts() async throws {
        let (test, people) = try await self.tenant(badges: ["A-1", "a-2"])
        var tenant = try await self.reopened(test, Self.schema(.ignoringCase))
        #expect(try await tenant.user(having: Self.badge, "a-1")?.id == people[0])
        let reason = try await test.refusal {
            try await tenant.changeAttributes(of: people[1], to: [Self.badge: .text("a-1")], by: test.ada)
        }
        #expect(reason == .attributeTaken(name: Self.badge))
        let adopted = try #require(try await test.tenant.history().last { $0.changes.count == 2 })
        #expect(adopted.principal == .system)
        let revision = try await test.directory.head().revision
        tenant = try await self.reopened(test, Self.schema(.ignoringCase))
        #expect(
            try await tenant.history(after: revision).allSatisfy { $0.principal == .system && $0.changes.count == 1 })
        tenant = try await self.reopened(test, Self.schema())
        #expect(try await tenant.changeAttributes(of: people[1], to: [Self.badge: .text("a-1")], by: test.ada))
    }

    @Test("is refused where two users have one value that became unique")
    func duplicates() async throws {
        let (test, people) = try await self.tenant(badges: ["a-1", "b", "A-1"])
        let before = try await people.asyncMap { try await test.tenant.user($0) }
        await #expect {
            _ = try await self.reopened(test, Self.schema(.ignoringCase))
        } throws: { error in
            guard case .attributesContradictSchema(let found) = error as? TenantError else { return false }
            let pair = [people[0], people[2]].sorted()
            return found
                == AttributeContradiction(user: pair[1], attribute: Self.badge, problem: .taken(by: pair[0]))
        }
        #expect(try await people.asyncMap { try await test.tenant.user($0) } == before)
        _ = try await self.reopened(test, Self.schema(.caseExact))
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
