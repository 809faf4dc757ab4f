import RosterDomain
import RosterPorts
import Synchronization

/// Runs another verb in the middle of one: in place of its call number so-and-so to any port, or rather right before it.
final class Switch: Sendable {
    private struct State {
        var position: Int?
        var count = 0
        var body: (@Sendable () async -> Void)?
        var isDead = false
    }

    private let state = Mutex(State())

    /// Has a body run before call number `position` from now on, once.
    func arm(at position: Int, _ body: @escaping @Sendable () async -> Void) {
        self.state.withLock { $0 = State(position: position, body: body) }
    }

    /// Ends it, and tells whether the body was run.
    func disarm() -> Bool {
        self.state.withLock { state in
            let hasRun = state.body == nil || state.isDead
            state = State()
            return hasRun
        }
    }

    /// Lets the host die right before call number `position`: from then on every call fails and does nothing.
    func die(at position: Int) {
        self.arm(at: position) { self.state.withLock { $0.isDead = true } }
    }

    /// Whether the host is dead.
    var isDead: Bool { self.state.withLock { $0.isDead } }

    /// Counts a call, and runs the body when it is its turn.
    ///
    /// What the body calls is not counted.
    func tick() async {
        let body = self.state.withLock { state -> (@Sendable () async -> Void)? in
            guard let position = state.position, let body = state.body else { return nil }
            defer { state.count += 1 }
            guard state.count == position else { return nil }
            state.body = nil
            return body
        }
        await body?()
    }
}

/// A directory that lets another verb run before each call.
final class SwitchingDirectory: UserDirectory {
    private let inner: any UserDirectory
    private let tasks: Switch

    init(_ inner: any UserDirectory, _ tasks: Switch) {
        self.inner = inner
        self.tasks = tasks
    }

    func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        try await self.tick()
        return try await self.inner.read(keys)
    }
    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        try await self.tick()
        return try await self.inner.page(query)
    }
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        try await self.tick()
        return try await self.inner.commit(changes, by: principal, at: moment, given: precondition)
    }
    private func tick() async throws(UserDirectoryError) {
        await self.tasks.tick()
        if self.tasks.isDead { throw .unavailable(cause: PlannedFault()) }
    }

    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        try await self.inner.takeDeliveryTurn()
    }
    func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] { try await self.inner.deliveryNotes() }
    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        try await self.inner.history(after: revision, limit: limit)
    }
    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        try await self.inner.waitForHistory(after: revision)
    }
    func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        try await self.inner.readStandings(body)
    }
}

/// A vault that lets another verb run before each call, and remembers the text of every credential.
final class SwitchingVault: CredentialVault {
    private let inner: any CredentialVault
    private let tasks: Switch
    private let texts = Mutex<[CredentialID: [String]]>([:])

    init(_ inner: any CredentialVault, _ tasks: Switch) {
        self.inner = inner
        self.tasks = tasks
    }

    /// What matches as a credential.
    func texts(of credential: CredentialID?) -> [String] {
        credential.map { id in self.texts.withLock { $0[id] ?? [] } } ?? []
    }

    /// Everything that was ever prepared.
    var allTexts: Set<String> { self.texts.withLock { Set($0.values.joined()) } }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await self.tick()
        return try await self.inner.verify(password, against: claim, at: now)
    }
    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.tick()
        let text = try await self.inner.prepareTemporaryPassword(as: credential, expiringAt: expiry).reveal()
        self.texts.withLock { $0[credential.id, default: []].append(text) }
        return TemporaryPassword(text, expiresAt: expiry)
    }
    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try await self.tick()
        try await self.inner.prepare(password, as: credential)
        self.texts.withLock { $0[credential.id, default: []].append(password.withText { $0 }) }
    }
    func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {
        try await self.tick()
        try await self.inner.settle(user, naming: named, at: version)
    }
    func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
        try await self.tick()
        try await self.inner.discard(credential, of: user)
    }
    private func tick() async throws(CredentialVaultError) {
        await self.tasks.tick()
        if self.tasks.isDead { throw .unavailable(cause: PlannedFault()) }
    }

    func unsettledUsers() async throws(CredentialVaultError) -> [UserID] { try await self.inner.unsettledUsers() }
}
