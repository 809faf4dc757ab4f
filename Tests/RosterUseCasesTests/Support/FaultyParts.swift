import RosterDomain
import RosterPorts
import Synchronization

struct PlannedFault: Error, CustomStringConvertible {
    let description = "a planned fault"
}

/// A directory whose commits fail as planned, before or after the change was really kept.
final class FaultyDirectory: ForwardingDirectory {
    enum Fault: Sendable { case none, refusesToWrite, failsBefore, failsAfter, failsToReadAfterwards, hasLostSteps }

    let inner: any UserDirectory
    private let state = Mutex((fault: Fault.none, hasCommitted: false))

    init(_ inner: any UserDirectory) {
        self.inner = inner
    }

    func plan(_ fault: Fault) {
        self.state.withLock { $0 = (fault, false) }
    }

    func before(_ call: DirectoryCall) async throws(UserDirectoryError) {
        let (fault, hasCommitted) = self.state.withLock { $0 }
        switch (fault, call) {
        case (.refusesToWrite, .commit): throw .unavailable(cause: PlannedFault())
        case (.failsBefore, .commit): throw .outcomeUnknown(cause: PlannedFault())
        case (.hasLostSteps, _): throw .historyTakenBack(at: Revision(2))
        case (.failsToReadAfterwards, .read) where hasCommitted: throw .unavailable(cause: PlannedFault())
        default: break
        }
    }

    func after(_ call: DirectoryCall) async throws(UserDirectoryError) {
        guard call == .commit else { return }
        let fault = self.state.withLock { state in
            state.hasCommitted = true
            return state.fault
        }
        if fault == .failsAfter { throw .outcomeUnknown(cause: PlannedFault()) }
    }
}

/// A vault that cannot write, cannot prepare, or cannot drop anything, while it is told so.
final class FaultyVault: CredentialVault {
    enum Fault: Sendable { case none, refusesToWrite, refusesToPrepare, refusesToDrop }

    private let inner: any CredentialVault
    private let fault = Mutex(Fault.none)

    init(_ inner: any CredentialVault) {
        self.inner = inner
    }

    func plan(_ fault: Fault) {
        self.fault.withLock { $0 = fault }
    }

    private func check(_ faults: Set<Fault>) throws(CredentialVaultError) {
        if faults.contains(self.fault.withLock({ $0 })) { throw .unavailable(cause: PlannedFault()) }
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await self.inner.verify(password, against: claim, at: now)
    }

    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try self.check([.refusesToWrite, .refusesToPrepare])
        return try await self.inner.prepareTemporaryPassword(as: credential, expiringAt: expiry)
    }

    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try self.check([.refusesToWrite, .refusesToPrepare])
        try await self.inner.prepare(password, as: credential)
    }

    func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {
        try self.check([.refusesToWrite, .refusesToDrop])
        try await self.inner.settle(user, naming: named, at: version)
    }

    func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
        try self.check([.refusesToWrite, .refusesToDrop])
        try await self.inner.discard(credential, of: user)
    }

    func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
        try self.check([.refusesToWrite, .refusesToDrop])
        try await self.inner.forget(users)
    }

    func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
        try await self.inner.unsettledUsers()
    }
}

/// A notifier that fails while it is told so, and never reaches some people; it remembers what it delivered.
final class FaultyNotifier: Notifier {
    private let state = Mutex(
        (isBroken: false, isForgetful: false, unreachable: "", delivered: [AccountNotification]()))

    func setBroken(_ isBroken: Bool) {
        self.state.withLock { $0.isBroken = isBroken }
    }

    /// Whether it fails after it has delivered.
    func setForgetful(_ isForgetful: Bool) {
        self.state.withLock { $0.isForgetful = isForgetful }
    }

    func setUnreachable(_ address: String) {
        self.state.withLock { $0.unreachable = address }
    }

    var delivered: [AccountNotification] { self.state.withLock { $0.delivered } }
    var deliveredIDs: [String] { self.delivered.map(\.id) }

    func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        try self.state.withLock { (state) throws(NotifierError) in
            guard notification.recipient.rawValue != state.unreachable else {
                throw .undeliverable(cause: PlannedFault())
            }
            guard !state.isBroken else { throw .unavailable(cause: PlannedFault()) }
            state.delivered.append(notification)
            if state.isForgetful { throw .unavailable(cause: PlannedFault()) }
        }
    }
}
