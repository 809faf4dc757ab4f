import RosterDomain
import RosterPorts
import Synchronization

/// What this host remembers of wrong passwords, in bounded memory.
///
/// An attempt is counted as a failure before its password is hashed, and taken back when it was none: so a thousand at once are no more
/// than a thousand one after the other.
///
/// Names that the directory does not list have entries like those of users, so that the answers do not tell them apart. They have a table
/// of their own, of ``strangerLimit`` entries, in which those with the fewest failures give way. A flood of names pushes out no user's entry, and
/// each name of the flood costs its sender a hash.
final class LockoutTable: Sendable {
    /// The most names that are listed nowhere, and the most sources, that are remembered; ours.
    static let strangerLimit = 16_384

    /// Whose password is guessed at.
    enum Account: Hashable, Sendable {
        /// A user whom the directory lists.
        case user(UserID)
        /// A name that it does not list, by its keyed hash.
        case stranger(Int)
    }

    /// An attempt that is to be counted.
    struct Attempt: Sendable {
        let account: Account
        /// The credential that the directory names; another one begins with no failures.
        let credential: CredentialID?
        /// Where the attempt comes from, as the host named it.
        let source: String?
        /// A keyed digest of the password, which is never stored.
        let password: Int
    }

    /// An attempt that was let through, and counted.
    struct Ticket: Sendable {
        let attempt: Attempt
        fileprivate let source: Int?
        fileprivate let isFamiliar: Bool
        /// Whether it was counted; a repetition of a wrong password is not.
        fileprivate let isCounted: Bool
        fileprivate let hasBegunPause: Bool
        fileprivate let hasBegunPauseOfSource: Bool
    }

    /// What becomes of an attempt.
    enum Admission: Sendable {
        case admitted(Ticket)
        /// No attempt is taken before a moment.
        case locked(until: Timestamp)
    }

    /// What came of an attempt that was let through.
    enum Outcome: Sendable {
        case right
        case wrong
        /// The password was not compared.
        case notCompared
    }

    private let policy: LockoutPolicy
    private let key = LockoutKey()
    private let state = Mutex(LockoutState())

    init(_ policy: LockoutPolicy) {
        self.policy = policy
    }

    /// The account that a name stands for.
    func account(of user: UserID?, typed name: String) -> Account {
        let hash = self.key.hash(of: .name, CaseFolding.folded(name))
        return user.map { .user($0) } ?? .stranger(hash)
    }

    /// The digest of a password.
    func digest(of password: Password) -> Int {
        password.withText { self.key.hash(of: .password, $0) }
    }

    /// Whether anything is remembered of an account, so that what is kept of it need not be read.
    func knows(_ account: Account) -> Bool {
        self.state.withLock { $0.entry(of: account) != nil }
    }

    /// Counts an attempt as a failure and lets it through, unless there is a pause.
    ///
    /// - Parameter kept: What the vault keeps of the account; it counts when nothing is remembered.
    func admit(_ attempt: Attempt, kept: SignInAttempts?, at now: Timestamp) -> Admission {
        let source = attempt.source.flatMap { self.policy.source == nil ? nil : self.key.hash(of: .source, $0) }
        return self.state.withLock { $0.admit(attempt, source: source, kept: kept, at: now, self.policy) }
    }

    /// Takes in what another host kept of an account if it lifted a lock meanwhile.
    ///
    /// - Returns: Whether it did.
    func takeLift(_ kept: SignInAttempts, of account: Account) -> Bool {
        self.state.withLock { $0.takeLift(kept, of: account) }
    }

    /// Notes what came of an attempt.
    func finish(_ ticket: Ticket, _ outcome: Outcome, at now: Timestamp) {
        self.state.withLock { $0.finish(ticket, outcome, at: now, self.policy) }
    }

    /// Forgets the failures at a user's account.
    ///
    /// - Returns: What is to be kept from now on.
    func lift(_ user: UserID, kept: SignInAttempts?) -> SignInAttempts {
        self.state.withLock { $0.lift(user, kept: kept) }
    }

    /// What is remembered of users for whom a pause holds.
    func locked(at now: Timestamp) -> [UserID: SignInAttempts] {
        guard let limits = self.policy.account else { return [:] }
        return self.state.withLock { $0.locked(at: now, limits) }
    }

    /// What is remembered and not kept yet.
    func unkept() -> [UserID: SignInAttempts] {
        self.state.withLock { $0.unkept }
    }

    /// Notes what is kept of a user.
    func note(_ attempts: SignInAttempts, isKeptOf user: UserID) {
        self.state.withLock { $0.note(attempts, isKeptOf: user) }
    }

