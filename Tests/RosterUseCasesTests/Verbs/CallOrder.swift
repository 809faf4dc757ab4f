import Roster
import Synchronization

/// Owns the order in which verbs that run at once call the ports.
///
/// One verb runs at a time, up to its next call. There it waits until it is chosen; a choice is made when the verb that ran waits or has
/// ended. So an order is a sequence of choices, and the same choices make the same order.
final class CallOrder: Sendable {
    /// What is chosen.
    enum Move: Sendable {
        /// Lets a verb go on up to its next call.
        case proceed(Int)
        /// Lets the host of a verb die: this call and all later ones fail and do nothing.
        case die(Int)
    }

    private struct State {
        var choose: @Sendable ([Int]) -> Move = { .proceed($0[0]) }
        /// How many verbs run, or are about to wait for their beginning.
        var running = 0
        /// The verbs under way, by the task that runs them.
        ///
        /// What runs in other tasks is not ordered.
        var verbs: [Int: Int] = [:]
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var dead: Set<Int> = []

        /// Chooses who goes on, once none runs.
        mutating func next() -> CheckedContinuation<Void, Never>? {
            self.running -= 1
            guard self.running == 0, !self.waiting.isEmpty else { return nil }
            self.running = 1
            switch self.choose(self.waiting.keys.sorted()) {
            case .proceed(let verb): return self.waiting.removeValue(forKey: verb)
            case .die(let verb):
                self.dead.insert(verb)
                return self.waiting.removeValue(forKey: verb)
            }
        }
    }

    private let state = Mutex(State())

    /// Runs verbs at once, in the order of the choices.
    ///
    /// - Parameters:
    ///   - count: How many verbs; they are named by number.
    ///   - choose: Chooses among the verbs that wait, the first time before the first of them has begun.
    ///   - verb: Runs one of them.
    func run(
        _ count: Int, choosing choose: @escaping @Sendable ([Int]) -> Move,
        _ verb: @escaping @Sendable (Int) async -> Void
    ) async {
        self.state.withLock { $0 = State(choose: choose, running: count) }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    self.state.withLock { $0.verbs[Self.task] = number }
                    await self.wait(number)
                    await verb(number)
                    self.end()
                }
            }
        }
    }

    /// Waits before a call of a verb to a port until it is chosen.
    ///
    /// - Returns: Whether the host is alive.
    func isAliveAtCall() async -> Bool {
        let verb = self.state.withLock { $0.verbs[Self.task] }
        guard let verb else { return true }
        if self.isDead(verb) { return false }
        await self.wait(verb)
        return !self.isDead(verb)
    }

    /// Takes no more part in the order, so that what follows runs in one piece, before anything else does.
    func answer() {
        self.state.withLock { $0.verbs[Self.task] = nil }
    }

    /// Whether the host of a verb is dead.
    func isDead(_ verb: Int) -> Bool { self.state.withLock { $0.dead.contains(verb) } }

    private func wait(_ verb: Int) async {
        await withCheckedContinuation { continuation in
            let next = self.state.withLock { state in
                state.waiting[verb] = continuation
                return state.next()
            }
            next?.resume()
        }
    }

    private func end() {
        let next = self.state.withLock { state in
            state.verbs[Self.task] = nil
            return state.next()
        }
        next?.resume()
    }

    /// Tells the present task from others that run at the same time.
    private static var task: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }
}

/// A directory whose calls are ordered.
struct OrderedDirectory: ForwardingDirectory {
    let inner: any UserDirectory
    let order: CallOrder

    func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
        guard await self.order.isAliveAtCall() else { throw .unavailable(cause: HostDied()) }
    }
}

/// A vault whose calls are ordered, and which remembers the text of every credential.
final class OrderedVault: CredentialVault {
    private let inner: any CredentialVault
    private let order: CallOrder
    private let memory: Mutex<[CredentialID: Texts]>

    /// What was prepared as one credential.
    struct Texts: Sendable {
        let user: UserID
        var all: [String] = []
    }

    init(_ inner: any CredentialVault, _ order: CallOrder, remembering memory: [CredentialID: Texts] = [:]) {
        self.inner = inner
        self.order = order
        self.memory = Mutex(memory)
    }

    /// What was ever prepared.
    var texts: [CredentialID: Texts] { self.memory.withLock { $0 } }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await self.before()
        return try await self.inner.verify(password, against: claim, at: now)
    }
    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.before()
        let text = try await self.inner.prepareTemporaryPassword(as: credential, expiringAt: expiry).reveal()
        self.remember(text, as: credential)
        return TemporaryPassword(text, expiresAt: expiry)
    }
    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try await self.before()
        try await self.inner.prepare(password, as: credential)
        self.remember(password.withText { $0 }, as: credential)
    }
    func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {
        try await self.before()
        try await self.inner.settle(user, naming: named, at: version)
    }
    func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
        try await self.before()
        try await self.inner.discard(credential, of: user)
    }
    func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
        try await self.before()
        try await self.inner.forget(users)
    }
    func unsettledUsers() async throws(CredentialVaultError) -> [UserID] { try await self.inner.unsettledUsers() }

    private func remember(_ text: String, as credential: PreparedCredential) {
        self.memory.withLock { $0[credential.id, default: Texts(user: credential.user)].all.append(text) }
    }

    private func before() async throws(CredentialVaultError) {
        guard await self.order.isAliveAtCall() else { throw .unavailable(cause: HostDied()) }
    }
}

struct HostDied: Error, CustomStringConvertible {
    let description = "the host has died"
}
