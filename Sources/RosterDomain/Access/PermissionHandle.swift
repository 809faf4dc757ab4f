/// A permission resolved for one ``AccessTable``, so that a check looks nothing up.
///
/// Made once by ``AccessTable/handle(for:)-(Permission)``, for example when a host starts. It stays good when the table's catalog
/// changes; a permission that the new catalog does not have is answered no. At any other table the answer is no.
public struct PermissionHandle: Sendable, Hashable {
    /// The identity of the numbering, and the number in it in the lowest 24 bits.
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    /// The number in a numbering; far too large when the handle is of another numbering.
    @inline(__always)
    func number(in numbering: UInt64) -> UInt64 { self.bits &- numbering }
}

/// Conditions resolved for one ``AccessTable``: what a host states about the case in hand.
///
/// Made by ``AccessTable/stated(_:)``; several are joined with ``union(_:)``. At any other table they state nothing. Make them
/// anew after a change of catalog: they hold no condition that no grant of the catalog required when they were made, and
/// nothing at all once the catalogs of the table have named more than ``RoleCatalog/conditionLimit`` conditions between them.
public struct StatedConditions: Sendable, Hashable {
    /// Nothing is stated.
    public static let none = StatedConditions(numbering: 0, mask: 0)

    let numbering: UInt64
    let mask: UInt64

    /// What is stated by both together; nothing when they are of different tables.
    public func union(_ other: StatedConditions) -> StatedConditions {
        if self == .none { return other }
        if other == .none { return self }
        guard self.numbering == other.numbering else { return .none }
        return StatedConditions(numbering: self.numbering, mask: self.mask | other.mask)
    }

    @inline(__always)
    func mask(in numbering: UInt64) -> UInt64 { self.numbering == numbering ? self.mask : 0 }
}
