import RosterDomain
import RosterPorts
import Synchronization

/// Requests of people who forgot their passwords: limited, and carried out apart from the answer.
final class Recoveries: Sendable {
    /// The most requests that wait to be carried out; what comes beyond them is lost.
    private static let waitingLimit = 1_000

    /// Counts requests, of listed names and others alike.
    let requests = LockoutTable(LockoutPolicy(account: .recoveryRequests, source: .recoverySources))
    /// Counts wrong codes of sources alone: a code cannot be guessed, and strangers who try do not keep its owner out.
    let codes = LockoutTable(LockoutPolicy(account: nil))
    private let state = Mutex(State())

    private struct State {
        var waiting: [UserID] = []
        var worker: Task<Void, Never>?
    }

    /// Lets a request wait, and begins to carry out what waits.
    func enqueue(_ user: UserID, _ work: @escaping @Sendable () async -> Void) {
        self.state.withLock { state in
            guard state.waiting.count < Self.waitingLimit, !state.waiting.contains(user) else { return }
            state.waiting.append(user)
            if state.worker == nil { state.worker = Task { await work() } }
        }
    }

    /// Takes what waits; none ends the work.
    func take() -> [UserID] {
        self.state.withLock { state in
            defer { state.waiting = [] }
            if state.waiting.isEmpty { state.worker = nil }
            return state.waiting
        }
    }

    /// The task that carries out what waits; nil when nothing does.
    var worker: Task<Void, Never>? { self.state.withLock { $0.worker } }
}

extension FailureLimits {
    /// Three requests for an account begin a pause of a quarter of an hour; ours.
    fileprivate static let recoveryRequests = FailureLimits(
        unchecked: 3, firstPause: .seconds(900), longestPause: .seconds(3_600), forgettingInterval: .seconds(1_200))

    /// Thirty requests from a source begin a pause of a minute; ours.
    fileprivate static let recoverySources = FailureLimits(
        unchecked: 30, firstPause: .seconds(60), longestPause: .seconds(900), forgettingInterval: .seconds(60))
}
