import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("The adapters in memory")
struct MemoryAdapterTests {
    @Test("a notifier keeps what it delivered, in order")
    func keepsDelivered() async throws {
        let notifier = MemoryNotifier()
        for id in ["1", "2", "1"] { try await notifier.deliver(try MailFixture.notification(id: id, .passwordChanged)) }
        #expect(notifier.delivered.map(\.id) == ["1", "2", "1"])
    }

    @Test("a notifier fails as often as it was told, and delivers again afterwards")
    func failsNext() async throws {
        let notifier = MemoryNotifier()
        notifier.failNext(2)
        for _ in 1...2 {
            await #expect(throws: NotifierError.self) {
                try await notifier.deliver(MailFixture.notification(.passwordChanged))
            }
        }
        try await notifier.deliver(MailFixture.notification(.passwordChanged))
        #expect(notifier.delivered.count == 1)
    }

    @Test("a notifier refuses what it was told to refuse")
    func refuses() async throws {
        struct Trouble: Error {}
        let notifier = MemoryNotifier { $0.id == "2" ? Trouble() : nil }
        try await notifier.deliver(MailFixture.notification(id: "1", .passwordChanged))
        await #expect(throws: NotifierError.self) {
            try await notifier.deliver(MailFixture.notification(id: "2", .passwordChanged))
        }
        #expect(notifier.delivered.map(\.id) == ["1"])
    }

    @Test("a directory gives nothing for a limit below zero")
    func historyLimit() async throws {
        let directory = MemoryUserDirectory()
        let refusal = Refusal("do it", because: .nothingPending)
        try await directory.commit([.refused(refusal: refusal)], by: .system, at: MailFixture.noon, after: .start)
        #expect(try await directory.history(after: .start, limit: -1).isEmpty)
    }
}
