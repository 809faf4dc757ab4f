/// Everything a directory knows of one user: the account, its roles, and what is pending.
///
/// The record forwards the properties of ``User``: `record.fullName`.
@dynamicMemberLookup
public struct UserRecord: Sendable, Hashable, Identifiable {
    /// The account.
    public package(set) var user: User
    /// The roles that were assigned, in the order of assignment; including those whose window has passed.
    public package(set) var assignments: [RoleAssignment]
    /// The pending invitation; nil when there is none.
    public package(set) var invitation: Invitation?
    /// The pending requests for roles, oldest first.
    public package(set) var roleRequests: [RoleRequest]
    /// The notifications to the user that were given up, oldest first; at most ``UndeliveredNotification/countLimit``.
    public package(set) var undelivered: [UndeliveredNotification]
    /// Fields that a newer version of Roster stored with the record.
    package var unknownFields = UnknownFields()

    /// Identifies the user.
    public var id: UserID { self.user.id }

    /// A property of ``user``: the name, the address, the status, and so on.
    public subscript<Value>(dynamicMember keyPath: KeyPath<User, Value>) -> Value { self.user[keyPath: keyPath] }

    /// The part of the record that decides access.
    public var standing: UserStanding {
        UserStanding(
            id: self.user.id, affiliation: self.user.affiliation, status: self.user.status,
            sessionEpoch: self.user.sessionEpoch, holdings: self.assignments.map(\.holding))
    }

    /// Creates the record of a user who has just been added.
    public init(_ user: User) {
        self.user = user
        self.assignments = []
        self.invitation = nil
        self.roleRequests = []
        self.undelivered = []
    }

    /// Creates a record from its stored parts.
    package init(
        _ user: User, assignments: [RoleAssignment], invitation: Invitation?, roleRequests: [RoleRequest],
        undelivered: [UndeliveredNotification] = []
    ) {
        self.user = user
        self.assignments = assignments
        self.invitation = invitation
        self.roleRequests = roleRequests
        self.undelivered = undelivered
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
    /// The roles that were assigned, by role and scope.
    public private(set) var holdings: [RoleHolding]

    /// Creates a standing; the order of the holdings does not matter.
    public init(
        id: UserID, affiliation: Affiliation, status: AccountStatus, sessionEpoch: Int = 0, holdings: [RoleHolding]
    ) {
        self.init(
            id: id, affiliation: affiliation, status: status, sessionEpoch: sessionEpoch,
            sortedHoldings: holdings.sorted(by: RoleHolding.precedes))
    }

    /// Creates a standing from holdings in the order that standings use.
    package init(
        id: UserID, affiliation: Affiliation, status: AccountStatus, sessionEpoch: Int, sortedHoldings: [RoleHolding]
    ) {
        self.id = id
        self.sessionEpoch = sessionEpoch
        self.affiliation = affiliation
        self.status = status
        self.holdings = sortedHoldings
    }

    /// Adds a holding, and replaces one of the same role and scope.
    mutating func hold(_ holding: RoleHolding) {
        self.drop(holding)
        let position = self.holdings.firstIndex { RoleHolding.precedes(holding, $0) } ?? self.holdings.endIndex
        self.holdings.insert(holding, at: position)
    }

    /// Removes the holding of the same role and scope, if there is one.
    mutating func drop(_ holding: RoleHolding) {
        self.holdings.removeAll { $0.isOfSameRoleAndScope(as: holding) }
    }
}
