/// What can happen in a history.
package enum SessionEvent: String, Sendable, CaseIterable {
    case begun = "session begun by the host"
    case signedIn = "session begun with a password"
    case blocked = "account blocked"
    case unblocked = "account unblocked"
    case deleted = "account deleted"
    case restored = "account restored"
    case purged = "deleted account purged"
    case purgedByList = "account in use purged by the list at an opening"
    case reset = "password reset"
    case resetAtCommandLine = "account recovered at the command line"
    case changed = "password changed by name"
    case changedInSession = "password changed in a session"
    case recoveryRequested = "recovery requested"
    case recovered = "password recovered with a mailed code"
    case enrolled = "second factor enrolled in a session"
    case factorShown = "second factor shown in a session"
    case factorRemoved = "second factor removed in a session"
    case factorReset = "second factor removed by an administrator"
    case addressRequested = "change of address requested"
    case addressConfirmed = "change of address confirmed"
    case endedAll = "all sessions ended"
    case endedOne = "one session ended by identifier"
    case rotated = "session given another token"
    case signedOut = "signed out"

    /// How often it is tried, beside the others.
    var weight: Int {
        switch self {
        case .begun: 16
        case .signedIn: 14
        case .factorShown: 10
        case .unblocked, .restored, .recovered, .addressConfirmed, .enrolled: 8
        case .recoveryRequested: 6
        case .rotated, .addressRequested, .changedInSession, .factorReset, .factorRemoved: 4
        case .blocked, .deleted, .purged, .reset, .changed, .endedOne, .signedOut: 3
        case .endedAll, .resetAtCommandLine: 2
        case .purgedByList: 1
        }
    }

    /// Each event as often as its weight says.
    static let wheel = Self.allCases.flatMap { Array(repeating: $0, count: $0.weight) }
}

/// How often what happened, and what hosts answered.
package struct SessionTally: Sendable {
    /// How often each event took place; what was refused or had no occasion is not counted.
    package private(set) var events: [SessionEvent: Int] = [:]
    /// How many histories were played: in memory, and on files.
    package var (histories, historiesOnFiles) = (0, 0)
    /// Sessions that an event of their own account ended.
    package var endedSessions = 0
    /// Answers about tokens that open a session, and about those that open none any more.
    package var (admitted, refused) = (0, 0)

    /// Begins with nothing.
    package init() {}

    mutating func count(_ event: SessionEvent) { self.events[event, default: 0] += 1 }

    /// Adds what happened elsewhere.
    package mutating func add(_ other: SessionTally) {
        self.events.merge(other.events) { $0 + $1 }
        self.histories += other.histories
        self.historiesOnFiles += other.historiesOnFiles
        self.endedSessions += other.endedSessions
        self.admitted += other.admitted
        self.refused += other.refused
    }

    /// The counts, one a line.
    package var lines: [String] {
        let events = SessionEvent.allCases.map { "\(self.events[$0] ?? 0)\t\($0.rawValue)" }
        return [
            "\(self.histories)\thistories, \(self.historiesOnFiles) of them on files",
            "\(self.endedSessions)\tsessions ended by an event",
            "\(self.admitted)\tanswers that admit a session",
            "\(self.refused)\tanswers that refuse a session that has ended",
        ] + events
    }
}
