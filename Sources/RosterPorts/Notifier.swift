/// Tells people what concerns them: by mail, by message, or however the host does it.
///
/// A notification leaves only after the commit that caused it, and is delivered at least once: after a crash or an error
/// it comes again, under the same ``AccountNotification/id``. An adapter proves that it conforms with `NotifierContract`
/// from `RosterPortTesting`.
public protocol Notifier: Sendable {
    /// Delivers one notification, or hands it to something that will not lose it.
    ///
    /// - Throws: ``NotifierError/unavailable(cause:)`` when it was not delivered; it will come again.
    func deliver(_ notification: AccountNotification) async throws(NotifierError)
}

/// What can go wrong with a ``Notifier``.
@nonexhaustive
public enum NotifierError: Error, Sendable, CustomStringConvertible {
    /// The notification was not delivered; it will come again.
    case unavailable(cause: any Error)

    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the notification could not be delivered: \(cause)"
        }
    }
}
