import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("Groups")
struct GroupTests {
    @Test("a member holds what the group holds, as soon as either is given, and no longer than both last")
    func union() async throws {
        let world = try await GroupWorld()
        let (tenant, grace) = (world.tenant, world.grace)
        let sales = try await world.group("Sales", [.salesAgent])
        #expect(!tenant.permits(grace, .manageCustomers))
        try await world.add(grace, to: sales)
        #expect(tenant.permits(grace, .manageCustomers))
        try await tenant.removeRoles([.salesAgent], fromGroup: sales, by: world.ada)
        #expect(!tenant.permits(grace, .manageCustomers))
        try await tenant.assignRoles([.salesAgent], toGroup: sales, by: world.ada)
        #expect(tenant.permits(grace, .manageCustomers))
        try await world.remove(grace, from: sales)
        #expect(!tenant.permits(grace, .manageCustomers))
    }

    @Test("what is held through a group stays when the user's own role is taken, and the other way round")
    func both() async throws {
        let world = try await GroupWorld()
        let (tenant, grace) = (world.tenant, world.grace)
        let sales = try await world.group("Sales", [.salesAgent])
        try await world.add(grace, to: sales)
        try await tenant.assignRoles([.salesAgent], to: grace, by: world.ada)
        try await tenant.removeRoles([.salesAgent], from: grace, by: world.ada)
        #expect(tenant.permits(grace, .manageCustomers))
        try await tenant.assignRoles([.salesAgent], to: grace, by: world.ada)
        try await world.remove(grace, from: sales)
        #expect(tenant.permits(grace, .manageCustomers))
    }

