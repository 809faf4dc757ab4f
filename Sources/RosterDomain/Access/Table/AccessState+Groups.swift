// Groups: what they hold, and the rows and entries that follow from it.

extension AccessState {
    /// What is known of a user, with what the user holds through groups; nil when the user is not known.
    func joinedStanding(of user: UserID) -> UserStanding? {
        self.standing(of: user)?.joined { self.groupStanding($0).holdings }
    }

    /// What is known of a group; one that was never heard of holds nothing.
    func groupStanding(_ id: GroupID) -> GroupStanding {
        guard let known = self.profiles.groups[id] else { return GroupStanding(id: id, holdings: []) }
        return GroupStanding(
            id: id, holdings: self.profiles.holdings.holdings(known.roles), isDeleted: known.isDeleted)
    }

    /// Replaces what is known of groups, of the company's roles and, in the same step, of users; in force for every thread when it
    /// returns.
    ///
    /// No reader sees a user with some of the changes only. The rows of the groups' members and of the roles' holders are ready before any
    /// entry changes; then `body` stores the users who change themselves, each of whom goes from the row before to the row
    /// after, and the entries of all others follow.
    mutating func store(
        _ groups: some Sequence<GroupStanding>, roles company: CompanyRoles? = nil, _ table: AccessTable,
        _ body: (inout AccessState) -> Void = { _ in }
    ) {
        let holdings = company.map { self.adopt($0) } ?? []
        var changed = self.profiles.groups.numbers(givingAnyOf: holdings)
        for group in groups {
            if let number = self.profiles.set(group, self.catalog) { changed.insert(number) }
        }
        guard !changed.isEmpty || !holdings.isEmpty else { return body(&self) }
        self.recycleRows(table)
        let replaced = self.profiles.rebuild(profilesWith: changed, or: holdings, self.catalog, in: self.rows)
        body(&self)
        self.followProfiles()
        for row in replaced { self.rows.retire(row.words, size: row.blockSize) }
    }

    /// Takes over the roles of the company.
    ///
    /// - Returns: The holdings that mean something else from now on.
    private mutating func adopt(_ company: CompanyRoles) -> Set<UInt32> {
        self.catalog = self.catalog.with(company)
        // Without roles that demand one, there is no need to merge the catalog.
        let factorRoles =
            self.secondFactor.namesRoles
            ? SecondFactorRoles(self.secondFactor, in: self.catalog.whole) : self.profiles.secondFactorRoles
        return self.profiles.adopt(self.catalog, factorRoles)
    }

    /// Choices of roles, each role with groups that a user could join, and whose members hold it at a place and a moment.
    func namingGroups(
        in choices: [RoleRemedy], for user: UserStanding, at scope: Scope, now: Timestamp?, _ catalog: RoleCatalog
    ) -> [RoleRemedy] {
        var groups: [RoleID: [(id: GroupID, roles: [RoleHolding])]] = [:]
        let wanted = Set(choices.flatMap(\.roles))
        for group in self.profiles.groups.inUse {
            let roles = group.holdings.map { self.profiles.holdings[$0].holding }
            let held = roles.filter { $0.counts(at: scope, now: now) }
            for role in wanted where held.contains(where: { catalog.role($0.role, includes: role) }) {
                groups[role, default: []].append((group.id, roles))
            }
        }
        guard !groups.isEmpty else { return choices }
        // The least that helps comes first.
        let advised = groups.mapValues { found in
            let sorted = found.sorted { ($0.roles.count, $0.id) < ($1.roles.count, $1.id) }
            let open = sorted.lazy.filter { user.couldHold($0.roles, now: now, catalog) }
            return Array(open.prefix(RemedySearch.alikeLimit).map(\.id))
        }
        return choices.map { choice in
            var choice = choice
            for index in choice.gains.indices { choice.gains[index].groups = advised[choice.gains[index].role] ?? [] }
            return choice
        }
    }

    /// Makes every user's entry refer to the row that the user's profile has now.
    ///
    /// A user keeps the place of the entry, so what handles refer to stays valid and changes with it.
    private mutating func followProfiles() {
        let users = self.users
        let references = self.profiles.rowReferences
        users.forEachSlot { offset in
            let entry = UserEntry(bits: users.words.load(offset))
            guard entry.isKnown else { return }
            let row = AccessRow(reference: references[entry.row.header.profile])
            guard row != entry.row else { return }
            let user = UserID(high: users.words.load(offset + 1), low: users.words.load(offset + 2))
            self.publish(UserEntry(row: row, status: entry.status), at: offset, of: user)
        }
    }
}

extension UserStanding {
    /// Whether the user could come to hold roles beside what they hold: all of them, since a member holds all that a group does.
    fileprivate func couldHold(_ roles: [RoleHolding], now: Timestamp?, _ catalog: RoleCatalog) -> Bool {
        func isAhead(_ holding: RoleHolding) -> Bool {
            guard let now, let until = holding.window.until else { return true }
            return now < until
        }
        let roles = roles.filter(isAhead)
        let areOpen = roles.allSatisfy { holding in
            let isAllowed =
                (try? catalog.checkHolding(of: holding.role, at: holding.scope, by: self.affiliation)) != nil
            return isAllowed && !catalog.isRetired(holding.role)
        }
        guard areOpen else { return false }
        let held = Set(self.holdings.filter(isAhead).map(\.role))
        let given = Set(roles.flatMap { catalog.rolesIncluded(in: $0.role) })
        let authorized = catalog.rolesAuthorized(by: held, affiliation: self.affiliation).union(given)
        return !catalog.separationSets.contains { !$0.roles.isDisjoint(with: given) && $0.isBreached(by: authorized) }
    }
}
