// Searches: which users may do something, and which hold a role.

extension AccessTable {
    /// The users who may do something, in the order of their identifiers.
    ///
    /// The pages are complete: a user who is on none of them may not do it. For a user who changes while you read the
    /// pages, each page reflects the moment at which it is read.
    ///
    /// - Parameters:
    ///   - permission: The permission.
    ///   - scope: The scope.
    ///   - conditions: The conditions to assume about the request.
    ///   - now: The moment; nil ignores assignments that begin or end.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` users; fewer mean that there are no more.
    /// - Throws: ``UnknownNameError``, with the nearest known name, for a permission, a kind of place or a condition that the catalog does
    ///   not know.
    /// - Complexity: O(users × log limit): the method looks at every user. Changes wait meanwhile; checks do not.
    public func users(
        permitted permission: Permission, at scope: Scope = .company, given conditions: Set<Condition> = [],
        now: Timestamp? = nil, after previous: UserID? = nil, limit: Int = 100
    ) throws(UnknownNameError) -> [UserID] {
        _ = try self.catalog.permission(named: permission.rawValue, at: scope, given: conditions)
        let handle = try self.handle(for: permission)
        let stated = self.stated(conditions)
        return self.withState { state in
            // Another catalog, with another numbering, may have been put in place since the handle was made.
            guard let number = state.users.words.number(of: handle) else { return [] }
            var page = Page(after: previous, limit: limit)
            state.forEachUser { user, entry in
                page.add(user) {
                    entry.permits(
                        number, at: scope, stated: { stated.mask(in: state.numbering.conditionIdentity) },
                        now: { now })
                }
            }
            return page.users
        }
    }

    /// The users who hold a role, themselves or through a group, the role itself or one that includes it, in the order of
    /// their identifiers.
    ///
    /// These include users whose account is not in use, because they keep their roles, and users who hold the role
    /// without an assignment.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - scope: The scope at which it must hold; nil for anywhere.
    ///   - now: The moment at which it must hold; nil for any time.
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    /// - Returns: At most `limit` users; fewer mean that there are no more.
    /// - Throws: ``UnknownNameError`` when the catalog has no such role or no such kind of place.
    /// - Complexity: O(users + assignments of the profiles in use). Changes wait meanwhile; checks do not.
    public func holders(
        of role: RoleID, at scope: Scope? = nil, now: Timestamp? = nil, after previous: UserID? = nil, limit: Int = 100
    ) throws(UnknownNameError) -> [RoleHolder] {
        try self.withState { state throws(UnknownNameError) in
            let catalog = state.catalog.whole
            _ = try catalog.role(named: role.rawValue)
            if let scope { try catalog.check(scope) }
            let carriers = RoleCarriers(of: role, at: scope, now: now, in: catalog)
            var holdings: [Int: [RoleHolding]] = [:]
            for (number, profile) in state.profiles.inUse {
                let standing = state.profiles.standing(profile, of: UserID(bits: 0), .active, .usual)
                    .joined { state.groupStanding($0).holdings }
                holdings[number] = carriers.holdings(of: standing)
            }
            let wanted = ProfileMarks(holdings.keys)
            var page = Page(after: previous, limit: limit)
            state.forEachUser { user, entry in
                page.add(user) { wanted.contains(entry.row.header.profile) }
            }
            return page.users.compactMap { user in
                let entry = state.entry(of: user)
                return holdings[entry.row.header.profile].map {
                    RoleHolder(user: user, status: entry.status, holdings: $0)
                }
            }
        }
    }

