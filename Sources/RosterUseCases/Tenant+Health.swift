public import RosterDomain
public import RosterPorts

extension Tenant {
    /// How many notifications that wait are counted at most, and among how many steps; ours.
    public static let waitingNotificationLimit = 1_000
    private static let waitingStepLimit = 4_096

    /// Tells how the tenant is: how far it is behind, whether the directory takes commits, and what waits to be delivered.
    ///
    /// For a health route. It asks the directory and writes nothing; what cannot be found out is nil.
    ///
    /// - Parameter countsWaiting: Whether notifications that wait are counted, which costs reads for each step since the last delivery.
    public func health(countsWaiting: Bool = true) async -> TenantHealth {
        let (now, revision) = (self.clock.now, self.revision)
        var health = TenantHealth(revision: revision, lastContact: self.freshness.lastContact, askedAt: now)
        do throws(UserDirectoryError) {
            health.storeRevision = try await self.directory.head().revision
            try await self.directory.checkTakesCommits()
            let query = UserQuery(hasUndeliveredNotifications: true, pageSize: 1, countingUpTo: .max)
            health.usersWithUndeliveredNotifications = try await self.directory.users(matching: query).totalCount
        } catch {
            health.failure = error
        }
        if countsWaiting { health.waitingNotifications = try? await self.waitingNotifications() }
        return health
    }

    /// Counts what would be delivered now.
    private func waitingNotifications() async throws(NotificationError) -> TenantHealth.WaitingNotifications {
        let notes = try await self.deliveryNotes()
        var waiting = TenantHealth.WaitingNotifications()
        var position = notes.mark
        while !waiting.isMore {
            let commits = try await self.steps(after: position, limit: DeliveryRound.pageSize)
            guard let last = commits.last else { return waiting }
            for commit in commits {
                for letter in try await self.letters(of: commit) where notes.isWaiting(letter) {
                    guard try await self.isWorthSending(letter) else { continue }
                    waiting.count += 1
                    waiting.since = waiting.since ?? letter.moment
                }
                waiting.isMore = waiting.count >= Self.waitingNotificationLimit
                if waiting.isMore { return waiting }
            }
            position = last.revision
            waiting.isMore = Int(position.number - notes.mark.number) >= Self.waitingStepLimit
        }
        return waiting
    }
}

extension DeliveryNotes {
    /// Whether a letter is still to be delivered.
    fileprivate func isWaiting(_ letter: Letter) -> Bool {
        guard self.hasPassed(letter) else { return true }
        return self.putOff[letter.recipient].map { letter.place >= $0.place } ?? false
    }
}

/// How a tenant is.
public struct TenantHealth: Sendable {
    /// Notifications that wait to be delivered.
    public struct WaitingNotifications: Sendable, Hashable {
        /// How many, counted up to ``Tenant/waitingNotificationLimit``.
        public internal(set) var count = 0
        /// Whether there may be more than were counted.
        public internal(set) var isMore = false
        /// When the oldest of what they tell of happened; nil when none waits.
        public internal(set) var since: Timestamp?
    }

    /// The revision that checks are answered at.
    public let revision: Revision
    /// When the access table was last known to be up to the directory.
    public let lastContact: Timestamp
    /// When the tenant was asked.
    public let askedAt: Timestamp
    /// How far the history reaches; nil when the directory cannot be read.
    public internal(set) var storeRevision: Revision?
    /// Why the directory cannot be read or takes no commits; nil when nothing is known to be wrong.
    public internal(set) var failure: UserDirectoryError?
    /// The notifications that wait; nil when the directory cannot be read, or when they were not to be counted.
    ///
    /// They grow where no host calls ``Tenant/run()`` or ``Tenant/deliverNotifications()``.
    public internal(set) var waitingNotifications: WaitingNotifications?
    /// How many users have notifications that were given up; nil when the directory cannot be read.
    public internal(set) var usersWithUndeliveredNotifications: Int?

    init(revision: Revision, lastContact: Timestamp, askedAt: Timestamp) {
        self.revision = revision
        self.lastContact = lastContact
        self.askedAt = askedAt
    }

    /// Whether nothing is known that keeps the directory from taking commits.
    public var takesCommits: Bool { self.failure == nil }

    /// How many steps checks are behind; nil when the directory cannot be read.
    public var stepsBehind: UInt64? {
        self.storeRevision.map { $0.number - min(self.revision.number, $0.number) }
    }

    /// How long ago the access table was last known to be up to the directory.
    public var timeSinceContact: Duration {
        .milliseconds(max(0, self.askedAt.millisecondsSinceEpoch &- self.lastContact.millisecondsSinceEpoch))
    }
}
