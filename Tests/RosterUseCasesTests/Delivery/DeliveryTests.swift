import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterStoreTestSupport
import RosterUseCases
import Testing

@Suite("Notifications are delivered apart from verbs", .prompt, .timeLimit(.minutes(20)))
struct DeliveryTests {
    @Test("verbs, enrollment and opening neither deliver nor wait for a mail server that hangs")
    func verbs() async throws {
        let world = try await DeliveryWorld()
        world.notifier.script { _ in .hangOn }
        let grace = try await world.person("Grace", [.reportViewer])
        try await world.tenant.blockUser(grace, by: world.ada)
        try await world.tenant.unblockUser(grace, by: world.ada)
        try await world.invite("g@fabrikam.example")
        _ = try await world.tenant.requestRoles([.adminAgent], reason: "", by: world.person("Kim"))
        _ = try await world.host()
        #expect(world.notifier.attempts.isEmpty)
    }

    @Test("an opening reads as little of a long history as of a short one")
    func opening() async throws {
        let world = try await DeliveryWorld()
        let refusal = Change.refused(refusal: Refusal("do it", because: .nothingPending))
        for _ in 0..<2_000 {
            try await world.directory.commit([refusal], by: .system, at: world.clock.now, given: .versions([:]))
        }
        let directory = MortalDirectory(world.directory)
        _ = try await world.host(in: directory)
        #expect(directory.historyReads == 0)
    }

    @Test("an explicit delivery tells all of them, says how many, and marks it in the history")
    func explicit() async throws {
        let world = try await DeliveryWorld()
        try await world.person("Grace")
        try await world.invite("g@fabrikam.example", "h@fabrikam.example")
        let report = await world.tenant.deliverNotifications()
        #expect(report.deliveredCount == 3 && report.isComplete && report.failures.isEmpty)
        #expect(Set(world.notifier.arrived.map(\.id)).count == 3)
        let head = try await world.directory.head()
        #expect(head.notifiedThrough.number == head.revision.number - 1)
        #expect(await world.tenant.deliverNotifications().deliveredCount == 0)
    }

