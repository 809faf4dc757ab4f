public import RosterPorts
import Synchronization

/// A notifier that keeps what it was given and tells no one; for tests and demonstrations.
///
/// Invitation codes are kept with the notifications, in memory, as long as the notifier lives.
public final class MemoryNotifier: Notifier {
    private struct Content {
        var delivered: [AccountNotification] = []
        var failuresAhead = 0
    }

    private let content = Mutex(Content())
    private let refusal: @Sendable (AccountNotification) -> (any Error)?

    /// Creates a notifier that has delivered nothing.
    ///
    /// - Parameter refusal: Returns an error for notifications that are not to be delivered, nil for the others.
    public init(refusing refusal: @escaping @Sendable (AccountNotification) -> (any Error)? = { _ in nil }) {
        self.refusal = refusal
    }

    /// What was delivered, in order; what was delivered twice is there twice.
    public var delivered: [AccountNotification] { self.content.withLock { $0.delivered } }

    /// Lets the next deliveries fail, as if no one could be reached.
    public func failNext(_ count: Int = 1) {
        self.content.withLock { $0.failuresAhead += count }
    }

    /// True: what it keeps leaves the process by no other way.
    public var isFitForSecrets: Bool { true }

    /// Keeps the notification, unless it was told to fail.
    public func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        if let error = self.refusal(notification) { throw .unavailable(cause: error) }
        try self.content.withLock { (content) throws(NotifierError) in
            guard content.failuresAhead == 0 else {
                content.failuresAhead -= 1
                throw .unavailable(cause: MemoryNotifierError.toldToFail)
            }
            content.delivered.append(notification)
        }
    }
}

/// Why a notifier in memory did not deliver.
enum MemoryNotifierError: Error, CustomStringConvertible {
    /// It was told to fail.
    case toldToFail

    /// The reason, for a person.
    var description: String { "it was told to fail" }
}
