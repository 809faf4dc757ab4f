public import RosterDomain

/// What a host chooses for a ``SCIMService``.
public struct SCIMOptions: Sendable {
    /// Whether clients may send passwords; a host whose people sign in elsewhere says no, and passwords are passed over.
    public var acceptsPasswords: Bool
    /// What clients call roles beside their identifiers and titles, in any case: what an Entra administrator typed as the value of an app
    /// role.
    public var roleNames: [String: RoleID]
    /// Whether `/ResourceTypes` and `/Schemas` list roles and entitlements, too.
    ///
    /// The resources are there in any case.
    public var advertisesCatalog: Bool
    /// How many resources a page has when the client does not say.
    public var pageSize: Int
    /// The most resources of a page.
    public var pageSizeLimit: Int
    /// The most resources that a filter without an index, or a sort order, looks at; what has more is refused with `tooMany`.
    public var scanLimit: Int
    /// The most bytes of a body.
    public var bodyByteLimit: Int
    /// The most operations of a bulk request.
    public var bulkOperationLimit: Int

    /// Describes what a host chooses; the limits are ours.
    public init(
        acceptsPasswords: Bool = true, roleNames: [String: RoleID] = [:], advertisesCatalog: Bool = true,
        pageSize: Int = 100, pageSizeLimit: Int = 1_000, scanLimit: Int = 100_000, bodyByteLimit: Int = 4 << 20,
        bulkOperationLimit: Int = 1_000
    ) {
        self.acceptsPasswords = acceptsPasswords
        self.roleNames = roleNames
        self.advertisesCatalog = advertisesCatalog
        self.pageSize = max(1, pageSize)
        self.pageSizeLimit = max(1, pageSizeLimit)
        self.scanLimit = max(1, scanLimit)
        self.bodyByteLimit = max(1, bodyByteLimit)
        self.bulkOperationLimit = max(1, bulkOperationLimit)
    }
}
