/// How many wrong passwords are taken before a pause, and how long it is.
public struct FailureLimits: Sendable, Hashable {
    /// How many failures in a row begin the first pause; 1 or more.
    public let failureLimit: Int
    /// How long the first pause is; each further failure doubles it.
    public let firstPause: Duration
    /// How long a pause is at most.
    public let longestPause: Duration
    /// How long it takes until one failure is forgotten.
    public let forgettingInterval: Duration

    /// For an account: 10 failures begin a pause of a minute, which grows to an hour; one is forgotten each hour.
    ///
    /// The first two figures are those of Microsoft Entra ID ("Smart lockout"); the other two are ours.
    public static let account = FailureLimits(
        unchecked: 10, firstPause: .seconds(60), longestPause: .seconds(3_600), forgettingInterval: .seconds(3_600))

    /// For a source: 100 failures begin a pause of a second, which grows to a minute; one is forgotten every ten seconds.
    ///
    /// The figures are ours. A source may be a proxy with a thousand people behind it: it is slowed, and never kept out for longer than a minute.
    public static let source = FailureLimits(
        unchecked: 100, firstPause: .seconds(1), longestPause: .seconds(60), forgettingInterval: .seconds(10))

    /// Chooses limits; nil when the limit is below 1, a pause or the interval is shorter than a millisecond, or the longest pause is
    /// shorter than the first.
    public init?(failureLimit: Int, firstPause: Duration, longestPause: Duration, forgettingInterval: Duration) {
        guard failureLimit >= 1, failureLimit <= Self.failureLimitMaximum, firstPause >= .milliseconds(1),
            longestPause >= firstPause, forgettingInterval >= .milliseconds(1)
        else { return nil }
        self.init(
            unchecked: failureLimit, firstPause: firstPause, longestPause: longestPause,
            forgettingInterval: forgettingInterval)
    }

    /// The most failures that limits can allow; ours.
    public static let failureLimitMaximum = 1_000_000

    /// Chooses limits that are known to be sound.
    package init(
        unchecked failureLimit: Int, firstPause: Duration, longestPause: Duration, forgettingInterval: Duration
    ) {
        self.failureLimit = failureLimit
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.forgettingInterval = forgettingInterval
    }

    /// The pause after as many failures; zero when there is none.
    package func pause(after count: Int) -> Duration {
        guard count >= self.failureLimit else { return .zero }
        var pause = self.firstPause
        for _ in self.failureLimit..<count {
            guard pause < self.longestPause else { break }
            pause += pause
        }
        return min(pause, self.longestPause)
    }
}

/// The failures that are remembered of an account or a source, and the pause that they began.
public struct FailureCount: Sendable, Hashable {
    /// How many are remembered.
    public package(set) var count = 0
    /// Since when the oldest of them is being forgotten.
    package var since = Timestamp.distantPast
    /// The first moment at which another attempt is taken; nil for any.
    public package(set) var lockedUntil: Timestamp?
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Remembers nothing.
    package init() {}

    /// Whether there is nothing to remember.
    package var isBlank: Bool { self.count == 0 && self.lockedUntil == nil }

    /// Forgets what is to be forgotten at a moment.
    ///
    /// A clock that was set back, by years say, makes no pause longer than it is after as many failures, and none is forgotten for it.
    package mutating func settle(at now: Timestamp, _ limits: FailureLimits) {
        if let until = self.lockedUntil {
            let latest = now + limits.pause(after: self.count)
            self.lockedUntil = until <= now ? nil : min(until, latest)
        }
        if let until = self.lockedUntil {
            self.since = until
            return
        }
        guard self.count > 0, now > self.since else {
            self.since = min(self.since, now)
            return
        }
        let interval = Swift.max(1, limits.forgettingInterval.milliseconds)
        let forgotten = (now.millisecondsSinceEpoch - self.since.millisecondsSinceEpoch) / interval
        self.count = Swift.max(0, self.count - Int(clamping: forgotten))
        self.since = self.since + .milliseconds(forgotten * interval)
    }

    /// Counts a failure, and begins a pause when there are enough.
    ///
    /// - Returns: Whether it began one.
    package mutating func add(at now: Timestamp, _ limits: FailureLimits) -> Bool {
        if self.count == 0 { self.since = now }
        // More than this many double no pause any further.
        self.count = Swift.min(self.count + 1, limits.failureLimit + Self.doublingLimit)
        guard self.count >= limits.failureLimit else { return false }
        self.confirm(at: now, limits)
        return true
    }

    /// The most times that a pause is doubled.
    private static let doublingLimit = 40

    /// Lets the pause begin now: the failure that was counted has been found to be one.
    package mutating func confirm(at now: Timestamp, _ limits: FailureLimits) {
        guard self.count >= limits.failureLimit else { return }
        let until = now + limits.pause(after: self.count)
        self.lockedUntil = until
        // Nothing is forgotten in a pause: an attacker who comes back after each meets the longest one in the end.
        self.since = until
    }

    /// Takes back what was counted and was no failure.
    package mutating func takeBack(begunPause: Bool, _ limits: FailureLimits) {
        self.count = Swift.max(0, self.count - 1)
        guard begunPause || self.count < limits.failureLimit, let until = self.lockedUntil else { return }
        self.since = until + limits.pause(after: self.count + 1) * -1
        self.lockedUntil = nil
    }
}

extension Duration {
    /// The whole milliseconds, or the nearest number that can be expressed.
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return Int64(clamping: Int128(seconds) * 1_000 + Int128(attoseconds / 1_000_000_000_000_000))
    }
}
