public import RosterDomain

/// Hears what goes on in ``Tenant/run()``, to log and count it.
///
/// Calls come from the tasks that deliver and follow, one event at a time for each: return at once, and hand over what takes long.
public protocol TenantObserver: Sendable {
    /// Takes note of an event.
    func observe(_ event: TenantEvent)
}

/// Something that happened while a tenant delivered notifications or followed other hosts.
///
/// No event holds a secret or the text of a notification.
@nonexhaustive
public enum TenantEvent: Sendable {
    /// A notification was delivered, at this attempt of this host.
    case notificationDelivered(id: String, recipient: UserID, attempts: Int)
    /// A notification was not delivered and comes again; later ones to the same person wait.
    case notificationPutOff(id: String, recipient: UserID, until: Timestamp, cause: any Error)
    /// A notification was given up, on record.
    case notificationGivenUp(
        id: String, recipient: UserID, reason: UndeliveredNotification.Reason, cause: any Error)
    /// Delivery stopped and begins again after a pause.
    case deliveryFailed(NotificationError, retryAfter: Duration)
    /// Deleted accounts could no longer be restored and were purged: add them to the host's list of purged accounts.
    case purged([UserID])
    /// Purging failed, or erasing what was purged, and begins again after a pause.
    case purgeFailed(TenantError, retryAfter: Duration)
    /// What other hosts commit could not be read; it is tried again after a pause. Checks are answered as of the last contact.
    case lagging(since: Timestamp, cause: TenantError, retryAfter: Duration)
    /// The directory lost steps that it had shown, in a failover or with a restored backup: no check is answered with yes any more, and
    /// ``Tenant/run()`` ends. The company must be opened again.
    case historyTakenBack(at: Revision)
    /// After ``lagging(since:cause:retryAfter:)``, checks are answered up to this revision again.
    case caughtUp(Revision)
}

/// An observer that takes note of nothing.
public struct NoTenantObserver: TenantObserver {
    /// Creates the observer.
    public init() {}

    /// Does nothing.
    public func observe(_ event: TenantEvent) {}
}
