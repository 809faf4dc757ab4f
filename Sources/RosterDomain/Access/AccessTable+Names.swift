// Users by name, for hosts that have no other identifier.

extension AccessTable {
    /// The user with a name; nil when no user has it.
    ///
    /// Names are compared byte by byte, as UTF-8.
    public func user(named name: String) -> UserID? {
        self.read { users in NameBytes.lend(name) { users.userNames.user(named: $0) } }
    }

    /// The user with a name; if no user has it yet, adds an active member without a role.
    ///
    /// The new user's identifier is of version 8 (RFC 9562 §5.8), counted by this table, and means nothing elsewhere.
    public func identify(_ name: String) -> UserID {
        self.withState { state in
            if let known = state.user(named: name) { return known }
            let user = state.unusedIdentifier()
            state.store(UserStanding(id: user, affiliation: .member, status: .active, holdings: []), self)
            state.add(name, to: user, self)
            return user
        }
    }

    /// Gives a user a name that checks can use; a user who is not known yet becomes known as an active member.
    ///
    /// A user may have several names. Forgetting the user forgets the names.
    /// - Throws: ``NameTakenError`` when another user has it.
    public func addName(_ name: String, to user: UserID) throws(NameTakenError) {
        try self.withState { state throws(NameTakenError) in
            if let holder = state.user(named: name) {
                guard holder == user else { throw NameTakenError(name: name) }
                return
            }
            if state.standing(of: user) == nil {
                state.store(UserStanding(id: user, affiliation: .member, status: .active, holdings: []), self)
            }
            state.add(name, to: user, self)
        }
    }

    /// Whether the user with a name may do something for the whole company, with nothing stated and no assignment that
    /// begins or ends.
    ///
    /// - Complexity: O(length of the name).
    public func permits(named name: String, _ permission: PermissionHandle) -> Bool {
        self.read { users in
            guard let number = users.number(of: permission) else { return false }
            return NameBytes.lend(name) { bytes in
                UserEntry(bits: users.userNames.place(of: bytes).entry).permits(number)
            }
        }
    }

    /// Whether the user with a name may do something at a scope, at a moment and given what the host states.
    ///
    /// - Complexity: O(length of the name), and what the same question costs about a resolved user.
    public func permits(
        named name: String, _ permission: PermissionHandle, at scope: Scope = .company,
        given conditions: StatedConditions = .none,
        now: @autoclosure () -> Timestamp? = nil
    ) -> Bool {
        self.read { users in
            guard let number = users.number(of: permission) else { return false }
            let entry = NameBytes.lend(name) { UserEntry(bits: users.userNames.place(of: $0).entry) }
            return entry.permits(
                number, at: scope, stated: { users.mask(of: conditions) }, now: now)
        }
    }

    /// Resolves the user with a name; nil when no user has it.
    public func handle(named name: String) -> UserHandle? { self.user(named: name).flatMap { self.handle(for: $0) } }
}

/// Why a user cannot have a name: another one has it.
public struct NameTakenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name.
    public let name: String

    /// The problem, for a person.
    public var description: String { "another user is known as `\(self.name.forDisplay)`" }
}

extension SharedWords {
    /// The index of users by name that belongs to an index of users.
    @inline(__always)
    var userNames: NameIndex { NameIndex(SharedWords(at: self.loadAcquiring(KeyIndex.Header.userNames))) }
}

extension AccessState {
    /// An identifier that no user of the table has: "Roster" in ASCII, version 8, and a count.
    fileprivate mutating func unusedIdentifier() -> UserID {
        while true {
            self.identifiedCount += 1
            let user = UserID(high: 0x526F_7374_6572_8000, low: 0x8000_0000_0000_0000 | self.identifiedCount)
            if self.standing(of: user) == nil { return user }
        }
    }
}
