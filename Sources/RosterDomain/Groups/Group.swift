/// Identifies a group; never given to another group, not even after deletion.
public typealias GroupID = Identifier<Group>

/// A named set of users of the company to whom roles are given together.
///
/// A member holds the roles of the group beside their own, where and as long as the group holds them. Who is a member stands in
/// the record of each user, ``UserRecord/groups``, and not here: a group of 100,000 members is as small as one of ten. Groups do
/// not nest.
public struct Group: Sendable, Hashable, Identifiable {
    /// Identifies the group forever.
    public package(set) var id: GroupID
    /// What people say of it: the name, the description, who owns it.
    public package(set) var profile: GroupProfile
    /// The roles that its members hold through it, in the order in which they were given.
    public package(set) var roles: [GroupRole] = []
    /// When the group was added.
    public package(set) var addedAt: Timestamp
    /// When the group was deleted; nil unless it is.
    ///
    /// A deleted group gives no role and has no name. It can be restored, with its members and roles, for
    /// ``User/restorableFor``.
    public package(set) var deletedAt: Timestamp?
    /// The number of changes to the group, members who joined and left among them; 1 when it is added.
    public package(set) var version: Int = 1
    /// When the group was changed last, members who joined or left included; nil for one that was not changed since it was added.
    public package(set) var changedAt: Timestamp?
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a group without roles.
    public init(id: GroupID, profile: GroupProfile, addedAt: Timestamp) {
        self.id = id
        self.profile = profile
        self.addedAt = addedAt
    }

    /// Whether the group is deleted.
    public var isDeleted: Bool { self.deletedAt != nil }

    /// The roles that count: none of a deleted group.
    public var rolesInUse: [GroupRole] { self.isDeleted ? [] : self.roles }

    /// The group's role at exactly this scope, inside its window or not; nil when there is none.
    public func role(_ role: RoleID, at scope: Scope) -> GroupRole? {
        self.roles.first { $0.role == role && $0.scope == scope }
    }

    /// The part of the group that decides access.
    public var standing: GroupStanding {
        GroupStanding(id: self.id, holdings: self.roles.map(\.holding), isDeleted: self.isDeleted)
    }
}

/// A role that the members of a group hold.
public struct GroupRole: Sendable, Hashable {
    /// The role held.
    public package(set) var role: RoleID
    /// Where it holds: at this scope and at every scope below.
    public package(set) var scope: Scope
    /// When it holds.
    public package(set) var window: ValidityWindow
    /// Who gave it.
    public package(set) var grantedBy: Principal
    /// When it was given.
    public package(set) var grantedAt: Timestamp
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Creates a role of a group.
    public init(
        _ role: RoleID, at scope: Scope = .company, during window: ValidityWindow = .always, grantedBy: Principal,
        grantedAt: Timestamp
    ) {
        self.role = role
        self.scope = scope
        self.window = window
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
    }

    /// Whether the role holds now or will hold.
    package func holds(after now: Timestamp) -> Bool { self.window.until.map { $0 > now } ?? true }

    /// The role without its origin.
    public var holding: RoleHolding { RoleHolding(self.role, at: self.scope, during: self.window) }

    /// What a member holds by it.
    package func assignment(to user: UserID, through group: GroupID) -> RoleAssignment {
        var assignment = RoleAssignment(
            of: self.role, to: user, at: self.scope, during: self.window, grantedBy: self.grantedBy,
            grantedAt: self.grantedAt)
        assignment.group = group
        return assignment
    }
}

/// The part of a group that decides access.
public struct GroupStanding: Sendable, Hashable, Identifiable {
    /// Identifies the group.
    public let id: GroupID
    /// The roles given to it, by role and scope; a deleted group keeps them, to give them again once it is restored.
    public private(set) var roles: [RoleHolding]
    /// Whether the group is deleted.
    public private(set) var isDeleted: Bool

    /// What members hold through it: nothing while it is deleted.
    public var holdings: [RoleHolding] { self.isDeleted ? [] : self.roles }

    /// Creates a standing; of holdings of the same role and scope, the last counts.
    public init(id: GroupID, holdings: [RoleHolding], isDeleted: Bool = false) {
        self.id = id
        self.roles = []
        self.isDeleted = isDeleted
        for holding in holdings { self.hold(holding) }
    }

    /// Moves the standing by a change to the group.
    mutating func apply(_ change: GroupChange) {
        switch change {
        case .changed: break
        case .deleted: self.isDeleted = true
        case .restored: self.isDeleted = false
        case .roleAssigned(let role): self.hold(role.holding)
        case .roleRemoved(let role): self.drop(role.holding)
        }
    }

    private mutating func hold(_ holding: RoleHolding) {
        var holding = holding
        holding.group = nil
        self.drop(holding)
        let position = self.roles.firstIndex { RoleHolding.precedes(holding, $0) } ?? self.roles.endIndex
        self.roles.insert(holding, at: position)
    }

    private mutating func drop(_ holding: RoleHolding) {
        self.roles.removeAll { $0.role == holding.role && $0.scope == holding.scope }
    }
}

extension Group {
    /// The names by which the group is found; none while it is deleted.
    public var names: [RecordName] { self.isDeleted ? [] : self.profile.names }

    /// Counts a member who joined or left.
    package mutating func moveMembers(at moment: Timestamp) {
        self.version = self.version.countedUp
        self.changedAt = moment
    }

    /// Moves the group by a change to it that has been checked.
    package mutating func apply(_ change: GroupChange, at moment: Timestamp) {
        self.version = self.version.countedUp
        self.changedAt = moment
        switch change {
        case .changed(_, let profile): self.profile = profile
        case .deleted: self.deletedAt = moment
        case .restored(let profile):
            self.deletedAt = nil
            self.profile = profile
        case .roleAssigned(let role): self.roles.append(role)
        case .roleRemoved(let role):
            self.roles.removeAll { $0.role == role.role && $0.scope == role.scope }
        }
    }
}

/// What happens to a group that is there.
public enum GroupChange: Sendable, Hashable {
    /// What people say of it became something else.
    case changed(from: GroupProfile, to: GroupProfile)
    /// It was deleted: it gives no role any more, and its names are free.
    case deleted
    /// It was restored, with its members and its roles, and perhaps under another name.
    case restored(as: GroupProfile)
    /// A role was given to it.
    case roleAssigned(GroupRole)
    /// A role was taken from it; the role as it was.
    case roleRemoved(GroupRole)
}
