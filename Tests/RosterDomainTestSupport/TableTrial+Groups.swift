package import RosterDomain

// Groups: roles given to them and taken, groups deleted and restored, members who come and go.

extension TableTrial {
    /// The groups of every trial; the last one never has a role.
    private static let groupIDs = (1...4).map { GroupID(bits: $0) }

    private static func profile() throws -> GroupProfile { try GroupProfile(name: FullName("Group")) }

    /// Some of the groups, known to the table or not.
    mutating func someGroups() -> [GroupID] { self.world.generator.subset(Self.groupIDs) }

    /// Changes groups, or who is a member, in the table and in what it should know.
    mutating func changeGroups(with user: UserID) throws {
        let group = self.world.generator.element(Self.groupIDs)
        switch Int.random(in: 0..<16, using: &self.world.generator) {
        case 0..<3: try self.setRoles(of: group)
        case 3..<5: self.load(try self.randomStanding(of: group))
        case 5: self.load(GroupStanding(id: group, holdings: self.groups[group]?.roles ?? [], isDeleted: true))
        case 6: self.load(GroupStanding(id: group, holdings: self.groups[group]?.roles ?? []))
        case 7..<10: try self.add(user, to: group)
        case 10..<12: self.remove(user, from: group)
        default: try self.commit(about: user)
        }
    }

    private mutating func roles(of group: GroupID) throws -> [RoleHolding] {
        guard group != Self.groupIDs.last else { return [] }
        var roles: [RoleHolding] = []
        for _ in 0..<Int.random(in: 0...3, using: &self.world.generator) { roles.append(try self.holding()) }
        return roles
    }

    private mutating func randomStanding(of group: GroupID) throws -> GroupStanding {
        GroupStanding(
            id: group, holdings: try self.roles(of: group), isDeleted: self.world.generator.chance(20))
    }

    private mutating func load(_ standing: GroupStanding) {
        self.table.load(standing)
        self.groups[standing.id] = standing
    }

    private mutating func setRoles(of group: GroupID) throws {
        let roles = try self.roles(of: group)
        let hasGuests = self.standings.values.contains { $0.affiliation == .guest && $0.groups.contains(group) }
        let isRefused = !roles.allSatisfy { self.mayHold($0, as: hasGuests ? .guest : .member) }
        do throws(RoleAssignmentError) {
            try self.table.setRoles(roles, ofGroup: group)
        } catch {
            guard isRefused else { throw error }
            return
        }
        guard !isRefused else { throw TrialFailure("a group was given \(roles)") }
        self.groups[group] = GroupStanding(id: group, holdings: roles)
        guard self.table.roles(ofGroup: group) == self.groups[group]?.holdings else {
            throw TrialFailure("a group has \(self.table.roles(ofGroup: group)), not \(roles)")
        }
    }

    private mutating func add(_ user: UserID, to group: GroupID) throws {
        let held = (self.groups[group]?.holdings ?? []).filter { self.catalog.role($0.role) != nil }
        let isRefused = self.standings[user]?.affiliation == .guest && !held.allSatisfy { self.mayHold($0, as: .guest) }
        do throws(RoleAssignmentError) {
            try self.table.add(user, toGroup: group)
        } catch {
            guard isRefused else { throw error }
            return
        }
        guard !isRefused else { throw TrialFailure("a guest joined a group with \(held)") }
        self.makeKnown(user)
        self.standings[user] = self.standings[user].map { $0.member(of: $0.groups + [group]) }
    }

    private mutating func remove(_ user: UserID, from group: GroupID) {
        self.table.remove(user, fromGroup: group)
        self.standings[user] = self.standings[user].map { standing in
            standing.member(of: standing.groups.filter { $0 != group })
        }
    }
}

// MARK: - Steps of a history

extension TableTrial {
    /// Applies a step of several changes, to groups, members and users, in this order or another.
    private mutating func commit(about user: UserID) throws {
        var changes: [Change] = []
        for _ in 0..<Int.random(in: 1...5, using: &self.world.generator) {
            let about = self.world.generator.chance(60) ? user : self.world.generator.element(self.world.users)
            if let change = try self.change(of: about) { changes.append(change) }
        }
        guard !changes.isEmpty else { return }
        let commit = Commit(
            revision: self.table.revision.next, at: DomainSample.moment, principal: .system, changes: changes)
        guard self.table.apply(commit) else { throw TrialFailure("the next step was not taken") }
    }

