extension AccessTable {
    /// Gives a user a role; a user not known yet becomes known as an active member.
    ///
    /// If the user already holds the role at this scope, the new window replaces the old one.
    /// - Throws: ``UnknownNameError`` when the catalog has no such role.
    /// - Complexity: O(assignments of the user), and O(permissions of the roles) for a combination that no user holds
    ///   yet.
    public func assign(
        _ role: RoleID, to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always
    ) throws(UnknownNameError) {
        try self.withState { state throws(UnknownNameError) in
            if state.catalog.role(role) == nil { _ = try state.catalog.catalog.role(named: role.rawValue) }
            state.assign(RoleHolding(role, at: scope, during: window), to: user, self)
        }
    }

    /// Removes a role from a user at a scope; does nothing if the user does not hold it there.
    public func remove(_ role: RoleID, from user: UserID, at scope: Scope = .company) {
        self.withState { $0.remove(role, from: user, at: scope, self) }
    }

    /// Changes the status of a user's account; a user who is not known yet becomes known as a member.
    public func setStatus(_ status: AccountStatus, of user: UserID) {
        self.withState { $0.setStatus(status, of: user, self) }
    }

    /// Replaces what the table knows of a user.
    public func load(_ standing: UserStanding) {
        self.withState { $0.store(standing, self) }
    }

    /// Forgets a user.
    public func forget(_ user: UserID) {
        self.withState { $0.forget(user, self) }
    }

    /// Applies one step of the history if it is the next one; ignores any other step.
    ///
    /// - Returns: Whether the step was the next one. If this is false for a later step, apply the missing steps first.
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
    /// The profile and status of a user; those of an active member without a role when the user is not known yet.
    private func present(_ user: UserID) -> (profile: AccessProfile, status: AccountStatus) {
        let entry = UserEntry(bits: UserIndex(self.users.words).place(of: user.key).entry)
        guard entry.isKnown else { return (AccessProfile(affiliation: .member, holdings: []), .active) }
        return (self.profiles.profile(of: entry.row), entry.status)
    }

    fileprivate mutating func assign(_ holding: RoleHolding, to user: UserID, _ table: AccessTable) {
        let (profile, status) = self.present(user)
        self.store(self.profiles.profile(profile, gaining: holding, self.catalog), status, of: user, table)
    }

    fileprivate mutating func remove(_ role: RoleID, from user: UserID, at scope: Scope, _ table: AccessTable) {
        let (profile, status) = self.present(user)
        guard let poorer = self.profiles.profile(profile, losing: role, at: scope) else { return }
        self.store(poorer, status, of: user, table)
    }

    fileprivate mutating func setStatus(_ status: AccountStatus, of user: UserID, _ table: AccessTable) {
        self.store(self.present(user).profile, status, of: user, table)
    }

    /// Computes the final standing of each user before it stores any, so that no reader sees an intermediate one.
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
