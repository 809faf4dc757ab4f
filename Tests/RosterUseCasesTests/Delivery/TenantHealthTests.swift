import Foundation
import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterStoreTestSupport
import RosterUseCases
import Testing

@Suite("A tenant says how it is", .prompt, .timeLimit(.minutes(20)))
struct TenantHealthTests {
    @Test("health counts the letters that wait, since when, and none that are pointless or delivered")
    func waiting() async throws {
        let world = try await DeliveryWorld()
        #expect(await world.tenant.health().waitingNotifications?.count == 0)
        let since = world.clock.now
        let grace = try await world.person("Grace")
        world.clock.advance(by: .seconds(60))
        for name in ["A", "B"] { try await world.person(name) }
        #expect(await world.tenant.health().waitingNotifications?.count == 3)
        #expect(await world.tenant.health().waitingNotifications?.since == since)
        try await world.tenant.blockUser(grace, by: world.ada)
        #expect(await world.tenant.health().waitingNotifications?.count == 2)
        world.notifier.script { $0.recipient.rawValue == DeliveryWorld.address("A") ? .fail : .deliver }
        await world.tenant.deliverNotifications()
        let waiting = try await world.host().health().waitingNotifications
        #expect(waiting?.count == 1 && waiting?.isMore == false)
    }

    @Test("what is counted has a limit, which is told")
    func limit() async throws {
        let world = try await DeliveryWorld()
        for round in 0..<12 {
            let accounts = try (0..<100).map { number in
                ExistingAccount(
                    try FullName("User"), email: try EmailAddress("u\(round).\(number)@contoso.example"))
            }
            try await world.tenant.addExistingUsers(accounts, roles: [], by: world.ada)
        }
        let waiting = await world.tenant.health().waitingNotifications
        #expect(waiting?.isMore == true && waiting.map { $0.count >= Tenant.waitingNotificationLimit } == true)
    }

    @Test("health says how far checks are behind, and for how long there was no contact")
    func behind() async throws {
        let world = try await DeliveryWorld()
        let other = try await world.host()
        for name in ["A", "B"] { try await world.person(name) }
        world.clock.advance(by: .seconds(90))
        let health = await other.health()
        #expect(health.stepsBehind == 2 && health.timeSinceContact == .seconds(90) && health.takesCommits)
        try await other.refresh()
        let fresh = await other.health()
        #expect(fresh.stepsBehind == 0 && fresh.timeSinceContact == .zero)
    }

    @Test(
        "a file directory that takes no commits says so to who asks, and takes them again once it has its files back",
        arguments: ["head", "lock", "journal-00000000000000000001"])
    func store(_ name: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("company")
        let world = try await DeliveryWorld(in: try FileDirectory(at: path))
        #expect(await world.tenant.health().takesCommits)
        try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: path + "-aside")
        await #expect(throws: TenantError.self) { try await world.person("Grace") }
        let health = await world.tenant.health()
        #expect(!health.takesCommits && health.storeRevision != nil && health.failure != nil)
        try FileManager.default.moveItem(atPath: path + "-aside", toPath: "\(path)/\(name)")
        #expect(await world.tenant.health().takesCommits)
        try await world.person("Grace")
    }

    @Test("following goes on over errors that pass, and tells of them")
    func following() async throws {
        let world = try await DeliveryWorld()
        let directory = MortalDirectory(world.directory)
        let other = try await world.host(in: directory)
        let following = Task { try await other.follow() }
        directory.setUnreadable(true)
        try await world.person("A")
        #expect(await eventually { world.events.lagCount >= 2 })
        directory.setUnreadable(false)
        #expect(await eventually { other.revision == world.tenant.revision })
        #expect(await eventually { world.events.caughtUpCount >= 1 })
        try await world.person("B")
        #expect(await eventually { other.revision == world.tenant.revision })
        following.cancel()
        try await following.value
    }

    @Test("checks are denied once the table is staler than the host allows, and answered again after contact")
    func staleness() async throws {
        let world = try await DeliveryWorld(staleness: .seconds(30))
        let handle = try #require(world.tenant.handle(for: world.ada))
        let permission = try world.tenant.handle(for: .createUsers)
        func answers() -> [Bool] {
            var batch = [Bool](repeating: false, count: 1)
            var span = batch.mutableSpan
            world.tenant.permits([world.ada].span, [permission].span, into: &span)
            return [
                world.tenant.permits(world.ada, .createUsers), world.tenant.permits(handle, permission),
                world.tenant.permits(world.ada, permission), batch[0],
                world.tenant.decide(world.ada, .createUsers).isAllowed,
            ]
        }
        world.clock.advance(by: .seconds(30))
        #expect(answers() == [true, true, true, true, true])
        world.clock.advance(by: .milliseconds(1))
        #expect(answers() == [false, false, false, false, false])
        guard case .denied(.outdated, _) = world.tenant.decide(world.ada, .createUsers) else {
            Issue.record("the reason is that the table is outdated")
            return
        }
        try await world.tenant.refresh()
        #expect(answers() == [true, true, true, true, true])
        let free = try await DeliveryWorld()
        free.clock.advance(by: .seconds(86_400 * 365))
        #expect(free.tenant.permits(free.ada, .createUsers))
    }
}
