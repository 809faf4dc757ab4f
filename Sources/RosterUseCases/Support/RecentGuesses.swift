import RosterDomain
import Synchronization

/// Whose wrong sign-ins this process has recorded lately.
final class RecentGuesses: Sendable {
    private static let interval: Duration = .seconds(60)
    /// The most users that are remembered; beyond it the memory begins anew.
    private static let userLimit = 10_000

    private let recorded = Mutex<[UserID: Timestamp]>([:])

    /// Whether a guess at a user is to be recorded; if so, the next ones are not for a while.
    func isNews(_ user: UserID, at now: Timestamp) -> Bool {
        self.recorded.withLock { recorded in
            if let last = recorded[user], last <= now, now < last + Self.interval { return false }
            if recorded.count >= Self.userLimit { recorded.removeAll() }
            recorded[user] = now
            return true
        }
    }
}
