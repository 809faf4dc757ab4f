import Synchronization

/// The numbers that a table gives to the permissions and conditions of its catalogs.
///
/// A number means one name for the life of the numbering, even after a change of catalog, so handles stay valid.
struct PermissionNumbering: Sendable {
    /// The most permissions that can be numbered; a new numbering replaces a full one.
    static let permissionLimit = RoleCatalog.permissionLimit
    /// The most conditions that can be numbered.
    static let conditionLimit = RoleCatalog.conditionLimit

    private static let made = Atomic<UInt64>(0)

    /// Distinguishes this numbering from every other one in the process; a multiple of 2²⁴, so that a number can be
    /// added.
    private(set) var identity: UInt64
    /// The same for the conditions, which are numbered again separately when there is no room for more.
    private(set) var conditionIdentity: UInt64
    private(set) var permissions: [Permission: Int] = [:]
    private(set) var conditions: [Condition: UInt64] = [:]
    /// Whether the numbers are the positions in the catalog that was numbered last.
    private(set) var arePositions = false

    /// The bits of a row of any numbering that the table had before.
    private let formerRowBitCount: Int

    /// Creates a numbering without any name.
    ///
    /// - Parameter former: The table's former numbering; nil for a new table.
    init(after former: PermissionNumbering? = nil) {
        self.formerRowBitCount = former?.rowBitCount ?? 0
        self.identity = Self.newIdentity()
        self.conditionIdentity = Self.newIdentity()
    }

    /// The same numbers for another table, whose catalog may be replaced by another one.
    func withOwnIdentity() -> PermissionNumbering {
        var copy = self
        (copy.identity, copy.conditionIdentity) = (Self.newIdentity(), Self.newIdentity())
        return copy
    }

    private static func newIdentity() -> UInt64 { Self.made.add(1, ordering: .relaxed).newValue << 24 }

    /// The bits that a dense row has.
    ///
    /// The count never decreases in the life of a table. During a change of catalog, a reader may look for a number of
    /// the former numbering in a row of this one, and must not read beyond the row.
    var rowBitCount: Int { max(self.formerRowBitCount, self.permissions.count) }

    /// Numbers what a catalog names, and keeps existing numbers.
    ///
    /// - Returns: Whether there was room for the permissions; if not, a new numbering is needed.
    mutating func add(_ catalog: RoleCatalog) -> Bool {
        // The first catalog's permissions are numbered as it does, so the two share the numbers.
        if self.permissions.isEmpty {
            self.permissions = catalog.permissionNumbers
            self.arePositions = true
            self.add(catalog.conditions)
            return self.permissions.count <= Self.permissionLimit
        }
        self.arePositions = false
        for definition in catalog.permissions where self.permissions[definition.id] == nil {
            guard self.permissions.count < Self.permissionLimit else { return false }
            self.permissions[definition.id] = self.permissions.count
        }
        self.add(catalog.conditions)
        return true
    }

    /// Numbers conditions; a catalog never names more than fit.
    private mutating func add(_ conditions: [Condition]) {
        if Set(conditions).union(self.conditions.keys).count > Self.conditionLimit {
            self.conditions = [:]
            self.conditionIdentity = Self.newIdentity()
        }
        for condition in conditions where self.conditions[condition] == nil {
            self.conditions[condition] = UInt64(self.conditions.count)
        }
    }

    /// The number of a permission, or nil.
    func number(of permission: Permission) -> UInt64? {
        self.permissions[permission].map { UInt64(truncatingIfNeeded: $0) }
    }

    /// The number of a permission that stands at a position in a catalog whose permissions are numbered.
    func number(of position: Int, in catalog: RoleCatalog) -> UInt64 {
        if self.arePositions { return UInt64(truncatingIfNeeded: position) }
        guard let number = self.number(of: catalog.permissions[position].id) else {
            preconditionFailure("invariant: the permissions of the catalog in use have numbers")
        }
        return number
    }

    /// The conditions as bits; nil when one of them has no number, so that no caller can state it.
    func mask(of conditions: Set<Condition>) -> UInt64? {
        var mask: UInt64 = 0
        for condition in conditions {
            guard let number = self.conditions[condition] else { return nil }
            mask |= 1 << number
        }
        return mask
    }
}