    /// How many entries there are, of users, of other names and of sources.
    var entryCounts: (users: Int, strangers: Int, sources: Int) {
        self.state.withLock { ($0.users.count, $0.strangers.count, $0.sources.count) }
    }
}

extension LockoutTable.Ticket {
    fileprivate var bucket: WritableKeyPath<SignInAttempts, FailureCount> { self.isFamiliar ? \.familiar : \.others }
}

/// What is remembered of one account.
struct LockoutEntry: Sendable {
    var attempts: SignInAttempts
    /// What the vault keeps.
    var kept: SignInAttempts?
    /// Digests of the last wrong passwords, or of those that are being compared, from familiar sources and from others.
    private var passwords: (familiar: [Int], others: [Int]) = ([], [])

    /// How many wrong passwords may be repeated without being counted; that of Microsoft Entra ID.
    static let passwordLimit = 3

    init(_ kept: SignInAttempts?) {
        self.kept = kept
        var generator = SystemRandomNumberGenerator()
        self.attempts = kept ?? SignInAttempts(salt: generator.next())
    }

    /// Whether nothing is lost with the entry.
    var isIdle: Bool {
        !self.attempts.hasFailures && (self.attempts == self.kept || self.attempts.familiarSources.isEmpty)
    }

    mutating func follow(_ credential: CredentialID?) {
        if self.attempts.follow(credential) { self.passwords = ([], []) }
    }

    /// Notes a password; false when it is one of the last ones.
    mutating func note(_ password: Int, isFamiliar: Bool) -> Bool {
        let list = isFamiliar ? self.passwords.familiar : self.passwords.others
        if list.contains(password) { return false }
        self.set(Array(([password] + list).prefix(Self.passwordLimit)), isFamiliar)
        return true
    }

    mutating func drop(_ password: Int, isFamiliar: Bool) {
        let list = isFamiliar ? self.passwords.familiar : self.passwords.others
        self.set(list.filter { $0 != password }, isFamiliar)
    }

    private mutating func set(_ list: [Int], _ isFamiliar: Bool) {
        if isFamiliar { self.passwords.familiar = list } else { self.passwords.others = list }
    }

    mutating func forgetFailures() {
        self.attempts.forgetFailures()
        self.passwords = ([], [])
    }
}

/// What ``LockoutTable`` remembers.
struct LockoutState: Sendable {
    fileprivate(set) var users: [UserID: LockoutEntry] = [:]
    fileprivate(set) var strangers: [Int: LockoutEntry] = [:]
    fileprivate(set) var sources: [Int: FailureCount] = [:]
    /// From how many entries of users on those are dropped with which nothing is lost.
    private var userThreshold = LockoutTable.strangerLimit

    func entry(of account: LockoutTable.Account) -> LockoutEntry? {
        switch account {
        case .user(let id): self.users[id]
        case .stranger(let name): self.strangers[name]
        }
    }

    private mutating func set(_ entry: LockoutEntry, of account: LockoutTable.Account) {
        switch account {
        case .user(let id): self.users[id] = entry
        case .stranger(let name): self.strangers[name] = entry
        }
    }

    mutating func admit(
        _ attempt: LockoutTable.Attempt, source: Int?, kept: SignInAttempts?, at now: Timestamp,
        _ policy: LockoutPolicy
    ) -> LockoutTable.Admission {
        self.makeRoom()
        var entry = self.entry(of: attempt.account) ?? LockoutEntry(kept)
        entry.follow(attempt.credential)
        let isFamiliar = entry.attempts.isFamiliar(attempt.source)
        let bucket: WritableKeyPath<SignInAttempts, FailureCount> = isFamiliar ? \.familiar : \.others
        if let limits = policy.account { entry.attempts[keyPath: bucket].settle(at: now, limits) }
        var ofSource = source.map { self.sources[$0] ?? FailureCount() }
        if let limits = policy.source { ofSource?.settle(at: now, limits) }
        let pauses = [entry.attempts[keyPath: bucket].lockedUntil, ofSource?.lockedUntil].compactMap(\.self)
        guard let until = pauses.max() else {
            let isCounted = entry.note(attempt.password, isFamiliar: isFamiliar)
            let begins =
                isCounted
                && (policy.account.map { limits in entry.attempts[keyPath: bucket].add(at: now, limits) } ?? false)
            self.set(entry, of: attempt.account)
            let beginsForSource =
                isCounted && (policy.source.flatMap { limits in ofSource?.add(at: now, limits) } ?? false)
            if let source { self.sources[source] = ofSource }
            return .admitted(
                LockoutTable.Ticket(
                    attempt: attempt, source: source, isFamiliar: isFamiliar, isCounted: isCounted,
                    hasBegunPause: begins, hasBegunPauseOfSource: beginsForSource))
        }
        self.set(entry, of: attempt.account)
        return .locked(until: until)
    }

