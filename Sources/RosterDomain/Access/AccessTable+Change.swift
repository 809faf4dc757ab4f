extension AccessTable {
    /// Gives a user a role; a user not known yet becomes known as an active member.
    ///
    /// Giving a role that is held at this scope already replaces its window.
    /// - Throws: ``UnknownNameError`` when the catalog has no such role.
    /// - Complexity: O(assignments of the user), and for what nobody holds yet O(permissions of the roles).
    public func assign(
        _ role: RoleID, to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always
    ) throws(UnknownNameError) {
        try self.withState { state throws(UnknownNameError) in
            if state.catalog.role(role) == nil { _ = try state.catalog.catalog.role(named: role.rawValue) }
            state.update(user, self) { $0.hold(RoleHolding(role, at: scope, during: window)) }
        }
    }

    /// Takes a role from a user at a scope; does nothing when it is not held there.
    public func remove(_ role: RoleID, from user: UserID, at scope: Scope = .company) {
        self.withState { state in
            guard state.standing(of: user) != nil else { return }
            state.update(user, self) { $0.drop(RoleHolding(role, at: scope)) }
        }
    }

    /// Moves a user's account in its life; a user not known yet becomes known as a member.
    public func setStatus(_ status: AccountStatus, of user: UserID) {
        self.withState { $0.update(user, self) { $0.status = status } }
    }

    /// Takes over what is known of a user, in place of what the table knew.
    public func load(_ standing: UserStanding) {
        self.withState { $0.store(standing, self) }
    }

    /// Forgets a user.
    public func forget(_ user: UserID) {
        self.withState { $0.forget(user, self) }
    }

    /// Follows one step of the history, if it is the next one; any other step has no effect.
    ///
    /// - Returns: Whether the step was the next one. After false for a later step, steps are missing: apply those first.
    @discardableResult
    public func apply(_ commit: Commit) -> Bool {
        self.withState { state in
            guard commit.revision == state.revision.next else { return false }
            state.apply(commit.changes, self)
            state.revision = commit.revision
            return true
        }
    }
}

extension AccessState {
    fileprivate mutating func update(_ user: UserID, _ table: AccessTable, _ body: (inout UserStanding) -> Void) {
        var standing =
            self.standing(of: user) ?? UserStanding(id: user, affiliation: .member, status: .active, holdings: [])
        body(&standing)
        self.store(standing, table)
    }

    /// Works out where every user ends up, and stores that, so that nobody sees a user in between.
    fileprivate mutating func apply(_ changes: [Change], _ table: AccessTable) {
        var standings: [UserID: UserStanding] = [:]
        var revoked: Set<UserID> = []
        for change in changes {
            guard let user = change.subject else { continue }
            if case .userAdded(let added) = change {
                standings[user] = UserRecord(added).standing
                revoked.remove(user)
            } else if case .invitationRevoked = change {
                standings[user] = nil
                revoked.insert(user)
            } else if !revoked.contains(user), var standing = standings[user] ?? self.standing(of: user) {
                standing.apply(change)
                standings[user] = standing
            }
        }
        for user in revoked { self.forget(user, table) }
        for standing in standings.values { self.store(standing, table) }
    }
}
