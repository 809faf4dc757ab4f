/// Roles that must stay apart: no user may be authorized for as many of them as the limit says, or for more; or no session may
/// have as many of them active at once.
///
/// Which of the two it is depends on the list of the ``RoleCatalog`` that holds the set.
///
/// ``RoleCatalog/separationSets`` are static separation of duty (ANSI INCITS 359-2012, "SSD"). A person is authorized for the roles assigned to them,
/// for those held implicitly, and for every role that these include. It is about the person, so it does not matter where
/// the roles are held; nor when, as long as their window has not passed.
///
/// Every command that gives roles refuses what would break a set. A set takes nothing from those who have it: taking a role is
/// never refused for its sake, and who holds too many roles already, because the set is newer than the roles, keeps them
/// and is given no more of them.
///
/// It is a rule for giving, not for checking: a check is additive, and holding more never means less access. So
/// `AccessTable.assign`, which the check core offers to hosts that keep their own users, does not look at it.
///
/// ``RoleCatalog/dynamicSeparationSets`` are dynamic separation of duty ("DSD"): a person may be authorized for all of the roles, and
/// chooses for each session which of them it has active, fewer than the limit. It is about the session, and here too included
/// roles count, and it does not matter where the roles are held. As long as a person has chosen nothing and is authorized for as
/// many as the limit says, a session has none of them active, and no role that includes one.
public struct SeparationSet: Sendable, Hashable {
    /// The stable name, for example `billing_and_payout`; refusals name it.
    public let name: String
    /// The roles that must stay apart.
    public let roles: Set<RoleID>
    /// The number of these roles for which no user may be authorized, or that no session may have active: from 2 to the number of
    /// roles.
    public let limit: Int

    /// Creates a set; a ``RoleCatalog`` checks the name, the limit, and that the roles exist.
    ///
    /// A limit of 2 keeps every two of the roles apart; 3 allows two of them, and so on.
    public init(_ name: String, roles: Set<RoleID>, limit: Int = 2) {
        self.name = name
        self.roles = roles
        self.limit = limit
    }

    /// Whether a user authorized for these roles, or a session with these active, has too many; included ones are among them.
    func isBreached(by authorized: Set<RoleID>) -> Bool {
        self.roles.count { authorized.contains($0) } >= self.limit
    }
}
