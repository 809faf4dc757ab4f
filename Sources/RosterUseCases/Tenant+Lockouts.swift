public import RosterDomain
import RosterPorts

/// A pause that wrong passwords began at an account.
public struct AccountLockout: Sendable, Hashable {
    /// Whose account.
    public let user: UserID
    /// The first moment at which another attempt is taken.
    public let until: Timestamp
    /// How many failures are remembered.
    public let failureCount: Int
    /// Whether it holds for the sources that are familiar to the account; if not, it holds for all others.
    public let isForFamiliarSources: Bool
}

extension Tenant {
    /// The pauses that wrong passwords have begun at accounts and that still hold, as this host knows them and the vault keeps them.
    ///
    /// Pauses of sources, which are never longer than the policy's longest pause, are not listed.
    ///
    /// - Parameter principal: Who asks; needs the permission to edit users.
    /// - Returns: The pauses, in the order of users.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``.
    /// - Complexity: O(accounts at which failures are remembered).
    public func lockouts(by principal: UserID) async throws(TenantError) -> [AccountLockout] {
        try await self.require(self.catalog.companyPermissions.editUsers, of: principal, attempt: "list lockouts")
        return try await self.lockouts()
    }

    /// The pauses that hold, for a caller who may see them.
    package func lockouts() async throws(TenantError) -> [AccountLockout] {
        guard let lockout, let limits = self.policy.lockout?.account else { return [] }
        let now = self.clock.now
        var attempts: [UserID: SignInAttempts] = [:]
        do throws(CredentialVaultError) {
            for user in try await self.credentials.usersWithFailures()
            where !lockout.table.knows(.user(user)) {
                attempts[user] = try await self.credentials.attempts(of: user)?.settled(at: now, limits)
            }
        } catch {
            throw .credentials(error)
        }
        for (user, known) in lockout.table.locked(at: now) { attempts[user] = known.settled(at: now, limits) }
        return attempts.sorted { $0.key < $1.key }.flatMap { user, attempts in
            [(attempts.familiar, true), (attempts.others, false)].compactMap { failures, isFamiliar in
                failures.lockedUntil.map {
                    AccountLockout(
                        user: user, until: $0, failureCount: failures.count, isForFamiliarSources: isFamiliar)
                }
            }
        }
    }

    /// Ends the pauses that wrong passwords began at an account, at every host, and forgets the failures.
    ///
    /// A reset of the password does the same. No pause is no error.
    ///
    /// - Parameters:
    ///   - user: Whose account.
    ///   - principal: Who lifts it: an administrator who may reset the user's password. It goes on record.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``; ``TenantError/credentials(_:)``: then it is lifted at this host
    ///   alone.
    public func liftLockout(of user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.liftLockout(of: user, by: .user(id: principal))
    }

    /// Does the same for the system, too: for an administrator at the machine's command line.
    package func liftLockout(of user: UserID, by principal: Principal) async throws(TenantError) {
        try await self.perform(LiftLockout(of: user), by: principal)
        guard let lockout else { return }
        do throws(CredentialVaultError) {
            let kept = try? await self.credentials.attempts(of: user)
            let lifted = lockout.table.lift(user, kept: kept ?? nil)
            if try await self.credentials.keep(lifted, of: user) { lockout.table.note(lifted, isKeptOf: user) }
        } catch {
            throw .credentials(error)
        }
    }
}

extension Tenant {
    /// How many entries this host has of attempts to sign in: of users, of names that are not listed, and of sources.
    package var lockoutEntryCounts: (users: Int, strangers: Int, sources: Int)? { self.lockout?.table.entryCounts }
}
