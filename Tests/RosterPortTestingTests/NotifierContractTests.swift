import RosterDomain
import RosterPortTesting
import RosterPorts
import Synchronization
import Testing

@Suite("The contract of notifiers")
struct NotifierContractTests {
    @Test("is kept by a notifier without a flaw", .timeLimit(.minutes(20)))
    func passes() async throws {
        try await Self.contract(nil).verify()
        try await NotifierContract { FlawedNotifier(.losesSome) }.verify()
    }

    @Test("is broken by every flaw", .timeLimit(.minutes(20)), arguments: FlawedNotifier.Flaw.allCases)
    func catches(_ flaw: FlawedNotifier.Flaw) async throws {
        await #expect(throws: ContractViolation.self) { try await Self.contract(flaw).verify() }
    }

    private static func contract(_ flaw: FlawedNotifier.Flaw?) -> NotifierContract<FlawedNotifier> {
        var contract = NotifierContract {
            FlawedNotifier(flaw)
        } delivered: {
            $0.delivered
        }
        if flaw != nil { contract.patience = .milliseconds(300) }
        return contract
    }
}

/// A notifier in memory that breaks one promise, to see whether the contract finds out.
final class FlawedNotifier: Notifier {
    enum Flaw: String, CaseIterable, CustomTestStringConvertible {
        case losesSome, refusesInvitations, losesInvitations, refusesRepeats, refusesLongNames, refusesCompany,
            neverEnds

        var testDescription: String { self.rawValue }
    }

    private struct Trouble: Error {}

    private struct Content {
        var delivered: Set<String> = []
        var isBusy = false
    }

    private let flaw: Flaw?
    private let content = Mutex(Content())

    init(_ flaw: Flaw?) {
        self.flaw = flaw
    }

    var delivered: Set<String> { self.content.withLock { $0.delivered } }

    func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        let isInvitation = if case .invited = notification.content { true } else { false }
        switch self.flaw {
        case .losesSome where self.delivered.count == 3: return
        case .losesInvitations where isInvitation: return
        case .refusesInvitations where isInvitation: throw .unavailable(cause: Trouble())
        case .refusesRepeats where self.delivered.contains(notification.id): throw .unavailable(cause: Trouble())
        case .refusesLongNames where notification.recipientName.rawValue.count > 100:
            throw .unavailable(cause: Trouble())
        case .neverEnds where self.delivered.count > 20:
            do { try await Task.sleep(for: .seconds(600)) } catch { throw .unavailable(cause: error) }
        case .refusesCompany: try await self.refuseOthersMeanwhile()
        default: break
        }
        self.content.withLock { content in
            content.isBusy = false
            _ = content.delivered.insert(notification.id)
        }
    }

    private func refuseOthersMeanwhile() async throws(NotifierError) {
        let wasBusy = self.content.withLock { content in
            defer { content.isBusy = true }
            return content.isBusy
        }
        if wasBusy { throw .unavailable(cause: Trouble()) }
        for _ in 0..<50 { await Task.yield() }
    }
}
