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

    /// Choices of roles, each role with groups whose members hold it at a place and a moment.
    func namingGroups(
        in choices: [RoleRemedy], at scope: Scope, now: Timestamp?, _ catalog: RoleCatalog
    ) -> [RoleRemedy] {
        var groups: [RoleID: [GroupID]] = [:]
        let wanted = Set(choices.flatMap(\.roles))
        for group in self.profiles.groups.inUse {
            let held = group.holdings.map { self.profiles.holdings[$0].holding }.filter {
                $0.counts(at: scope, now: now)
            }
            for role in wanted where held.contains(where: { catalog.role($0.role, includes: role) }) {
                groups[role, default: []].append(group.id)
            }
        }
        guard !groups.isEmpty else { return choices }
        return choices.map { choice in
            var choice = choice
            for index in choice.gains.indices {
                let found = groups[choice.gains[index].role]?.sorted() ?? []
                choice.gains[index].groups = Array(found.prefix(RemedySearch.alikeLimit))
            }
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
