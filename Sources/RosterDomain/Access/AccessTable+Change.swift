extension AccessTable {
    /// Gives a user a role; a user not known yet becomes known as active.
    ///
    /// If the user already holds the role at this scope, the new window replaces the old one. The table refuses what no user
    /// could hold, as a tenant does. It does not know who gives the role, which programs the company is in, or how many users
    /// hold it: that is for the host to decide.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - user: The user.
    ///   - affiliation: Whether the user is a member or a guest; nil leaves it as it is, and takes a new user for a member.
    ///   - scope: Where the role holds: there and below.
    ///   - window: When the role holds.
    /// - Throws: ``RoleAssignmentError``; the table stays as it was.
    /// - Complexity: O(assignments of the user), and O(permissions of the roles) for a combination that no user holds
    ///   yet.
    public func assign(
        _ role: RoleID, to user: UserID, as affiliation: Affiliation? = nil, at scope: Scope = .company,
        during window: ValidityWindow = .always
    ) throws(RoleAssignmentError) {
        try self.withState { state throws(RoleAssignmentError) in
            try state.assign(RoleHolding(role, at: scope, during: window), to: user, as: affiliation, self)
        }
    }

    /// Removes a role from a user at a scope; does nothing if the user does not hold it there.
    ///
    /// - Returns: Whether the user held it there; a misspelled name is answered with false.
    @discardableResult
    public func remove(_ role: RoleID, from user: UserID, at scope: Scope = .company) -> Bool {
        self.withState { $0.remove(role, from: user, at: scope, self) }
    }

    /// Changes the status of a user's account; a user who is not known yet becomes known as a member.
    public func setStatus(_ status: AccountStatus, of user: UserID) {
        self.withState { $0.setStatus(status, of: user, self) }
    }

    /// Replaces what the table knows of a user.
    ///
    /// What the user holds through groups follows from ``UserStanding/groups`` and from what the table knows of the groups;
    /// holdings of the standing that name a group are ignored.
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
    public func apply(_ commit: Commit) -> Bool { self.apply(commit) { _ in } }

    /// Applies one step of the history if it is the next one, and then names the users of whom the table knows something else; nil for
    /// perhaps any.
    ///
    /// - Returns: Whether the step was the next one.
    func apply(_ commit: Commit, thenTelling tell: ([UserID]?) -> Void) -> Bool {
        let (isNext, users): (Bool, [UserID]?) = self.withState { state in
            guard commit.revision == state.revision.next else { return (false, []) }
            let changed = state.apply(commit.changes, self)
            state.revision = commit.revision
            return (true, changed)
        }
        if isNext { tell(users) }
        return isNext
    }
}

extension AccessState {
    /// The profile and status of a user; those of an active member without a role when the user is not known yet.
    func present(_ user: UserID) -> (profile: AccessProfile, status: AccountStatus) {
        let entry = UserEntry(bits: UserIndex(self.users.words).place(of: user.key).entry)
        guard entry.isKnown else { return (AccessProfile(affiliation: .member, parts: []), .active) }
        return (self.profiles.profile(of: entry.row), entry.status)
    }

    fileprivate mutating func assign(
        _ holding: RoleHolding, to user: UserID, as affiliation: Affiliation?, _ table: AccessTable
    ) throws(RoleAssignmentError) {
        let (present, status) = self.present(user)
        // Without a name of its own, the catalog is not copied.
        try self.catalog.whole.checkHolding(
            of: holding.role, at: holding.scope, by: affiliation ?? present.affiliation)
        var profile = present
        if let affiliation, affiliation != present.affiliation {
            try self.checkHoldings(self.profiles.held(by: present), by: affiliation)
            profile = AccessProfile(affiliation: affiliation, sortedParts: present.parts)
        }
        self.store(self.profiles.profile(profile, gaining: holding, self.catalog), status, of: user, table)
    }

    /// Refuses holdings that no user of an affiliation may have; those of roles that the catalog does not define grant nothing.
    func checkHoldings(_ numbers: [UInt32], by affiliation: Affiliation) throws(RoleAssignmentError) {
        let catalog = self.catalog.whole
        for held in self.profiles.holdings.holdings(numbers) where catalog.role(held.role) != nil {
            try catalog.checkHolding(of: held.role, at: held.scope, by: affiliation)
        }
    }

    fileprivate mutating func remove(
        _ role: RoleID, from user: UserID, at scope: Scope, _ table: AccessTable
    ) -> Bool {
        let (profile, status) = self.present(user)
        guard let poorer = self.profiles.profile(profile, losing: role, at: scope) else { return false }
        self.store(poorer, status, of: user, table)
        return true
    }

    fileprivate mutating func setStatus(_ status: AccountStatus, of user: UserID, _ table: AccessTable) {
        self.store(self.present(user).profile, status, of: user, table)
    }

    /// Applies a change that is the only one of its step if it is about a membership: that needs no standing.
    ///
    /// - Returns: Whether it was about a membership.
    private mutating func applyMembership(_ change: Change, _ table: AccessTable) -> Bool {
        let changed: AccessProfile?
        switch change {
        case .memberAdded(let user, let group):
            changed = self.isKnown(user) ? self.profiles.profile(self.present(user).profile, joining: group) : nil
        case .memberRemoved(let user, let group):
            changed = self.profiles.profile(self.present(user).profile, leaving: group)
        default: return false
        }
        if let changed, let user = change.subject { self.store(changed, self.present(user).status, of: user, table) }
        return true
    }

    private func isKnown(_ user: UserID) -> Bool {
        UserEntry(bits: UserIndex(self.users.words).place(of: user.key).entry).isKnown
    }

    /// Computes the final standing of each user and group before it stores any, so that no reader sees an intermediate one.
    ///
    /// - Returns: The users who were concerned; nil for perhaps any, because groups or roles of the company were.
    fileprivate mutating func apply(_ changes: [Change], _ table: AccessTable) -> [UserID]? {
        if changes.count == 1, self.applyMembership(changes[0], table) { return changes.compactMap(\.subject) }
        let company = self.companyRoles(after: changes)
        var groups: [GroupID: GroupStanding] = [:]
        var standings: [UserID: UserStanding] = [:]
        var revoked: Set<UserID> = []
        for change in changes {
            if case .groupAdded(let group) = change { groups[group.id] = group.standing }
            if case .groupChanged(let group, let change) = change {
                groups[group, default: self.groupStanding(group)].apply(change)
            }
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
        self.store(groups.values, roles: company, table) { state in
            for user in revoked { state.forget(user, table) }
            for standing in standings.values { state.store(standing, table) }
        }
        return groups.isEmpty && company == nil ? Array(revoked) + Array(standings.keys) : nil
    }

    /// The roles of the company after changes; nil when these are about none.
    private func companyRoles(after changes: [Change]) -> CompanyRoles? {
        var changed: [CompanyRoleID: CompanyRole] = [:]
        lazy var present = self.catalog.company.roles(in: self.catalog.catalog)
        for change in changes {
            switch change {
            case .companyRoleDefined(let role): changed[role.id] = role
            case .companyRoleChanged(let id, let change):
                guard var role = changed[id] ?? present.first(where: { $0.id == id }) else { continue }
                role.apply(change, at: .distantPast)
                changed[id] = role
            default: continue
            }
        }
        return changed.isEmpty ? nil : self.catalog.company.applying(Array(changed.values), over: self.catalog.catalog)
    }
}