    @Test("two hosts that run deliver 200 invitations once each, in memory and in files", arguments: [false, true])
    func twoHosts(inFiles: Bool) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        func directory() throws -> any UserDirectory { try FileDirectory(at: sandbox.path("company")) }
        let world = try await DeliveryWorld(in: inFiles ? try directory() : MemoryUserDirectory())
        let other = try await world.host(in: inFiles ? try directory() : nil)
        try await world.running(world.tenant, other) {
            for number in 0..<20 {
                let addresses = try (0..<10).map { try EmailAddress("g\(number).\($0)@fabrikam.example") }
                try await [world.tenant, other][number % 2].inviteUsers(addresses, roles: [], by: world.ada)
            }
            #expect(await eventually { world.notifier.arrived.count >= 200 })
        }
        let arrived = world.notifier.arrived
        #expect(arrived.count == 200 && Set(arrived.map(\.id)).count == 200)
        #expect(Set(arrived.map(\.recipient)).count == 200)
        #expect(try await world.directory.head().notifiedThrough > Revision(20))
    }

    @Test("two calls at once on one directory deliver each letter once")
    func twoCalls() async throws {
        let world = try await DeliveryWorld()
        let other = try await world.host()
        for number in 0..<40 { try await world.person("User\(number)") }
        world.notifier.script { _ in .wait(.milliseconds(2)) }
        async let first = world.tenant.deliverNotifications()
        async let second = other.deliverNotifications()
        async let third = world.tenant.deliverNotifications()
        let reports = await [first, second, third]
        #expect(reports.allSatisfy { $0.isComplete })
        #expect(reports.map(\.deliveredCount).reduce(0, +) == 40 && world.notifier.arrived.count == 40)
    }

    @Test("one turn is kept for one time limit at most by who waits for it")
    func turnTaken() async throws {
        let world = try await DeliveryWorld(limit: .milliseconds(50))
        let turn = try #require(try await world.directory.takeDeliveryTurn())
        try await world.person("Grace")
        guard case .turnTaken = await world.tenant.deliverNotifications().stoppedBy else {
            Issue.record("the turn was taken")
            return
        }
        await turn.end()
        #expect(await world.tenant.deliverNotifications().deliveredCount == 1)
    }

    @Test("a time limit may be as long as a duration can be")
    func endlessLimit() async throws {
        let world = try await DeliveryWorld(limit: .seconds(Int64.max))
        try await world.person("Grace")
        world.notifier.script { _ in .hold }
        async let report = world.tenant.deliverNotifications()
        #expect(await eventually { world.notifier.attempts.count == 1 })
        // The limit is counted by a task of its own, which begins when it has a thread.
        try await Task.sleep(for: .milliseconds(200))
        let hasArrived = await eventually {
            world.notifier.release()
            return world.letters(to: "Grace").count == 1
        }
        #expect(hasArrived)
        #expect(await report.deliveredCount == 1)
    }

    @Test("run() ends when it is canceled, and records how far it came")
    func ends() async throws {
        let world = try await DeliveryWorld()
        try await world.running(world.tenant) {
            try await world.person("Grace")
            #expect(await eventually { world.letters(to: "Grace").count == 1 })
        }
        let head = try await world.directory.head()
        #expect(head.notifiedThrough.number == head.revision.number - 1)
    }

    @Test("a host that dies in the middle of a letter lets that one come again, under the same name, and no other")
    func death() async throws {
        let world = try await DeliveryWorld()
        let directory = MortalDirectory(world.directory)
        let mortal = try await world.host(in: directory)
        for name in ["A", "B", "C", "D"] { try await world.person(name) }
        world.notifier.script { $0.recipient.rawValue == DeliveryWorld.address("C") ? .hangOn : .deliver }
        let running = Task { try await mortal.run() }
        // Once it is told that D's letter arrived, that is noted too.
        #expect(await eventually { world.events.delivered.count == 3 })
        await directory.die()
        running.cancel()
        world.notifier.script { _ in .deliver }
        let attempts = world.notifier.attempts
        #expect(await world.tenant.deliverNotifications().deliveredCount == 1)
        #expect(world.notifier.attempts.dropFirst(attempts.count).elementsEqual([attempts[2]]))
        world.notifier.release()
        try await running.value
    }

    @Test("letters come again when notes are lost, under the same names, and none is lost")
    func lostNotes() async throws {
        let world = try await DeliveryWorld()
        try await world.person("A")
        await world.tenant.deliverNotifications()
        for name in ["B", "C"] { try await world.person(name) }
        world.notifier.script { $0.recipient.rawValue == DeliveryWorld.address("B") ? .fail : .deliver }
        await world.tenant.deliverNotifications()
        for notes in [[], Array("nonsense".utf8), Array("roster delivery 1\nstep 99999999\n".utf8)] as [[UInt8]] {
            let turn = try #require(try await world.directory.takeDeliveryTurn())
            try await turn.note(notes)
            await turn.end()
            world.notifier.forget()
            await world.tenant.deliverNotifications()
            #expect(Set(world.notifier.attempts).count == 2 && world.letters(to: "A").isEmpty)
        }
        world.notifier.script { _ in .deliver }
        #expect(await world.tenant.deliverNotifications().isComplete)
        #expect(world.letters(to: "B").count == 1)
    }

    @Test("an import is quiet when the host says so, and what comes after it is told")
    func quiet() async throws {
        let world = try await DeliveryWorld()
        for number in 0..<300 {
            let user = User(
                id: UserID(bits: UInt128(number)), fullName: try FullName("User \(number)"),
                email: try EmailAddress("u\(number)@contoso.example"), status: .active, addedAt: world.clock.now)
            try await world.directory.commit(
                [.userAdded(user: user)], by: .system, at: world.clock.now, given: .versions([:]))
        }
        let host = try await world.host()
        try await host.skipNotifications()
        let head = try await world.directory.head()
        try await host.skipNotifications()
        #expect(await host.deliverNotifications().deliveredCount == 0)
        #expect(try await world.directory.head().revision.number <= head.revision.number + 1)
        try await world.person("Grace")
        #expect(await host.deliverNotifications().deliveredCount == 1)
        #expect(world.notifier.arrived.count == 1)
    }
}
