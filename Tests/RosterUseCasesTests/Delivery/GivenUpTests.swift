import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("What cannot be delivered is given up visibly", .prompt, .timeLimit(.minutes(20)))
struct GivenUpTests {
    @Test("what can never be delivered is given up at once, on record, listed, and told to the observer")
    func undeliverable() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { $0.recipient.rawValue == "dead@fabrikam.example" ? .refuseForever : .deliver }
        let dead = try await world.invite("a@fabrikam.example", "dead@fabrikam.example", "c@fabrikam.example")[1].id
        let report = await world.tenant.deliverNotifications()
        #expect(report.deliveredCount == 2 && report.givenUpCount == 1 && report.isComplete)
        let listed = try await world.tenant.usersWithUndeliveredNotifications(by: world.ada).records
        #expect(listed.map(\.id) == [dead] && listed[0].undelivered.map(\.reason) == [.undeliverable])
        #expect(world.events.givenUp == report.failures.map(\.id))
        let changes = try await world.tenant.history().flatMap(\.changes)
        #expect(changes.contains { if case .notificationGivenUp(dead, _) = $0 { true } else { false } })
        #expect(await world.tenant.health().usersWithUndeliveredNotifications == 1)
        #expect(await world.tenant.deliverNotifications().failures.isEmpty, "it is not tried again by itself")
    }

    @Test("a letter that waits for longer than the policy has patience is given up, and the next ones are tried")
    func patience() async throws {
        let world = try await DeliveryWorld(patience: .seconds(3_600))
        let grace = try await world.person("Grace")
        try await world.tenant.assignRoles([.reportViewer], to: grace, by: world.ada)
        world.notifier.script { _ in .fail }
        await world.tenant.deliverNotifications()
        world.clock.advance(by: .seconds(3_599))
        #expect(await world.tenant.deliverNotifications().givenUpCount == 0)
        world.clock.advance(by: .seconds(1))
        let report = await world.tenant.deliverNotifications()
        #expect(report.givenUpCount == 1 && report.putOffCount == 1, "the second letter begins its own patience")
        let record = try #require(try await world.tenant.user(grace))
        #expect(record.undelivered.map(\.reason) == [.patienceEnded])
        world.notifier.script { _ in .deliver }
        #expect(await world.tenant.deliverNotifications().deliveredCount == 1)
        guard case .rolesChanged = world.letters(to: "Grace").first?.content else {
            Issue.record("\(world.notifier.arrived)")
            return
        }
    }

    @Test("an administrator has it delivered again, under the same name; one without the permission is refused")
    func again() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { _ in .refuseForever }
        let guest = try await world.invite("g@fabrikam.example")[0].id
        await world.tenant.deliverNotifications()
        world.notifier.script { _ in .deliver }
        let grace = try await world.person("Grace")
        let given = try #require(try await world.tenant.user(guest)?.undelivered.first)
        await #expect(throws: TenantError.self) { try await world.tenant.deliverAgain(given, to: guest, by: grace) }
        await #expect(throws: TenantError.self) {
            try await world.tenant.deliverAgain(given, to: grace, by: world.ada)
        }
        try await world.tenant.deliverAgain(given, to: guest, by: world.ada)
        #expect(try await world.tenant.user(guest)?.undelivered.isEmpty == true)
        await world.tenant.deliverNotifications()
        let letters = world.notifier.arrived(at: "g@fabrikam.example")
        #expect(letters.count == 1 && letters[0].id == world.events.givenUp.first)
        let accepted = try await world.accept("g@fabrikam.example", world.code(for: "g@fabrikam.example"))
        #expect(accepted == guest)
        await #expect(throws: TenantError.self) {
            try await world.tenant.deliverAgain(given, to: guest, by: world.ada)
        }
    }

    @Test("what is given up twice is listed once, and delivered again as often as asked")
    func twice() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { _ in .refuseForever }
        let grace = try await world.person("Grace")
        for _ in 0..<3 {
            await world.tenant.deliverNotifications()
            let record = try #require(try await world.tenant.user(grace))
            #expect(record.undelivered.count == 1)
            try await world.tenant.deliverAgain(record.undelivered[0], to: grace, by: world.ada)
        }
        world.notifier.script { _ in .deliver }
        await world.tenant.deliverNotifications()
        #expect(world.letters(to: "Grace").count == 1 && Set(world.notifier.attempts).count == 1)
    }

    @Test("what cannot be recorded as given up waits, and is not lost")
    func unrecorded() async throws {
        let directory = FaultyDirectory(MemoryUserDirectory())
        let world = try await DeliveryWorld(in: directory)
        world.notifier.script { _ in .refuseForever }
        try await world.person("Grace")
        directory.plan(.refusesToWrite)
        let report = await world.tenant.deliverNotifications()
        #expect(report.givenUpCount == 0 && report.waitingRecipientCount == 1)
        directory.plan(.none)
        #expect(await world.tenant.deliverNotifications().givenUpCount == 1)
    }

    @Test("a record keeps the last sixteen, of however many")
    func bounded() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { _ in .refuseForever }
        let grace = try await world.person("Grace")
        for _ in 0..<10 {
            try await world.tenant.assignRoles([.reportViewer], to: grace, by: world.ada)
            try await world.tenant.removeRoles([.reportViewer], from: grace, by: world.ada)
        }
        #expect(await world.tenant.deliverNotifications().givenUpCount == 21)
        let record = try #require(try await world.tenant.user(grace))
        #expect(record.undelivered.count == UndeliveredNotification.countLimit)
        #expect(record.undelivered.map(\.revision) == record.undelivered.map(\.revision).sorted())
    }
}
