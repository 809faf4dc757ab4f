/// A role given to a user at a scope: it holds there and below, within its window.
///
/// A user holds a role at a scope once: the triple of user, role and scope is what identifies an assignment.
public struct RoleAssignment: Sendable, Hashable {
    /// Who holds the role.
    public package(set) var user: UserID
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
    /// The group through which the user holds the role; nil for a role of the user's own.
    ///
    /// It is not stored with a user: joining a record with the groups of its user adds it.
    public package(set) var group: GroupID?
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Creates an assignment.
    public init(
        of role: RoleID, to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always,
        grantedBy: Principal, grantedAt: Timestamp
    ) {
        self.user = user
        self.role = role
        self.scope = scope
        self.window = window
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
    }

    /// Whether the assignment holds at a place and a moment; without a moment, only one without beginning and end does.
    package func counts(at scope: Scope, now: Timestamp?) -> Bool {
        self.scope.contains(scope) && self.window.contains(now)
    }

    /// Whether the assignment holds now or will hold.
    package func holds(after now: Timestamp) -> Bool { self.window.until.map { $0 > now } ?? true }

    /// The assignment without its origin.
    public var holding: RoleHolding {
        RoleHolding(self.role, at: self.scope, during: self.window, through: self.group)
    }

    /// Whether this and another assignment give the same role to the same user at the same scope.
    public func isSameHolding(as other: RoleAssignment) -> Bool {
        self.user == other.user && self.role == other.role && self.scope == other.scope && self.group == other.group
    }
}
