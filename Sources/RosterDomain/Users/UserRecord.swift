/// Everything a directory knows of one user: the account, its roles, and what is pending.
///
/// The record forwards the properties of ``User``: `record.fullName`. Copies share one storage until one of them changes.
@dynamicMemberLookup
public struct UserRecord: Sendable, Hashable, Identifiable {
    /// What a record consists of.
    private struct Parts: Hashable {
        var user: User
        var assignments: [RoleAssignment] = []
        var groups: [GroupID] = []
        var groupAssignments: [RoleAssignment] = []
        var invitation: Invitation?
        var roleRequests: [RoleRequest] = []
        var undelivered: [UndeliveredNotification] = []
        var unknownFields = UnknownFields()
    }

    private var parts: CopyOnWrite<Parts>

    /// The account.
    public package(set) var user: User {
        _read { yield self.parts.value.user }
        _modify { yield &self.parts.value.user }
    }
    /// The roles that were assigned, in the order of assignment; including those whose window has passed.
    public package(set) var assignments: [RoleAssignment] {
        _read { yield self.parts.value.assignments }
        _modify { yield &self.parts.value.assignments }
    }
    /// The groups that the user is a member of, in the order of their identifiers; deleted ones, which can be restored, among them.
    public package(set) var groups: [GroupID] {
        _read { yield self.parts.value.groups }
        _modify { yield &self.parts.value.groups }
    }
    /// What the user holds through groups, once the record was joined with them; it is not stored.
    package private(set) var groupAssignments: [RoleAssignment] {
        _read { yield self.parts.value.groupAssignments }
        _modify { yield &self.parts.value.groupAssignments }
    }
    /// The pending invitation; nil when there is none.
    public package(set) var invitation: Invitation? {
        _read { yield self.parts.value.invitation }
        _modify { yield &self.parts.value.invitation }
    }
    /// The pending requests for roles, oldest first.
    public package(set) var roleRequests: [RoleRequest] {
        _read { yield self.parts.value.roleRequests }
        _modify { yield &self.parts.value.roleRequests }
    }
    /// The notifications to the user that were given up, oldest first; at most ``UndeliveredNotification/countLimit``.
    public package(set) var undelivered: [UndeliveredNotification] {
        _read { yield self.parts.value.undelivered }
        _modify { yield &self.parts.value.undelivered }
    }
    /// Fields that a newer version of Roster stored with the record.
    package var unknownFields: UnknownFields {
        _read { yield self.parts.value.unknownFields }
        _modify { yield &self.parts.value.unknownFields }
    }

    /// Identifies the user.
    public var id: UserID { self.user.id }

    /// A property of ``user``: the name, the address, the status, and so on.
    public subscript<Value>(dynamicMember keyPath: KeyPath<User, Value>) -> Value { self.user[keyPath: keyPath] }

    /// The part of the record that decides access.
    public var standing: UserStanding {
        UserStanding(
            id: self.user.id, affiliation: self.user.affiliation, status: self.user.status,
            sessionEpoch: self.user.sessionEpoch, secondFactor: self.user.secondFactorStanding,
            holdings: self.assignments.map(\.holding), groups: self.groups)
    }

    /// Creates the record of a user who has just been added.
    public init(_ user: User) {
        self.parts = CopyOnWrite(Parts(user: user))
    }

    /// Creates a record from its stored parts.
    package init(
        _ user: User, assignments: [RoleAssignment], groups: [GroupID] = [], invitation: Invitation? = nil,
        roleRequests: [RoleRequest] = [],
        undelivered: [UndeliveredNotification] = []
    ) {
        self.parts = CopyOnWrite(
            Parts(
                user: user, assignments: assignments, groups: groups, invitation: invitation,
                roleRequests: roleRequests,
                undelivered: undelivered))
    }

    /// Everything that the user holds, as far as the record was joined with the user's groups.
    package var heldAssignments: [RoleAssignment] {
        self.groups.isEmpty ? self.assignments : self.assignments + self.groupAssignments
    }

    /// The standing in which everything that is held counts, as far as the record was joined with the user's groups.
    package var joinedStanding: UserStanding {
        let through = Dictionary(grouping: self.groupAssignments.map(\.holding)) { $0.group }
        return self.standing.joined { through[$0] ?? [] }
    }

    /// The record with what the user holds through groups; a group that is missing or deleted gives nothing.
    package func joined(with groups: [GroupID: Group]) -> UserRecord {
        guard !self.groups.isEmpty || !self.groupAssignments.isEmpty else { return self }
        var record = self
        record.groupAssignments = self.groups.flatMap { id in
            (groups[id]?.rolesInUse ?? []).map { $0.assignment(to: self.id, through: id) }
        }
        return record
    }

    /// The record with other attributes, for example those that a reader may see.
    package func showing(_ attributes: UserAttributes) -> UserRecord {
        var record = self
        record.user.attributes = attributes
        return record
    }

