import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Each person is told in order, and does not wait for another", .prompt, .timeLimit(.minutes(20)))
struct DeliveryOrderTests {
    /// Three letters to a person: taken in, a role given, a role taken.
    private func threeLetters(_ world: DeliveryWorld, to name: String) async throws {
        let id = try await world.person(name)
        try await world.tenant.assignRoles([.reportViewer], to: id, by: world.ada)
        try await world.tenant.removeRoles([.reportViewer], from: id, by: world.ada)
    }

    private func fails(_ name: String, _ behavior: ScriptedNotifier.Behavior)
        -> @Sendable (AccountNotification) ->
        ScriptedNotifier.Behavior
    { { $0.recipient.rawValue == DeliveryWorld.address(name) ? behavior : .deliver } }

    @Test(
        "a mailbox that takes nothing now waits with all its letters; the others get theirs, and then it does, in order"
    )
    func later() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script(self.fails("Full", .fail))
        for name in ["A", "Full", "B"] { try await self.threeLetters(world, to: name) }
        let report = await world.tenant.deliverNotifications()
        #expect(report.deliveredCount == 6 && report.putOffCount == 1 && report.waitingRecipientCount == 1)
        #expect(world.notifier.attempts.count == 7, "later letters to the mailbox were not tried")
        world.notifier.script { _ in .deliver }
        #expect(await world.tenant.deliverNotifications().deliveredCount == 3)
        let places = world.letters(to: "Full").map { $0.id.split(separator: "-")[0] }
        #expect(places.count == 3 && places == places.sorted())
    }

    @Test("a verb or a delivery for others sends a mailbox that takes nothing no second code")
    func oneCode() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { $0.recipient.rawValue == "full@fabrikam.example" ? .fail : .deliver }
        try await world.invite("one@fabrikam.example", "full@fabrikam.example")
        for number in 0..<10 {
            try await world.person("User\(number)")
            await world.tenant.deliverNotifications()
        }
        #expect(world.notifier.arrived(at: "one@fabrikam.example").count == 1)
        #expect(world.notifier.arrived.count == 11)
    }

    @Test("a notifier that hangs for one person is left after the time limit, and delays no other person")
    func hangs() async throws {
        let world = try await DeliveryWorld(limit: .milliseconds(400))
        world.notifier.script(self.fails("Hung", .hang))
        for name in ["A", "Hung", "B"] { try await self.threeLetters(world, to: name) }
        let report = await world.tenant.deliverNotifications()
        #expect(report.deliveredCount == 6 && report.putOffCount == 1)
        #expect(report.failures.map { "\($0.cause)" } == ["the notifier did not answer within 0.4 seconds"])
        world.notifier.script { _ in .deliver }
        #expect(await world.tenant.deliverNotifications().isComplete && world.letters(to: "Hung").count == 3)
    }

    @Test("a slow letter holds its own recipient up, and others overtake it")
    func slow() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script(self.fails("Slow", .hold))
        for name in ["Slow", "A", "B"] { try await self.threeLetters(world, to: name) }
        let delivery = Task { await world.tenant.deliverNotifications() }
        #expect(await eventually { world.notifier.arrived.count == 6 })
        world.notifier.script { _ in .deliver }
        world.notifier.release()
        let report = await delivery.value
        #expect(report.isComplete && report.deliveredCount == 9)
        #expect(world.notifier.arrived.prefix(6).allSatisfy { $0.recipient.rawValue != DeliveryWorld.address("Slow") })
        #expect(Set(world.notifier.arrived.map(\.id)).count == 9)
    }

    @Test("a notifier that never answers ends an explicit delivery after about one time limit")
    func silence() async throws {
        let world = try await DeliveryWorld(limit: .milliseconds(300))
        for number in 0..<100 { try await world.person("User\(number)") }
        world.notifier.script { _ in .hang }
        let report = await world.tenant.deliverNotifications()
        guard case .notifierDoesNotAnswer = report.stoppedBy else {
            Issue.record("\(report)")
            return
        }
        #expect(world.notifier.attempts.count < 100, "not all were tried")
        world.notifier.script { _ in .deliver }
        #expect(await world.tenant.deliverNotifications().isComplete)
        #expect(Set(world.notifier.arrived.map(\.id)).count == 100 && world.notifier.arrived.count == 100)
    }

    @Test("the pauses of a host that runs grow to an hour, by the host's clock")
    func pauses() async throws {
        let world = try await DeliveryWorld(patience: .seconds(30 * 86_400))
        world.notifier.script { _ in .fail }
        try await world.person("Grace")
        try await world.running(world.tenant) {
            var pause = 10
            for attempt in 1...12 {
                #expect(await eventually { world.notifier.attempts.count == attempt })
                #expect(await eventually { world.events.putOff.count == attempt })
                world.clock.advance(by: .seconds(pause - 1))
                try await Task.sleep(for: .milliseconds(20))
                #expect(world.notifier.attempts.count == attempt)
                world.clock.advance(by: .seconds(1))
                pause = min(pause * 2, 3_600)
            }
        }
    }

    @Test("a clock that is set back far holds no recipient up")
    func clockSetBack() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { _ in .fail }
        world.clock.advance(by: .seconds(86_400 * 365))
        try await world.person("Grace")
        await world.tenant.deliverNotifications()
        world.clock.advance(by: .seconds(-86_400 * 365))
        world.notifier.script { _ in .deliver }
        try await world.running(world.tenant) {
            #expect(await eventually { world.letters(to: "Grace").count == 1 })
        }
    }
}
