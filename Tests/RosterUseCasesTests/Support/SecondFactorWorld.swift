import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

/// A person's phone with an authenticator app.
struct Phone: Sendable {
    let factor: SecondFactorID
    private let secret: AuthenticatorSecret

    init(_ setup: consuming SecondFactorSetup) throws {
        self.factor = setup.factor
        self.secret = try #require(AuthenticatorSecret(base32: setup.reveal().secret))
    }

    /// What the app shows at a moment.
    func code(at moment: Timestamp) -> SecondFactorCode {
        SecondFactorCode(AuthenticatorCodes.standard.code(at: moment, with: self.secret))
    }

    /// Codes that the app does not show around a moment.
    func wrongCodes(_ count: Int, at moment: Timestamp) -> [SecondFactorCode] {
        let shown = (-4...4).map { AuthenticatorCodes.standard.code(at: moment + .seconds($0 * 30), with: self.secret) }
        return (200_000..<200_100).map { "\($0)" }.filter { !shown.contains($0) }.prefix(count).map {
            SecondFactorCode($0)
        }
    }
}

/// A person with a phone, and the session in which it was enrolled.
struct Enrolled {
    let phone: Phone
    let token: SessionToken
    let recovery: [SecondFactorCode]
    let recoveryTexts: [String]
}

extension TestTenant {
    /// A session of a person who has shown the password, and the password alone.
    func signedIn(_ user: UserID, at host: Tenant? = nil) async throws -> SessionToken {
        let host = host ?? self.tenant
        let name = try #require(await host.user(user)?.user.userName.rawValue)
        let begun = try await host.beginSession(name, password: Self.password, on: DeviceName("test"))
        let token = revealed(begun)
        return try #require(token)
    }

    /// A phone that was prepared in a session.
    func prepared(in token: SessionToken) async throws -> Phone {
        guard let setup = try await self.tenant.prepareSecondFactor(in: token) else { throw Closed() }
        return try Phone(setup)
    }

    /// Enrolls a phone in a session.
    func enroll(
        _ phone: Phone, in token: SessionToken, showing present: SecondFactorCode? = nil
    ) async throws -> Enrolled {
        let enrolled = try await self.tenant.enrollSecondFactor(
            phone.factor, confirming: phone.code(at: self.clock.now), showing: present, in: token)
        guard let revealed = enrolled?.reveal() else { throw Closed() }
        let next = try #require(revealed.token.flatMap { SessionToken($0) })
        return Enrolled(
            phone: phone, token: next, recovery: revealed.recoveryCodes.map { SecondFactorCode($0) },
            recoveryTexts: revealed.recoveryCodes)
    }

    /// Enrolls a phone in a new session, and waits until the app shows another code.
    func enroll(_ user: UserID) async throws -> Enrolled {
        let token = try await self.signedIn(user)
        let enrolled = try await self.enroll(try await self.prepared(in: token), in: token)
        self.clock.advance(by: .seconds(60))
        return enrolled
    }

    /// Shows a code, and returns the token that the session has then.
    @discardableResult
    func show(_ code: SecondFactorCode, in token: SessionToken) async throws -> SessionToken {
        let next = revealed(try await self.tenant.showSecondFactor(code, in: token))
        return try #require(next)
    }

    /// Shows the code that a phone shows now.
    @discardableResult
    func show(_ phone: Phone, in token: SessionToken, at host: Tenant? = nil) async throws -> SessionToken? {
        revealed(try await (host ?? self.tenant).showSecondFactor(phone.code(at: self.clock.now), in: token))
    }
}

struct Closed: Error {}

/// The token of the session in which a factor was enrolled; nil for none.
func revealed(_ enrolled: consuming EnrolledSecondFactor?) -> SessionToken? {
    switch consume enrolled {
    case .some(let enrolled): enrolled.reveal().token.flatMap { SessionToken($0) }
    case .none: nil
    }
}

/// A store of second factors that fails when it is told to, before or after it has done what was asked.
final class FaultySecondFactorStore: SecondFactorStore {
    private struct State {
        var inner: any SecondFactorStore = MemorySecondFactorStore()
        var isDown = false
        var calls = 0
        var failing: (call: Int, isAfter: Bool)?
        var afterComparing: (@Sendable () async throws -> Void)?
    }

    private let state = Mutex(State())

    func setDown(_ isDown: Bool) { self.state.withLock { $0.isDown = isDown } }
    /// Fails at a call from now on, the first being 0, and at every later one: as for a host that dies.
    func fail(at call: Int, after isAfter: Bool) {
        self.state.withLock { ($0.calls, $0.failing) = (0, (call, isAfter)) }
    }
    func heal() { self.state.withLock { $0.failing = nil } }
    func afterComparing(_ body: @escaping @Sendable () async throws -> Void) {
        self.state.withLock { $0.afterComparing = body }
    }
    var inner: any SecondFactorStore { self.state.withLock { $0.inner } }

    private func calling<Result: ~Copyable>(
        _ body: (any SecondFactorStore) async throws(SecondFactorStoreError) -> Result
    ) async throws(SecondFactorStoreError) -> Result {
        let (inner, number, failing, isDown) = self.state.withLock { state in
            defer { state.calls += 1 }
            return (state.inner, state.calls, state.failing, state.isDown)
        }
        let isDead = failing.map { number > $0.call || (number == $0.call && !$0.isAfter) } ?? false
        if isDown || isDead { throw .unavailable(cause: PlannedFault()) }
        let result = try await body(inner)
        if let failing, failing.call == number { throw .unavailable(cause: PlannedFault()) }
        return result
    }

    func prepare(
        _ factor: SecondFactorID, of user: UserID, labeled label: SecondFactorLabel, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorSetup {
        try await self.calling { (store) throws(SecondFactorStoreError) in
            try await store.prepare(factor, of: user, labeled: label, at: now)
        }
    }
    func confirm(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorConfirmation {
        try await self.calling { (store) throws(SecondFactorStoreError) in
            try await store.confirm(code, of: claim, at: now)
        }
    }
    func hold(_ claim: SecondFactorClaim, at version: Int) async throws(SecondFactorStoreError) -> Bool {
        try await self.calling { (store) throws(SecondFactorStoreError) in try await store.hold(claim, at: version) }
    }
    func verify(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorMatch {
        let match = try await self.calling { (store) throws(SecondFactorStoreError) in
            try await store.verify(code, of: claim, at: now)
        }
        do { try await self.state.withLock { $0.afterComparing.take() }?() } catch { throw .unavailable(cause: error) }
        return match
    }
    func renewRecoveryCodes(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> RecoveryCodes? {
        try await self.calling { (store) throws(SecondFactorStoreError) in
            try await store.renewRecoveryCodes(of: claim)
        }
    }
    func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int? {
        try await self.calling { (store) throws(SecondFactorStoreError) in
            try await store.recoveryCodeCount(of: claim)
        }
    }
    func settle(
        _ user: UserID, naming named: SecondFactorID?, at version: Int
    ) async throws(SecondFactorStoreError) {
        try await self.calling { (store) throws(SecondFactorStoreError) in
            try await store.settle(user, naming: named, at: version)
        }
    }
    func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError) {
        try await self.calling { (store) throws(SecondFactorStoreError) in try await store.forget(users) }
    }
}
