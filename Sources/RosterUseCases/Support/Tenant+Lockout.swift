import RosterDomain
import RosterPorts
import Synchronization

// How wrong passwords slow down further attempts. See `LockoutTable`.

/// Whose password is shown, and from where.
struct Suspect: Sendable {
    /// The user whom the directory lists under the name; nil for none.
    let user: User?
    /// What was typed as the name.
    let name: String
    /// Where the attempt comes from, as the host names it.
    let source: String?

    init(_ user: User?, typed name: String, from source: String?) {
        self.user = user
        self.name = name
        self.source = source
    }
}

/// What a tenant remembers of wrong passwords, and the task that has it kept.
final class Lockout: Sendable {
    let table: LockoutTable
    /// In whose place nothing is kept, for names that the directory does not list.
    let absentUser: UserID
    private let state = Mutex(State())

    private struct State {
        var keeper: Task<Void, Never>?
        var keepsNothing = false
    }

    init(_ policy: LockoutPolicy) {
        self.table = LockoutTable(policy)
        var generator = SystemRandomNumberGenerator()
        self.absentUser = UserID(bits: UInt128(generator.next() as UInt64) << 64 | UInt128(generator.next() as UInt64))
    }

    /// How long the keeper waits between two rounds.
    static let pause: Duration = .seconds(1)

    /// Has what is remembered kept, unless that is being done or the vault keeps nothing.
    func startKeeping(_ keep: @escaping @Sendable () async -> Void) {
        self.state.withLock { state in
            guard state.keeper == nil, !state.keepsNothing else { return }
            state.keeper = Task { await keep() }
        }
    }

    /// Ends the keeper's work if there is none left.
    func endKeeping() -> Bool {
        self.state.withLock { state in
            guard self.table.unkept().isEmpty || state.keepsNothing else { return false }
            state.keeper = nil
            return true
        }
    }

    /// Notes that the vault keeps nothing.
    func stopKeeping() { self.state.withLock { $0.keepsNothing = true } }
}

extension Tenant {
    /// Compares a password as ``match(_:of:credential:typed:from:)`` does, unless too many wrong ones came before.
    ///
    /// - Parameters:
    ///   - password: What was typed.
    ///   - user: The user who could have it; nil for one who cannot, and then it matches nothing.
    ///   - suspect: Whose it is said to be.
    ///   - attempt: What is attempted, in the infinitive.
    func limitedMatch(
        _ password: Password, of user: User?, _ suspect: Suspect, attempt: String
    ) async throws(TenantError) -> CredentialMatch {
        guard let lockout else { return try await self.match(password, of: user, suspect) }
        let ticket: LockoutTable.Ticket
        switch try await self.admit(password, of: suspect, lockout) {
        case .admitted(let admitted): ticket = admitted
        case .locked(let until):
            throw self.refuseSignIn(attempt, because: .lockedOut(until: until), suspect.user?.id)
        }
        do {
            let match = try await self.match(password, of: user, suspect)
            self.finish(ticket, match == .none ? .wrong : .right, lockout)
            return match
        } catch {
            self.finish(ticket, .notCompared, lockout)
            throw error
        }
    }

    private func match(
        _ password: Password, of user: User?, _ suspect: Suspect
    ) async throws(TenantError) -> CredentialMatch {
        try await self.match(
            password, of: user, credential: suspect.user?.credential, typed: suspect.name, from: suspect.source)
    }

    /// Counts an attempt before the password is hashed.
    ///
    /// What the vault keeps is read for names that are not listed, too.
    private func admit(
        _ password: Password, of suspect: Suspect, _ lockout: Lockout
    ) async throws(TenantError) -> LockoutTable.Admission {
        let user = suspect.user?.id
        let account = lockout.table.account(of: user, typed: suspect.name)
        let kept = lockout.table.knows(account) ? nil : try await self.keptAttempts(of: user, lockout)
        let attempt = LockoutTable.Attempt(
            account: account, credential: suspect.user?.credential, source: suspect.source,
            password: lockout.table.digest(of: password))
        let admission = lockout.table.admit(attempt, kept: kept, at: self.clock.now)
        guard case .locked = admission else { return admission }
        // Another host may have lifted the lock meanwhile.
        guard let present = try await self.keptAttempts(of: user, lockout),
            lockout.table.takeLift(present, of: account)
        else { return admission }
        return lockout.table.admit(attempt, kept: present, at: self.clock.now)
    }

    private func keptAttempts(
        of user: UserID?, _ lockout: Lockout
    ) async throws(TenantError) -> SignInAttempts? {
        do throws(CredentialVaultError) {
            return try await self.credentials.attempts(of: user ?? lockout.absentUser)
        } catch {
            // A reset mends what is damaged; until then the password is compared, and cannot match.
            if case .damaged = error { return nil }
            throw .credentials(error)
        }
    }

    private func finish(_ ticket: LockoutTable.Ticket, _ outcome: LockoutTable.Outcome, _ lockout: Lockout) {
        lockout.table.finish(ticket, outcome, at: self.clock.now)
        guard case .user = ticket.attempt.account else { return }
        lockout.startKeeping { await self.keepAttempts(lockout) }
    }

    /// Keeps what is remembered, once a second until there is nothing new.
    private func keepAttempts(_ lockout: Lockout) async {
        repeat {
            await self.keepAttemptsNow()
            try? await Task.sleep(for: Lockout.pause)
        } while !lockout.endKeeping()
    }

    /// Keeps what is remembered of users and is not kept yet.
    ///
    /// When it fails, the next round does it.
    package func keepAttemptsNow() async {
        guard let lockout else { return }
        for (user, attempts) in lockout.table.unkept() {
            var attempts = attempts
            do throws(CredentialVaultError) {
                if let present = try await self.credentials.attempts(of: user) {
                    // Another host has lifted the pause since.
                    if lockout.table.takeLift(present, of: .user(user)) { continue }
                    attempts.befriend(knownTo: present)
                }
                guard try await self.credentials.keep(attempts, of: user) else { return lockout.stopKeeping() }
                lockout.table.note(attempts, isKeptOf: user)
                if let present = try await self.credentials.attempts(of: user) {
                    _ = lockout.table.takeLift(present, of: .user(user))
                }
            } catch {
                continue
            }
        }
    }
}
