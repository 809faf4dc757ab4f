/// Something that a principal wants done: a pure function from what is known to what shall happen, or to a refusal.
///
/// A command reads no clock and no store. It says what it needs to know; its performer brings the facts, commits the
/// changes on exactly the state that the facts describe, and decides again when that state has moved on.
package protocol TenantCommand: Sendable {
    /// What is wanted, in the infinitive: "add a user".
    var attempt: String { get }
    /// What must be known to decide.
    var needs: FactNeeds { get }
    /// Decides.
    ///
    /// - Returns: What shall happen, in order; at least one change.
    /// - Throws: Why it shall not.
    func changes(given facts: Facts) throws(RefusalReason) -> [Change]
    /// Whom a refusal is about, where the reason does not say so itself; ``attempt`` quotes no name.
    func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName?
}

extension TenantCommand {
    /// None: most commands are about a user who has an identifier.
    package func nameRefused(for reason: RefusalReason, given facts: Facts) -> UserName? { nil }
}

/// What a command must know to decide, beyond the principal and the company.
package struct FactNeeds: Sendable, Hashable {
    /// Users that the command names.
    package var users: Set<UserID>
    /// User names, addresses and unique values that the command wants to give.
    package var names: Set<RecordName>
    /// A deleted user who takes up the names again that were released; nil when the command restores none.
    package var restoring: UserID?
    /// A user without whom there must still be a user who holds the indispensable role and can sign in; nil when the
    /// command does not ask.
    package var otherHolderThan: UserID?
    /// An invited user whose inviter, and those who gave the user roles, must still have the right to; nil when the command
    /// does not ask.
    package var backersOf: UserID?
    /// Whether it matters how many invitations of the principal are pending.
    package var countsInvitations: Bool
    /// Groups that the command names.
    package var groups: Set<GroupID>
    /// A group all of whose members matter, deleted accounts among them; nil when the command does not ask.
    package var membersOf: GroupID?
    /// The programs that the company is to be in; nil when the command does not move them.
    package var programs: Set<Program>?
    /// Roles of the company that the command names.
    package var companyRoles: Set<CompanyRoleID>
    /// A role of the company all of whose holders matter, those of roles that include it and deleted accounts among them; nil when the
    /// command does not ask.
    package var holdersOf: CompanyRoleID?

    /// Whether it is about users whose number has no bound: all members of a group, all holders of a role, all who are invited.
    ///
    /// Those can only add to the reasons to refuse a command.
    package var haveNoBound: Bool { self.membersOf != nil || self.holdersOf != nil || self.countsInvitations }

    /// Names what must be known; nothing when called without arguments.
    package init(
        users: Set<UserID> = [], names: Set<RecordName> = [], restoring: UserID? = nil, otherHolderThan: UserID? = nil,
        backersOf: UserID? = nil, countsInvitations: Bool = false, groups: Set<GroupID> = [],
        membersOf: GroupID? = nil, programs: Set<Program>? = nil, companyRoles: Set<CompanyRoleID> = [],
        holdersOf: CompanyRoleID? = nil
    ) {
        self.companyRoles = companyRoles
        self.holdersOf = holdersOf
        self.groups = groups
        self.membersOf = membersOf
        self.programs = programs
        self.backersOf = backersOf
        self.countsInvitations = countsInvitations
        self.users = users
        self.names = names
        self.restoring = restoring
        self.otherHolderThan = otherHolderThan
    }
}

