/// A permission resolved for one ``AccessTable``, so that a check looks nothing up.
///
/// Made once by ``AccessTable/handle(for:)``, for example when a host starts. It stays good when the table's catalog
/// changes; a permission that the new catalog does not have is answered no. At any other table the answer is no.
public struct PermissionHandle: Sendable, Hashable {
    /// The numbering (40 bits) and the number in it (24 bits).
    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    /// The number in a numbering, which is given along with how many numbers there are.
    ///
    /// - Returns: A number that is less than that, or one that is not less than 2²⁴ when the handle is of another numbering.
    @inline(__always)
    func isNumber(below limit: UInt64) -> Bool {
        (limit &- self.bits &- 1) < (limit & 0xFF_FFFF)
    }

    @inline(__always)
    var number: UInt64 { self.bits & 0xFF_FFFF }
}

/// Conditions resolved for one ``AccessTable``: what a host states about the case in hand.
///
/// Made once by ``AccessTable/stated(_:)``; several are joined with ``union(_:)``. At any other table they state nothing.
public struct StatedConditions: Sendable, Hashable {
    /// Nothing is stated.
    public static let none = StatedConditions(identity: 0, mask: 0)

    let identity: UInt64
    let mask: UInt64

    /// What is stated by both together; nothing when they are of different tables.
    public func union(_ other: StatedConditions) -> StatedConditions {
        if self == .none { return other }
        if other == .none { return self }
        guard self.identity == other.identity else { return .none }
        return StatedConditions(identity: self.identity, mask: self.mask | other.mask)
    }

    @inline(__always)
    func mask(in limit: UInt64) -> UInt64 { (self.identity ^ limit) >> 24 == 0 ? self.mask : 0 }
}
