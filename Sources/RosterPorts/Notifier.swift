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

    /// Whether the host regards this channel as fit for codes that replace forgotten passwords; false unless an adapter says otherwise.
    ///
    /// The code of an invitation opens an account that is empty. This one opens an account that is in use, so that a reader of the channel can
    /// take the account. See ``ConfidentialNotifier``.
    var isFitForSecrets: Bool { get }
}

extension Notifier {
    /// False.
    public var isFitForSecrets: Bool { false }
}

/// A notifier that the host regards as fit for codes that replace forgotten passwords.
public struct ConfidentialNotifier<Channel: Notifier>: Notifier {
    private let channel: Channel

    /// Marks a notifier.
    public init(_ channel: Channel) {
        self.channel = channel
    }

    /// True.
    public var isFitForSecrets: Bool { true }

    /// Delivers as the marked notifier does.
    public func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        try await self.channel.deliver(notification)
    }
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
