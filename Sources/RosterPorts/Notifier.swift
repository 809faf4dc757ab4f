/// Tells people what concerns them: by mail, by message, or however the host does it.
///
/// A notification leaves only after the commit that caused it, and is delivered at least once: after a crash or an error
/// it comes again, under the same ``AccountNotification/id``. An adapter proves that it conforms with `NotifierContract`
/// from `RosterPortTesting`.
public protocol Notifier: Sendable {
    /// Delivers one notification, or hands it to something that will not lose it.
    ///
    /// Every verb of a tenant waits for it, and it must not call the tenant back: hand over what takes long.
    ///
    /// - Throws: ``NotifierError/undeliverable(cause:)`` when this one can never be delivered; it is given up, and the
    ///   others go on. ``NotifierError/unavailable(cause:)`` when it was not delivered now; it will come again, and every
    ///   notification after it waits, so that people hear of things in their order.
    func deliver(_ notification: AccountNotification) async throws(NotifierError)
}

/// What can go wrong with a ``Notifier``.
@nonexhaustive
public enum NotifierError: Error, Sendable, CustomStringConvertible {
    /// The notification was not delivered; it will come again, and those after it wait.
    case unavailable(cause: any Error)
    /// The notification can never be delivered, because nobody has the address for example; it does not come again.
    case undeliverable(cause: any Error)

    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the notification could not be delivered: \(cause)"
        case .undeliverable(let cause): "the notification can never be delivered: \(cause)"
        }
    }
}
