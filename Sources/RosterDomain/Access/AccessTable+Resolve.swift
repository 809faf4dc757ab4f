extension AccessTable {
    /// The roles and permissions in use, those of the company among them.
    public var catalog: RoleCatalog { self.withState { $0.catalog }.whole }

    /// The position in the history that answers reflect.
    public var revision: Revision { self.withState { $0.revision } }

    /// The number of users that the table knows, of any status.
    public var userCount: Int { self.withState { $0.users.liveCount } }

    /// Resolves a permission, so that checks need not look it up.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, when the catalog has no such permission.
    public func handle(for permission: Permission) throws(UnknownNameError) -> PermissionHandle {
        if let handle = self.read({ users in permission.handle(in: users) }) { return handle }
        _ = try self.catalog.permission(named: permission.rawValue)
        throw UnknownNameError(kind: .permission, name: permission.rawValue, nearest: String?.none)
    }

    /// Resolves conditions, so that checks need not look them up.
    ///
    /// A condition that no grant of the present catalog requires has no effect: resolve again after a change of
    /// catalog.
    public func stated(_ conditions: Set<Condition>) -> StatedConditions {
        self.read { users in
            let mask = conditions.mask(in: users)
            return mask == 0
                ? .none
                : StatedConditions(numbering: users.load(KeyIndex.Header.conditionNumbering), mask: mask)
        }
    }
}

// MARK: - Names instead of handles

extension AccessTable {
    /// Whether a user may do something.
    ///
    /// Looks up the permission by name. To check often, resolve it once with ``handle(for:)-(Permission)``.
    ///
    /// - Parameters:
    ///   - user: The user; one that the table does not know may do nothing.
    ///   - permission: The permission; one of another catalog is never allowed, and ``decide(_:_:at:given:now:)`` says
    ///     so.
    ///   - scope: The scope.
    ///   - conditions: The conditions that the host states about the request.
    ///   - now: The moment of the check; evaluated only for users with an assignment that begins or ends, perhaps more
    ///     than once. Nil ignores such assignments.
    /// - Complexity: O(length of the permission's name), and what the same question costs with a handle.
    public func permits(
        _ user: UserID, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        self.read { users in
            guard let number = permission.number(in: users) else { return false }
            let entry = UserEntry(bits: UserIndex(users).place(of: user.key).entry)
            return entry.permits(number, at: scope, stated: { conditions.mask(in: users) }, now: now)
        }
    }

    /// Whether a user may do something, with names that come in as text.
    ///
    /// - Throws: ``UnknownNameError``, with the nearest known name, for a permission, a kind of place or a condition that
    ///   the catalog does not know: a misspelled name is never a quiet no.
    /// - Complexity: O(conditions that the catalog names), if conditions are given; meant for tools and gateways, not for
    ///   every request.
    public func permits(
        _ user: UserID, permissionNamed name: String, at scope: Scope = .company,
        given conditions: Set<Condition> = [], now: Timestamp? = nil
    ) throws(UnknownNameError) -> Bool {
        let permission = try self.catalog.permission(named: name, at: scope, given: conditions)
        return self.permits(user, permission, at: scope, given: conditions, now: now)
    }

    /// Whether a resolved user may do something.
    public func permits(
        _ user: UserHandle, _ permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        guard let handle = self.read({ users in permission.handle(in: users) }) else { return false }
        return self.permits(user, handle, at: scope, given: self.stated(conditions), now: now())
    }
}

extension Permission {
    /// The permission's number in the table whose index is given; nil when its catalog has no such permission.
    @inline(__always)
    fileprivate func number(in users: SharedWords) -> UInt64? {
        let names = NameIndex(SharedWords(at: users.load(KeyIndex.Header.permissionNames)))
        let number = NameBytes.lend(self.rawValue) { names.place(of: $0).entry }
        return number == UserEntry.free.bits ? nil : number >> 4
    }

    fileprivate func handle(in users: SharedWords) -> PermissionHandle? {
        self.number(in: users).map { PermissionHandle(bits: users.load(KeyIndex.Header.numbering) &+ $0) }
    }
}

extension Set<Condition> {
    /// The conditions that some grant requires, as bits.
    fileprivate func mask(in users: SharedWords) -> UInt64 {
        guard !self.isEmpty else { return 0 }
        let names = NameIndex(SharedWords(at: users.load(KeyIndex.Header.conditionNames)))
        var mask: UInt64 = 0
        for condition in self {
            let number = NameBytes.lend(condition.rawValue) { names.place(of: $0).entry }
            if number != UserEntry.free.bits { mask |= 1 << (number >> 4) }
        }
        return mask
    }
}
