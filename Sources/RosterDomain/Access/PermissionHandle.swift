/// A permission resolved for one ``AccessTable``, so that a check need not look it up.
///
/// Create one with ``AccessTable/handle(for:)-(Permission)``, for example when the host starts. It stays valid when the
/// table's catalog changes; if the new catalog does not have the permission, the answer is no. In any other table the
/// answer is no.
public struct PermissionHandle: Sendable, Hashable {
    /// The identity of the numbering, and the number in it in the lowest 24 bits.
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    /// The number in a numbering; larger than any number when the handle is of another numbering.
    @inline(__always)
    func number(in numbering: UInt64) -> UInt64 { self.bits &- numbering }
}

/// Conditions resolved for one ``AccessTable``: what a host states about the request.
///
/// Create them with ``AccessTable/stated(_:)``, and join several with ``union(_:)``. In any other table they state
/// nothing. Create them again after a change of catalog: they contain only conditions that some grant required when
/// they were created, and they state nothing once the table's catalogs have named more than
/// ``RoleCatalog/conditionLimit`` conditions in total.
public struct StatedConditions: Sendable, Hashable {
    /// Nothing is stated.
    public static let none = StatedConditions(numbering: 0, mask: 0)

    let numbering: UInt64
    let mask: UInt64

    /// The conditions of both; none when they are of different tables.
    public func union(_ other: StatedConditions) -> StatedConditions {
        if self == .none { return other }
        if other == .none { return self }
        guard self.numbering == other.numbering else { return .none }
        return StatedConditions(numbering: self.numbering, mask: self.mask | other.mask)
    }

    @inline(__always)
    func mask(in numbering: UInt64) -> UInt64 { self.numbering == numbering ? self.mask : 0 }
}
