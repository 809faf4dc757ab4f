// Checks with a resolved permission: nothing is looked up but the user.

extension AccessTable {
    /// Whether a user may do something for the whole company, with nothing stated and no assignment that begins or ends.
    ///
    /// - Parameters:
    ///   - user: Who; a user that the table does not know may do nothing.
    ///   - permission: What, resolved once by ``handle(for:)``.
    /// - Complexity: O(1): one place in the index of users, and one bit.
    public func permits(_ user: UserID, _ permission: PermissionHandle) -> Bool {
        self.read { users in
            guard permission.isNumber(below: users.loadAcquiring(KeyIndex.Header.limit)) else { return false }
            let entry = UserEntry(bits: UserIndex(users).place(of: user.key).entry)
            return entry.permits(permission.number)
        }
    }

    /// Whether a user may do something at a scope, at a moment and given what the host states.
    ///
    /// - Parameters:
    ///   - user: Who; a user that the table does not know may do nothing.
    ///   - permission: What, resolved once by ``handle(for:)``.
    ///   - scope: Where.
    ///   - conditions: What the host states about the case in hand, resolved once by ``stated(_:)``.
    ///   - now: When; read only for users with an assignment that begins or ends. Nil leaves such assignments out.
    /// - Complexity: O(1) for what is held company-wide, for good and without conditions; otherwise O(assignments of
    ///   the roles that grant it and of those that its rule needs).
    public func permits(
        _ user: UserID, _ permission: PermissionHandle, at scope: Scope, given conditions: StatedConditions = .none,
        now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        self.read { users in
            let limit = users.loadAcquiring(KeyIndex.Header.limit)
            guard permission.isNumber(below: limit) else { return false }
            let entry = UserEntry(bits: UserIndex(users).place(of: user.key).entry)
            return entry.permits(permission.number, at: scope, stated: { conditions.mask(in: limit) }, now: now)
        }
    }
}

// MARK: - A resolved user

extension AccessTable {
    /// Resolves a user, so that checks need not look the user up; nil when the table does not know the user.
    public func subject(_ user: UserID) -> Subject? {
        self.readWithGeneration { users, generation in
            let limit = users.loadAcquiring(KeyIndex.Header.limit)
            let place = UserIndex(users).place(of: user.key)
            guard UserEntry(bits: place.entry).isKnown else { return nil }
            return Subject(
                id: user, entry: users.address(of: place.offset), generation: generation, limit: limit)
        }
    }

    /// Whether a resolved user may do something for the whole company, with nothing stated and no assignment that begins
    /// or ends.
    ///
    /// - Complexity: O(1): one bit.
    public func permits(_ subject: Subject, _ permission: PermissionHandle) -> Bool {
        if permission.isNumber(below: subject.limit),
            let answer = self.read(subject, { entry in entry.permits(permission.number) })
        {
            return answer
        }
        return self.permitsAnew(subject, permission)
    }

    /// Whether a resolved user may do something at a scope, at a moment and given what the host states.
    ///
    /// - Complexity: that of the same question about a user who is not resolved, without the look-up.
    public func permits(
        _ subject: Subject, _ permission: PermissionHandle, at scope: Scope,
        given conditions: StatedConditions = .none, now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        let limit = subject.limit
        if permission.isNumber(below: limit),
            let answer = self.read(
                subject,
                { entry in
                    entry.permits(permission.number, at: scope, stated: { conditions.mask(in: limit) }, now: now)
                })
        {
            return answer
        }
        guard self.isOwn(subject) else { return false }
        return self.permits(subject.id, permission, at: scope, given: conditions, now: now())
    }

    /// Looks the user up, because the handle is of another index: this table's before it grew, or another table's.
    @inline(never)
    private func permitsAnew(_ subject: Subject, _ permission: PermissionHandle) -> Bool {
        self.isOwn(subject) && self.permits(subject.id, permission)
    }

    private func isOwn(_ subject: Subject) -> Bool {
        self.read { users in (users.loadAcquiring(KeyIndex.Header.limit) ^ subject.limit) >> 24 == 0 }
    }
}

extension UserEntry {
    /// Whether the user may do something everywhere, always and whatever is stated.
    @inline(__always)
    func permits(_ permission: UInt64) -> Bool { self.isActive && self.row.contains(permission) }

    /// Whether the user may do something here and now.
    @inline(__always)
    func permits(
        _ permission: UInt64, at scope: Scope, stated: () -> UInt64, now: () -> Timestamp?
    ) -> Bool {
        guard self.isActive else { return false }
        if self.row.contains(permission) { return true }
        let header = self.row.header
        guard header.hasMore else { return false }
        return NameBytes.lend(scope.path) { path in
            self.row.permits(
                AccessRow.Question(
                    permission: permission, scope: path, conditions: stated(), now: header.isTimeBound ? now() : nil))
        }
    }
}
