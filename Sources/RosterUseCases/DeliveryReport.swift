public import RosterDomain
public import RosterPorts

/// What came of one explicit delivery of notifications.
public struct DeliveryReport: Sendable {
    /// A notification that was not delivered.
    public struct Failure: Sendable {
        /// The notification's `AccountNotification.id`.
        public let id: String
        /// Whom it is for.
        public let recipient: UserID
        /// What stood in the way.
        public let cause: any Error
    }

    /// The most failures that are listed; ours.
    public static let failureLimit = 100

    /// How many notifications were delivered.
    public internal(set) var deliveredCount = 0
    /// How many attempts failed whose notifications come again.
    public internal(set) var putOffCount = 0
    /// How many notifications were given up, on record.
    public internal(set) var givenUpCount = 0
    /// How many people wait for notifications that were put off.
    public internal(set) var waitingRecipientCount = 0
    /// What was not delivered and why, up to ``failureLimit`` of them.
    public internal(set) var failures: [Failure] = []
    /// What ended the delivery early; nil when everything that was due was tried.
    public internal(set) var stoppedBy: NotificationError?

    /// Whether nothing waits any more.
    public var isComplete: Bool { self.stoppedBy == nil && self.waitingRecipientCount == 0 }

    mutating func add(_ letter: Letter, _ cause: any Error) {
        guard self.failures.count < Self.failureLimit else { return }
        self.failures.append(Failure(id: letter.id, recipient: letter.recipient, cause: cause))
    }
}

/// What stopped the delivery of notifications; it goes on from there the next time.
@nonexhaustive
public enum NotificationError: Error, Sendable {
    /// The directory failed.
    case directory(UserDirectoryError)
    /// No code could be made for an invitation.
    case credentials(CredentialVaultError)
    /// A verb of the tenant failed that delivery needs.
    case tenant(TenantError)
    /// Another holder kept the turn to deliver: a host that runs, or another call.
    case turnTaken
    /// The notifier let every attempt run into its time limit.
    case notifierDoesNotAnswer
    /// The calling task was canceled.
    case canceled
}

extension NotificationError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .directory(let error): error.description
        case .credentials(let error): error.description
        case .tenant(let error): error.description
        case .turnTaken: "another host has the turn to deliver notifications"
        case .notifierDoesNotAnswer: "the notifier does not answer"
        case .canceled: "the delivery was canceled"
        }
    }
}
