// The questions asked backwards: who may do this, and who holds that role.

extension AccessTable {
    /// The users who may do something, in the order of their identifiers.
    ///
    /// Complete: whoever is not on any page may not do it. A user who is added or changed while pages are read is on them
    /// or not, by what holds when the page is read.
    ///
    /// - Parameters:
    ///   - permission: What.
    ///   - scope: Where.
    ///   - conditions: What is taken as stated about the case in hand.
    ///   - now: When; nil leaves assignments out that begin or end.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` users; fewer mean that there are no more.
    /// - Throws: ``UnknownNameError`` when the catalog has no such permission.
    /// - Complexity: O(users × log limit): every one is looked at. Changes wait meanwhile, checks do not.
    public func users(
        permitted permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: Timestamp? = nil, after previous: UserID? = nil, limit: Int = 100
    ) throws(UnknownNameError) -> [UserID] {
        let handle = try self.handle(for: permission)
        let stated = self.stated(conditions)
        return self.withState { state in
            // Another catalog, with another numbering, may have been put in place since the handle was made.
            guard let number = state.users.words.number(of: handle) else { return [] }
            var page = Page(after: previous, limit: limit)
            state.forEachUser { user, entry in
                let isPermitted = entry.permits(
                    number, at: scope, stated: { stated.mask(in: state.catalog.numbering.conditionIdentity) },
                    now: { now })
                if isPermitted { page.add(user) }
            }
            return page.users
        }
    }

    /// The users who hold a role, itself or through a role that includes it, in the order of their identifiers.
    ///
    /// Users whose account is not in use are among them: they keep their roles. So are those who hold the role without an
    /// assignment.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - scope: Where it must hold; nil for anywhere.
    ///   - now: When it must hold; nil for any time.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` users; fewer mean that there are no more.
    /// - Throws: ``UnknownNameError`` when the catalog has no such role.
    /// - Complexity: O(users + assignments of the profiles in use). Changes wait meanwhile, checks do not.
    public func holders(
        of role: RoleID, at scope: Scope? = nil, now: Timestamp? = nil, after previous: UserID? = nil, limit: Int = 100
    ) throws(UnknownNameError) -> [RoleHolder] {
        try self.withState { state throws(UnknownNameError) in
            let catalog = state.catalog.catalog
            _ = try catalog.role(named: role.rawValue)
            var holdings: [Int: [RoleHolding]] = [:]
            for (number, profile) in state.profiles.inUse {
                let standing = state.profiles.standing(profile, of: UserID(bits: 0), .active, sessionEpoch: 0)
                holdings[number] = standing.holdings(of: role, at: scope, now: now, catalog)
            }
            var page = Page(after: previous, limit: limit)
            state.forEachUser { user, entry in
                if holdings[entry.row.header.profile] != nil { page.add(user) }
            }
            return page.users.compactMap { user in
                let entry = state.entry(of: user)
                return holdings[entry.row.header.profile].map {
                    RoleHolder(user: user, status: entry.status, holdings: $0)
                }
            }
        }
    }
}

/// Somebody who holds a role.
public struct RoleHolder: Sendable, Hashable {
    /// Who.
    public let user: UserID
    /// Where the account stands; only an active one may use the role.
    public let status: AccountStatus
    /// The assigned roles through which it is held; empty when it is held without an assignment.
    public let holdings: [RoleHolding]
}

extension UserStanding {
    /// The holdings through which a role is held; nil when it is not, and empty when it needs no assignment.
    fileprivate func holdings(
        of role: RoleID, at scope: Scope?, now: Timestamp?, _ catalog: RoleCatalog
    ) -> [RoleHolding]? {
        let found = self.holdings.filter { holding in
            catalog.rolesIncluded(in: holding.role).contains(role)
                && (scope.map(holding.scope.contains) ?? true) && (now.map { holding.window.contains($0) } ?? true)
        }
        let isImplicit = catalog.rolesHeldImplicitly(by: self.affiliation)
            .contains { catalog.rolesIncluded(in: $0).contains(role) }
        return found.isEmpty && !isImplicit ? nil : found
    }
}

extension AccessState {
    /// Lends every user that the table knows, in no order.
    fileprivate func forEachUser(_ body: (UserID, UserEntry) -> Void) {
        self.users.forEachSlot { offset in
            let entry = UserEntry(bits: self.users.words.load(offset))
            guard entry.isKnown else { return }
            body(
                UserID(high: self.users.words.load(offset + 1), low: self.users.words.load(offset + 2)), entry)
        }
    }

    fileprivate func entry(of user: UserID) -> UserEntry {
        UserEntry(bits: UserIndex(self.users.words).place(of: user.key).entry)
    }
}

/// The first users after one, of many that come in no order.
private struct Page {
    /// More users than any table knows, so that twice as many can be counted.
    private static let most = Int.max / 4

    private let previous: UserID?
    private let limit: Int
    private var found: [UserID] = []
    /// Nobody after this one can be on the page any more.
    private var last: UserID?

    init(after previous: UserID?, limit: Int) {
        self.previous = previous
        self.limit = min(max(0, limit), Self.most)
    }

    /// Takes a user; sorts and cuts only now and then, so that a page costs little more than looking at everybody.
    mutating func add(_ user: UserID) {
        if let previous, user <= previous { return }
        if let last, user > last { return }
        self.found.append(user)
        guard self.found.count / 2 - 32 >= self.limit else { return }
        self.found = self.users
        self.last = self.found.last
    }

    var users: [UserID] { Array(self.found.sorted().prefix(self.limit)) }
}
