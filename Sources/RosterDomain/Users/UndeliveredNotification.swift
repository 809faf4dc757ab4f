/// A notification that was given up: the person was not told.
///
/// It stays in the user's record, for administrators, until it is delivered again on request or later ones push it out.
public struct UndeliveredNotification: Sendable, Hashable {
    /// The most that a record keeps, and the oldest gives way; ours.
    public static let countLimit = 16

    /// The step of the history that it tells of.
    public package(set) var revision: Revision
    /// The place of the change among those of the step.
    public package(set) var position: Int
    /// Why it was given up.
    public package(set) var reason: Reason
    /// When it was given up.
    public package(set) var givenUpAt: Timestamp
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Creates one; a place that no step has is taken for the nearest count.
    public init(revision: Revision, position: Int, reason: Reason, givenUpAt: Timestamp) {
        self.revision = revision
        self.position = position.clampedToCount(from: 0)
        self.reason = reason
        self.givenUpAt = givenUpAt
    }

    /// Why a notification was given up.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// The notifier said that it can never be delivered.
        case undeliverable
        /// It could not be delivered for as long as the policy has patience.
        case patienceEnded
    }

    /// Whether both tell of the same.
    public func isSame(as other: UndeliveredNotification) -> Bool {
        self.revision == other.revision && self.position == other.position
    }
}

extension UserRecord {
    /// Keeps a notification that was given up, in place of the same one, and of the oldest where there are too many.
    mutating func keep(_ notification: UndeliveredNotification) {
        self.undelivered.removeAll { $0.isSame(as: notification) }
        self.undelivered.append(notification)
        if self.undelivered.count > UndeliveredNotification.countLimit { self.undelivered.removeFirst() }
    }
}
