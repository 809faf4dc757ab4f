/// Who may assign and remove which roles: holders of one role, over a choice of roles.
///
/// It holds where the holder's own assignment holds: someone who administers `/locations/42` assigns there and below.
public struct AssignmentAuthority: Sendable, Hashable {
    /// The role that gives the authority.
    public let holder: RoleID
    /// The roles that its holders may assign and remove.
    public let over: RoleSelection

    /// Creates an authority.
    public init(_ holder: RoleID, mayAssign over: RoleSelection) {
        self.holder = holder
        self.over = over
    }
}