    /// The users who are not deleted and pass a test of what they hold, themselves and through groups, in the order of their identifiers.
    ///
    /// - Parameters:
    ///   - previous: The last user of the page before; nil for the first page.
    ///   - limit: The most users on a page.
    ///   - isWanted: The test. It is asked once for all users who hold the same, so that only the affiliation and the holdings count.
    /// - Complexity: O(users + assignments of the profiles in use). Changes wait meanwhile; checks do not.
    package func users(
        after previous: UserID?, limit: Int, where isWanted: (UserStanding) -> Bool
    ) -> [UserID] {
        self.withState { state in
            var numbers: [Int] = []
            for (number, profile) in state.profiles.inUse {
                let standing = state.profiles.standing(profile, of: UserID(bits: 0), .active, .usual)
                    .joined { state.groupStanding($0).holdings }
                if isWanted(standing) { numbers.append(number) }
            }
            let wanted = ProfileMarks(numbers)
            var page = Page(after: previous, limit: limit)
            state.forEachUser { user, entry in
                page.add(user) { !entry.status.isGone && wanted.contains(entry.row.header.profile) }
            }
            return page.users
        }
    }
}

/// A user who holds a role.
public struct RoleHolder: Sendable, Hashable {
    /// The user.
    public let user: UserID
    /// The status of the account; only an active account may use the role.
    public let status: AccountStatus
    /// The assigned roles through which the user holds it, those of the user's groups among them; empty when the user
    /// holds it without an assignment.
    public let holdings: [RoleHolding]
}

/// What carries a role, found out once and not for each of the profiles: itself and the roles that include it.
private struct RoleCarriers {
    private let roles: Set<RoleID>
    /// Those who hold the role without an assignment.
    private let affiliations: Set<Affiliation>
    private let scope: Scope?
    private let now: Timestamp?

    init(of role: RoleID, at scope: Scope?, now: Timestamp?, in catalog: RoleCatalog) {
        let roles = Set(catalog.rolesIncluding(role))
        self.roles = roles
        self.affiliations = Set(
            Affiliation.allCases.filter { catalog.rolesHeldImplicitly(by: $0).contains(where: roles.contains) })
        (self.scope, self.now) = (scope, now)
    }

    /// The holdings through which the role is held; nil when it is not, and empty when it needs no assignment.
    func holdings(of standing: UserStanding) -> [RoleHolding]? {
        let found = standing.holdings.filter { holding in
            self.roles.contains(holding.role) && (self.scope.map(holding.scope.contains) ?? true)
                && (self.now.map { holding.window.contains($0) } ?? true)
        }
        return found.isEmpty && !self.affiliations.contains(standing.affiliation) ? nil : found
    }
}

extension AccessState {
    /// Calls `body` with every user that the table knows, in no particular order.
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

/// Some of the profiles, by number: an array, because each of a million users asks.
private struct ProfileMarks {
    private var marks: [Bool] = []

    init(_ numbers: some Collection<Int>) {
        self.marks = Array(repeating: false, count: (numbers.max() ?? -1) + 1)
        for number in numbers { self.marks[number] = true }
    }

    func contains(_ number: Int) -> Bool { self.marks.indices.contains(number) && self.marks[number] }
}

/// The first users after a given one, collected from users in no particular order.
private struct Page {
    /// More users than any table knows; twice as many can still be counted.
    private static let most = Int.max / 4

    private let previous: UserID?
    private let limit: Int
    private var found: [UserID] = []
    /// The page cannot contain any user after this one.
    private var last: UserID?

    init(after previous: UserID?, limit: Int) {
        self.previous = previous
        self.limit = min(max(0, limit), Self.most)
    }

    /// Adds a user who is wanted, which is asked only of those for whom there is room; sorts and truncates only now and then, so that a
    /// page costs little more than visiting all users.
    mutating func add(_ user: UserID, where isWanted: () -> Bool) {
        if let previous, user <= previous { return }
        if let last, user > last { return }
        guard isWanted() else { return }
        self.found.append(user)
        guard self.found.count / 2 - 32 >= self.limit else { return }
        self.found = self.users
        self.last = self.found.last
    }

    var users: [UserID] { Array(self.found.sorted().prefix(self.limit)) }
}