    /// A change that follows from what there is, which it changes as well; nil when there is none of a kind.
    mutating func change(of user: UserID) throws -> Change? {
        let id = self.world.generator.element(Self.groupIDs)
        guard let group = self.groups[id] else {
            let added = Group(id: id, profile: try Self.profile(), addedAt: DomainSample.moment)
            self.groups[id] = added.standing
            return .groupAdded(group: added)
        }
        switch Int.random(in: 0..<5, using: &self.world.generator) {
        case 0: return try self.giving(to: group)
        case 1: return self.taking(from: group)
        case 2: return try self.turning(group)
        case 3: return self.membership(of: user, in: id)
        default: return self.status(of: user)
        }
    }

    private mutating func giving(to group: GroupStanding) throws -> Change? {
        let holding = try self.holding()
        guard !group.isDeleted, group.id != Self.groupIDs.last,
            !group.roles.contains(where: { $0.role == holding.role && $0.scope == holding.scope })
        else { return nil }
        self.groups[group.id] = GroupStanding(id: group.id, holdings: group.roles + [holding])
        return .groupChanged(group: group.id, change: .roleAssigned(GroupRole(holding)))
    }

    private mutating func taking(from group: GroupStanding) -> Change? {
        guard let holding = group.roles.randomElement(using: &self.world.generator) else { return nil }
        self.groups[group.id] = GroupStanding(
            id: group.id, holdings: group.roles.filter { $0 != holding }, isDeleted: group.isDeleted)
        return .groupChanged(group: group.id, change: .roleRemoved(GroupRole(holding)))
    }

    private mutating func turning(_ group: GroupStanding) throws -> Change {
        self.groups[group.id] = GroupStanding(id: group.id, holdings: group.roles, isDeleted: !group.isDeleted)
        return .groupChanged(
            group: group.id, change: group.isDeleted ? .restored(as: try Self.profile()) : .deleted)
    }

    private mutating func membership(of user: UserID, in group: GroupID) -> Change? {
        guard let standing = self.standings[user] else { return nil }
        guard standing.groups.contains(group) else {
            self.standings[user] = standing.member(of: standing.groups + [group])
            return .memberAdded(user: user, group: group)
        }
        self.standings[user] = standing.member(of: standing.groups.filter { $0 != group })
        return .memberRemoved(user: user, group: group)
    }

    private mutating func status(of user: UserID) -> Change? {
        guard let standing = self.standings[user], standing.status == .active || standing.status == .invited else {
            return nil
        }
        let other: AccountStatus = standing.status == .active ? .invited : .active
        self.set(user, to: other) { $0 }
        return .statusChanged(user: user, from: standing.status, to: other)
    }
}

// MARK: - Explanations

extension TableTrial {
    /// Asks for a decision with its reasons, and throws when it is not that of the definition, or when a group that it names
    /// would not help.
    func decide(_ user: UserID, _ asked: RandomQuestion) throws {
        let standing = self.joined(user)
        let decision = self.table.decide(
            user, asked.permission, at: asked.scope, given: asked.conditions, now: asked.now)
        guard decision.isAllowed == asked.isAllowed(self.catalog, standing) else {
            throw TrialFailure("decided \(decision) about \(user), \(asked), of \(standing as Any)")
        }
        guard case .denied(_, .gainRoles(let choices)) = decision, let standing else { return }
        for choice in choices where choice.gains.count == 1 {
            for group in choice.gains[0].groups {
                let joining = standing.member(of: standing.groups + [group]).joined { self.groups[$0]?.holdings ?? [] }
                guard asked.stating(choice.conditions).isAllowed(self.catalog, joining) else {
                    throw TrialFailure("joining \(group) does not help: \(decision)")
                }
            }
        }
    }
}

extension GroupRole {
    fileprivate init(_ holding: RoleHolding) {
        self.init(
            holding.role, at: holding.scope, during: holding.window, grantedBy: .system, grantedAt: DomainSample.moment)
    }
}

extension UserStanding {
    /// The standing with memberships of these groups, each once.
    package func member(of groups: [GroupID]) -> UserStanding {
        UserStanding(
            id: self.id, affiliation: self.affiliation, status: self.status, sessionEpoch: self.sessionEpoch,
            secondFactor: self.secondFactor, holdings: self.holdings, groups: Array(Set(groups)))
    }
}
