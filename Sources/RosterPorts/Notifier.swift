/// Tells people what concerns them: by mail, by message, or however the host does it.
///
/// A notification leaves only after the commit that caused it, and is delivered at least once: after a crash or an error
/// it comes again, under the same ``AccountNotification/id``. An adapter proves that it conforms with `NotifierContract`
/// from `RosterPortTesting`.
public protocol Notifier: Sendable {
    /// Delivers one notification, or hands it to something that will not lose it.
    ///
    /// No verb of a tenant waits for it. Deliveries to several people may be under way at once, and never two to one person,
    /// unless the former was left: a delivery that takes longer than the tenant's policy allows is canceled, counts as not
    /// delivered, and comes again.
    ///
    /// - Throws: ``NotifierError/undeliverable(cause:)`` when this one can never be delivered; it is given up, on record.
    ///   ``NotifierError/unavailable(cause:)`` when it was not delivered now; it will come again after a pause. The later ones
    ///   to the same person wait, so that people hear of things in their order; those to others go on.
    func deliver(_ notification: AccountNotification) async throws(NotifierError)
}

/// What can go wrong with a ``Notifier``.
@nonexhaustive
public enum NotifierError: Error, Sendable, CustomStringConvertible {
    /// The notification was not delivered; it will come again, and later ones to the same person wait.
    case unavailable(cause: any Error)
    /// The notification can never be delivered, because no mailbox has the address for example; it is given up.
    case undeliverable(cause: any Error)

    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .unavailable(let cause): "the notification could not be delivered: \(cause)"
        case .undeliverable(let cause): "the notification can never be delivered: \(cause)"
        }
    }
}