    mutating func finish(
        _ ticket: LockoutTable.Ticket, _ outcome: LockoutTable.Outcome, at now: Timestamp, _ policy: LockoutPolicy
    ) {
        if ticket.isCounted { self.finishCounting(ticket, outcome, at: now, policy) }
        guard var entry = self.entry(of: ticket.attempt.account) else { return }
        switch outcome {
        case .right:
            entry.drop(ticket.attempt.password, isFamiliar: ticket.isFamiliar)
            // The person's own slips are forgiven; what others did elsewhere is not.
            if ticket.isFamiliar { entry.attempts.familiar = FailureCount() }
            entry.attempts.befriend(entry.attempts.digest(of: ticket.attempt.source))
        case .wrong: break
        case .notCompared: if ticket.isCounted { entry.drop(ticket.attempt.password, isFamiliar: ticket.isFamiliar) }
        }
        self.set(entry, of: ticket.attempt.account)
    }

    /// Confirms what was counted, or takes it back.
    private mutating func finishCounting(
        _ ticket: LockoutTable.Ticket, _ outcome: LockoutTable.Outcome, at now: Timestamp, _ policy: LockoutPolicy
    ) {
        if let limits = policy.account, var entry = self.entry(of: ticket.attempt.account),
            entry.attempts.credential == ticket.attempt.credential
        {
            entry.attempts[keyPath: ticket.bucket].finish(
                outcome, begunPause: ticket.hasBegunPause, at: now, limits)
            self.set(entry, of: ticket.attempt.account)
        }
        if let source = ticket.source, let limits = policy.source {
            self.sources[source]?.finish(outcome, begunPause: ticket.hasBegunPauseOfSource, at: now, limits)
        }
    }

    mutating func takeLift(_ kept: SignInAttempts, of account: LockoutTable.Account) -> Bool {
        guard let entry = self.entry(of: account), kept.liftCount > entry.attempts.liftCount else { return false }
        self.set(LockoutEntry(kept), of: account)
        return true
    }

    mutating func lift(_ user: UserID, kept: SignInAttempts?) -> SignInAttempts {
        var entry = self.users[user] ?? LockoutEntry(kept)
        entry.forgetFailures()
        entry.attempts.liftCount = Swift.max(entry.attempts.liftCount, kept?.liftCount ?? 0) + 1
        self.users[user] = entry
        return entry.attempts
    }

    mutating func locked(at now: Timestamp, _ limits: FailureLimits) -> [UserID: SignInAttempts] {
        self.users.mapValues(\.attempts).filter { _, attempts in
            attempts.settled(at: now, limits).isLocked
        }
    }

    var unkept: [UserID: SignInAttempts] {
        self.users.filter { $0.value.kept != $0.value.attempts && !$0.value.isBlank }.mapValues(\.attempts)
    }

    mutating func note(_ attempts: SignInAttempts, isKeptOf user: UserID) {
        self.users[user]?.kept = attempts
        self.users[user]?.attempts.befriend(knownTo: attempts)
    }

    /// Drops entries where there are too many: those with which nothing is lost, then of names and sources those with the fewest failures.
    private mutating func makeRoom() {
        if self.users.count >= self.userThreshold {
            self.users = self.users.filter { !$0.value.isIdle }
            self.userThreshold = Swift.max(LockoutTable.strangerLimit, 2 * self.users.count)
        }
        if self.strangers.count >= LockoutTable.strangerLimit {
            self.strangers = self.strangers.keepingGreatest(LockoutTable.strangerLimit / 4 * 3) {
                $0.attempts.others.count
            }
        }
        if self.sources.count >= LockoutTable.strangerLimit {
            self.sources = self.sources.keepingGreatest(LockoutTable.strangerLimit / 4 * 3) { $0.count }
        }
    }
}

extension LockoutEntry {
    /// Whether the vault need not hear of it.
    fileprivate var isBlank: Bool {
        self.kept == nil && self.attempts.familiarSources.isEmpty && !self.attempts.hasFailures
    }
}

extension Dictionary {
    /// The entries of greatest figure.
    fileprivate func keepingGreatest(_ count: Int, _ figure: (Value) -> Int) -> [Key: Value] {
        let ranked = self.sorted { figure($0.value) > figure($1.value) }
        return Dictionary(uniqueKeysWithValues: ranked.prefix(count).map { ($0.key, $0.value) })
    }
}

extension FailureCount {
    fileprivate mutating func finish(
        _ outcome: LockoutTable.Outcome, begunPause: Bool, at now: Timestamp, _ limits: FailureLimits
    ) {
        if outcome == .wrong {
            self.confirm(at: now, limits)
        } else {
            self.takeBack(begunPause: begunPause, limits)
        }
    }
}
