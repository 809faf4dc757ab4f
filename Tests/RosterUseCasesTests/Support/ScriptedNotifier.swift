import RosterDomain
import RosterPorts
import RosterUseCases
import Synchronization

/// A notifier that does what a test says with each notification.
final class ScriptedNotifier: Notifier {
    enum Behavior: Sendable {
        case deliver
        /// Delivers after a while.
        case wait(Duration)
        /// Delivers, and says that it did not.
        case deliverAndFail
        case fail
        case refuseForever
        /// Delivers once it is released.
        case hold
        /// Never answers, until it is canceled.
        case hang
        /// Never answers, and does not heed that it is canceled.
        case hangOn
    }

    private struct State {
        var script: @Sendable (AccountNotification) -> Behavior = { _ in .deliver }
        var attempts: [String] = []
        var arrived: [AccountNotification] = []
        var hanging: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// What to do from now on.
    func script(_ script: @escaping @Sendable (AccountNotification) -> Behavior) {
        self.state.withLock { $0.script = script }
    }

    /// What arrived, in order; what arrived twice is there twice.
    var arrived: [AccountNotification] { self.state.withLock { $0.arrived } }
    /// The identifiers of what was tried, arrived or not.
    var attempts: [String] { self.state.withLock { $0.attempts } }

    func arrived(at address: String) -> [AccountNotification] {
        self.arrived.filter { $0.recipient.rawValue == address }
    }

    func forget() {
        self.state.withLock { state in
            state.arrived = []
            state.attempts = []
        }
    }

    /// Lets every delivery that hangs on fail, and those that are held succeed.
    func release() {
        let hanging = self.state.withLock { state in
            defer { state.hanging = [] }
            return state.hanging
        }
        for continuation in hanging { continuation.resume() }
    }

    func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        let script = self.state.withLock { state in
            state.attempts.append(notification.id)
            return state.script
        }
        let failure = NotifierError.unavailable(cause: PlannedFault())
        switch script(notification) {
        case .deliver: break
        case .wait(let duration):
            do { try await Task.sleep(for: duration) } catch { throw failure }
        case .deliverAndFail:
            self.add(notification)
            throw failure
        case .fail: throw failure
        case .refuseForever: throw .undeliverable(cause: PlannedFault())
        case .hang:
            try? await Task.sleep(for: .seconds(600))
            throw failure
        case .hold:
            await withCheckedContinuation { continuation in self.state.withLock { $0.hanging.append(continuation) } }
        case .hangOn:
            await withCheckedContinuation { continuation in self.state.withLock { $0.hanging.append(continuation) } }
            throw failure
        }
        self.add(notification)
    }

    private func add(_ notification: AccountNotification) {
        self.state.withLock { $0.arrived.append(notification) }
    }
}

/// Keeps what it hears.
final class EventLog: TenantObserver {
    private let events = Mutex<[TenantEvent]>([])

    var all: [TenantEvent] { self.events.withLock { $0 } }
    func observe(_ event: TenantEvent) { self.events.withLock { $0.append(event) } }

    var delivered: [String] {
        self.all.compactMap { if case .notificationDelivered(let id, _, _) = $0 { id } else { nil } }
    }
    var givenUp: [String] {
        self.all.compactMap { if case .notificationGivenUp(let id, _, _, _) = $0 { id } else { nil } }
    }
    var putOff: [String] {
        self.all.compactMap { if case .notificationPutOff(let id, _, _, _) = $0 { id } else { nil } }
    }
    var lagCount: Int { self.all.count { if case .lagging = $0 { true } else { false } } }
    var caughtUpCount: Int { self.all.count { if case .caughtUp = $0 { true } else { false } } }
}