    /// The assignment of exactly this role at exactly this scope, inside its window or not; nil when there is none.
    public func assignment(of role: RoleID, at scope: Scope) -> RoleAssignment? {
        self.assignments.first { $0.role == role && $0.scope == scope }
    }

    /// Whether a role is assigned at a scope, whenever it counts.
    func holds(_ assignment: RoleAssignment) -> Bool {
        self.assignments.contains { $0.role == assignment.role && $0.scope == assignment.scope }
    }
}

extension [GroupID] {
    /// Adds a group where it belongs, once.
    package mutating func join(_ group: GroupID) {
        let position = self.firstIndex { $0 >= group } ?? self.endIndex
        if position == self.endIndex || self[position] != group { self.insert(group, at: position) }
    }
}

extension UserRecord: CustomReflectable {
    /// What the record consists of, and not how it is kept.
    public var customMirror: Mirror { Mirror(reflecting: self.parts.value) }
}

/// The part of a user's record that decides access: the identifier, the status and the assigned roles.
public struct UserStanding: Sendable, Hashable, Identifiable {
    /// Identifies the user.
    public let id: UserID
    /// Whether the account belongs to the company or comes from outside.
    public let affiliation: Affiliation
    /// The status of the account.
    public internal(set) var status: AccountStatus
    /// How often all sessions of the account were ended.
    public internal(set) var sessionEpoch: Int
    /// Whether sessions must show a second factor.
    public internal(set) var secondFactor: SecondFactorStanding
    /// The roles that were assigned, by role and scope.
    public private(set) var holdings: [RoleHolding]
    /// The groups that the user is a member of, in the order of their identifiers.
    public private(set) var groups: [GroupID]

    /// Creates a standing; the order of the holdings does not matter.
    public init(
        id: UserID, affiliation: Affiliation, status: AccountStatus, sessionEpoch: Int = 0,
        secondFactor: SecondFactorStanding = .none, holdings: [RoleHolding], groups: [GroupID] = []
    ) {
        self.init(
            id: id, affiliation: affiliation, status: status, sessionEpoch: sessionEpoch,
            secondFactor: secondFactor, sortedHoldings: holdings.sorted(by: RoleHolding.precedes),
            sortedGroups: groups.sorted())
    }

    /// Creates a standing from holdings in the order that standings use.
    package init(
        id: UserID, affiliation: Affiliation, status: AccountStatus, sessionEpoch: Int,
        secondFactor: SecondFactorStanding,
        sortedHoldings: [RoleHolding], sortedGroups: [GroupID] = []
    ) {
        self.id = id
        self.sessionEpoch = sessionEpoch
        self.secondFactor = secondFactor
        self.affiliation = affiliation
        self.status = status
        self.holdings = sortedHoldings
        self.groups = sortedGroups
    }

    /// The standing in which everything that is held counts, through groups too.
    ///
    /// What it held through groups before does not count.
    ///
    /// - Parameter holdings: What the members of a group hold; nothing for a group that is deleted or unknown.
    public func joined(_ holdings: (GroupID) -> [RoleHolding]) -> UserStanding {
        guard !self.groups.isEmpty || self.holdings.contains(where: { $0.group != nil }) else { return self }
        var joined = self
        joined.holdings.removeAll { $0.group != nil }
        for group in self.groups {
            for var holding in holdings(group) {
                holding.group = group
                joined.hold(holding)
            }
        }
        return joined
    }

    /// The standing in which everything that is held is the user's own: for a session, which knows no groups.
    var heldDirectly: UserStanding {
        let own = self.holdings.map { RoleHolding($0.role, at: $0.scope, during: $0.window) }
        return UserStanding(
            id: self.id, affiliation: self.affiliation, status: self.status, sessionEpoch: self.sessionEpoch,
            secondFactor: self.secondFactor, holdings: own)
    }

    /// Makes the user a member.
    mutating func join(_ group: GroupID) { self.groups.join(group) }

    /// Makes the user a member no more, who holds nothing through the group.
    mutating func leave(_ group: GroupID) {
        self.groups.removeAll { $0 == group }
        self.holdings.removeAll { $0.group == group }
    }

    /// Adds a holding, and replaces one of the same role and scope.
    mutating func hold(_ holding: RoleHolding) {
        self.drop(holding)
        let position = self.holdings.firstIndex { RoleHolding.precedes(holding, $0) } ?? self.holdings.endIndex
        self.holdings.insert(holding, at: position)
    }

    /// Removes every holding and every membership.
    mutating func dropAll() {
        self.holdings = []
        self.groups = []
    }

    /// Removes the holding of the same role and scope, if there is one.
    mutating func drop(_ holding: RoleHolding) {
        self.holdings.removeAll { $0.isOfSameRoleAndScope(as: holding) }
    }
}