    @Test("a deleted group gives nothing, frees its name, and comes back with its members and roles for 30 days")
    func deletion() async throws {
        let world = try await GroupWorld()
        let (tenant, grace) = (world.tenant, world.grace)
        let sales = try await world.group("Sales", [.salesAgent])
        try await world.add(grace, to: sales)
        try await tenant.deleteGroup(sales, by: world.ada)
        #expect(!tenant.permits(grace, .manageCustomers))
        #expect(try await tenant.groups(by: world.ada).groups.isEmpty)
        #expect(try await tenant.groups(of: grace).isEmpty)
        _ = try await world.group("Sales")
        let taken = try await world.refusal { try await tenant.restoreGroup(sales, by: world.ada) }
        #expect(taken == .groupNameTaken(name: "Sales"))
        try await tenant.restoreGroup(sales, as: GroupProfile(name: FullName("Sales of old")), by: world.ada)
        #expect(tenant.permits(grace, .manageCustomers))
        #expect(try await tenant.groups(of: grace).map(\.profile.name.rawValue) == ["Sales of old"])
        #expect(
            try await world.refusal { try await tenant.restoreGroup(sales, by: world.ada) }
                == .groupInUse(group: sales))
        try await tenant.deleteGroup(sales, by: world.ada)
        world.test.clock.advance(by: User.restorableFor)
        #expect(
            try await world.refusal { try await tenant.restoreGroup(sales, by: world.ada) } == .noLongerRestorable)
    }

    @Test("two groups have no name in common, nor names that differ by case or look the same")
    func names() async throws {
        let world = try await GroupWorld()
        _ = try await world.group("Sales A")
        // The last have capital I and 1 for l, the one before a Cyrillic letter, the one before that a wide one.
        for name in ["Sales A", "SALES a", "Sales  A", "Sales \u{FF21}", "Sales \u{0410}", "SaIes A", "Sa1es A"] {
            let refusal = try await world.refusal { _ = try await world.group(name) }
            #expect(refusal == .groupNameTaken(name: name))
        }
        _ = try await world.group("Sales B")
        let profile = try GroupProfile(name: FullName("C"), externalID: "x")
        let group = try await world.tenant.addGroup(profile, by: world.ada)
        let other = try GroupProfile(name: FullName("D"), externalID: "x")
        #expect(
            try await world.refusal { try await world.tenant.addGroup(other, by: world.ada) }
                == .groupNameTaken(name: "x"))
        #expect(
            try await world.refusal { try await world.tenant.changeGroup(group.id, to: profile, by: world.ada) }
                == .nothingToChange)
        #expect(
            try await world.refusal {
                try await world.tenant.changeGroup(group.id, from: other, to: other, by: world.ada)
            } == .changedMeanwhile)
        #expect(try await world.tenant.group(externalID: "x")?.id == group.id)
        #expect(try await world.tenant.group(named: FullName("c"))?.id == group.id)
        #expect(throws: FullNameError.self) { try FullName("\u{2800}") }
        #expect(throws: GroupProfileError.self) { try GroupProfile(name: profile.name, externalID: " ") }
        #expect(throws: GroupProfileError.self) {
            try GroupProfile(name: profile.name, description: String(repeating: "x", count: 1_001))
        }
    }

    @Test("what is refused for one of many members or owners names the one")
    func namesTheOne() async throws {
        let world = try await GroupWorld()
        let dan = try await world.test.person("Dan")
        try await world.tenant.deleteUser(dan, by: world.ada)
        let people = [world.grace, dan, world.uma]
        let attempts: [() async throws -> Void] = [
            {
                let profile = try GroupProfile(name: FullName("Sales"))
                _ = try await world.tenant.provisionGroup(profile, members: people, by: world.ada)
            },
            {
                let profile = try GroupProfile(name: FullName("Sales"), owners: Set(people))
                _ = try await world.tenant.addGroup(profile, by: world.ada)
            },
        ]
        for attempt in attempts {
            do {
                try await attempt()
                Issue.record("a deleted account is in no group")
            } catch let error as TenantError {
                #expect(error.refusal?.reason == .wrongStatus(status: .deleted))
                #expect(error.refusal?.about?.rawValue == "dan@contoso.example")
            }
        }
    }

    @Test("each user of a call has a result of their own: who is refused stops no other")
    func results() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        let deleted = try await world.test.person("Dan")
        try await world.tenant.deleteUser(deleted, by: world.ada)
        let (guest, unknown) = (try await world.test.guest(), UserID(bits: 7))
        let users = [world.grace, deleted, guest, unknown, world.grace, world.ada]
        let results = try await world.tenant.addMembers(users, to: sales, by: world.ada)
        #expect(results.map(\.id) == users)
        #expect(
            results.map(\.refusal?.reason) == [
                nil, .wrongStatus(status: .deleted), .roleNotForGuests(role: .salesAgent), .unknownUser(user: unknown),
                .memberAlready(user: world.grace, group: sales), nil,
            ])
        let members = try await world.tenant.users(matching: UserQuery(memberOf: sales), by: world.ada).records
        #expect(Set(members.map(\.id)) == [world.grace, world.ada])
        for users in [[world.grace], []] {
            let none = try await world.refusal {
                _ = try await world.tenant.addMembers(users, to: GroupID(bits: 1), by: world.ada)
            }
            #expect(none == .unknownGroup(group: GroupID(bits: 1)))
        }
        let again = try await world.tenant.removeMembers([unknown, deleted], from: sales, by: world.ada)
        #expect(
            again.map(\.refusal?.reason) == [.unknownUser(user: unknown), .notAMember(user: deleted, group: sales)])
    }

    @Test("every change of a group is on record with what was before, and reads in words")
    func record() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        try await world.add(world.grace, to: sales)
        try await world.tenant.changeGroup(sales, to: GroupProfile(name: FullName("Seattle")), by: world.ada)
        try await world.remove(world.grace, from: sales)
        try await world.tenant.deleteGroup(sales, by: world.ada)
        try await world.tenant.restoreGroup(sales, by: world.ada)
        let page = try await world.tenant.historyPage(limit: 7, by: world.ada)
        #expect(
            page.entries.reversed().flatMap(\.sentences) == [
                "Ada Lovelace added the group Sales", "Ada Lovelace gave the group Seattle the role Sales agent",
                "Ada Lovelace added Grace to the group Seattle", "Ada Lovelace renamed the group Sales to Seattle",
                "Ada Lovelace removed Grace from the group Seattle", "Ada Lovelace deleted the group Seattle",
                "Ada Lovelace restored the group Seattle",
            ])
    }

    @Test("a step of the history with many members tells the first ones, and how many there are besides")
    func manyMembers() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        var people: [UserID] = []
        for number in 0..<130 { people.append(try await world.test.person("Person\(number)")) }
        _ = try await world.tenant.addMembers(people, to: sales, by: world.ada)
        let cut = try #require(try await world.tenant.historyPage(limit: 1, by: world.ada).entries.first)
        #expect(cut.sentences.count == 100)
        #expect(cut.sentences.last == "Ada Lovelace added Person99 to the group Sales")
        #expect(cut.untoldChangeCount == 30)
        let whole = try await world.tenant.historyPage(limit: 1, changesPerStep: .max, by: world.ada).entries.first
        #expect(whole?.sentences.count == 130)
        #expect(whole?.untoldChangeCount == 0)
        let own = try await world.tenant.historyPage(of: people[120], limit: 1, by: world.ada).entries.first
        #expect(own?.sentences == ["Ada Lovelace added Person120 to the group Sales"])
        #expect(own?.untoldChangeCount == 0)
    }

    @Test("another host knows of groups and members as soon as it follows, and after it opens")
    func otherHosts() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        let other = try await world.test.secondHost()
        try await world.add(world.grace, to: sales)
        try await other.refresh()
        #expect(other.permits(world.grace, .manageCustomers))
        try await other.deleteGroup(sales, by: world.ada)
        try await world.tenant.refresh()
        #expect(!world.tenant.permits(world.grace, .manageCustomers))
        let third = try await world.test.secondHost()
        #expect(!third.permits(world.grace, .manageCustomers))
        try await third.restoreGroup(sales, by: world.ada)
        let fourth = try await world.test.secondHost()
        #expect(fourth.permits(world.grace, .manageCustomers))
    }

    @Test("a role that no catalog knows is no answer about authority, and a thousand of them are refused as such")
    func misspelledRoles() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        let near = try await world.refusal {
            try await world.tenant.removeRoles([RoleID("sales_agnt")], fromGroup: sales, by: world.ada)
        }
        #expect(near == .unknownRole(role: RoleID("sales_agnt"), nearest: .salesAgent))
        let many = (0..<1_000).map { RoleID("r\($0)") }
        let refusal = try await world.refusal {
            try await world.tenant.removeRoles(many, fromGroup: sales, by: world.grace)
        }
        #expect(refusal == .roleCount(count: 1_000, limit: 100))
    }

    @Test("refusals of one call are on record together, as often as they were given")
    func countedRefusals() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        let unknown = (1_000..<1_300).map { UserID(bits: UInt128($0)) }
        let results = try await world.tenant.addMembers(unknown + [world.grace], to: sales, by: world.ada)
        #expect(results.count { $0.refusal == nil } == 1 && results.count == 301)
        let recorded = try await world.test.recordedRefusals().map(\.refusal)
        #expect(recorded.map(\.times) == [300] && recorded.map(\.reason) == [.unknownUser(user: unknown[0])])
    }

    @Test("a user can be in 200 groups; those that cannot be restored any more make room")
    func limit() async throws {
        let world = try await GroupWorld()
        var groups: [GroupID] = []
        for number in 0..<200 {
            groups.append(try await world.group("Team \(number)"))
            try await world.add(world.grace, to: groups[number])
        }
        let next = try await world.group("One more")
        #expect(try await world.refusal(.add, world.grace, next, by: world.ada) == .groupLimit(limit: 200))
        try await world.tenant.deleteGroup(groups[0], by: world.ada)
        #expect(try await world.refusal(.add, world.grace, next, by: world.ada) == .groupLimit(limit: 200))
        world.test.clock.advance(by: User.restorableFor)
        try await world.add(world.grace, to: next)
        let record = try #require(try await world.tenant.user(world.grace))
        #expect(record.groups.count == 200 && !record.groups.contains(groups[0]))
    }
}