/// What is known when a command is decided; all of it holds at one revision.
package struct Facts: Sendable {
    /// The roles, permissions and rules.
    package private(set) var catalog: RoleCatalog
    /// The company; nil before it is enrolled.
    package let company: Company?
    /// The moment of the decision.
    package let now: Timestamp
    /// Who wants it.
    package let principal: Principal
    /// What is known of the principal; nil for the system and for a user that the tenant does not list.
    package private(set) var principalRecord: UserRecord?
    /// The users asked for that exist.
    package private(set) var users: [UserID: UserRecord]
    /// The users who have the names asked for.
    package private(set) var holders: [RecordName: UserRecord]
    /// Whether the user asked about is the only one who holds the indispensable role for good and can sign in, before anything that the
    /// command changes: who becomes one by the command itself takes nothing from the tenant by being none in the end.
    package let isLastHolder: Bool
    /// The inviter of the user asked about and those who gave the user roles, as far as they exist.
    package let backers: [UserID: UserRecord]
    /// How many invitations that the principal sent can still be accepted.
    package let pendingInvitations: Int
    /// The groups asked for that exist, and those of which the users are members; deleted ones among them.
    package private(set) var groups: [GroupID: Group]
    /// The groups that have the names asked for.
    package private(set) var groupHolders: [RecordName: Group]
    /// The roles of the company asked for that exist, deleted ones among them.
    package var companyRoles: [CompanyRoleID: CompanyRole] = [:]
    /// The roles of the company that have the titles asked for.
    package var companyRoleHolders: [RecordName: CompanyRole] = [:]
    /// The members of the group asked about, or the holders of the role of the company.
    package private(set) var members: [UserRecord]
    /// The same by their identifiers.
    private(set) var membersByID: [UserID: UserRecord]
    /// The users who count among the holders of roles that have a maximum number of them, as far as the command makes users
    /// holders.
    package var holdersOfLimited: [RoleID: Set<UserID>] = [:]
    /// Which roles of the principal count, when the principal acts in a session that does not have all of them active.
    package var activation: RoleActivation?
    /// The users who hold roles that the company would no longer be offered.
    package var holdersOfWithdrawn: [RoleID: Set<UserID>] = [:]

    /// Joins the facts, and users with their groups.
    package init(
        catalog: RoleCatalog, company: Company?, now: Timestamp, principal: Principal, principalRecord: UserRecord?,
        users: [UserID: UserRecord] = [:], holders: [RecordName: UserRecord] = [:], isLastHolder: Bool = false,
        backers: [UserID: UserRecord] = [:], pendingInvitations: Int = 0, groups: [GroupID: Group] = [:],
        groupHolders: [RecordName: Group] = [:], members: [UserRecord] = []
    ) {
        self.groups = groups
        self.groupHolders = groupHolders
        self.members = members.map { $0.joined(with: groups) }
        self.membersByID = Dictionary(self.members.map { ($0.id, $0) }) { first, _ in first }
        self.backers = backers.mapValues { $0.joined(with: groups) }
        self.pendingInvitations = pendingInvitations
        self.catalog = catalog
        self.company = company
        self.now = now
        self.principal = principal
        self.principalRecord = principalRecord?.joined(with: groups)
        self.users = users.mapValues { $0.joined(with: groups) }
        self.holders = holders.mapValues { $0.joined(with: groups) }
        self.isLastHolder = isLastHolder
    }

    /// The same facts under another catalog.
    func with(_ catalog: RoleCatalog) -> Facts {
        var facts = self
        facts.catalog = catalog
        return facts
    }

    /// What is known once changes have happened that were decided on these facts.
    func after(_ changes: [Change]) -> Facts {
        var facts = self
        for change in changes {
            facts.take(change)
            if let group = change.group { facts.take(change, of: group) }
        }
        return facts
    }

    private mutating func take(_ change: Change) {
        guard let id = change.subject else { return }
        var record = self.users[id] ?? self.holders.values.first { $0.id == id }
        let former = record?.user.names ?? []
        record.take(change, at: self.now)
        for name in former { self.holders[name] = nil }
        for name in record?.user.names ?? [] { self.holders[name] = record }
        self.users[id] = record?.joined(with: self.groups)
        if self.principalRecord?.id == id { self.principalRecord = self.users[id] }
    }

    private mutating func take(_ change: Change, of id: GroupID) {
        switch change {
        case .groupAdded(let group): self.groups[id] = group
        case .groupChanged(_, let change): self.groups[id]?.apply(change, at: self.now)
        default: break
        }
        self.groupHolders = self.groupHolders.filter { $0.value.id != id }
        guard let group = self.groups[id] else { return }
        for name in group.names { self.groupHolders[name] = group }
    }

    /// The same facts with other members of the group asked about.
    func withMembers(_ members: [UserRecord]) -> Facts {
        var facts = self
        facts.members = members
        facts.membersByID = Dictionary(members.map { ($0.id, $0) }) { first, _ in first }
        return facts
    }
}
