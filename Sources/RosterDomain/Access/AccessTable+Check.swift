// Checks with a resolved permission, which look up only the user.

extension AccessTable {
    /// Whether a user may do something for the whole company, with nothing stated and no assignment that begins or ends.
    ///
    /// - Parameters:
    ///   - user: The user; one that the table does not know may do nothing.
    ///   - permission: The permission, resolved once with ``handle(for:)-(Permission)``.
    /// - Complexity: O(1): one place in the index of users, and one bit.
    public func permits(_ user: UserID, _ permission: PermissionHandle) -> Bool {
        let reading = self.beginReading()
        guard let number = reading.users.number(of: permission) else { return self.permitsAnew(user, permission) }
        let entry = UserIndex(reading.users).entry(of: user.key)
        let answer: Bool
        if entry.isActiveAndDense {
            answer = entry.denseRow.containsDensely(number)
        } else if entry.isActive {
            answer = entry.row.containsCompactly(number)
        } else {
            return self.permitsAnew(user, permission)
        }
        return self.isValid(reading) ? answer : self.permitsAnew(user, permission)
    }

    /// Takes the slow path: the user is not active, the permission is of another table, or memory was reused meanwhile.
    @inline(never)
    private func permitsAnew(_ user: UserID, _ permission: PermissionHandle) -> Bool {
        self.read { users in
            guard let number = users.number(of: permission) else { return false }
            return UserEntry(bits: UserIndex(users).place(of: user.key).entry).permits(number)
        }
    }

    /// Whether a user may do something at a scope, at a moment and given what the host states.
    ///
    /// - Parameters:
    ///   - user: The user; one that the table does not know may do nothing.
    ///   - permission: The permission, resolved once with ``handle(for:)-(Permission)``.
    ///   - scope: The scope.
    ///   - conditions: The conditions that the host states about the request, resolved once with ``stated(_:)``.
    ///   - now: The moment of the check; evaluated only for users with an assignment that begins or ends, perhaps more
    ///     than once. Nil ignores such assignments.
    /// - Complexity: O(1) for what the user holds company-wide, permanently and without conditions; otherwise
    ///   O(assignments of the roles that grant it and of those that its rule needs).
    public func permits(
        _ user: UserID, _ permission: PermissionHandle, at scope: Scope = .company,
        given conditions: StatedConditions = .none,
        now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        self.read { users in
            guard let number = users.number(of: permission) else { return false }
            let entry = UserEntry(bits: UserIndex(users).place(of: user.key).entry)
            return entry.permits(
                number, at: scope, stated: { users.mask(of: conditions) }, now: now)
        }
    }
}

// MARK: - A resolved user

extension AccessTable {
    /// Resolves a user, so that checks need not look up the user; nil when the table does not know the user.
    public func handle(for user: UserID) -> UserHandle? { self.handle(for: user, of: user) }

    /// Resolves what the table knows under an identifier, for a user.
    func handle(for subject: UserID, of user: UserID) -> UserHandle? {
        self.readWithGeneration { users, generation in
            let permissionCount = users.loadAcquiring(KeyIndex.Header.permissionCount)
            let place = UserIndex(users).place(of: subject.key)
            guard UserEntry(bits: place.entry).isKnown else { return nil }
            return UserHandle(
                id: user, subject: subject, entry: users.address(of: place.offset), generation: generation,
                numbering: users.load(KeyIndex.Header.numbering), permissionCount: permissionCount,
                conditionNumbering: users.load(KeyIndex.Header.conditionNumbering))
        }
    }

    /// Whether a resolved user may do something for the whole company, with nothing stated and no assignment that begins
    /// or ends.
    ///
    /// - Complexity: O(1): one bit.
    public func permits(_ user: UserHandle, _ permission: PermissionHandle) -> Bool {
        let answer = self.read(user, permission) { entry, number in
            entry.isActiveAndDense ? entry.denseRow.containsDensely(number) : nil
        }
        return answer ?? self.permitsAnew(user, permission)
    }

    /// Whether a resolved user may do something at a scope, at a moment and given what the host states.
    ///
    /// - Complexity: that of the same question about a user who is not resolved, without the look-up.
    public func permits(
        _ user: UserHandle, _ permission: PermissionHandle, at scope: Scope = .company,
        given conditions: StatedConditions = .none, now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        let answer = self.read(user, permission) { entry, number in
            entry.permits(
                number, at: scope, stated: { conditions.mask(in: user.conditionNumbering) }, now: now)
        }
        if let answer { return answer }
        return self.isOwn(user) && self.permits(user.subject, permission, at: scope, given: conditions, now: now())
    }

    /// Takes the slow path: the row is compact, the account is not active, or the handle is of another index, which may
    /// be this table's before it grew or another table's.
    @inline(never)
    private func permitsAnew(_ user: UserHandle, _ permission: PermissionHandle) -> Bool {
        if let answer = self.read(user, permission, { $0.permits($1) }) { return answer }
        return self.isOwn(user) && self.permits(user.subject, permission)
    }
}

extension SharedWords {
    /// The number of a permission in the table whose index of users this is; nil for one of another table.
    @inline(__always)
    func number(of permission: PermissionHandle) -> UInt64? {
        let count = self.loadAcquiring(KeyIndex.Header.permissionCount)
        let number = permission.number(in: self.load(KeyIndex.Header.numbering))
        return number < count ? number : nil
    }
}

extension SharedWords {
    /// What is stated, in the table whose index of users this is.
    @inline(__always)
    func mask(of conditions: StatedConditions) -> UInt64 {
        conditions.mask(in: self.load(KeyIndex.Header.conditionNumbering))
    }
}

extension UserEntry {
    /// Whether the user may do something at every scope, at any time and under any conditions.
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
