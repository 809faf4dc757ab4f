import RosterDomain
import RosterPorts
import Synchronization

/// A notification that is being delivered.
///
/// It runs in a task of its own. When the notifier does not answer within the time limit, the task is canceled and left to itself.
final class DeliveryAttempt: Sendable {
    enum Outcome {
        case delivered
        case failed(NotifierError)
        case timedOut
    }

    private struct State {
        var outcome: Outcome?
        var tasks: [Task<Void, Never>] = []
    }

    /// A century: the system's clock cannot count to the end of every duration.
    private static let longestSleep: Duration = .seconds(100 * 365 * 86_400)

    let letter: Letter
    private let state = Mutex(State())

    /// Begins to deliver, and wakes those who wait once the outcome is known.
    init(
        _ letter: Letter, _ notification: AccountNotification, by notifier: any Notifier, within limit: Duration,
        waking wakeUp: WakeUp
    ) {
        self.letter = letter
        let delivery = Task {
            do throws(NotifierError) {
                try await notifier.deliver(notification)
                self.settle(.delivered, waking: wakeUp)
            } catch {
                self.settle(.failed(error), waking: wakeUp)
            }
        }
        let timer = Task {
            try? await Task.sleep(for: min(limit, Self.longestSleep))
            if !Task.isCancelled { self.settle(.timedOut, waking: wakeUp) }
        }
        let isOver = self.state.withLock { state in
            state.tasks = [delivery, timer]
            return state.outcome != nil
        }
        if isOver { self.cancel() }
    }

    /// What came of it; nil while it is under way.
    var outcome: Outcome? { self.state.withLock { $0.outcome } }

    /// Leaves the delivery to itself.
    func cancel() {
        for task in self.state.withLock({ $0.tasks }) { task.cancel() }
    }

    private func settle(_ outcome: Outcome, waking wakeUp: WakeUp) {
        let isFirst = self.state.withLock { state in
            guard state.outcome == nil else { return false }
            state.outcome = outcome
            return true
        }
        guard isFirst else { return }
        self.cancel()
        wakeUp.signal()
    }
}
