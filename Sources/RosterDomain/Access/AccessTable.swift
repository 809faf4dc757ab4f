import Synchronization

/// Who may do what, compiled for checking.
///
/// Usable alone, without a directory.
///
/// The table is fed by changes and answers at once: when a call that takes access away returns, no thread is told yes any
/// more. Any number of threads may ask and change at the same time.
///
/// Users with the same roles at the same scopes share one compiled `AccessProfile`.
public final class AccessTable: Sendable {
    /// The roles and permissions that are asked about.
    public let catalog: RoleCatalog
    private let storage = Mutex(Storage())

    private struct Storage {
        var revision = Revision.start
        var entries: [UserID: Entry] = [:]
        var profiles: [AccessProfile.Key: (profile: AccessProfile, userCount: Int)] = [:]
    }

    private struct Entry {
        var standing: UserStanding
        /// Nil when the user may do nothing, because the account is not active.
        var profile: AccessProfile?
    }

    /// Creates an empty table: everybody is answered no.
    public init(catalog: RoleCatalog) {
        self.catalog = catalog
    }

    /// The position in the history that the answers stand for.
    public var revision: Revision { self.storage.withLock { $0.revision } }

    /// The number of users the table knows, whatever their status.
    public var userCount: Int { self.storage.withLock { $0.entries.count } }

    // MARK: - Asking

    /// Whether a user may do something.
    ///
    /// - Parameters:
    ///   - user: Who; a user that the table does not know may do nothing.
    ///   - permission: What; a permission of another catalog is never allowed. ``decide(_:_:at:given:now:)`` says so.
    ///   - scope: Where.
    ///   - conditions: What the host states about the case in hand.
    ///   - now: When; read only for users with an assignment that begins or ends. Nil leaves such assignments out.
    /// - Complexity: O(assignments of the user that grant the permission).
    public func permits(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        let profile = self.storage.withLock { $0.entries[user]?.profile }
        guard let profile else { return false }
        return profile.permits(permission, at: scope, given: conditions, now: profile.isTimeBound ? now() : nil)
    }

    /// Decides the same question and says why.
    ///
    /// - Complexity: that of ``ReferenceEvaluator``; for people, not for a request's path.
    public func decide(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: Timestamp? = nil
    ) -> AccessDecision {
        ReferenceEvaluator(catalog: self.catalog)
            .decide(self.standing(of: user), permission, at: scope, given: conditions, now: now)
    }

    /// What the table knows of a user, or nil when it does not know the user.
    public func standing(of user: UserID) -> UserStanding? {
        self.storage.withLock { $0.entries[user]?.standing }
    }
}

// MARK: - Changing

extension AccessTable {
    /// Gives a user a role; a user not known yet becomes known as an active member.
    ///
    /// Giving a role that is held at this scope already replaces its window.
    /// - Throws: ``UnknownNameError`` when the catalog has no such role.
    public func assign(
        _ role: RoleID, to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always
    ) throws(UnknownNameError) {
        _ = try self.catalog.role(named: role.rawValue)
        self.update(user) { $0.hold(RoleHolding(role, at: scope, during: window)) }
    }

    /// Takes a role from a user at a scope; does nothing when it is not held there.
    public func remove(_ role: RoleID, from user: UserID, at scope: Scope = .company) {
        self.update(user) { $0.drop(RoleHolding(role, at: scope)) }
    }

    /// Moves a user's account in its life; a user not known yet becomes known as a member.
    public func setStatus(_ status: AccountStatus, of user: UserID) {
        self.update(user) { $0.status = status }
    }

    /// Takes over what is known of a user, in place of what the table knew.
    public func load(_ standing: UserStanding) {
        self.storage.withLock { self.store(standing, in: &$0) }
    }

    /// Forgets a user.
    public func forget(_ user: UserID) {
        self.storage.withLock { storage in
            self.release(storage.entries.removeValue(forKey: user), in: &storage)
        }
    }

    /// Takes over everybody at once, in place of all that the table knew.
    public func reload(_ standings: [UserStanding], at revision: Revision) {
        self.storage.withLock { storage in
            storage = Storage()
            storage.revision = revision
            for standing in standings { self.store(standing, in: &storage) }
        }
    }

    /// Follows one step of the history, if it is the next one; any other step has no effect.
    ///
    /// - Returns: Whether the step was the next one. After false for a later step, steps are missing: apply those first.
    @discardableResult
    public func apply(_ commit: Commit) -> Bool {
        self.storage.withLock { storage in
            guard commit.revision == storage.revision.next else { return false }
            for change in commit.changes { self.apply(change, to: &storage) }
            storage.revision = commit.revision
            return true
        }
    }

    private func apply(_ change: Change, to storage: inout Storage) {
        if case .userAdded(let user) = change { self.store(UserRecord(user).standing, in: &storage) }
        guard let user = change.subject, var standing = storage.entries[user]?.standing else { return }
        if case .invitationRevoked = change {
            self.release(storage.entries.removeValue(forKey: user), in: &storage)
            return
        }
        standing.apply(change)
        self.store(standing, in: &storage)
    }

    private func update(_ user: UserID, _ body: (inout UserStanding) -> Void) {
        self.storage.withLock { storage in
            var standing =
                storage.entries[user]?.standing
                ?? UserStanding(id: user, affiliation: .member, status: .active, holdings: [])
            body(&standing)
            self.store(standing, in: &storage)
        }
    }

    private func store(_ standing: UserStanding, in storage: inout Storage) {
        let old = storage.entries.removeValue(forKey: standing.id)
        let profile = standing.status == .active ? self.profile(for: standing, in: &storage) : nil
        storage.entries[standing.id] = Entry(standing: standing, profile: profile)
        self.release(old, in: &storage)
    }

    private func profile(for standing: UserStanding, in storage: inout Storage) -> AccessProfile {
        let key = AccessProfile.Key(standing)
        let profile = storage.profiles[key]?.profile ?? AccessProfile(key, catalog: self.catalog)
        storage.profiles[key, default: (profile, 0)].userCount += 1
        return profile
    }

    private func release(_ entry: Entry?, in storage: inout Storage) {
        guard let key = entry?.profile?.key, let userCount = storage.profiles[key]?.userCount else { return }
        if userCount == 1 { storage.profiles[key] = nil } else { storage.profiles[key]?.userCount -= 1 }
    }
}
