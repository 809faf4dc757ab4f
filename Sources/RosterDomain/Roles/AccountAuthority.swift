/// Who may do something to whose account: holders of one role, to users all of whose roles are in a choice.
///
/// A user with several roles is within reach only when **every** one of them is in the choice (Entra ID, "who can reset
/// passwords"). A user with no role is within reach of every authority.
public struct AccountAuthority: Sendable, Hashable {
    /// The role that gives the authority.
    public let holder: RoleID
    /// What its holders may do.
    public let actions: Set<AccountAction>
    /// The roles that the other person may hold.
    public let over: RoleSelection

    /// Whether it reaches people with a role that the catalog does not know any more.
    func reachesRetiredRoles(in catalog: RoleCatalog) -> Bool {
        self.over.containsEveryRole || self.holder == catalog.indispensableRole
    }

    /// Creates an authority.
    public init(_ holder: RoleID, may actions: Set<AccountAction>, holdersOf over: RoleSelection) {
        self.holder = holder
        self.actions = actions
        self.over = over
    }
}
