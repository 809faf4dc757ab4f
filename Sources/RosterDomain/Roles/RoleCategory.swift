/// A named plane of authority that roles belong to.
///
/// The product page sorts roles into Cloud Solution Provider, tenant and company roles; a host names its own planes.
public struct RoleCategory: Sendable, Hashable {
    /// The stable name, for example `csp`.
    public let id: String
    /// The name that people read.
    public let title: String
    /// Whether roles of this plane manage the tenant itself: its users and what they may do.
    public let managesTenant: Bool

    /// Creates a plane of authority.
    public init(_ id: String, title: String, managesTenant: Bool = false) {
        self.id = id
        self.title = title
        self.managesTenant = managesTenant
    }
}
